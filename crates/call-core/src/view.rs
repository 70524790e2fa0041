//! What the screen shows: derived from the state, never stored.
//!
//! Times are instants; whoever shows them counts the seconds, so that nothing wakes the core
//! while two people talk.

use serde::{Deserialize, Serialize};

use crate::{
    call::{Call, CallState, Direction, EndReason, LegState},
    carrier_error::CarrierError,
    ids::{CallKey, RecordRef},
    input::{Match, PortError},
    phone::{Phone, PhoneProblem},
    pii::Pii,
    time::Timestamp,
};

/// The one word the agent reads first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[repr(u8)]
pub enum Status {
    /// Calls can neither be made nor received.
    Offline,
    /// Waiting for the next call.
    Ready,
    /// The carrier is asked to call.
    Calling,
    /// The other party's phone rings.
    Ringing,
    /// Somebody calls.
    IncomingCall,
    /// Talking.
    Connected,
    /// The other party waits on hold.
    OnHold,
    /// The agent's audio was lost and is sought.
    Reconnecting,
    /// After-call work.
    WrapUp,
}

/// The whole screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// The most pressing call's status, or the phone's.
    pub status: Status,
    /// Whether the phone is online, and if not, why.
    pub phone: PhoneView,
    /// Calls that occupy the agent, oldest first.
    pub calls: Vec<CallView>,
    /// Calls the agent is done with whose record is not written yet.
    pub unsaved: Vec<UnsavedView>,
    /// Things to tell the agent, oldest first.
    pub notices: Vec<Notice>,
}

/// The phone itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneView {
    /// Calls can be made and received.
    pub online: bool,
    /// On the way there.
    pub connecting: bool,
    /// What keeps it offline.
    pub problem: Option<PhoneProblem>,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    /// Its key.
    pub call: CallKey,
    /// Who began it.
    pub direction: Direction,
    /// Its status.
    pub status: Status,
    /// When that began.
    pub since: Timestamp,
    /// When the two first heard each other.
    pub connected_at: Option<Timestamp>,
    /// The other party's number, E.164, or `anonymous`.
    pub number: Pii<String>,
    /// Its name, where one is known.
    pub name: Option<Pii<String>>,
    /// The record the call is about.
    pub related: Option<RecordRef>,
    /// Records that carry the number.
    pub matches: Vec<Match>,
    /// The microphone is silenced.
    pub muted: bool,
    /// The far side can be heard although nobody answered.
    pub early_media: bool,
    /// What the agent can do now; all else is refused.
    pub can: Controls,
    /// How it ended, once it has.
    pub end: Option<EndView>,
    /// What the agent wrote.
    pub notes: Pii<String>,
    /// What the agent chose.
    pub disposition: Option<String>,
    /// When the wrap-up ends by itself.
    pub wrap_up_ends_at: Option<Timestamp>,
    /// The record.
    pub record: RecordView,
}

/// What the agent can do with a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools)] // one per button
pub struct Controls {
    /// Answer it.
    pub answer: bool,
    /// Decline it.
    pub decline: bool,
    /// End it.
    pub hang_up: bool,
    /// Silence the microphone.
    pub mute: bool,
    /// Send DTMF.
    pub send_digits: bool,
    /// Take longer to wrap up.
    pub extend_wrap_up: bool,
    /// Be done with it. Where the org wants a disposition and there is none yet the command is
    /// still refused, with a word that says so: a button that is merely dead explains nothing.
    pub finish: bool,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndView {
    /// Why.
    pub reason: EndReason,
    /// The carrier's error code behind it.
    pub error: Option<CarrierError>,
}

/// How the record of a call stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
    /// The record, once it exists.
    pub record: Option<RecordRef>,
    /// How it stands.
    pub state: RecordState,
    /// What the org said against it.
    pub problem: Option<PortError>,
}

/// How the writing of a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RecordState {
    /// Everything known is in the org.
    Saved,
    /// A write is under way.
    Writing,
    /// A write failed and will be tried again.
    Waiting,
    /// The org does not take it; only the agent or an admin can mend that.
    Refused,
}

/// A finished call whose record is not written yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnsavedView {
    /// Its key.
    pub call: CallKey,
    /// The other party.
    pub number: Pii<String>,
    /// How it stands.
    pub record: RecordView,
}

/// Something to tell the agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// To dismiss it by.
    pub notice: u32,
    /// When.
    pub at: Timestamp,
    /// The other party of the call it is about.
    pub number: Pii<String>,
    /// How that call ended.
    pub end: EndView,
}

impl Status {
    /// The status of a call.
    pub fn of_call(call: &Call) -> Self {
        match &call.state {
            CallState::Dialling { .. } => Self::Calling,
            CallState::Ringing { .. } => Self::Ringing,
            CallState::Offered { .. } | CallState::Answering { .. } => Self::IncomingCall,
            CallState::Connected { .. } => match call.leg.state {
                LegState::Reconnecting => Self::Reconnecting,
                LegState::Joining | LegState::Up | LegState::Closed => Self::Connected,
            },
            // No wrap-up is announced that will not come.
            CallState::Ending { .. } if !call.was_underway() => match call.direction {
                Direction::Outbound => Self::Calling,
                Direction::Inbound => Self::IncomingCall,
            },
            CallState::Ending { .. } | CallState::WrapUp { .. } | CallState::Filed { .. } => {
                Self::WrapUp
            }
        }
    }
}

impl CallView {
    pub(crate) fn of(call: &Call) -> Self {
        let since = match &call.state {
            CallState::Dialling { since }
            | CallState::Ringing { since, .. }
            | CallState::Offered { since }
            | CallState::Answering { since }
            | CallState::Connected { since } => *since,
            CallState::Ending { ended }
            | CallState::WrapUp { ended, .. }
            | CallState::Filed { ended, .. } => ended.at,
        };
        let (early_media, wrap_up_ends_at) = match &call.state {
            CallState::Ringing { early_media, .. } => (*early_media, None),
            CallState::WrapUp { until, .. } => (false, *until),
            _ => (false, None),
        };
        Self {
            call: call.key.clone(),
            direction: call.direction,
            status: Status::of_call(call),
            since,
            connected_at: call.connected_at,
            number: call.customer.number.clone(),
            name: call.customer.name.clone(),
            related: call.related.clone(),
            matches: call.matches.clone(),
            muted: call.leg.muted,
            early_media,
            can: Controls::of(call),
            end: call.state.ended().map(|e| EndView { reason: e.reason, error: e.error }),
            notes: call.notes.clone(),
            disposition: call.disposition.clone(),
            wrap_up_ends_at,
            record: call.record.view(),
        }
    }
}

impl Controls {
    /// What the agent can do; the same rules by which a transition accepts or refuses.
    pub fn of(call: &Call) -> Self {
        let (mute, send_digits) = match call.leg.state {
            LegState::Up => (true, true),
            // The microphone is ours; the way for digits is gone.
            LegState::Reconnecting => (true, false),
            LegState::Joining | LegState::Closed => (false, false),
        };
        match &call.state {
            CallState::Dialling { .. }
            | CallState::Ringing { .. }
            | CallState::Connected { .. } => {
                Self { hang_up: true, mute, send_digits, ..Self::default() }
            }
            CallState::Offered { .. } => Self { answer: true, decline: true, ..Self::default() },
            CallState::Answering { .. } => Self { hang_up: true, ..Self::default() },
            CallState::Ending { .. } | CallState::Filed { .. } => Self::default(),
            CallState::WrapUp { until, .. } => {
                Self { finish: true, extend_wrap_up: until.is_some(), ..Self::default() }
            }
        }
    }
}

impl PhoneView {
    pub(crate) fn of(phone: &Phone) -> Self {
        Self {
            online: phone.is_online(),
            connecting: phone.is_connecting(),
            problem: phone.problem().cloned(),
        }
    }
}
