//! Why a program does not go on.

use std::rc::Rc;

use super::value::Object;
use crate::syntax::Place;

/// Why a program does not go on.
#[derive(Clone, Debug)]
pub enum Stop {
    /// An exception that nobody has caught yet.
    Thrown(Rc<Object>),
    /// `?.` found nothing: the rest of the chain is left out, and is nothing.
    Skipped,
    /// Something this crate does not know, or a compiler would have refused.
    Unknown(Unknown),
}

/// What this crate does not know, or a compiler would have refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{}:{}: {what}", .place.line, .place.column)]
pub struct Unknown {
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// What.
    pub what: String,
}

impl Unknown {
    /// A type whose name is there already.
    pub(super) fn taken(file: &str, taken: &super::classes::Taken) -> Self {
        Self {
            file: file.to_owned(),
            place: taken.place,
            what: format!("there is a type {} already", taken.name),
        }
    }
}

/// What a statement led to.
#[derive(Clone, Debug)]
pub enum Flow {
    /// The next one.
    Next,
    /// Out of the loop.
    Break,
    /// The loop's next time.
    Continue,
    /// Out of the method, with this.
    Return(super::value::Value),
}
