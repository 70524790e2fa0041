//! What the agent does at the desk.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{CallKey, RecordRef},
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
        /// The number, E.164.
        to: Pii<String>,
        /// Name shown for it, when the click came from a record.
        #[serde(default)]
        name: Option<Pii<String>>,
        /// The record the click came from.
        #[serde(default)]
        record: Option<RecordRef>,
    },
    /// Answer the offered call.
    Answer { call: CallKey },
    /// Do not answer it.
    Decline { call: CallKey },
    /// End the call. One that is only offered is declined instead.
    HangUp { call: CallKey },
    /// Silence or open the microphone.
    Mute { call: CallKey, on: bool },
    /// Send DTMF; characters `0`–`9`, `*`, `#`, and `w` for half a second of pause.
    SendDigits { call: CallKey, digits: Pii<String> },
    /// Notes, whole text each time.
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
            | Self::HangUp { call }
            | Self::Mute { call, .. }
            | Self::SendDigits { call, .. }
            | Self::SetNotes { call, .. }
            | Self::SetDisposition { call, .. }
            | Self::ChooseMatch { call, .. }
            | Self::ExtendWrapUp { call }
            | Self::Finish { call }
            | Self::RetryRecord { call } => Some(call),
        }
    }
}
