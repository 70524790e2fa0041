//! What the screen shows: derived from the state, never stored.
//!
//! Times are instants; whoever shows them counts the seconds, so that nothing wakes the core
//! while two people talk.

use serde::{Deserialize, Serialize};

mod call;
mod controls;

pub use call::{CallView, EndView, PartyView};
pub use controls::Controls;

use crate::{
    call::ControlFailure,
    carrier_error::CarrierError,
    ids::{CallKey, RecordRef},
    input::{PartyEnd, PortError},
    phone::{Phone, PhoneProblem},
    pii::Pii,
    presence::Occupation,
    record::Fields,
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
    /// The customer waits on hold.
    OnHold,
    /// Asking a colleague.
    Consulting,
    /// More than one other party.
    Conference,
    /// The call is being given away.
    HandingOver,
    /// The page finds its way back into the call.
    Restoring,
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
    /// That call.
    pub current: Option<CallKey>,
    /// What the calls leave room for.
    pub occupation: Occupation,
    /// Whether the phone is online, and if not, why.
    pub phone: PhoneView,
    /// Calls on the agent's desk, oldest first.
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
    /// The journal could not be written: a reload would lose what is going on.
    pub journal_failed: bool,
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
    /// Fields that are not written because the user may not.
    pub left_out: Vec<String>,
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
    /// When it began.
    pub started_at: Timestamp,
    /// How it stands.
    pub record: RecordView,
    /// What the org should hold and does not: to be exported where the org does not take it.
    pub fields: Fields,
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
    /// How that call ended, where that is the news.
    pub end: Option<EndView>,
    /// What did not work in a call that goes on, where that is.
    pub trouble: Option<TroubleView>,
}

/// What did not work in a call that goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TroubleView {
    /// The org could not do something.
    Control {
        /// What.
        what: ControlFailure,
        /// Why.
        error: PortError,
    },
    /// Somebody who was called did not come.
    Party {
        /// Who.
        party: Pii<String>,
        /// Why.
        end: PartyEnd,
    },
    /// The agent's audio did not come back.
    Leg {
        /// The carrier's error behind it.
        error: Option<CarrierError>,
    },
    /// Nobody confirmed what was asked about the recording.
    RecordingUnconfirmed,
}

impl PhoneView {
    pub(crate) fn of(phone: &Phone, journal_failed: bool) -> Self {
        Self {
            online: phone.is_online(),
            connecting: phone.is_connecting(),
            problem: phone.problem().cloned(),
            journal_failed,
        }
    }
}
