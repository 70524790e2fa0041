//! Errors that cross to JavaScript, as `Error` objects with a `code`.

use call_core::Refusal;
use wasm_bindgen::JsValue;

use crate::read::ReadError;

/// Why a call across the boundary failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FaceError {
    /// The agent's command is not possible now.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// What came over the boundary is not an input.
    #[error("this is not an input the call core knows: {0}")]
    Unreadable(String),
    /// The token port gave something else.
    #[error("this is not a Twilio access token; check AccessTokenController")]
    NotAToken,
}

impl FaceError {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Unreadable(_) => "unreadableInput",
            Self::NotAToken => "notAToken",
        }
    }
}

impl From<FaceError> for JsValue {
    fn from(error: FaceError) -> Self {
        let js = js_sys::Error::new(&error.to_string());
        js.set_name("OffhookError");
        // Setting a property of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&js, &"code".into(), &error.code().into());
        js.into()
    }
}

impl From<ReadError> for FaceError {
    fn from(error: ReadError) -> Self {
        Self::Unreadable(error.to_string())
    }
}
