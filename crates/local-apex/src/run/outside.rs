//! What a program has to do with the world outside of it: the callouts that it makes and the request
//! that it answers.
//!
//! Nothing goes out by itself: a callout goes to the program's own mock, or to the way that the
//! program was given, and without either it stops.

use core::fmt;

use super::Value;

/// The way that callouts go.
pub trait Callout: fmt::Debug {
    /// Sends a request.
    ///
    /// # Errors
    /// Where there was no answer: what the program's `CalloutException` says.
    fn send(&mut self, request: &CalloutRequest) -> Result<CalloutResponse, String>;
}

/// What a program sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalloutRequest {
    /// The method, as it was set.
    pub method: String,
    /// Where to, as it was set: an address, or `callout:` and a named credential.
    pub endpoint: String,
    /// Names and values, in the order in which they were set.
    pub headers: Vec<(String, String)>,
    /// The body; none where none was set.
    pub body: Option<Vec<u8>>,
    /// How long it waits for the answer, in milliseconds; none where that was not set.
    pub timeout: Option<i32>,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalloutResponse {
    /// The status: `OK`.
    pub status: String,
    /// Its code: 200.
    pub code: u16,
    /// Names and values. A program finds them by their very spelling.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What one transaction has of it.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    /// The way that callouts go; none where nothing may go out.
    pub callout: Option<Box<dyn Callout>>,
    /// What the program answers its own callouts with.
    pub mock: Option<Value>,
    /// `RestContext.request`.
    pub request: Option<Value>,
    /// `RestContext.response`.
    pub response: Option<Value>,
}
