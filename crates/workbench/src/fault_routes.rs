//! `/faults`: faults on purpose, for scripts and for the page.
//!
//! `POST` sets one for a target, `GET` lists them, `DELETE` ends all.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use local_carrier::Carrier;
use local_org::{Mode, Org};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Target {
    Org,
    Signalling,
    Media,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    target: Target,
    mode: Mode,
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
}

/// What faults act on, and what was last asked of the carrier, which does not say.
#[derive(Debug, Clone)]
struct Faulty {
    org: Org,
    carrier: Carrier,
    carrier_faults: Arc<Mutex<Vec<Fault>>>,
}

/// The route `/faults`.
pub fn routes(org: Org, carrier: Carrier) -> Router {
    Router::new()
        .route("/faults", get(list).post(set).delete(clear).fallback(wrong_method))
        .with_state(Faulty { org, carrier, carrier_faults: Arc::default() })
}

async fn list(State(faulty): State<Faulty>) -> Json<Value> {
    Json(json!({ "faults": faulty.all() }))
}

async fn set(State(faulty): State<Faulty>, body: Bytes) -> Response {
    let fault = match serde_json::from_slice::<Fault>(&body) {
        Ok(fault) => fault,
        Err(error) => {
            return refuse(
                StatusCode::BAD_REQUEST,
                &format!(
                    "This is not a fault: {error}. Give {{\"target\": \"org\", \"mode\": \
                     \"offline\"}}, and where it applies ms, status and count."
                ),
            );
        }
    };
    match faulty.set(fault) {
        Ok(fault) => (StatusCode::CREATED, Json(fault)).into_response(),
        Err(sentence) => refuse(StatusCode::BAD_REQUEST, &sentence),
    }
}

async fn clear(State(faulty): State<Faulty>) -> Json<Value> {
    faulty.org.faults().clear();
    faulty.carrier.clear_faults();
    faulty.carrier_faults().clear();
    Json(json!({ "faults": [] }))
}

async fn wrong_method() -> Response {
    refuse(StatusCode::METHOD_NOT_ALLOWED, "/faults takes GET, POST and DELETE.")
}

fn refuse(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({ "error": sentence }))).into_response()
}

impl Faulty {
    fn all(&self) -> Vec<Fault> {
        let org = self.org.faults().get().map(of_org);
        org.into_iter().chain(self.carrier_faults().iter().copied()).collect()
    }

    fn set(&self, fault: Fault) -> Result<Fault, String> {
        let target = match fault.target {
            Target::Org => {
                let status =
                    fault.status.map(u16::try_from).transpose().map_err(|_| {
                        "The status of an org's fault is an HTTP status.".to_owned()
                    })?;
                let faults = self.org.faults();
                let set = faults.set(fault.mode, fault.ms, status, fault.count);
                return set.map(of_org).map_err(|error| error.to_string());
            }
            Target::Signalling => local_carrier::Target::Signalling,
            Target::Media => local_carrier::Target::Media,
        };
        let mode = match fault.mode {
            Mode::Offline => local_carrier::Mode::Offline,
            Mode::Delay => local_carrier::Mode::Delay,
            Mode::Error => local_carrier::Mode::Error,
        };
        self.carrier
            .set_fault(target, mode, fault.ms, fault.status, fault.count)
            .map_err(|error| error.to_string())?;
        let mut known = self.carrier_faults();
        known.retain(|other| other.target != fault.target);
        known.push(fault);
        Ok(fault)
    }

    fn carrier_faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        // A list of plain values: a panic elsewhere cannot have left it half written.
        self.carrier_faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The org's fault with what matters to its mode.
fn of_org(fault: local_org::Fault) -> Fault {
    Fault {
        target: Target::Org,
        mode: fault.mode,
        ms: (fault.mode == Mode::Delay).then_some(fault.ms),
        status: (fault.mode == Mode::Error).then_some(u32::from(fault.status)),
        count: fault.count,
    }
}
