//! What the org does with the conference at the carrier, for the agent.

use serde::{Deserialize, Serialize};

use crate::{
    call::{EndReason, RecordingAction, Role},
    ids::{CallKey, PartyId},
    pii::Pii,
};

/// For the control port: Apex, which asks Twilio's REST API. Answered with `done`, `snapshot` or
/// `failed`. That something has happened is also told by `party` and `recording` news, which may
/// come before the answer, after it, or alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields are named in full
pub enum ControlEffect {
    /// Put a participant on hold, or bring it back.
    Hold { call: CallKey, party: PartyId, on: bool },
    /// Call somebody into the conference. The label is the party's.
    Add { call: CallKey, party: PartyId, role: Role, number: Pii<String> },
    /// Take a participant out.
    Remove { call: CallKey, party: PartyId },
    /// The agent's leg leaves, and means to: the customer is not to be treated as left alone.
    Leave { call: CallKey, reason: LeaveReason },
    /// Blind transfer: add the target, then take the agent out.
    Transfer { call: CallKey, party: PartyId, number: Pii<String> },
    /// Consult transfer: bring the customer back from hold, take the agent out. An outside
    /// colleague's leg ends the conference from here on.
    CompleteTransfer { call: CallKey, party: PartyId },
    /// Move the customer of this call into another conference of the agent, labelled `party`.
    Merge { call: CallKey, into: CallKey, party: PartyId },
    /// Keep the customer on hold until somebody retrieves the call.
    Park { call: CallKey },
    /// Have the caller leave a message.
    Voicemail { call: CallKey },
    /// The agent does not take the offer, and did not just vanish.
    Decline { call: CallKey, reason: EndReason },
    /// The agent hung up: end the customer's leg, and the conference with it.
    End { call: CallKey },
    /// Start, pause, resume or stop the recording of the customer's leg.
    Record { call: CallKey, action: RecordingAction },
    /// How the call stands; answered with `snapshot`.
    Snapshot { call: CallKey },
}

/// Why an agent's leg leaves a conference that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LeaveReason {
    /// To come back: the agent talks in another call.
    OtherCall,
    /// For good: the others go on.
    Conference,
}

impl ControlEffect {
    /// The call it is about.
    pub const fn call(&self) -> &CallKey {
        match self {
            Self::Hold { call, .. }
            | Self::Add { call, .. }
            | Self::Remove { call, .. }
            | Self::Leave { call, .. }
            | Self::Transfer { call, .. }
            | Self::CompleteTransfer { call, .. }
            | Self::Merge { call, .. }
            | Self::Park { call }
            | Self::Voicemail { call }
            | Self::Decline { call, .. }
            | Self::End { call }
            | Self::Record { call, .. }
            | Self::Snapshot { call } => call,
        }
    }
}
