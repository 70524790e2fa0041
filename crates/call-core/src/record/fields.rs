//! Field values as they go to Salesforce.

use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Visitor},
};

use super::ByName;
use crate::{pii::Pii, time::Timestamp};

/// Values by field API name. Sorted, so that equal writes look equal.
pub type Fields = ByName<FieldValue>;

/// One value. Text is personal data as far as a log is concerned: numbers, names and notes pass
/// through here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Checkbox.
    Flag(bool),
    /// Whole number.
    Number(u64),
    /// Text, picklist, id, or an instant in ISO form.
    Text(Pii<String>),
}

/// Read by what it is. Serde's own untagged enums are copied into a buffer first, which costs the
/// browser some kilobytes of code.
impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;

        impl Visitor<'_> for Value {
            type Value = FieldValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a whole number, true or false")
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<FieldValue, E> {
                Ok(FieldValue::Flag(flag))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<FieldValue, E> {
                Ok(FieldValue::Number(number))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<FieldValue, E> {
                Ok(text.into())
            }

            fn visit_string<E: Error>(self, text: String) -> Result<FieldValue, E> {
                Ok(text.into())
            }
        }

        deserializer.deserialize_any(Value)
    }
}

impl From<&str> for FieldValue {
    fn from(text: &str) -> Self {
        Self::Text(Pii(text.into()))
    }
}

impl From<String> for FieldValue {
    fn from(text: String) -> Self {
        Self::Text(Pii(text))
    }
}

impl From<u64> for FieldValue {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for FieldValue {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Timestamp> for FieldValue {
    fn from(at: Timestamp) -> Self {
        at.to_iso().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_by_what_it_is() {
        let read: Vec<FieldValue> = serde_json::from_str(r#"[true,7,"é"]"#).expect("values");
        assert_eq!(read, [true.into(), 7.into(), "é".into()]);
        let refused = serde_json::from_str::<FieldValue>("[]").expect_err("no value");
        assert!(refused.to_string().contains("a text, a whole number"), "{refused}");
    }
}
