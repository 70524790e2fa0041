//! Policies of the org, read by the host once at start.

use serde::{Deserialize, Serialize};

use crate::time::Millis;

/// How this org wants its phone. Every field has a default, so that an empty object is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// The number calls are made from, E.164; what the called party sees.
    #[serde(serialize_with = "crate::pii::text")]
    pub caller_id: String,
    /// How long an offered call rings here before it counts as missed.
    pub ring_timeout_ms: Millis,
    /// How long the carrier may take to open the agent's leg.
    pub connect_timeout_ms: Millis,
    /// How long the wrap-up may take before the agent is available again; 0 means no limit.
    pub wrap_up_ms: Millis,
    /// How much an extension adds.
    pub wrap_up_extension_ms: Millis,
    /// Whether the org can control conferences at the carrier: hold, transfer, recording and all
    /// that needs Twilio's REST API. Without it there is one call at a time, between two.
    pub conferences: bool,
    /// Whether a second call is offered to an agent who has one, rather than passed on.
    pub call_waiting: bool,
    /// Whether calls and presence are Omni-Channel's too.
    pub omni_channel: bool,
    /// How long an offered call waits before it is answered by itself; 0 means that the agent
    /// answers. Never while another call is on the desk.
    pub auto_accept_ms: Millis,
    /// Whether nothing is recorded before the customer's consent is noted.
    pub recording_consent_required: bool,
    /// Whether a call cannot be finished by the agent without a disposition.
    pub disposition_required: bool,
    /// Whether the host keeps [flight records](crate::flight) and the org stores them.
    pub flight_records: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            caller_id: String::new(),
            ring_timeout_ms: Millis::seconds(45),
            connect_timeout_ms: Millis::seconds(15),
            wrap_up_ms: Millis::seconds(120),
            wrap_up_extension_ms: Millis::seconds(60),
            conferences: true,
            call_waiting: true,
            omni_channel: false,
            auto_accept_ms: Millis(0),
            recording_consent_required: false,
            disposition_required: false,
            // Not every host has a recorder; one that has says so.
            flight_records: false,
        }
    }
}
