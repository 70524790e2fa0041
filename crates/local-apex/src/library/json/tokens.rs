//! What a JSON text is made of.

use std::rc::Rc;

/// Deeper than this nothing is read or written; a hostile text must not end the process.
pub const MOST_DEPTH: usize = 200;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the platform's own words
pub enum Kind {
    EndArray,
    EndObject,
    FieldName,
    StartArray,
    StartObject,
    False,
    Null,
    Float,
    Int,
    Text,
    True,
}

impl Kind {
    /// Whether an object or an array begins.
    pub const fn is_start(self) -> bool {
        matches!(self, Self::StartObject | Self::StartArray)
    }

    /// Whether one ends.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::EndObject | Self::EndArray)
    }
}

/// The names of `JSONToken`: those of [`Kind`] in its order, then what no text has.
pub const NAMES: &[&str] = &[
    "END_ARRAY",
    "END_OBJECT",
    "FIELD_NAME",
    "START_ARRAY",
    "START_OBJECT",
    "VALUE_FALSE",
    "VALUE_NULL",
    "VALUE_NUMBER_FLOAT",
    "VALUE_NUMBER_INT",
    "VALUE_STRING",
    "VALUE_TRUE",
    "VALUE_EMBEDDED_OBJECT",
    "NOT_AVAILABLE",
];

/// A token.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// A name, a text without its escapes, a number's digits; else as it stands.
    pub text: Rc<str>,
    /// The field it is the name or the value of, or the bracket's.
    pub name: Option<Rc<str>>,
    /// Its line and column, from 1.
    pub place: (usize, usize),
}

/// All tokens of a text, up to where it is no JSON.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Them.
    pub all: Vec<Token>,
    /// What is wrong behind the last one.
    pub error: Option<Wrong>,
}

/// Why a text is not read any further.
#[derive(Clone, Debug)]
pub enum Wrong {
    /// It is no JSON, with the platform's words.
    NoJson(String),
    /// It is nested deeper than [`MOST_DEPTH`].
    Deep,
}
