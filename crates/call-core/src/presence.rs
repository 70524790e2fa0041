//! Whether the agent can take another call.

use serde::{Deserialize, Serialize};

use crate::call::{Call, CallState};

/// What the agent's calls leave room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Occupation {
    /// The phone can take no calls.
    #[default]
    Offline,
    /// Nothing to do.
    Free,
    /// After-call work.
    WrapUp,
    /// A call lives, or is offered.
    Busy,
}

impl Occupation {
    /// What one call makes of the agent.
    pub const fn of_call(call: &Call) -> Self {
        match &call.state {
            CallState::Dialling { .. }
            | CallState::Ringing { .. }
            | CallState::Offered { .. }
            | CallState::Answering { .. }
            | CallState::Connected { .. }
            | CallState::OnHold { .. }
            | CallState::Consulting { .. }
            | CallState::Conference { .. }
            | CallState::HandingOver { .. }
            | CallState::Restoring { .. } => Self::Busy,
            // The leg may still be open.
            CallState::Ending { .. } => Self::Busy,
            CallState::WrapUp { .. } => Self::WrapUp,
            // Only the record may still be on its way.
            CallState::Filed { .. } => Self::Free,
        }
    }

    /// What all of them make, with a phone that is online or not.
    pub fn of<'a>(online: bool, calls: impl IntoIterator<Item = &'a Call>) -> Self {
        let busiest = calls.into_iter().map(Self::of_call).max().unwrap_or(Self::Free);
        match busiest {
            Self::Free | Self::Offline if !online => Self::Offline,
            other => other,
        }
    }
}
