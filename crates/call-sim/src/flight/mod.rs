//! Flight records: calls that were recorded while they happened. `docs/flight-record.md` describes
//! the format; the core's [`flight`](call_core::flight) makes them.

mod recorded;
mod replay;

use std::fmt;

use call_core::{
    Softphone,
    flight::{CORE_VERSION, VERSION},
};
use serde::Deserialize;
use serde_json::{Value, json};

pub use recorded::RecordedMachine;
pub use replay::replay;

/// A call, as it was recorded.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FlightRecord {
    /// The version of its format.
    pub flight: u32,
    /// The call's key.
    pub call: String,
    /// What is known of it, oldest first. Each part can be replayed by itself.
    pub parts: Vec<Part>,
}

/// A part of a record.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Part {
    /// Why it begins.
    pub begins: Begins,
    /// The version of the core that made it.
    pub core: String,
    /// The phone before the first step.
    base: Softphone,
    /// What happened.
    pub steps: Vec<Step>,
}

/// Why a part begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Begins {
    /// With a call.
    Call,
    /// With a page that took over the calls of another.
    Page,
    /// In the middle: the part before it had become long.
    Middle,
}

/// One input, and what followed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// By the host's clock, in milliseconds since the epoch.
    at: u64,
    input: Value,
    #[serde(default)]
    refused: Option<String>,
    #[serde(default)]
    effects: Vec<Value>,
    #[serde(default)]
    effects_digest: Option<u32>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    view_digest: Option<u32>,
}

/// A file that is not a flight record.
#[derive(Debug, thiserror::Error)]
pub enum FlightError {
    /// Not this JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// Not of this version.
    #[error("it is a flight record of version {0}; this core reads version {VERSION} only")]
    Version(Value),
}

impl FlightRecord {
    /// Whether the text is meant to be a flight record, of whatever version.
    pub fn is_meant(text: &str) -> bool {
        serde_json::from_str::<Value>(text).is_ok_and(|value| value.get("flight").is_some())
    }

    /// Reads a flight record.
    pub fn parse(text: &str) -> Result<Self, FlightError> {
        let value: Value = serde_json::from_str(text)?;
        match value.get("flight") {
            Some(version) if *version != json!(VERSION) => {
                Err(FlightError::Version(version.clone()))
            }
            _ => Ok(serde_json::from_value(value)?),
        }
    }

    /// When it begins, in milliseconds since the epoch.
    pub fn began(&self) -> u64 {
        self.parts.first().and_then(|part| part.steps.first()).map_or(0, |step| step.at)
    }

    /// What there is to know about the record before it is replayed.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        match self.parts.first().map(|part| part.begins) {
            Some(Begins::Call) => {}
            Some(Begins::Page) => remarks.push(
                "The call had begun on another page, and what that page recorded is lost.".into(),
            ),
            Some(Begins::Middle) => remarks
                .push("The record had become too long, and its beginning was dropped.".into()),
            None => remarks.push("The record had become too long, and nothing is left.".into()),
        }
        let others = self.parts.iter().filter(|part| part.core != CORE_VERSION);
        remarks.extend(others.map(|part| {
            let made = &part.core;
            format!("It was made by version {made} of the core; this is version {CORE_VERSION}.")
        }));
        remarks
    }
}

impl fmt::Display for Begins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call => "a call begins",
            Self::Page => "another page takes over, with pseudonyms of its own",
            Self::Middle => "the record goes on",
        })
    }
}
