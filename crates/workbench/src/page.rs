//! The built page as files, under a content security policy like Lightning's.

use std::path::Path;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::json;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// As strict as Lightning where it matters: no inline scripts, no foreign hosts but Twilio's.
const POLICY: &str = "default-src 'self'; \
    script-src 'self' 'unsafe-eval' blob:; \
    style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; \
    media-src 'self' blob: data:; \
    connect-src 'self' ws://localhost:* ws://127.0.0.1:* wss://*.twilio.com https://*.twilio.com";

const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    // A rebuilt page must show at once.
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Serves the folder for every path that nothing else answers; refuses the rest with a sentence.
pub fn routes(folder: &Path) -> Router {
    let files = ServeDir::new(folder);
    let unbuilt = (!is_built(folder)).then(|| not_built(folder));
    let folder = folder.to_owned();
    Router::new().fallback(move |request| {
        // The page may be built while the workbench runs.
        let unbuilt = unbuilt.clone().filter(|_| !is_built(&folder));
        file(files.clone(), unbuilt, request)
    })
}

/// Whether there is a page to serve.
pub fn is_built(folder: &Path) -> bool {
    folder.join("index.html").is_file()
}

/// The sentence for a page that was not built.
pub fn not_built(folder: &Path) -> String {
    format!("The page is not built: {} has no index.html. Run npm run build.", folder.display())
}

async fn file(files: ServeDir, unbuilt: Option<String>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let sentence = format!("Nothing takes {} at {path}.", request.method());
        return refuse(StatusCode::NOT_FOUND, &sentence);
    }
    if let (Some(sentence), "/" | "/index.html") = (unbuilt, path.as_str()) {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, &sentence);
    }
    let mut response = match files.oneshot(request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_FOUND {
        return refuse(StatusCode::NOT_FOUND, &format!("There is nothing at {path}."));
    }
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refuse(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({ "error": sentence }))).into_response()
}
