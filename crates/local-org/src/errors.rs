//! The org's refusals, in the shapes that Salesforce sends.
//!
//! Writes are refused with one object (`enhancedErrorType: "RecordError"`), everything else with a
//! list of `{errorCode, message}`. What Apex throws is in [`crate::apex`].

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use local_data::problem::{Problem, WriteError};

fn problem_body(problem: &Problem) -> Value {
    json!({
        "constituentField": null,
        "duplicateRecordError": null,
        "errorCode": problem.code,
        "field": problem.field.as_ref().map(|(name, _)| name),
        "fieldLabel": problem.field.as_ref().map(|(_, label)| label),
        "message": problem.message,
    })
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
        problems.iter().filter(|p| p.field.is_none()).map(problem_body).collect();
    let mut by_field: Map<String, Value> = Map::new();
    for problem in problems {
        if let Some((name, _)) = &problem.field
            && let Value::Array(list) =
                by_field.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()))
        {
            list.push(problem_body(problem));
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
