//! Where a call stands.

use serde::{Deserialize, Serialize};

use super::{Ended, Handover};
use crate::time::Timestamp;

/// Where a call stands, named from the agent's desk.
///
/// ```text
///   dial ──► Dialling ──party rings──► Ringing ──party answers──┐
///               └──party answers──────────┼─────────────────────┤
///   offer ─► Offered ──answer──► Answering ──leg accepted───────┤
///               │                         │                     ▼
///               │                         │    ┌─────────── Connected ◄──────────┐
///               │                         │    │ hold, answer  ▲   │ consult      │
///               │                         │    ▼ another call  │   ▼              │
///               │                         │  OnHold ──resume───┘ Consulting ──► Conference
///               │                         │    │ ▲               │  merge          │
///               │                         │    │ └─ colleague ───┘                 │
///               │                         │    │    is gone                        │
///               │                         │    └──────────┬────────────────────────┘
///               │                         │               ▼ transfer, complete, leave,
///               │                         │         HandingOver  park, merge, to voicemail
///               │                         │               │ done: over for this agent
///   from any of these: hang-up, decline, news of an end, a leg lost for good
///               ▼                         ▼               ▼
///            Ending ──leg closed──► WrapUp ──finish or timer──► Filed
///               │                                                 ▲
///               └───────── nobody was reached or answered ────────┘
///
///   reload, lost page, lost leg: Restoring ──the org says how it stands──► any of these
/// ```
///
/// Between `Connected`, `OnHold`, `Consulting` and `Conference` nothing is remembered: which of
/// them it is follows from who is in the conference and who is on hold, so news that come late,
/// twice or out of order cannot leave a call in a state that its parties contradict.
///
/// `Ending` takes no more commands; `Filed` is safe to forget as soon as the record is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
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
    /// Agent and customer hear each other.
    Connected {
        /// Since when.
        since: Timestamp,
    },
    /// The customer hears music; the agent is alone, or in another call.
    OnHold {
        /// Since when.
        since: Timestamp,
    },
    /// A colleague is called or asked; customer and colleague are both in the conference, one of
    /// them on hold.
    Consulting {
        /// Since when.
        since: Timestamp,
    },
    /// More than one other party is in the conference.
    Conference {
        /// Since when.
        since: Timestamp,
    },
    /// The call is being given away; until the org says that it is, it is this agent's.
    HandingOver {
        /// Since when.
        since: Timestamp,
        /// How.
        how: Handover,
    },
    /// The page lost sight of the call, by a reload or with its leg: the org is asked how it
    /// stands, and the agent's audio goes back in.
    Restoring {
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
    /// Name of every state, in the order of the diagram: what tables and statistics list.
    pub const NAMES: [&str; 13] = [
        "Dialling",
        "Ringing",
        "Offered",
        "Answering",
        "Connected",
        "OnHold",
        "Consulting",
        "Conference",
        "HandingOver",
        "Restoring",
        "Ending",
        "WrapUp",
        "Filed",
    ];

    /// Its name, one of [`CallState::NAMES`].
    pub const fn name(&self) -> &'static str {
        let index = match self {
            Self::Dialling { .. } => 0,
            Self::Ringing { .. } => 1,
            Self::Offered { .. } => 2,
            Self::Answering { .. } => 3,
            Self::Connected { .. } => 4,
            Self::OnHold { .. } => 5,
            Self::Consulting { .. } => 6,
            Self::Conference { .. } => 7,
            Self::HandingOver { .. } => 8,
            Self::Restoring { .. } => 9,
            Self::Ending { .. } => 10,
            Self::WrapUp { .. } => 11,
            Self::Filed { .. } => 12,
        };
        Self::NAMES[index]
    }

    /// Since when it stands there; the end, once it is over.
    pub const fn since(&self) -> Timestamp {
        match self {
            Self::Dialling { since }
            | Self::Ringing { since, .. }
            | Self::Offered { since }
            | Self::Answering { since }
            | Self::Connected { since }
            | Self::OnHold { since }
            | Self::Consulting { since }
            | Self::Conference { since }
            | Self::HandingOver { since, .. }
            | Self::Restoring { since } => *since,
            Self::Ending { ended } | Self::WrapUp { ended, .. } | Self::Filed { ended, .. } => {
                ended.at
            }
        }
    }

    /// How the call ended, once it has.
    pub const fn ended(&self) -> Option<&Ended> {
        match self {
            // Still going on.
            Self::Dialling { .. }
            | Self::Ringing { .. }
            | Self::Offered { .. }
            | Self::Answering { .. }
            | Self::Connected { .. }
            | Self::OnHold { .. }
            | Self::Consulting { .. }
            | Self::Conference { .. }
            | Self::HandingOver { .. }
            // As far as is known.
            | Self::Restoring { .. } => None,
            Self::Ending { ended } | Self::WrapUp { ended, .. } | Self::Filed { ended, .. } => {
                Some(ended)
            }
        }
    }

    /// Whether the agent and somebody else are in the conference.
    pub const fn is_talk(&self) -> bool {
        match self {
            Self::Connected { .. }
            | Self::OnHold { .. }
            | Self::Consulting { .. }
            | Self::Conference { .. } => true,
            // Nobody is there yet.
            Self::Dialling { .. }
            | Self::Ringing { .. }
            | Self::Offered { .. }
            | Self::Answering { .. } => false,
            // Not the agent's to change any more, or not known.
            Self::HandingOver { .. } | Self::Restoring { .. } => false,
            // Over.
            Self::Ending { .. } | Self::WrapUp { .. } | Self::Filed { .. } => false,
        }
    }

    /// Whether the call is on the agent's desk: the next one is an extra one.
    pub const fn occupies_agent(&self) -> bool {
        match self {
            // Ringing at the desk, or talking.
            Self::Dialling { .. }
            | Self::Ringing { .. }
            | Self::Offered { .. }
            | Self::Answering { .. }
            | Self::Connected { .. }
            | Self::OnHold { .. }
            | Self::Consulting { .. }
            | Self::Conference { .. } => true,
            // Until somebody else has it.
            Self::HandingOver { .. } => true,
            // The customer may well be waiting.
            Self::Restoring { .. } => true,
            // The leg may still be open, and the SDK takes one at a time.
            Self::Ending { .. } => true,
            // After-call work is work.
            Self::WrapUp { .. } => true,
            // Only the record may still be on its way.
            Self::Filed { .. } => false,
        }
    }
}
