//! The agent's leg of a call.

use super::DigitQueue;
use crate::{
    carrier_error::CarrierError,
    ids::LegId,
    time::{Millis, Timestamp},
};

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
    /// DTMF on its way out.
    pub digits: DigitQueue,
    /// The last error it reported and has not recovered from, and when.
    error: Option<(CarrierError, Timestamp)>,
}

/// For how long an error explains a `disconnect`. The SDK reports both together; an older error
/// was about something that passed, a message that was not sent for instance.
const EXPLAINS_FOR: Millis = Millis::seconds(5);

impl Leg {
    /// A leg that is asked for or offered.
    pub fn joining(id: LegId, call_sid: Option<String>) -> Self {
        Self {
            id,
            call_sid,
            state: LegState::Joining,
            was_up: false,
            muted: false,
            digits: DigitQueue::default(),
            error: None,
        }
    }

    /// It reported an error.
    pub(crate) const fn blame(&mut self, error: CarrierError, now: Timestamp) {
        self.error = Some((error, now));
    }

    /// It has recovered from whatever it reported.
    pub(crate) const fn forgive(&mut self) {
        self.error = None;
    }

    /// What explains that the leg closes now.
    pub(crate) fn explanation(&self, now: Timestamp) -> Option<CarrierError> {
        let (error, at) = self.error?;
        let lasts = match self.state {
            // Audio flowed since.
            LegState::Up => now.since(at) <= EXPLAINS_FOR,
            // It never came up, or is lost, because of it.
            LegState::Joining | LegState::Reconnecting | LegState::Closed => true,
        };
        lasts.then_some(error)
    }
}
