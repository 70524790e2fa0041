//! The HTTP interface: calls for scripts and tests, and the SDK's insights posts.
//!
//! Insights are taken and forgotten. There is no authentication: whoever serves the router decides
//! who reaches it.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{any, get, post};
use serde::Serialize;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use crate::calls::{Call, CallRecord, Exchange, NewCall};
use crate::signalling;

/// An answer that says what was wrong.
struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Body {
            error: String,
        }
        (self.0, Json(Body { error: self.1 })).into_response()
    }
}

#[derive(Serialize)]
struct Records {
    records: Vec<CallRecord>,
}

#[derive(Serialize)]
struct Created {
    sid: String,
}

/// Every route of the carrier.
pub(crate) fn router(exchange: Arc<Exchange>) -> Router {
    // The SDK posts from its page's origin and names its token in a header of its own.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(Any)
        .allow_headers(AllowHeaders::mirror_request());
    let insights = Router::new()
        .route("/v4/EndpointEvents", post(take_insights).fallback(wrong_method))
        .route("/v4/EndpointMetrics", post(take_insights).fallback(wrong_method))
        .layer(cors);
    Router::new()
        .route("/signal", any(signalling::upgrade))
        .route("/carrier/calls", get(list).post(create).fallback(wrong_method))
        .route("/carrier/calls/{sid}", get(one).delete(hang_up).fallback(wrong_method))
        .merge(insights)
        .with_state(exchange)
}

async fn take_insights(_body: Bytes) -> StatusCode {
    StatusCode::OK
}

async fn wrong_method() -> Refusal {
    Refusal(StatusCode::METHOD_NOT_ALLOWED, "This address does not know that method.".to_owned())
}

async fn list(State(exchange): State<Arc<Exchange>>) -> Json<Records> {
    let records = exchange.calls().iter().map(|call| call.record()).collect();
    Json(Records { records })
}

async fn one(
    State(exchange): State<Arc<Exchange>>,
    Path(sid): Path<String>,
) -> Result<Json<CallRecord>, Refusal> {
    find(&exchange, &sid).map(|call| Json(call.record()))
}

async fn create(
    State(exchange): State<Arc<Exchange>>,
    body: Bytes,
) -> Result<(StatusCode, Json<Created>), Refusal> {
    let bad = |why| Refusal(StatusCode::BAD_REQUEST, why);
    let new: NewCall = serde_json::from_slice(&body).map_err(|error| {
        bad(format!("The body must be JSON such as {{\"from\": \"+15005550199\"}}: {error}."))
    })?;
    new.check().map_err(bad)?;
    let call = new.start(&exchange);
    Ok((StatusCode::CREATED, Json(Created { sid: call.sid().to_owned() })))
}

async fn hang_up(
    State(exchange): State<Arc<Exchange>>,
    Path(sid): Path<String>,
) -> Result<(StatusCode, Json<CallRecord>), Refusal> {
    let call = find(&exchange, &sid)?;
    if call.customer_hangs_up() {
        // The call's own task ends it, in a moment.
        Ok((StatusCode::ACCEPTED, Json(call.record())))
    } else {
        Err(Refusal(StatusCode::CONFLICT, "This call is already over.".to_owned()))
    }
}

fn find(exchange: &Exchange, sid: &str) -> Result<Arc<Call>, Refusal> {
    exchange.call(sid).ok_or_else(|| {
        Refusal(
            StatusCode::NOT_FOUND,
            "There is no call with this sid. GET /carrier/calls lists them.".to_owned(),
        )
    })
}
