//! The flight record's way to the org: once the call is filed and its own record is written.
//!
//! Best effort: what passes by itself is tried again for some minutes, and an org that does not take
//! flight records costs nobody a call record, a word on the screen or the agent's time.

use serde::{Deserialize, Serialize};

use super::{OrgShape, RecordBook};
use crate::{
    call::{Call, CallState},
    ids::EffectId,
    input::PortError,
    time::{Millis, Timestamp},
};

/// How often it is tried: for some five minutes.
const MOST_TRIES: u32 = 8;

/// How long a port may take to answer.
const ANSWER_LIMIT: Millis = Millis::seconds(60);

/// How the flight record of a call stands with the org.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FlightState {
    /// The call is not done with.
    #[default]
    Growing,
    /// To be stored, now or at the given time.
    Owed {
        /// When.
        at: Timestamp,
        /// Failures so far.
        attempts: u32,
    },
    /// Asked for; the org has not answered.
    Asked {
        /// When.
        at: Timestamp,
        /// By this effect.
        effect: EffectId,
        /// Failures before it.
        attempts: u32,
    },
    /// The org has it, or will not.
    Settled,
}

impl FlightState {
    /// Whether it is to be stored now: a call that is filed, and whose record is written.
    pub(crate) fn falls_due(call: &Call, org: &OrgShape) -> bool {
        call.flight == Self::Growing
            && matches!(call.state, CallState::Filed { .. })
            && !call.record.discarded
            && RecordBook::is_settled(call, org)
    }

    /// When it is to be stored, or stored again because there was no answer.
    pub(crate) fn deadline(self) -> Option<Timestamp> {
        match self {
            Self::Owed { at, .. } => Some(at),
            Self::Asked { at, .. } => Some(at.plus(ANSWER_LIMIT)),
            Self::Growing | Self::Settled => None,
        }
    }

    /// Whether the call must be remembered for it.
    pub(crate) const fn is_under_way(self) -> bool {
        match self {
            Self::Owed { .. } | Self::Asked { .. } => true,
            Self::Growing | Self::Settled => false,
        }
    }

    /// The org did not store it.
    pub(crate) fn fail(&mut self, error: &PortError, now: Timestamp) {
        let (Self::Owed { attempts, .. } | Self::Asked { attempts, .. }) = *self else { return };
        let attempts = attempts + 1;
        *self = if error.kind.is_transient() && attempts < MOST_TRIES {
            let pause = error.pause().unwrap_or_else(|| Millis::doubling(attempts));
            Self::Owed { at: now.plus(pause), attempts }
        } else {
            Self::Settled
        };
    }

    /// The page that asked is no more.
    pub(crate) const fn forget_page(&mut self, now: Timestamp) {
        if let Self::Owed { attempts, .. } | Self::Asked { attempts, .. } = *self {
            *self = Self::Owed { at: now, attempts };
        }
    }
}
