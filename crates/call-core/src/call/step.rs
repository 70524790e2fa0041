//! What can happen to one call, and what the call then wants.
//!
//! [`Step`] is every input that concerns a call, grouped by who says it, with the parts that do not
//! matter to its state taken off; [`Act`] is what a transition asks of the surroundings.

use super::{RecordingAction, RecordingNews};
use crate::{
    carrier_error::CarrierError,
    effect::ControlEffect,
    ids::{CallKey, PartyId},
    input::{CallSnapshot, PartyEnd, PortError},
    pii::Pii,
};

/// Something that happens to one call.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The agent presses something.
    Agent(AgentStep),
    /// The agent's leg says something.
    Leg(LegStep),
    /// The carrier says something about another party.
    Party(PartyId, PartyStep),
    /// The carrier says how the recording stands.
    Recording(RecordingNews),
    /// The org has answered what was asked of it.
    Control(ControlStep),
    /// A timer of the call ran out.
    TimeUp(CallTimer),
}

/// Something the agent does.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are named in full
pub enum AgentStep {
    /// Answer the offered call.
    Answer,
    /// Do not answer it.
    Decline,
    /// Have the caller leave a message.
    ToVoicemail,
    /// End it.
    HangUp,
    /// Silence or open the microphone.
    Mute(bool),
    /// Send DTMF.
    SendDigits(Pii<String>),
    /// Put the customer on hold.
    Hold,
    /// Go back to the customer.
    Resume,
    /// The customer waits while the agent's audio goes to another call.
    StepAway,
    /// Put one party on hold, or bring it back.
    HoldParty { party: PartyId, on: bool },
    /// Take one party out.
    RemoveParty { party: PartyId },
    /// Blind transfer.
    Transfer { party: PartyId, to: Pii<String> },
    /// Ask a colleague while the customer waits.
    Consult { party: PartyId, to: Pii<String>, name: Option<Pii<String>> },
    /// Bring somebody in.
    AddParty { party: PartyId, to: Pii<String>, name: Option<Pii<String>> },
    /// Talk to the other one: customer or colleague.
    Swap,
    /// The colleague takes over.
    CompleteTransfer,
    /// Let the colleague go, back to the customer.
    EndConsult,
    /// Customer, colleague and agent together.
    Merge,
    /// Move the customer into another call.
    MergeInto { call: CallKey },
    /// The customer of another call has come in.
    TakeIn { party: PartyId, number: Pii<String>, name: Option<Pii<String>> },
    /// Let the others go on talking.
    Leave,
    /// Park the call.
    Park,
    /// Control the recording.
    Record(RecordingAction),
    /// Note whether the customer agrees to be recorded.
    SetConsent(bool),
    /// More time to wrap up.
    ExtendWrapUp,
    /// Wrap-up is done.
    Finish,
}

/// Something the leg says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LegStep {
    /// The carrier tries the far end.
    Ringing {
        /// Its audio can be heard.
        early_media: bool,
    },
    /// Audio flows.
    Accepted,
    /// It was lost and is sought.
    Reconnecting,
    /// It is back.
    Reconnected,
    /// The SDK says how the microphone is.
    Muted(bool),
    /// The leg is over.
    Closed(LegClose),
    /// An error on the leg. Not the end, unless its meaning says so.
    Error(CarrierError),
}

/// Something about another party.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PartyStep {
    /// The carrier calls it.
    Initiated,
    /// Its phone rings.
    Ringing {
        /// Its audio can be heard.
        early_media: bool,
    },
    /// It is in the conference.
    Answered,
    /// It hears hold music.
    Held,
    /// It hears the conference again.
    Resumed,
    /// It is not, or no longer, in the conference.
    Ended(PartyEnd),
}

/// An answer of the org to something that was asked about the call.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are named in full
pub enum ControlStep {
    /// A party is on hold, or off it.
    Held { party: PartyId, on: bool },
    /// It could not be.
    NotHeld { party: PartyId, on: bool, error: PortError },
    /// A party could not be called.
    NotAdded { party: PartyId, error: PortError },
    /// A party could not be taken out.
    NotRemoved { error: PortError },
    /// The call is given away.
    HandedOver,
    /// It is not.
    NotHandedOver { error: PortError },
    /// The recording will not be as asked.
    NotRecorded { error: PortError },
    /// How the call stands at the carrier.
    Snapshot(CallSnapshot),
}

/// How a leg closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegClose {
    /// `disconnect`.
    Disconnected,
    /// `cancel`.
    Cancelled,
    /// `reject`.
    Rejected,
}

/// Timers of a call. None is ever set or stopped: when each is due follows from the call's state
/// ([`timers`](super::timers)), so none can be left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallTimer {
    /// The carrier opens no leg.
    Connect,
    /// Nobody answers here.
    Ring,
    /// The offer is answered by itself.
    AutoAccept,
    /// The leg's last word does not come.
    Closing,
    /// The next DTMF digit may be sent.
    Digit,
    /// Nobody confirms what was asked about the recording.
    Recording,
    /// The org does not say whether the call is given away.
    Handover,
    /// Ask the org how the call stands.
    Look,
    /// The wrap-up takes too long.
    WrapUp,
}

impl CallTimer {
    /// All of them, in the order in which those due at the same time run out.
    pub const ALL: [Self; 9] = [
        Self::Connect,
        Self::Ring,
        Self::AutoAccept,
        Self::Closing,
        Self::Digit,
        Self::Recording,
        Self::Handover,
        Self::Look,
        Self::WrapUp,
    ];
}

/// What a transition asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// `Call.reject`.
    Reject,
    /// `Call.disconnect`.
    Disconnect,
    /// `Call.mute`.
    Mute(bool),
    /// `Call.sendDigits`.
    SendDigits(Pii<String>),
    /// Have the org end the customer's leg, for certain.
    Goodbye,
    /// Ask the org for something.
    Control(ControlEffect),
    /// Tell the agent that something did not work.
    Tell(Trouble),
    /// Sound the tone that says: you are being connected.
    Tone,
}

/// What did not work in a call that goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The org could not do something.
    Control(ControlFailure, PortError),
    /// Somebody who was called did not come.
    Party(Pii<String>, PartyEnd),
    /// The agent's audio could not be brought back.
    Leg(Option<CarrierError>),
    /// Nobody confirmed what was asked about the recording.
    RecordingUnconfirmed,
}

/// What the org could not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ControlFailure {
    /// Put somebody on hold.
    Hold,
    /// Bring somebody back from hold.
    Resume,
    /// Call somebody in.
    Add,
    /// Take somebody out.
    Remove,
    /// Transfer, park, leave or merge the call, or send it to voicemail.
    HandOver,
    /// Start, pause or stop the recording.
    Record,
    /// End the call at the carrier.
    End,
    /// Say how the call stands.
    Look,
}
