//! One call at the carrier: who is in the conference, and what really happened in it.
//!
//! Like `model::carrier`, but with times, and with the agent's leg as something that comes and goes.

use call_core::{
    call::{PartyState, RecordingNews, Role},
    ids::{CallKey, LegId, PartyId, WorkId},
    input::{
        CallSnapshot, Input, PartyEnd, PartyNews, PartyProgress, PartySnapshot, RecordingEvent,
        SnapshotStatus,
    },
    time::Timestamp,
};

use super::queue::Instant;

/// One participant.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: PartyId,
    pub role: Role,
    pub state: PartyState,
    pub held: bool,
}

/// What becomes of a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Live,
    HandedOver,
    Ended,
}

/// How a call comes to the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The agent makes it.
    Dial,
    /// The carrier invites the agent's device.
    Leg,
    /// Omni-Channel assigns work.
    Work,
    /// Omni-Channel assigns work to call somebody back.
    Callback,
}

/// A leg of an agent, by page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentLeg {
    pub agent: usize,
    pub page: u32,
    pub id: LegId,
}

/// Who ended a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Agent,
    Customer(PartyEnd),
    Carrier,
}

/// How the work item of a call stands with Omni-Channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkIs {
    Open,
    Accepted,
    Over,
}

/// What really happened, for the oracle.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // facts, each with its own moment
pub struct Truth {
    /// When it first stood on a desk.
    pub desk_at: Option<Instant>,
    /// When agent and customer first heard each other.
    pub through_at: Option<Instant>,
    /// When the call was over, or not this agent's any more.
    pub over_at: Option<Instant>,
    pub ended_by: Option<By>,
    /// How long the customer heard music, and since when now.
    pub held: u64,
    pub held_since: Option<Instant>,
    pub holds: u64,
    /// Agents in whose journal it was.
    pub known_to: Vec<usize>,
    /// A page was told that the customer answered.
    pub heard_answer: bool,
    /// Both ends were told to a page that had not seen the end: it must know that they talked.
    pub told_through: bool,
    /// What the agent did, as far as the phone took it.
    pub accepted: Option<Instant>,
    /// It may have been answered by itself, or by somebody who came too late.
    pub auto: bool,
    /// The agent pressed Decline.
    pub said_no: bool,
    /// The org was told that it is not taken.
    pub declined: bool,
    pub to_voicemail: bool,
    pub hung_up: Option<Instant>,
    pub handed_over: bool,
    /// A page could not know all there was to know: messages, pages or answers were lost.
    pub blurred: bool,
    /// A page was told that something is recorded.
    pub recording_confirmed: bool,
    /// The clock of a page that had the call was set.
    pub clock_set: bool,
    /// It was left in a browser that the other one took the phone from: the next phone there takes
    /// it over much later, and may be pressed before the org has said how it stands.
    pub put_away: bool,
    /// Times it came to a desk.
    pub offers: u32,
}

/// One call.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // facts, each with its own moment
pub struct Site {
    /// By which chance tells calls apart: it does not depend on other calls.
    pub name: u64,
    pub key: CallKey,
    /// Whose it is.
    pub agent: usize,
    pub door: Door,
    /// The customer first.
    pub members: Vec<Member>,
    /// It has reached the carrier.
    pub is_there: bool,
    /// The agent's leg in it.
    pub leg: Option<AgentLeg>,
    pub fate: Fate,
    pub end: Option<PartyEnd>,
    pub recording: Option<RecordingNews>,
    /// The number of the last message.
    pub seq: u32,
    /// The agent said that the leg would leave.
    pub excused: bool,
    /// The clock that brings a caller back who was left alone: only the newest counts.
    pub clock: u32,
    pub work: Option<(WorkId, WorkIs)>,
    /// Requests about it so far, by which chance tells them apart.
    pub requests: u64,
    /// Who pressed Retrieve after it was parked.
    pub claimed_by: Option<usize>,
    pub parked: bool,
    /// Browsers whose phone asked the carrier to call the customer.
    pub dialled: Vec<(usize, usize)>,
    pub began: Instant,
    pub answered_at: Option<Instant>,
    pub truth: Truth,
}

impl Site {
    pub fn new(name: u64, key: CallKey, agent: usize, door: Door, now: Instant) -> Self {
        let state = match door {
            Door::Dial | Door::Callback => PartyState::Pending,
            Door::Leg | Door::Work => PartyState::Answered,
        };
        let customer = Member { id: PartyId::customer(), role: Role::Customer, state, held: false };
        Self {
            name,
            key,
            agent,
            door,
            members: vec![customer],
            is_there: matches!(door, Door::Leg | Door::Work),
            leg: None,
            fate: Fate::Live,
            end: None,
            recording: None,
            seq: 0,
            excused: false,
            clock: 0,
            work: None,
            requests: 0,
            claimed_by: None,
            parked: false,
            dialled: Vec::new(),
            began: now,
            answered_at: (state == PartyState::Answered).then_some(now),
            truth: Truth::default(),
        }
    }

    pub fn is_inbound(&self) -> bool {
        matches!(self.door, Door::Leg | Door::Work)
    }

    pub fn is_live(&self) -> bool {
        self.fate == Fate::Live
    }

    pub fn customer(&mut self) -> &mut Member {
        &mut self.members[0]
    }

    pub fn member(&mut self, party: &PartyId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == *party)
    }

    /// How many are there besides the agent.
    pub fn company(&self) -> usize {
        self.members.iter().filter(|member| member.state == PartyState::Answered).count()
    }

    /// News about a member.
    pub fn tell(&mut self, party: &PartyId, progress: PartyProgress) -> Input {
        self.seq += 1;
        let (call, party) = (self.key.clone(), party.clone());
        Input::Party(PartyNews { call, party, seq: self.seq, progress })
    }

    pub fn tell_recording(&mut self, news: RecordingNews) -> Input {
        self.recording = Some(news);
        self.seq += 1;
        Input::Recording(RecordingEvent { call: self.key.clone(), seq: self.seq, news })
    }

    /// Puts a member on hold or brings it back; whether anything changed.
    pub fn hold(&mut self, party: &PartyId, on: bool, now: Instant) -> bool {
        let is_customer = self.members[0].id == *party;
        let Some(member) = self.member(party) else { return false };
        if member.state != PartyState::Answered || member.held == on {
            return false;
        }
        member.held = on;
        if is_customer {
            self.count_hold(on, now);
        }
        true
    }

    fn count_hold(&mut self, on: bool, now: Instant) {
        let truth = &mut self.truth;
        if on {
            truth.held_since = Some(now);
            truth.holds += 1;
        } else if let Some(since) = truth.held_since.take() {
            truth.held += now - since.max(truth.through_at.unwrap_or(now));
        }
    }

    /// A member is gone. Without the customer two others go on; one alone does not.
    pub fn leave(&mut self, party: &PartyId, how: PartyEnd, now: Instant) -> Input {
        let news = self.tell(party, PartyProgress::Ended { end: how, sip_code: None });
        let is_customer = *party == PartyId::customer();
        if is_customer {
            self.count_hold(false, now);
            self.customer().state = PartyState::Gone;
            self.customer().held = false;
        } else {
            self.members.retain(|member| member.id != *party);
        }
        let is_member = |m: &Member| m.role == Role::Member && m.state != PartyState::Gone;
        let is_over = if is_customer {
            !self.members[1..].iter().any(is_member)
        } else {
            self.members.iter().all(|member| member.state == PartyState::Gone)
        };
        if is_over && self.is_live() {
            // How a colleague ended is not how the customer did.
            let how = if is_customer { how } else { PartyEnd::Left };
            self.finish(Fate::Ended, By::Customer(how), now);
            // Somebody who was called in and is busy says nothing of the customer.
            self.end = Some(if is_customer { how } else { PartyEnd::Left });
        }
        news
    }

    /// It is over, or somebody else's.
    pub fn finish(&mut self, fate: Fate, by: By, now: Instant) {
        self.count_hold(false, now);
        self.fate = fate;
        self.truth.over_at = Some(now);
        self.truth.ended_by = Some(by);
        self.truth.handed_over |= fate == Fate::HandedOver;
    }

    /// Whether agent and customer hear each other; noted when they first do.
    pub fn note_through(&mut self, now: Instant) {
        if self.leg.is_some() && self.members[0].state == PartyState::Answered && self.is_live() {
            self.truth.through_at.get_or_insert(now);
        }
    }

    pub fn snapshot(&self, status: SnapshotStatus, with_times: bool) -> CallSnapshot {
        let told = |at: Option<Instant>| at.filter(|_| with_times).map(Timestamp);
        CallSnapshot {
            seq: self.seq,
            status,
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
            connected_at: told(self.truth.through_at),
            ended_at: told(self.truth.over_at),
            end: self.end,
        }
    }
}
