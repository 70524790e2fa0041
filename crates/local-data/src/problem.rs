//! Why a record was not written, in Salesforce's codes and sentences.

use crate::schema::Field;

/// One reason why a record was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Salesforce's status code, `REQUIRED_FIELD_MISSING`.
    pub code: &'static str,
    /// Salesforce's sentence.
    pub message: String,
    /// API name and label of the field it is about; none if it is about the record.
    pub field: Option<(String, String)>,
}

impl Problem {
    /// A problem of one field.
    pub fn of(code: &'static str, message: String, field: &Field) -> Self {
        Self { code, message, field: Some((field.api_name.clone(), field.label.clone())) }
    }

    /// A problem of the record.
    pub fn general(code: &'static str, message: String) -> Self {
        Self { code, message, field: None }
    }
}

/// Why a record was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The values are not what the org takes.
    #[error("{}", .0.iter().map(|p| p.message.as_str()).collect::<Vec<_>>().join("; "))]
    Refused(Vec<Problem>),
    /// There is no such record.
    #[error("The requested resource does not exist")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
}
