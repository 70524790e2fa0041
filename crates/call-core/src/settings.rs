//! Policies of the org, read by the host once at start.

use serde::{Deserialize, Serialize};

use crate::time::Millis;

/// How this org wants its phone. Every field has a default, so that an empty object is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// The number calls are made from, E.164; what the called party sees.
    pub caller_id: String,
    /// How long an offered call rings here before it counts as missed.
    pub ring_timeout_ms: Millis,
    /// How long the carrier may take to open the agent's leg.
    pub connect_timeout_ms: Millis,
    /// How long the wrap-up may take before the agent is available again; 0 means no limit.
    pub wrap_up_ms: Millis,
    /// How much an extension adds.
    pub wrap_up_extension_ms: Millis,
    /// Whether a call cannot be finished by the agent without a disposition.
    pub disposition_required: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            caller_id: String::new(),
            ring_timeout_ms: Millis::seconds(45),
            connect_timeout_ms: Millis::seconds(15),
            wrap_up_ms: Millis::seconds(120),
            wrap_up_extension_ms: Millis::seconds(60),
            disposition_required: false,
        }
    }
}
