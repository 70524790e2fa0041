//! One call on the screen.

use serde::{Deserialize, Serialize};

use super::{Controls, RecordView, Status};
use crate::{
    call::{
        Call, CallState, Direction, EndReason, Handover, LegState, Party, PartyState, Recording,
        Role,
    },
    carrier_error::CarrierError,
    ids::{CallKey, PartyId, RecordRef},
    input::Match,
    pii::Pii,
    record::{OrgShape, RecordBook},
    settings::Settings,
    time::{Millis, Timestamp},
};

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
    /// How long the customer was on hold, up to the last resume.
    pub held_ms: Millis,
    /// The other party's number, E.164, a short code, a colleague, or `anonymous`.
    pub number: Pii<String>,
    /// Its name, where one is known.
    pub name: Option<Pii<String>>,
    /// The queue it came from.
    pub queue: Option<String>,
    /// Whether somebody asked to be called back rather than waits.
    pub callback: bool,
    /// The record the call is about.
    pub related: Option<RecordRef>,
    /// Records that carry the number.
    pub matches: Vec<Match>,
    /// Who is in the call besides the agent: the customer first.
    pub parties: Vec<PartyView>,
    /// The agent's audio flows in this call.
    pub audio: bool,
    /// The microphone is silenced.
    pub muted: bool,
    /// The far side can be heard although nobody answered.
    pub early_media: bool,
    /// Whether it is recorded, as far as the carrier confirmed it.
    pub recording: Recording,
    /// How the call is being given away.
    pub handover: Option<Handover>,
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

/// One party of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartyView {
    /// Its label.
    pub party: PartyId,
    /// What it is in the call.
    pub role: Role,
    /// Its address.
    pub number: Pii<String>,
    /// Its name, where one is known.
    pub name: Option<Pii<String>>,
    /// How far it got.
    pub state: PartyState,
    /// It hears hold music.
    pub held: bool,
    /// Since when.
    pub held_since: Option<Timestamp>,
    /// Hold was asked for, or its end, and the carrier has not confirmed it.
    pub hold_pending: bool,
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

impl Status {
    /// The status of a call.
    pub fn of_call(call: &Call) -> Self {
        let or_reconnecting = |status| match call.leg.state {
            LegState::Reconnecting => Self::Reconnecting,
            _ => status,
        };
        match &call.state {
            CallState::Dialling { .. } => Self::Calling,
            CallState::Ringing { .. } => Self::Ringing,
            CallState::Offered { .. } | CallState::Answering { .. } => Self::IncomingCall,
            CallState::Connected { .. } => or_reconnecting(Self::Connected),
            CallState::OnHold { .. } => Self::OnHold,
            CallState::Consulting { .. } => or_reconnecting(Self::Consulting),
            CallState::Conference { .. } => or_reconnecting(Self::Conference),
            CallState::HandingOver { .. } => Self::HandingOver,
            CallState::Restoring { .. } => Self::Restoring,
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

    /// How much it presses: what a desk with several calls shows of all of them. The call with
    /// audio comes first, then what waits for the agent.
    pub(crate) const fn rank(call: &Call) -> u8 {
        match &call.state {
            _ if call.leg.is_open() && call.state.ended().is_none() => 0,
            CallState::Dialling { .. } | CallState::Ringing { .. } => 1,
            CallState::Answering { .. } => 1,
            CallState::Offered { .. } => 2,
            CallState::Restoring { .. } => 3,
            CallState::Connected { .. }
            | CallState::OnHold { .. }
            | CallState::Consulting { .. }
            | CallState::Conference { .. } => 4,
            CallState::HandingOver { .. } => 5,
            CallState::Ending { .. } => 6,
            CallState::WrapUp { .. } => 7,
            CallState::Filed { .. } => 8,
        }
    }
}

impl PartyView {
    fn of(party: &Party) -> Self {
        Self {
            party: party.id.clone(),
            role: party.role,
            number: party.number.clone(),
            name: party.name.clone(),
            state: party.state,
            held: party.hold.is_held(),
            held_since: party.hold.since(),
            hold_pending: party.hold.is_held() != party.hold.is_wished(),
        }
    }
}

impl CallView {
    pub(crate) fn of(call: &Call, org: &OrgShape, settings: &Settings) -> Self {
        let (early_media, wrap_up_ends_at) = match &call.state {
            CallState::Ringing { early_media, .. } => (*early_media, None),
            CallState::WrapUp { until, .. } => (false, *until),
            _ => (false, None),
        };
        let parties = core::iter::once(&call.customer).chain(&call.others);
        Self {
            call: call.key.clone(),
            direction: call.direction,
            status: Status::of_call(call),
            since: call.state.since(),
            connected_at: call.connected_at,
            held_ms: call.held,
            number: call.customer.number.clone(),
            name: call.customer.name.clone(),
            queue: call.work.as_ref().and_then(|work| work.queue.clone()),
            callback: call.is_callback(),
            related: call.related.clone(),
            matches: call.matches.clone(),
            parties: parties.filter(|party| party.is_present()).map(PartyView::of).collect(),
            audio: call.leg.is_open(),
            muted: call.leg.muted,
            early_media,
            recording: call.recording,
            handover: match &call.state {
                CallState::HandingOver { how, .. } => Some(how.clone()),
                _ => None,
            },
            can: Controls::of(call, settings),
            end: call.state.ended().map(|e| EndView { reason: e.reason, error: e.error }),
            notes: call.notes.clone(),
            disposition: call.disposition.clone(),
            wrap_up_ends_at,
            record: RecordBook::view(call, org),
        }
    }
}
