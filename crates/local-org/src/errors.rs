//! The org's refusals, in the shapes that Salesforce sends.
//!
//! Writes are refused with one object (`enhancedErrorType: "RecordError"`), everything else with a
//! list of `{errorCode, message}`. What Apex throws is in [`crate::apex`].

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

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

    fn json(&self) -> Value {
        json!({
            "constituentField": null,
            "duplicateRecordError": null,
            "errorCode": self.code,
            "field": self.field.as_ref().map(|(name, _)| name),
            "fieldLabel": self.field.as_ref().map(|(_, label)| label),
            "message": self.message,
        })
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

/// An answer that is not a success.
#[derive(Debug)]
pub enum ApiError {
    /// A write that was refused: status 400 and the object shape.
    Refused(Vec<Problem>),
    /// Anything else: the list shape.
    Listed(StatusCode, &'static str, String),
}

impl ApiError {
    /// The resource, object or record does not exist (for this user).
    pub fn not_found() -> Self {
        Self::Listed(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "The requested resource does not exist".to_owned(),
        )
    }

    /// The object does not exist in this org.
    pub fn no_object(name: &str) -> Self {
        Self::Listed(
            StatusCode::NOT_FOUND,
            "INVALID_TYPE",
            format!("sObject type '{name}' is not supported."),
        )
    }

    /// The user may not do this.
    pub fn no_access() -> Self {
        Self::Listed(
            StatusCode::FORBIDDEN,
            "INSUFFICIENT_ACCESS",
            "You don't have access to this record. Ask your administrator for help or to request \
             access."
                .to_owned(),
        )
    }

    /// The request itself is wrong.
    pub fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::Listed(StatusCode::BAD_REQUEST, code, message.into())
    }

    /// Something failed on the org's side.
    pub fn internal(problem: &impl std::fmt::Display) -> Self {
        Self::Listed(
            StatusCode::INTERNAL_SERVER_ERROR,
            "UNKNOWN_EXCEPTION",
            format!("An unexpected error occurred: {problem}"),
        )
    }
}

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Refused(problems) => Self::Refused(problems),
            WriteError::NotFound => Self::not_found(),
            WriteError::Database(error) => Self::internal(&error),
        }
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(problems) => {
                (StatusCode::BAD_REQUEST, Json(refused_body(&problems))).into_response()
            }
            Self::Listed(status, code, message) => {
                (status, Json(listed_body(code, &message))).into_response()
            }
        }
    }
}

/// The object shape of a refused write.
pub fn refused_body(problems: &[Problem]) -> Value {
    let general: Vec<Value> =
        problems.iter().filter(|p| p.field.is_none()).map(Problem::json).collect();
    let mut by_field: Map<String, Value> = Map::new();
    for problem in problems {
        if let Some((name, _)) = &problem.field
            && let Value::Array(list) =
                by_field.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()))
        {
            list.push(problem.json());
        }
    }
    json!({
        "message": "An error occurred while trying to update the record. Please try again.",
        "statusCode": 400,
        "enhancedErrorType": "RecordError",
        "output": { "errors": general, "fieldErrors": by_field },
    })
}

/// The list shape of everything else.
pub fn listed_body(code: &str, message: &str) -> Value {
    json!([{ "errorCode": code, "message": message }])
}
