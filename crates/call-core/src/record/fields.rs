//! Field values as they go to Salesforce.

use serde::{Deserialize, Serialize};

use super::ByName;
use crate::{pii::Pii, time::Timestamp};

/// Values by field API name. Sorted, so that equal writes look equal.
pub type Fields = ByName<FieldValue>;

/// One value. Text is personal data as far as a log is concerned: numbers, names and notes pass
/// through here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Checkbox.
    Flag(bool),
    /// Whole number.
    Number(u64),
    /// Text, picklist, id, or an instant in ISO form.
    Text(Pii<String>),
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

impl From<Timestamp> for FieldValue {
    fn from(at: Timestamp) -> Self {
        at.to_iso().into()
    }
}
