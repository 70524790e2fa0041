//! Custom labels: `Label.Name`, `System.Label.get(…)`.
//!
//! The user's language is English, as the labels' own is: her translations are not looked for. There
//! is no namespace but the project's own.

use super::Arguments;
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::Name,
};

impl Interpreter<'_> {
    /// `Label.Name`.
    pub(super) fn label(&self, name: &Name) -> Result<Value, Stop> {
        match self.org.schema.label(name.as_str()) {
            Some(label) => Ok(Value::text(&label.value)),
            None => Err(self.unknown(format!("there is no label {name}"))),
        }
    }

    /// `get(namespace, name)`, `get(namespace, name, language)`, and
    /// `translationExists(namespace, name, language)`.
    pub(super) fn label_statics(&self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let (namespace, name) = (call.next(), call.next());
        match namespace {
            Value::Null => {}
            Value::Text(text) if text.is_empty() || text.eq_ignore_ascii_case("c") => {}
            other => {
                let of = shown(&other);
                return Err(self.unknown(format!("there is no namespace {of}")));
            }
        }
        let Value::Text(name) = name else { return Err(self.null_pointer()) };
        let Some(label) = self.org.schema.label(&name) else {
            return Err(self.unknown(format!("there is no label {name}")));
        };
        match (call.word().as_str(), call.next()) {
            ("get", Value::Null) => Ok(Value::text(&label.value)),
            ("get", Value::Text(language)) => Ok(Value::text(label.text(&language))),
            ("translationexists", Value::Text(language)) => {
                let is = label.language.eq_ignore_ascii_case(&language)
                    || label.translations.contains_key(&*language);
                Ok(Value::Boolean(is))
            }
            _ => Err(self.no_method(call)),
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        other => Interpreter::type_name_of(other),
    }
}
