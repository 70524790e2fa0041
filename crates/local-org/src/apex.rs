//! The Apex actions that the components call, at `POST /apex/{Class}/{method}` with the parameters
//! as one JSON object.
//!
//! They are the project's own classes, executed by `local-apex`. Refusals have the shape in which
//! Lightning hands an Apex exception to a component.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use local_apex::run::{self, ActionError};
use serde_json::{Value, json};

use crate::Org;
use crate::body::JsonObject;

/// The Apex part of the router.
pub fn routes() -> Router<Org> {
    Router::new().route("/apex/{class}/{method}", post(invoke))
}

/// What leaves an Apex action instead of an answer.
#[derive(Debug)]
pub struct ApexError {
    status: StatusCode,
    message: String,
    exception: String,
    is_user_defined: bool,
    stack: String,
}

impl ApexError {
    fn of(status: StatusCode, exception: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            exception: exception.to_owned(),
            is_user_defined: false,
            stack: String::new(),
        }
    }

    /// Parameters that do not fit the method.
    fn bad_parameters(message: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_REQUEST, "System.IllegalArgumentException", message)
    }
}

impl From<rusqlite::Error> for ApexError {
    fn from(error: rusqlite::Error) -> Self {
        let message = format!("The org's database failed: {error}.");
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, "System.UnexpectedException", message)
    }
}

impl From<ActionError> for ApexError {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::NoAction(message) | ActionError::Parameter(message) => {
                Self::bad_parameters(message)
            }
            ActionError::Thrown { type_name, is_user_defined, message, stack } => Self {
                is_user_defined,
                stack,
                ..Self::of(StatusCode::INTERNAL_SERVER_ERROR, &type_name, message)
            },
            ActionError::Unknown(unknown) => Self::of(
                StatusCode::INTERNAL_SERVER_ERROR,
                "System.UnexpectedException",
                format!("The local org does not know this Apex: {unknown}"),
            ),
        }
    }
}

impl IntoResponse for ApexError {
    fn into_response(self) -> Response {
        let body = json!({
            "message": self.message,
            "exceptionType": self.exception,
            "isUserDefinedException": self.is_user_defined,
            "stackTrace": self.stack,
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
    org.transact(move |session| {
        let answer = run::action(session.apex()?, &class, &method, &parameters)?;
        Ok::<_, ApexError>(Json(answer))
    })
    .await
}
