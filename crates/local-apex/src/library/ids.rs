//! `Id`: kept in its 18 characters, of which the last three tell which of the others are capitals.
//!
//! What the platform makes of texts of the right length that are no Ids is not known here: with
//! other characters than letters and digits, or with three last characters that do not fit.

use std::rc::Rc;

use local_data::ids::RecordId;

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

impl Interpreter<'_> {
    pub(super) fn on_id(&mut self, id: &Rc<str>, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "getsobjecttype" => self.token_of_id(id),
            "to15" => Ok(Value::text(&id[..15])),
            _ => Err(self.no_method(call)),
        }
    }

    pub(super) fn id_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "valueof" if call.left() == 1 => match call.next() {
                Value::Text(text) => self.id_of(&text),
                id @ Value::Id(_) => Ok(id),
                Value::Null => Err(self.unknown("Id.valueOf of null is not known")),
                _ => Err(self.no_method(call)),
            },
            _ => Err(self.no_method(call)),
        }
    }

    /// The Id that a text is.
    pub(crate) fn id_of(&self, text: &str) -> Result<Value, Stop> {
        if let Some(id) = RecordId::parse(text) {
            return Ok(Value::Id(id.as_str().into()));
        }
        if matches!(text.chars().count(), 15 | 18) {
            return Err(self.unknown(format!("whether {text} is taken for an Id is not known")));
        }
        Err(self.thrown("StringException", format!("Invalid id: {text}")))
    }

    /// Whether a text is that Id, in 15 characters or in 18.
    pub(crate) fn is_that_id(&self, text: &str, id: &str) -> Result<bool, Stop> {
        match RecordId::parse(text) {
            Some(other) => Ok(other.as_str() == id),
            None => Err(self.unknown(format!("whether {text} equals an Id is not known"))),
        }
    }
}

/// Whether a text is an Id.
pub(crate) fn is_id(text: &str) -> bool {
    RecordId::parse(text).is_some()
}
