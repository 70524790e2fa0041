//! What is true at the carrier, for a model: who is in which conference.
//!
//! It does not carry messages; [`World`](super::world::World) does.

use call_core::{
    call::{PartyState, RecordingAction, RecordingNews, Role},
    effect::{ControlEffect, LeaveReason},
    ids::{CallKey, LegId, PartyId},
    input::{
        CallSnapshot, Input, PartyEnd, PartyNews, PartyProgress, PartySnapshot, RecordingEvent,
        SnapshotStatus,
    },
    time::Timestamp,
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
#[serde(rename_all = "camelCase")]
pub struct Conference {
    pub key: CallKey,
    /// The customer first.
    pub members: Vec<Member>,
    /// The agent's leg in it.
    pub agent: Option<LegId>,
    pub fate: Fate,
    pub end: Option<PartyEnd>,
    pub recording: Option<RecordingNews>,
    /// The customer was there at some time.
    pub answered: bool,
    /// The agent was there at some time.
    pub taken: bool,
    pub connected_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// The number of the last message.
    pub seq: u32,
}

impl Conference {
    pub fn new(key: CallKey, customer: PartyState) -> Self {
        let id = PartyId::customer();
        let customer = Member { id, role: Role::Customer, state: customer, held: false };
        Self {
            key,
            answered: customer.state == PartyState::Answered,
            taken: false,
            members: vec![customer],
            agent: None,
            fate: Fate::Live,
            end: None,
            recording: None,
            connected_at: None,
            ended_at: None,
            seq: 0,
        }
    }

    pub fn is_live(&self) -> bool {
        self.fate == Fate::Live
    }

    /// Whether somebody calls whom the agent has not taken.
    pub fn is_an_open_offer(&self) -> bool {
        self.is_live() && self.key.0.starts_with("in-") && !self.taken
    }

    /// Whether somebody is in it, or is being called for it.
    pub fn concerns_somebody(&self) -> bool {
        let is_idle = |state| matches!(state, PartyState::Pending | PartyState::Gone);
        self.is_live() && self.members.iter().any(|member| !is_idle(member.state))
    }

    /// Whether the customer is in it, or is being called for it.
    pub fn concerns_customer(&self) -> bool {
        let is_idle = |state| matches!(state, PartyState::Pending | PartyState::Gone);
        self.concerns_somebody()
            && self.members.iter().any(|one| one.role == Role::Customer && !is_idle(one.state))
    }

    /// The agent is in. Only now is the customer called.
    pub fn join(&mut self, leg: &LegId, now: Timestamp) {
        self.agent = Some(leg.clone());
        self.taken = true;
        for member in self.members.iter_mut().filter(|one| one.state == PartyState::Pending) {
            member.state = PartyState::Initiated;
        }
        if self.answered {
            self.connected_at.get_or_insert(now);
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

    pub fn answer(&mut self, party: &PartyId, now: Timestamp) -> Option<Input> {
        let member = self.member(party)?;
        member.state = PartyState::Answered;
        if member.role == Role::Customer {
            self.answered = true;
            self.connected_at.get_or_insert(now);
        }
        Some(self.tell(party, PartyProgress::Answered))
    }

    /// A member is gone. Without the customer two others go on; one alone does not.
    pub fn leave(&mut self, party: &PartyId, how: PartyEnd, now: Timestamp) -> Input {
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
        let is_there =
            |role| self.members.iter().any(|one| one.role == role && one.state != PartyState::Gone);
        let members_left = is_there(Role::Member) && !is_there(Role::Consulted);
        let is_deserted = self.members.iter().all(|member| member.state == PartyState::Gone);
        if is_customer && !members_left || !is_customer && is_deserted {
            self.end(Some(how), now);
        }
        news
    }

    pub fn end(&mut self, how: Option<PartyEnd>, now: Timestamp) {
        self.fate = Fate::Ended;
        self.end = how;
        self.ended_at = Some(now);
        self.members.clear();
    }

    /// The agent's leg is gone. Unless that was said, the customer hears music until somebody cares;
    /// in a conference the others go on talking, but one alone is let go.
    pub fn lose_agent(&mut self, leg: &LegId, now: Timestamp) {
        if self.agent.as_ref() != Some(leg) {
            return;
        }
        self.agent = None;
        let mut there = self.members.iter().filter(|member| member.state != PartyState::Gone);
        let first = there.next();
        if there.next().is_none() && first.is_some_and(|first| first.role != Role::Customer) {
            return self.end(None, now);
        }
        if !self.members.iter().any(|member| member.role == Role::Member) {
            for member in &mut self.members {
                member.held |= member.state == PartyState::Answered;
            }
        }
    }

    pub fn snapshot(&self) -> CallSnapshot {
        CallSnapshot {
            seq: self.seq,
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
            connected_at: self.connected_at,
            ended_at: self.ended_at,
            end: self.end,
        }
    }
}

/// A call of which the org has never heard.
pub fn unknown(call: &CallKey) -> CallSnapshot {
    let never = Conference::new(call.clone(), PartyState::Pending);
    CallSnapshot { status: SnapshotStatus::Unknown, parties: Vec::new(), ..never.snapshot() }
}

/// What a request to the org does at the carrier. Returns the news it causes, and whether the
/// agent's leg is closed by it; nothing where there is no such call, or no longer.
pub fn control(
    sites: &mut [Conference],
    effect: &ControlEffect,
    now: Timestamp,
) -> Option<(Vec<Input>, bool)> {
    let key = effect.call();
    let index = sites.iter().position(|site| site.key == *key && site.is_live())?;
    let mut news = Vec::new();
    if let ControlEffect::Merge { into, party, .. } = effect {
        let target = sites.iter_mut().find(|site| site.key == *into && site.is_live())?;
        let (id, role) = (party.clone(), Role::Member);
        target.members.push(Member { id, role, state: PartyState::Answered, held: false });
        // The agent hears of everybody who comes in, by whichever request.
        news.push(target.tell(party, PartyProgress::Answered));
    }
    let site = &mut sites[index];
    let mut closes = false;
    match effect {
        ControlEffect::Hold { party, on, .. } => {
            // One who is still being called cannot be held.
            let is_there = |member: &&mut Member| member.state == PartyState::Answered;
            let member = site.member(party).filter(is_there)?;
            if member.held != *on {
                member.held = *on;
                let progress = if *on { PartyProgress::Held } else { PartyProgress::Resumed };
                news.push(site.tell(party, progress));
            }
        }
        ControlEffect::Add { party, role, .. } => {
            let (id, role, state) = (party.clone(), *role, PartyState::Initiated);
            // Labels are unique.
            if site.member(&id).is_none() {
                site.members.push(Member { id, role, state, held: false });
            }
        }
        ControlEffect::Remove { party, .. } => {
            if site.member(party).is_some_and(|member| member.state != PartyState::Gone) {
                news.push(site.leave(party, PartyEnd::Left, now));
            }
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
            site.end(Some(PartyEnd::Left), now);
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
    Some((news, closes))
}
