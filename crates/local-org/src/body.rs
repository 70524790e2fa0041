//! Request bodies that must be one JSON object.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value};

/// The object, or a sentence about what came instead.
pub struct JsonObject(pub Result<Map<String, Value>, String>);

impl<S: Send + Sync> FromRequest<S> for JsonObject {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let bytes = match Bytes::from_request(request, state).await {
            Ok(bytes) => bytes,
            Err(rejection) => return Ok(Self(Err(rejection.body_text()))),
        };
        Ok(Self(match serde_json::from_slice(&bytes) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err("The body must be a JSON object.".to_owned()),
            Err(error) => Err(format!("The body is not JSON: {error}.")),
        }))
    }
}
