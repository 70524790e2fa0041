//! The Apex actions that the components call, at `POST /apex/{Class}/{method}` with the parameters
//! as one JSON object.
//!
//! Refusals have the shape in which Lightning hands an Apex exception to a component. The actions
//! follow the contract of the project's classes; they do not execute Apex.

mod call_record;
mod flight_record;
mod phone_lease;
mod phone_match;
mod settings;
mod token;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Map, Value, json};

pub use token::identity;

use crate::Org;
use crate::body::JsonObject;
use crate::errors::ApiError;
use local_data::problem::WriteError;

/// The Apex part of the router.
pub fn routes() -> Router<Org> {
    Router::new().route("/apex/{class}/{method}", post(invoke))
}

/// An exception that leaves an Apex action.
#[derive(Debug)]
pub struct ApexError {
    status: StatusCode,
    message: String,
    exception: &'static str,
}

impl ApexError {
    /// What the class itself throws for the user to read.
    pub fn handled(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            message: message.into(),
            exception: "System.AuraHandledException",
        }
    }

    /// Parameters that do not fit the method.
    pub fn bad_parameters(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: message.into(),
            exception: "System.IllegalArgumentException",
        }
    }
}

impl From<rusqlite::Error> for ApexError {
    fn from(error: rusqlite::Error) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            message: format!("The org's database failed: {error}."),
            exception: "System.UnexpectedException",
        }
    }
}

impl From<WriteError> for ApexError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Refused(problems) => Self {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                message: problems
                    .iter()
                    .map(|problem| format!("{}, {}", problem.code, problem.message))
                    .collect::<Vec<_>>()
                    .join("; "),
                exception: "System.DmlException",
            },
            WriteError::NotFound => Self::handled(error.to_string()),
            WriteError::Database(error) => error.into(),
        }
    }
}

impl From<ApiError> for ApexError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Refused(problems) => WriteError::Refused(problems).into(),
            ApiError::Listed(_, _, message) => Self::handled(message),
        }
    }
}

impl IntoResponse for ApexError {
    fn into_response(self) -> Response {
        let body = json!({
            "message": self.message,
            "exceptionType": self.exception,
            "isUserDefinedException": false,
            "stackTrace": "",
        });
        (self.status, Json(body)).into_response()
    }
}

async fn invoke(
    State(org): State<Org>,
    Path((class, method)): Path<(String, String)>,
    JsonObject(body): JsonObject,
) -> Result<Json<Value>, ApexError> {
    let parameters = body.map_err(ApexError::bad_parameters)?;
    org.transact(move |session| match (class.as_str(), method.as_str()) {
        ("AccessTokenController", "getAccessToken") => {
            token::get_access_token(session, &parameters)
        }
        ("CallRecordController", "ensureCall") => call_record::ensure_call(session, &parameters),
        ("CallRecordController", "updateCall") => call_record::update_call(session, &parameters),
        ("FlightRecordController", "attach") => flight_record::attach(session, &parameters),
        ("PhoneLeaseController", "takeLease") => phone_lease::take_lease(session, &parameters),
        ("PhoneMatchController", "matchByPhone") => {
            phone_match::match_by_phone(session, &parameters)
        }
        ("SoftphoneSettingsController", "getSettings") => Ok(settings::get_settings(session)),
        _ => Err(ApexError::bad_parameters(format!(
            "There is no action {class}.{method}. Check the class, the method and its \
             @AuraEnabled annotation."
        ))),
    })
    .await
    .map(Json)
}

/// A parameter that must be text with something in it.
fn text<'a>(parameters: &'a Map<String, Value>, name: &str) -> Result<&'a str, ApexError> {
    match parameters.get(name) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.trim()),
        Some(Value::String(_) | Value::Null) | None => {
            Err(ApexError::bad_parameters(format!("The parameter {name} is empty.")))
        }
        Some(other) => Err(ApexError::bad_parameters(format!(
            "The parameter {name} must be text, not {other}."
        ))),
    }
}
