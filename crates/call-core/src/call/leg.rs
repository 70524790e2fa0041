//! The agent's leg of a call.

use crate::{carrier_error::CarrierError, ids::LegId};

/// How the agent's audio stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegState {
    /// Offered or asked for; no audio yet.
    Joining,
    /// Audio flows between page and carrier.
    Up,
    /// Lost, and the SDK tries to get it back.
    Reconnecting,
    /// Over; nothing it says from here on counts, but for a late microphone error.
    Closed,
}

/// The agent's leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Its name.
    pub id: LegId,
    /// Twilio's name of it, once known.
    pub call_sid: Option<String>,
    /// How it stands.
    pub state: LegState,
    /// It has been up.
    pub was_up: bool,
    /// The microphone is silenced, as last wished or reported.
    pub muted: bool,
    /// The last error it reported and has not recovered from: it explains a `disconnect`.
    pub error: Option<CarrierError>,
}

impl Leg {
    /// A leg that is asked for or offered.
    pub const fn joining(id: LegId, call_sid: Option<String>) -> Self {
        Self { id, call_sid, state: LegState::Joining, was_up: false, muted: false, error: None }
    }
}
