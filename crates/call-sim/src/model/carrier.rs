//! What is true at the carrier, for a model: who is in which conference.

use call_core::{
    call::{PartyState, RecordingAction, RecordingNews, Role},
    effect::{ControlEffect, LeaveReason},
    ids::{CallKey, LegId, PartyId},
    input::{
        CallSnapshot, Input, PartyEnd, PartyNews, PartyProgress, PartySnapshot, RecordingEvent,
        SnapshotStatus,
    },
};
use serde::Serialize;

/// One participant.
#[derive(Clone, Debug, Serialize)]
pub struct Member {
    pub id: PartyId,
    pub role: Role,
    pub state: PartyState,
    pub held: bool,
}

/// What becomes of a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Fate {
    Live,
    HandedOver,
    Ended,
}

/// One call at the carrier.
#[derive(Clone, Debug, Serialize)]
pub struct Conference {
    pub key: CallKey,
    /// The customer first.
    pub members: Vec<Member>,
    /// The agent's leg in it.
    pub agent: Option<LegId>,
    pub fate: Fate,
    pub end: Option<PartyEnd>,
    pub recording: Option<RecordingNews>,
    /// The number of the last message.
    pub seq: u32,
}

impl Conference {
    pub fn new(key: CallKey, customer: PartyState) -> Self {
        let customer =
            Member { id: PartyId::customer(), role: Role::Customer, state: customer, held: false };
        Self {
            key,
            members: vec![customer],
            agent: None,
            fate: Fate::Live,
            end: None,
            recording: None,
            seq: 0,
        }
    }

    /// News about a member.
    pub fn tell(&mut self, party: &PartyId, progress: PartyProgress) -> Input {
        self.seq += 1;
        let (call, party) = (self.key.clone(), party.clone());
        Input::Party(PartyNews { call, party, seq: self.seq, progress })
    }

    fn tell_recording(&mut self, news: RecordingNews) -> Input {
        self.recording = Some(news);
        self.seq += 1;
        Input::Recording(RecordingEvent { call: self.key.clone(), seq: self.seq, news })
    }

    pub fn member(&mut self, party: &PartyId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == *party)
    }

    /// A member is gone. Without the customer two others go on; one alone does not.
    pub fn leave(&mut self, party: &PartyId, how: PartyEnd) -> Input {
        let news = self.tell(party, PartyProgress::Ended { end: how, sip_code: None });
        let is_customer = *party == PartyId::customer();
        if is_customer {
            if let Some(customer) = self.member(party) {
                customer.state = PartyState::Gone;
                customer.held = false;
            }
        } else {
            self.members.retain(|member| member.id != *party);
        }
        let members_left =
            self.members.iter().any(|m| m.role == Role::Member && m.state != PartyState::Gone);
        if is_customer && !members_left || !is_customer && self.is_deserted() {
            self.fate = Fate::Ended;
            self.end = Some(how);
        }
        news
    }

    fn is_deserted(&self) -> bool {
        self.members.iter().all(|member| member.state == PartyState::Gone)
    }

    pub fn snapshot(&self) -> CallSnapshot {
        CallSnapshot {
            status: match self.fate {
                Fate::Live => SnapshotStatus::Live,
                Fate::HandedOver => SnapshotStatus::HandedOver,
                Fate::Ended => SnapshotStatus::Ended,
            },
            parties: self
                .members
                .iter()
                .map(|member| PartySnapshot {
                    party: member.id.clone(),
                    state: member.state,
                    held: member.held,
                    role: Some(member.role),
                    number: None,
                })
                .collect(),
            recording: self.recording,
            connected_at: None,
            ended_at: None,
            end: self.end,
        }
    }
}

/// What a request to the org does at the carrier. Returns the news it causes, and whether the
/// agent's leg is closed by it.
pub fn control(sites: &mut Vec<Conference>, effect: &ControlEffect) -> (Vec<Input>, bool) {
    let key = effect.call();
    let Some(index) = sites.iter().position(|site| site.key == *key) else {
        return (Vec::new(), false);
    };
    if let ControlEffect::Merge { into, party, .. } = effect
        && sites[index].fate == Fate::Live
        && let Some(target) = sites.iter_mut().find(|site| site.key == *into)
        && target.fate == Fate::Live
    {
        target.members.push(Member {
            id: party.clone(),
            role: Role::Member,
            state: PartyState::Answered,
            held: false,
        });
    }
    let site = &mut sites[index];
    if site.fate != Fate::Live {
        return (Vec::new(), false);
    }
    let mut news = Vec::new();
    let mut closes = false;
    match effect {
        ControlEffect::Hold { party, on, .. } => {
            if let Some(member) = site.member(party) {
                member.held = *on;
            }
        }
        ControlEffect::Add { party, role, .. } => site.members.push(Member {
            id: party.clone(),
            role: *role,
            state: PartyState::Initiated,
            held: false,
        }),
        ControlEffect::Remove { party, .. } => {
            news.push(site.leave(party, PartyEnd::Left));
        }
        ControlEffect::Leave { reason: LeaveReason::OtherCall, .. }
        | ControlEffect::Snapshot { .. } => {}
        ControlEffect::Leave { reason: LeaveReason::Conference, .. }
        | ControlEffect::Transfer { .. }
        | ControlEffect::CompleteTransfer { .. }
        | ControlEffect::Merge { .. }
        | ControlEffect::Park { .. }
        | ControlEffect::Voicemail { .. }
        | ControlEffect::Decline { .. } => {
            site.fate = Fate::HandedOver;
            closes = true;
        }
        ControlEffect::End { .. } => {
            site.members.clear();
            site.fate = Fate::Ended;
            site.end = Some(PartyEnd::Left);
            closes = true;
        }
        ControlEffect::Record { action, .. } => {
            news.push(site.tell_recording(match action {
                RecordingAction::Start => RecordingNews::Started,
                RecordingAction::Pause => RecordingNews::Paused,
                RecordingAction::Resume => RecordingNews::Resumed,
                RecordingAction::Stop => RecordingNews::Stopped,
            }));
        }
    }
    (news, closes)
}
