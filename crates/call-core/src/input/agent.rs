//! What the agent does at the desk.

use serde::{Deserialize, Serialize};

use crate::{
    call::RecordingAction,
    ids::{CallKey, PartyId, RecordRef},
    pii::Pii,
};

/// A command of the agent. Where it is not possible the core answers
/// [`Refusal`](crate::Refusal) and changes nothing; where it was already done (the same click
/// twice) it is accepted and does nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
#[allow(missing_docs)] // the fields are named in full
pub enum AgentCommand {
    /// Try again to go online, now.
    Reconnect,
    /// Call a number.
    Dial {
        /// The new call's key, made by the host.
        call: CallKey,
        /// The number in E.164 form, a short code, or a colleague: see
        /// [`address_kind`](crate::address::address_kind).
        to: Pii<String>,
        /// DTMF to be sent after the answer: an extension, `ww204`.
        #[serde(default, serialize_with = "crate::pii::some_keys")]
        digits: Option<Pii<String>>,
        /// Name shown for it, when the click came from a record.
        #[serde(default)]
        name: Option<Pii<String>>,
        /// The record the click came from.
        #[serde(default)]
        record: Option<RecordRef>,
    },
    /// Answer the offered call. A call that goes on is put on hold.
    Answer { call: CallKey },
    /// Do not answer it.
    Decline { call: CallKey },
    /// Have the caller leave a message.
    ToVoicemail { call: CallKey },
    /// End the call for everybody in it.
    HangUp { call: CallKey },
    /// Silence or open the microphone.
    Mute { call: CallKey, on: bool },
    /// Send DTMF; characters `0`–`9`, `*`, `#`, and `w` for half a second of pause.
    SendDigits {
        call: CallKey,
        #[serde(serialize_with = "crate::pii::keys")]
        digits: Pii<String>,
    },
    /// Put the customer on hold.
    Hold { call: CallKey },
    /// Back to the customer. A call that goes on is put on hold.
    Resume { call: CallKey },
    /// Put one party on hold, or bring it back.
    HoldParty { call: CallKey, party: PartyId, on: bool },
    /// Blind transfer to a number, a colleague or a queue. The label of the new party, unique in
    /// the call, comes from the host here and below.
    Transfer { call: CallKey, party: PartyId, to: Pii<String> },
    /// Ask somebody while the customer waits on hold.
    Consult {
        call: CallKey,
        party: PartyId,
        to: Pii<String>,
        #[serde(default)]
        name: Option<Pii<String>>,
    },
    /// Talk to the other one, customer or colleague.
    Swap { call: CallKey },
    /// The colleague takes the call over.
    CompleteTransfer { call: CallKey },
    /// Let the colleague go, back to the customer.
    EndConsult { call: CallKey },
    /// Customer, colleague and agent together.
    Merge { call: CallKey },
    /// Move the customer of a call on hold into the one the agent talks in.
    MergeCalls { call: CallKey, into: CallKey },
    /// Call somebody into the conversation.
    AddParty {
        call: CallKey,
        party: PartyId,
        to: Pii<String>,
        #[serde(default)]
        name: Option<Pii<String>>,
    },
    /// Take a member out of the conference.
    RemoveParty { call: CallKey, party: PartyId },
    /// Leave the conference; the others go on.
    Leave { call: CallKey },
    /// Park the call for somebody else to retrieve.
    Park { call: CallKey },
    /// Take a parked call. The customer's number is shown until the org says more.
    Retrieve { call: CallKey, number: Pii<String> },
    /// Start, pause, resume or stop the recording.
    Record { call: CallKey, action: RecordingAction },
    /// Whether the customer agrees to be recorded.
    SetConsent { call: CallKey, given: bool },
    /// Notes, whole text each time; at most 32,000 characters, counted as Salesforce counts
    /// them: an emoji is two.
    SetNotes { call: CallKey, text: Pii<String> },
    /// How the call ended for the business: an API value of the disposition picklist.
    SetDisposition { call: CallKey, value: String },
    /// Which of several matching records is meant.
    ChooseMatch { call: CallKey, record_id: String },
    /// More time for the wrap-up.
    ExtendWrapUp { call: CallKey },
    /// Wrap-up is done: save and be available again.
    Finish { call: CallKey },
    /// Write a record again whose writing was given up.
    RetryRecord { call: CallKey },
    /// Give up a record that the org does not take, after it was exported.
    DiscardRecord { call: CallKey },
    /// The notice was read.
    DismissNotice { notice: u32 },
}

impl AgentCommand {
    /// The call it is about; none for those about the whole phone.
    pub fn call(&self) -> Option<&CallKey> {
        match self {
            Self::Reconnect | Self::DismissNotice { .. } => None,
            Self::Dial { call, .. }
            | Self::Answer { call }
            | Self::Decline { call }
            | Self::ToVoicemail { call }
            | Self::HangUp { call }
            | Self::Mute { call, .. }
            | Self::SendDigits { call, .. }
            | Self::Hold { call }
            | Self::Resume { call }
            | Self::HoldParty { call, .. }
            | Self::Transfer { call, .. }
            | Self::Consult { call, .. }
            | Self::Swap { call }
            | Self::CompleteTransfer { call }
            | Self::EndConsult { call }
            | Self::Merge { call }
            | Self::MergeCalls { call, .. }
            | Self::AddParty { call, .. }
            | Self::RemoveParty { call, .. }
            | Self::Leave { call }
            | Self::Park { call }
            | Self::Retrieve { call, .. }
            | Self::Record { call, .. }
            | Self::SetConsent { call, .. }
            | Self::SetNotes { call, .. }
            | Self::SetDisposition { call, .. }
            | Self::ChooseMatch { call, .. }
            | Self::ExtendWrapUp { call }
            | Self::Finish { call }
            | Self::RetryRecord { call }
            | Self::DiscardRecord { call } => Some(call),
        }
    }
}
