//! A softphone, its journal, and the effects that await an answer.

use std::collections::BTreeMap;

use call_core::{
    Effect, Input, Refusal, Settings, Softphone,
    call::{Call, LegState, PartyState, RecordingNews, RecordingState},
    effect::{ControlEffect, EffectBody, RecordEffect},
    ids::{CallKey, EffectId, LegId, PartyId, WorkId},
    input::{
        AgentCommand, DeviceEvent, EffectResult, HostEvent, LegEvent, LegNews, OmniNews, Outcome,
        PartyNews, PartyProgress, RecordingEvent,
    },
    journal::{Entry, JournalWrite},
    pii::Pii,
    time::{Millis, Timestamp},
};

use super::{Move, Reply, Shift, Which, Who};

/// When every sequence begins.
pub const START: u64 = 1_767_603_600_000;

/// A softphone and the world it sees.
#[derive(Clone)]
pub struct Desk {
    pub phone: Softphone,
    /// What the host's clock shows.
    pub clock: u64,
    /// How much time has really passed, in milliseconds: steps back are none.
    pub elapsed: u64,
    /// Effects that await an answer.
    pub open: Vec<Effect>,
    /// What the host keeps of the journal, by call.
    pub journal: BTreeMap<CallKey, Entry>,
    /// Which page it is: each reload makes another.
    pub page: u32,
    pub shown: u64,
    pub answered: Option<EffectId>,
    pub settings: Settings,
}

/// An input, and what the world knows of it.
pub struct Turn {
    pub input: Input,
    /// The effect it answers.
    pub answers: Option<(Effect, Reply)>,
    /// Effects of the last page that the org carried out although nobody hears the answer.
    pub orphans: Vec<Effect>,
}

/// What the phone made of an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub answer: Result<(), Refusal>,
    pub effects: Vec<Effect>,
    pub journal: Vec<JournalWrite>,
}

impl Desk {
    /// A phone that is online.
    pub fn online(settings: Settings) -> Self {
        let mut desk = Self::off(settings);
        desk.go_online();
        desk
    }

    /// A phone that waits for its first token.
    pub fn off(settings: Settings) -> Self {
        let mut desk = Self {
            phone: Softphone::new(),
            clock: START,
            elapsed: 0,
            open: Vec::new(),
            journal: BTreeMap::new(),
            page: 0,
            shown: START,
            answered: None,
            settings,
        };
        let _ = desk.feed(desk.start());
        desk
    }

    fn start(&self) -> Input {
        Input::Host(HostEvent::Started { settings: self.settings.clone() })
    }

    fn go_online(&mut self) {
        let is_token = |effect: &Effect| matches!(effect.body, EffectBody::Token(_));
        let at = self.open.iter().position(is_token).expect("a phone that starts wants a token");
        let id = self.open.remove(at).id;
        let outcome = Outcome::Token { lifetime_ms: Millis::seconds(3600) };
        let _ = self.feed(Input::Result(EffectResult { id, outcome }));
        let _ = self.feed(Input::Device(DeviceEvent::Registered));
    }

    /// One input, and a full drain: the journal first.
    pub fn feed(&mut self, input: Input) -> Heard {
        let passed = self.clock.saturating_sub(self.shown);
        self.elapsed = self.elapsed.saturating_add(passed);
        self.shown = self.clock;
        let answer = self.phone.handle(Timestamp(self.clock), input);
        let journal: Vec<_> = std::iter::from_fn(|| self.phone.poll_journal()).collect();
        for write in journal.iter().cloned() {
            match write {
                JournalWrite::Put { call, entry } => self.journal.insert(call, entry),
                JournalWrite::Remove { call } => self.journal.remove(&call),
            };
        }
        let effects: Vec<_> = std::iter::from_fn(|| self.phone.poll_effect()).collect();
        self.open.extend(effects.iter().filter(|effect| effect.is_answered()).cloned());
        Heard { answer, effects, journal }
    }

    /// The next page, as it comes up online; what the journal holds is still to be told.
    pub fn reload(&mut self) -> Vec<Effect> {
        self.phone = Softphone::new();
        self.page += 1;
        self.answered = None;
        let orphans = std::mem::take(&mut self.open);
        let _ = self.feed(self.start());
        self.go_online();
        orphans
    }

    /// What the journal holds, as it is read: from text.
    pub fn restored(&self, lost_at: Option<u64>) -> Input {
        let kept = serde_json::to_string(&self.journal.values().collect::<Vec<_>>());
        let entries = serde_json::from_str(&kept.expect("plain data")).expect("what was written");
        Input::Host(HostEvent::Restored { entries, lost_at: lost_at.map(Timestamp) })
    }

    /// What a move means now; none where there is nothing to do.
    pub fn turn(&mut self, shift: Shift, next: &Move) -> Option<Turn> {
        self.clock = self.clock.saturating_add_signed(shift);
        let mut orphans = Vec::new();
        let input = match next {
            Move::Well => return self.well(),
            Move::Start => self.start(),
            Move::Press { button, call, party, into } => {
                let call = self.key(*call)?;
                let party = self.party(&call, *party);
                let into = self.key(*into)?;
                Input::Agent(button.command(call, party, into))
            }
            Move::Reconnect => Input::Agent(AgentCommand::Reconnect),
            Move::Dismiss(notice) => Input::Agent(AgentCommand::DismissNotice { notice: *notice }),
            Move::Device(event) => Input::Device(*event),
            Move::Invite { leg, key, from, called } => Input::Leg(LegEvent {
                leg: LegId(format!("CA{leg}")),
                news: LegNews::Invited {
                    call: key_of(*key),
                    number: Pii((*from).into()),
                    called: Pii((*called).into()),
                },
            }),
            Move::Leg(which, news) => {
                let leg = self.leg(*which)?;
                Input::Leg(LegEvent { leg, news: news.clone() })
            }
            Move::OldLeg(which, news) => {
                let leg = LegId(self.key(*which)?.0);
                Input::Leg(LegEvent { leg, news: news.clone() })
            }
            Move::Party { call, party, seq, progress } => {
                let call = self.key(*call)?;
                let party = self.party(&call, *party);
                Input::Party(PartyNews { call, party, seq: *seq, progress: *progress })
            }
            Move::Recording { call, seq, news } => {
                Input::Recording(RecordingEvent { call: self.key(*call)?, seq: *seq, news: *news })
            }
            Move::Assign { work, kind, key, from, queue } => Input::Omni(OmniNews::WorkAssigned {
                work: work_of(*work),
                kind: *kind,
                call: key_of(*key),
                number: Pii((*from).into()),
                called: Pii("+15005550000".into()),
                queue: queue.then(|| "Billing".into()),
            }),
            Move::Revoke(work) => Input::Omni(OmniNews::WorkRevoked { work: work_of(*work) }),
            Move::Org(news) => Input::Org(news.clone()),
            Move::Answer(pick, reply) => {
                let index = usize::from(*pick).checked_rem(self.open.len())?;
                return Some(self.answer(index, reply));
            }
            Move::AnswerAgain => {
                Input::Result(EffectResult { id: self.answered?, outcome: Outcome::Done })
            }
            Move::Forget(pick) => {
                let index = usize::from(*pick).checked_rem(self.open.len())?;
                self.open.remove(index);
                return None;
            }
            Move::Clock => Input::Clock,
            Move::Deadline => {
                self.clock = self.phone.deadline()?.0;
                Input::Clock
            }
            Move::Sleep { ms } => {
                let asleep_since = Timestamp(self.clock);
                self.clock = self.clock.saturating_add(*ms);
                Input::Host(HostEvent::Woke { asleep_since })
            }
            Move::SleptSince(at) => Input::Host(HostEvent::Woke { asleep_since: Timestamp(*at) }),
            Move::Reload { away_ms, knows_when, landed } => {
                let lost_at = knows_when.then_some(self.clock);
                self.clock = self.clock.saturating_add(*away_ms);
                let unanswered = self.reload();
                if *landed {
                    orphans = unanswered;
                }
                self.restored(lost_at)
            }
            Move::RestoreAgain => self.restored(None),
            Move::JournalFails => Input::Host(HostEvent::JournalFailed),
        };
        Some(Turn { input, answers: None, orphans })
    }

    /// A port answers the effect at `index`.
    pub fn answer(&mut self, index: usize, reply: &Reply) -> Turn {
        let effect = self.open.remove(index);
        self.answered = Some(effect.id);
        let call = match &effect.body {
            EffectBody::Control(ControlEffect::Snapshot { call }) => self.call(call),
            _ => None,
        };
        let outcome = reply.outcome(&effect.body, call);
        let input = Input::Result(EffectResult { id: effect.id, outcome });
        Turn { input, answers: Some((effect, reply.clone())), orphans: Vec::new() }
    }

    /// The next thing that is expected of carrier and org.
    fn well(&mut self) -> Option<Turn> {
        let input = self.phone.calls().iter().find_map(expected_of_the_carrier);
        match input {
            Some(input) => Some(Turn { input, answers: None, orphans: Vec::new() }),
            None if self.open.is_empty() => None,
            None => Some(self.answer(0, &Reply::Good)),
        }
    }

    /// The call with audio, or else the first on the desk.
    pub fn current(&self) -> Option<&Call> {
        let on_desk = || self.phone.calls().iter().filter(|call| call.state.occupies_agent());
        on_desk().find(|call| call.leg.is_open()).or_else(|| on_desk().next())
    }

    /// The call of this key, where the phone knows it.
    pub fn call(&self, key: &CallKey) -> Option<&Call> {
        self.phone.calls().iter().find(|call| call.key == *key)
    }

    fn which(&self, which: Which) -> Option<&Call> {
        let calls = self.phone.calls();
        match which {
            Which::Current => self.current().or(calls.first()),
            Which::Nth(n) => calls.get(usize::from(n).checked_rem(calls.len())?),
            Which::Named(n) => self.call(&key_of(n)),
        }
    }

    fn key(&self, which: Which) -> Option<CallKey> {
        match which {
            Which::Named(n) => Some(key_of(n)),
            Which::Current | Which::Nth(_) => self.which(which).map(|call| call.key.clone()),
        }
    }

    fn leg(&self, which: Which) -> Option<LegId> {
        match which {
            Which::Named(n) => Some(LegId(format!("CA{n}"))),
            Which::Current | Which::Nth(_) => self.which(which).map(|call| call.leg.id.clone()),
        }
    }

    fn party(&self, call: &CallKey, who: Who) -> PartyId {
        let others = self.call(call).map_or(&[][..], |call| &call.others);
        match who {
            Who::Customer => PartyId::customer(),
            Who::Other(n) => usize::from(n)
                .checked_rem(others.len())
                .map_or_else(|| label_of(n), |index| others[index].id.clone()),
            Who::Labelled(n) => label_of(n),
        }
    }
}

/// What a carrier that works says next about a call.
fn expected_of_the_carrier(call: &Call) -> Option<Input> {
    let leg = |news| Some(Input::Leg(LegEvent { leg: call.leg.id.clone(), news }));
    match call.leg.state {
        LegState::Joining { .. } => return leg(LegNews::Accepted { call_sid: None }),
        LegState::Reconnecting => return leg(LegNews::Reconnected),
        LegState::Leaving { .. } => return leg(LegNews::Disconnected),
        LegState::Absent
        | LegState::Invited
        | LegState::Wanted { .. }
        | LegState::Up
        | LegState::Closed => {}
    }
    if call.state.ended().is_some() || !call.leg.is_open() {
        return None;
    }
    let news = match call.recording.state {
        RecordingState::Starting => Some(RecordingNews::Started),
        RecordingState::Pausing => Some(RecordingNews::Paused),
        RecordingState::Resuming => Some(RecordingNews::Resumed),
        RecordingState::Stopping => Some(RecordingNews::Stopped),
        RecordingState::Off
        | RecordingState::On
        | RecordingState::Paused
        | RecordingState::Stopped
        | RecordingState::Failed => None,
    };
    if let Some(news) = news {
        return Some(Input::Recording(RecordingEvent { call: call.key.clone(), seq: 0, news }));
    }
    let mut parties = std::iter::once(&call.customer).chain(&call.others);
    let awaited = parties.find(|party| party.state < PartyState::Answered)?;
    Some(Input::Party(PartyNews {
        call: call.key.clone(),
        party: awaited.id.clone(),
        seq: 0,
        progress: PartyProgress::Answered,
    }))
}

/// The call an effect on a record is about.
pub const fn recorded_call(effect: &RecordEffect) -> &CallKey {
    match effect {
        RecordEffect::EnsureCall { call, .. }
        | RecordEffect::Create { call, .. }
        | RecordEffect::Update { call, .. }
        | RecordEffect::UpdateByApex { call, .. }
        | RecordEffect::AttachFlight { call } => call,
    }
}

pub fn key_of(n: u8) -> CallKey {
    CallKey(format!("key-{n}"))
}

fn label_of(n: u8) -> PartyId {
    PartyId(format!("party-{n}"))
}

fn work_of(n: u8) -> WorkId {
    WorkId(format!("0Bz-{n}"))
}
