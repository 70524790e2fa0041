//! Faults on purpose: an org that does not answer, answers late, or answers with an error.
//!
//! They hit what the components call (`/services/*` and `/apex/*`), before anything is done, and
//! leave the scripts' own doors (`/org/*`) alone.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::errors::{listed_body, refused_body};
use local_data::problem::Problem;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The connection is dropped without an answer.
    Offline,
    /// The request is worked on after a delay.
    Delay,
    /// The request is refused.
    Error,
}

/// A fault and how long it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What goes wrong.
    pub mode: Mode,
    /// Delay in milliseconds.
    pub ms: u64,
    /// HTTP status of the refusal.
    pub status: u16,
    /// Requests that are still to be hit; none means until cleared.
    pub count: Option<u32>,
}

/// Why a fault cannot be set.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FaultError {
    /// Not an error status.
    #[error("status {0} is not an HTTP error. Give one from 400 to 599, for example 503.")]
    Status(u16),
    /// Longer than anyone waits.
    #[error("a delay of {0} ms is too long. Give at most 600000.")]
    TooLong(u64),
    /// A fault that hits nothing.
    #[error("a count of 0 hits no request. Leave count out to hit all, or DELETE the fault.")]
    Never,
}

/// Put into the extensions of a response that must not be sent: the server's accept loop closes the
/// connection instead.
#[derive(Debug, Clone, Copy)]
pub struct AbortConnection;

/// The fault that is set now, shared by all who hold a clone.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<Option<Fault>>>);

impl Faults {
    /// Sets a fault in place of the one before. `ms` defaults to 1000, `status` to 500.
    pub fn set(
        &self,
        mode: Mode,
        ms: Option<u64>,
        status: Option<u16>,
        count: Option<u32>,
    ) -> Result<Fault, FaultError> {
        let fault = Fault { mode, ms: ms.unwrap_or(1000), status: status.unwrap_or(500), count };
        if !(400..=599).contains(&fault.status) {
            return Err(FaultError::Status(fault.status));
        }
        if fault.ms > 600_000 {
            return Err(FaultError::TooLong(fault.ms));
        }
        if count == Some(0) {
            return Err(FaultError::Never);
        }
        *self.lock() = Some(fault);
        Ok(fault)
    }

    /// Ends the fault, if there is one.
    pub fn clear(&self) {
        *self.lock() = None;
    }

    /// The fault that is set now.
    pub fn get(&self) -> Option<Fault> {
        *self.lock()
    }

    /// The fault for one request; counts it.
    fn next(&self) -> Option<Fault> {
        let mut slot = self.lock();
        let fault = (*slot)?;
        if let Some(left) = fault.count {
            *slot = (left > 1).then_some(Fault { count: Some(left - 1), ..fault });
        }
        Some(fault)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Fault>> {
        // The slot is one assignment: a panic elsewhere cannot leave it half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The layer that lets the fault happen.
pub async fn apply(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let Some(fault) = faults.next() else { return next.run(request).await };
    match fault.mode {
        Mode::Offline => {
            let mut response = StatusCode::BAD_GATEWAY.into_response();
            response.extensions_mut().insert(AbortConnection);
            response
        }
        Mode::Delay => {
            tokio::time::sleep(Duration::from_millis(fault.ms)).await;
            next.run(request).await
        }
        Mode::Error => refusal(fault.status, request.uri().path().starts_with("/apex/")),
    }
}

fn refusal(status: u16, apex: bool) -> Response {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = match status {
        401 => listed_body("INVALID_SESSION_ID", "Session expired or invalid"),
        403 => listed_body(
            "INSUFFICIENT_ACCESS",
            "You don't have access to this record. Ask your administrator for help or to request \
             access.",
        ),
        429 => listed_body("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
        503 => listed_body("SERVER_UNAVAILABLE", "The server is temporarily unavailable."),
        _ if apex => json!({
            "message": "An internal server error has occurred",
            "exceptionType": "System.UnexpectedException",
            "isUserDefinedException": false,
            "stackTrace": "",
        }),
        400 => refused_body(&[Problem::general(
            "FIELD_CUSTOM_VALIDATION_EXCEPTION",
            "The org refuses every record while this fault is set.".to_owned(),
        )]),
        404 => listed_body("NOT_FOUND", "The requested resource does not exist"),
        _ => listed_body("UNKNOWN_EXCEPTION", "An unexpected error occurred."),
    };
    let mut response = (code, Json(body)).into_response();
    if matches!(status, 429 | 503) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}
