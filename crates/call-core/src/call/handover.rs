//! Ways in which a call goes on without this agent.

use serde::{Deserialize, Serialize};

use super::EndReason;
use crate::ids::{CallKey, PartyId};

/// How a call is given away. The org does it and says when it is done; a page that is lost in
/// between asks the org whether it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Handover {
    /// Blind transfer: the org adds the target, then removes the agent.
    Transfer {
        /// The target.
        party: PartyId,
    },
    /// The consulted colleague takes over.
    Completion {
        /// The colleague.
        party: PartyId,
    },
    /// The others go on talking.
    Leave,
    /// The customer waits until somebody retrieves the call.
    Park,
    /// The caller leaves a message.
    Voicemail,
    /// The customer moves into another call of the agent.
    Merge {
        /// That call.
        into: CallKey,
    },
}

impl Handover {
    /// How the call has ended for this agent, once it is done.
    pub const fn reason(&self) -> EndReason {
        match self {
            Self::Transfer { .. } | Self::Completion { .. } => EndReason::Transferred,
            Self::Leave => EndReason::LeftConference,
            Self::Park => EndReason::Parked,
            Self::Voicemail => EndReason::SentToVoicemail,
            Self::Merge { .. } => EndReason::Merged,
        }
    }
}
