//! One call: its state, the agent's leg in it, the other parties, and how it ended.

mod changes;
mod digits;
mod end;
mod leg;
mod party;
mod step;
mod transition;

pub use digits::DigitQueue;
pub use end::{EndReason, Ended, RecordOutcome};
pub use leg::{Leg, LegState};
pub use party::{Party, PartyState};
pub use step::{Act, CallTimer, LegClose, Step};
pub use transition::{advance, deadline};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{CallKey, RecordRef},
    input::Match,
    pii::Pii,
    record::RecordBook,
    time::Timestamp,
};

/// Who began the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// The agent.
    Outbound,
    /// The other party.
    Inbound,
}

/// Where a call stands, named from the agent's desk.
///
/// ```text
///   dial ──► Dialling ──party rings──► Ringing ──party answers──► Connected
///               │                         │                        │  ▲
///               └──party answers──────────┼────────────────────────┘  │
///                                         │                           │
///   invite ─► Offered ──answer──► Answering ──leg accepted────────────┘
///               │                         │
///   from any of these: hang-up, decline, news of an end, a lost leg
///               ▼                         ▼
///            Ending ──leg closed──► WrapUp ──finish or timer──► Filed
///               │                                                 ▲
///               └───────── nobody was reached or answered ────────┘
/// ```
///
/// `Ending` takes no more commands; `Filed` is safe to forget as soon as the record is written.
/// The caller who was put on hold, transferred or conferenced joins this diagram as further states
/// between `Connected` and `Ending`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallState {
    /// The carrier is asked to call; nobody's phone rings yet.
    Dialling {
        /// When the agent pressed Call.
        since: Timestamp,
    },
    /// The other party's phone rings.
    Ringing {
        /// Since when.
        since: Timestamp,
        /// The far side can be heard already.
        early_media: bool,
    },
    /// Somebody calls; the agent has not answered.
    Offered {
        /// When the offer came.
        since: Timestamp,
    },
    /// The agent pressed Answer; audio is being set up.
    Answering {
        /// When.
        since: Timestamp,
    },
    /// Agent and other party hear each other.
    Connected {
        /// Since when.
        since: Timestamp,
    },
    /// The call is over; the leg is still being closed, or its last word is awaited.
    Ending {
        /// How it ended.
        ended: Ended,
    },
    /// The agent notes what the call was about.
    WrapUp {
        /// How it ended.
        ended: Ended,
        /// When the time for it is over; none where the org sets no limit.
        until: Option<Timestamp>,
    },
    /// The agent is done with it.
    Filed {
        /// How it ended.
        ended: Ended,
        /// When wrap-up was finished; none where there was none.
        wrapped_up_at: Option<Timestamp>,
    },
}

impl CallState {
    /// How the call ended, once it has.
    pub const fn ended(&self) -> Option<&Ended> {
        match self {
            // Still going on.
            Self::Dialling { .. }
            | Self::Ringing { .. }
            | Self::Offered { .. }
            | Self::Answering { .. }
            | Self::Connected { .. } => None,
            Self::Ending { ended } | Self::WrapUp { ended, .. } | Self::Filed { ended, .. } => {
                Some(ended)
            }
        }
    }

    /// Whether the call keeps the agent from taking another.
    pub const fn occupies_agent(&self) -> bool {
        match self {
            // Ringing at the desk, or talking.
            Self::Dialling { .. }
            | Self::Ringing { .. }
            | Self::Offered { .. }
            | Self::Answering { .. }
            | Self::Connected { .. } => true,
            // The leg may still be open, and the SDK takes one at a time.
            Self::Ending { .. } => true,
            // After-call work is work.
            Self::WrapUp { .. } => true,
            // Only the record may still be on its way.
            Self::Filed { .. } => false,
        }
    }
}

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its key, everywhere.
    pub key: CallKey,
    /// Who began it.
    pub direction: Direction,
    /// When it began.
    pub started_at: Timestamp,
    /// Which of the company's numbers the other party sees or called.
    pub company_number: Pii<String>,
    /// Where it stands.
    pub state: CallState,
    /// When both heard each other for the first time.
    pub connected_at: Option<Timestamp>,
    /// The agent's audio.
    pub leg: Leg,
    /// The other party. Consulted colleagues and conference members will stand beside it.
    pub customer: Party,
    /// Records that carry the number, when there are several or one.
    pub matches: Vec<Match>,
    /// The record the call is about.
    pub related: Option<RecordRef>,
    /// What the agent wrote.
    pub notes: Pii<String>,
    /// What the agent chose.
    pub disposition: Option<String>,
    /// The call's record in the org.
    pub record: RecordBook,
}

impl Call {
    /// Whether both ends hear each other, as far as the news goes.
    pub fn is_through(&self) -> bool {
        self.leg.state == LegState::Up && self.customer.state == PartyState::Answered
    }

    /// Whether anybody beyond the agent's own page was involved, so that there is something to
    /// wrap up: the agent answered, or the carrier began to call the other party.
    pub fn was_underway(&self) -> bool {
        self.connected_at.is_some() || (self.direction == Direction::Outbound && self.leg.was_up)
    }
}
