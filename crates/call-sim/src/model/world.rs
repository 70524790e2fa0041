//! One page with the real core, the SDK's legs, the carrier and the org, small enough to be
//! searched through.

use call_core::{
    Effect, Input, Softphone,
    call::{PartyState, RecordingNews},
    effect::{CarrierEffect, ControlEffect, EffectBody, PresenceEffect, RecordEffect},
    ids::{CallKey, LegId, PartyId, RecordRef},
    input::{
        AgentCommand, EffectResult, LegEvent, LegNews, Outcome, PartyEnd, PartyProgress, PortError,
        PortErrorKind,
    },
    journal::{Entry, JournalWrite},
    pii::Pii,
    record::{FieldValue, Fields},
    time::Timestamp,
};
use serde::Serialize;

use super::{
    carrier::{Conference, Fate, control},
    plans::Plan,
};

/// The most messages on their way from the carrier to the page.
pub const MOST_MESSAGES: usize = 3;

/// A leg of the SDK in the page.
#[derive(Clone, Debug, Serialize)]
pub struct PageLeg {
    pub id: LegId,
    pub call: CallKey,
    pub state: PageLegState,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PageLegState {
    Ringing,
    Joining,
    Up,
}

/// A record in the org.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub key: CallKey,
    pub fields: Fields,
    /// Records that were made for this key: one is right.
    pub made: u8,
    /// Times it was written after it was made, capped at nine.
    pub updates: u8,
}

/// What happens next.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The agent does something.
    Agent(AgentCommand),
    /// Somebody calls, and the carrier invites the page.
    Call(CallKey),
    /// The SDK brings a leg up.
    LegOpens(LegId),
    /// The SDK gives a leg up, with an error.
    LegFails(LegId),
    /// A message reaches the page.
    Deliver(usize),
    /// A message comes, and will come again.
    DeliverTwice(usize),
    /// A message is lost.
    Drop(usize),
    /// A request is carried out and answered.
    Do(usize),
    /// It is refused, or the org cannot be reached.
    Fail(usize, PortErrorKind),
    /// It is carried out, and the answer is lost.
    DoInSecret(usize),
    /// Somebody's phone rings and is answered.
    Answers(CallKey, PartyId),
    /// Somebody does not answer.
    Refuses(CallKey, PartyId),
    /// Somebody hangs up.
    Leaves(CallKey, PartyId),
    /// Time passes until the phone wants to be woken.
    Tick,
    /// The same, while messages and answers are held up.
    TickEarly,
    /// The page is lost in the middle of something: after nothing, after the journal was written,
    /// or after the first effect.
    CrashDuring(Box<Action>, u8),
    /// The page is lost in between; requests under way are carried out or not.
    Crash(bool),
}

/// Everything there is.
#[derive(Clone, Debug, Serialize)]
pub struct World {
    pub phone: Softphone,
    pub now: Timestamp,
    pub journal: Vec<Entry>,
    /// Requests without an answer.
    pub open: Vec<Effect>,
    pub flight: Vec<Input>,
    pub legs: Vec<PageLeg>,
    pub sites: Vec<Conference>,
    pub rows: Vec<Row>,
    /// The newest word of the carrier about a recording that has reached a page: its number, and
    /// whether it says that it records.
    pub confirmed: Vec<(CallKey, u32, bool)>,
    pub records_work: bool,
    pub dials_left: u8,
    pub calls_left: u8,
    pub moves_left: u8,
    pub faults_left: u8,
    pub crashes_left: u8,
    /// What must never happen, and did.
    pub violation: Option<String>,
}

impl World {
    pub fn new(plan: &Plan) -> Self {
        let mut world = Self {
            phone: Softphone::new(),
            now: Timestamp(1_000_000),
            journal: Vec::new(),
            open: Vec::new(),
            flight: Vec::new(),
            legs: Vec::new(),
            sites: Vec::new(),
            rows: Vec::new(),
            confirmed: Vec::new(),
            records_work: plan.records_work,
            dials_left: plan.dials,
            calls_left: plan.calls,
            moves_left: plan.moves,
            faults_left: plan.faults,
            crashes_left: plan.crashes,
            violation: None,
        };
        world.start(plan);
        world
    }

    /// A new page takes over what the journal holds.
    fn start(&mut self, plan: &Plan) {
        self.phone = Softphone::new();
        for input in plan.going_online() {
            let _ = self.phone.handle(self.now, input);
            while self.phone.poll_journal().is_some() {}
            while self.phone.poll_effect().is_some() {}
        }
        if !self.journal.is_empty() {
            let entries = self.journal.clone();
            let lost_at = Some(self.now);
            self.input(Input::Host(call_core::input::HostEvent::Restored { entries, lost_at }));
        }
    }

    /// Carries an action out. What cannot happen now changes nothing.
    pub fn act(&mut self, plan: &Plan, action: &Action) -> Option<()> {
        match action {
            Action::CrashDuring(inner, done) => {
                self.crashes_left = self.crashes_left.checked_sub(1)?;
                for input in self.prepare(inner)? {
                    let _ = self.phone.handle(self.now, input);
                }
                if *done > 0 {
                    self.write_journal();
                    if *done > 1
                        && let Some(effect) = self.phone.poll_effect()
                    {
                        self.perform(effect);
                    }
                }
                self.crash(plan, true);
            }
            Action::Crash(carried_out) => {
                self.crashes_left = self.crashes_left.checked_sub(1)?;
                self.crash(plan, *carried_out);
            }
            Action::Drop(index) => {
                self.faults_left = self.faults_left.checked_sub(1)?;
                self.flight.remove(*index);
            }
            action => {
                for input in self.prepare(action)? {
                    self.input(input);
                }
            }
        }
        Some(())
    }

    /// What an action changes in the surroundings, and what the page then hears.
    fn prepare(&mut self, action: &Action) -> Option<Vec<Input>> {
        Some(vec![match action {
            Action::Agent(command) => {
                match command {
                    AgentCommand::Dial { .. } => {
                        self.dials_left = self.dials_left.checked_sub(1)?
                    }
                    _ => self.moves_left = self.moves_left.checked_sub(1)?,
                }
                Input::Agent(command.clone())
            }
            Action::Call(key) => {
                self.calls_left = self.calls_left.checked_sub(1)?;
                let leg = LegId(format!("CA-{}", key.0));
                self.sites.push(Conference::new(key.clone(), PartyState::Answered));
                let state = PageLegState::Ringing;
                self.legs.push(PageLeg { id: leg.clone(), call: key.clone(), state });
                let news = LegNews::Invited {
                    call: key.clone(),
                    number: Pii("anonymous".into()),
                    called: Pii::default(),
                };
                Input::Leg(LegEvent { leg, news })
            }
            Action::LegOpens(id) => {
                let leg = self.legs.iter_mut().find(|leg| leg.id == *id)?;
                leg.state = PageLegState::Up;
                let call = leg.call.clone();
                if let Some(site) = self.site(&call) {
                    site.agent = Some(id.clone());
                    if site.fate != Fate::Live {
                        // There is no conference to be in.
                        self.drop_leg(id);
                        self.send(leg_news(id, LegNews::Disconnected));
                    }
                }
                leg_news(id, LegNews::Accepted { call_sid: Some("CA".into()) })
            }
            Action::LegFails(id) => {
                self.faults_left = self.faults_left.checked_sub(1)?;
                let error = call_core::carrier_error::CarrierError::from(53405);
                let news = leg_news(id, LegNews::Failed { error });
                self.drop_leg(id);
                self.send(leg_news(id, LegNews::Disconnected));
                news
            }
            Action::Deliver(index) => self.flight.remove(*index),
            Action::DeliverTwice(index) => {
                self.faults_left = self.faults_left.checked_sub(1)?;
                self.flight[*index].clone()
            }
            Action::Do(index) => {
                let effect = self.open.remove(*index);
                let outcome = self.carry_out(&effect);
                result(&effect, outcome)
            }
            Action::Fail(index, kind) => {
                self.faults_left = self.faults_left.checked_sub(1)?;
                let effect = self.open.remove(*index);
                result(&effect, failed(*kind))
            }
            Action::DoInSecret(index) => {
                self.faults_left = self.faults_left.checked_sub(1)?;
                let effect = self.open.remove(*index);
                self.carry_out(&effect);
                result(&effect, failed(PortErrorKind::Offline))
            }
            Action::Answers(call, party) => {
                let site = self.site(call)?;
                site.member(party)?.state = PartyState::Answered;
                let news = site.tell(party, PartyProgress::Answered);
                return Some(self.heard(news));
            }
            Action::Refuses(call, party) => return self.leaves(call, party, PartyEnd::Busy),
            Action::Leaves(call, party) => return self.leaves(call, party, PartyEnd::Left),
            Action::Tick | Action::TickEarly => {
                if *action == Action::TickEarly {
                    self.faults_left = self.faults_left.checked_sub(1)?;
                }
                self.now = self.now.max(self.phone.deadline()?);
                Input::Clock
            }
            Action::Drop(_) | Action::CrashDuring(..) | Action::Crash(_) => return None,
        }])
    }

    /// Call messages travel on a leg of the agent, whichever is up; without one nobody hears them.
    fn heard(&self, news: Input) -> Vec<Input> {
        if self.legs.iter().any(|leg| leg.state == PageLegState::Up) { vec![news] } else { vec![] }
    }

    fn leaves(&mut self, call: &CallKey, party: &PartyId, how: PartyEnd) -> Option<Vec<Input>> {
        let site = self.site(call)?;
        let news = site.leave(party, how);
        let is_over = site.fate == Fate::Ended;
        let heard = self.heard(news);
        if is_over {
            // An invitation that nobody answered is cancelled; a leg that was in is closed.
            let of_call = self.legs.iter().find(|leg| leg.call == *call).cloned();
            match of_call {
                Some(leg) if leg.state == PageLegState::Up => {
                    self.drop_leg(&leg.id);
                    self.send(leg_news(&leg.id, LegNews::Disconnected));
                }
                Some(leg) if leg.state == PageLegState::Ringing => {
                    self.drop_leg(&leg.id);
                    self.send(leg_news(&leg.id, LegNews::Cancelled));
                }
                Some(_) | None => {}
            }
        }
        Some(heard)
    }

    pub fn site(&mut self, call: &CallKey) -> Option<&mut Conference> {
        self.sites.iter_mut().find(|site| site.key == *call)
    }

    fn drop_leg(&mut self, id: &LegId) {
        self.legs.retain(|leg| leg.id != *id);
        for site in &mut self.sites {
            if site.agent.as_ref() == Some(id) {
                site.agent = None;
            }
        }
    }

    fn send(&mut self, message: Input) {
        self.flight.push(message);
    }

    /// The page handles an input, keeps its journal, and does what follows.
    fn input(&mut self, input: Input) {
        self.note_confirmation(&input);
        let _ = self.phone.handle(self.now, input);
        self.write_journal();
        while let Some(effect) = self.phone.poll_effect() {
            self.perform(effect);
        }
    }

    fn note_confirmation(&mut self, input: &Input) {
        let (call, seq, news) = match input {
            Input::Recording(event) => (event.call.clone(), event.seq, event.news),
            Input::Result(EffectResult { outcome: Outcome::Snapshot { snapshot }, .. }) => {
                // No model records in more than one call.
                let (Some(site), Some(news)) = (self.sites.first(), snapshot.recording) else {
                    return;
                };
                (site.key.clone(), site.seq, news)
            }
            _ => return,
        };
        let records = matches!(news, RecordingNews::Started | RecordingNews::Resumed);
        match self.confirmed.iter_mut().find(|(key, ..)| *key == call) {
            Some((_, newest, is_on)) => {
                if seq >= *newest {
                    (*newest, *is_on) = (seq, records);
                }
            }
            None => self.confirmed.push((call, seq, records)),
        }
    }

    fn write_journal(&mut self) {
        while let Some(write) = self.phone.poll_journal() {
            match write {
                JournalWrite::Put { call, entry } => {
                    match self.journal.iter_mut().find(|kept| kept.call.key == call) {
                        Some(kept) => *kept = entry,
                        None => self.journal.push(entry),
                    }
                }
                JournalWrite::Remove { call } => {
                    self.journal.retain(|kept| kept.call.key != call);
                }
            }
        }
    }

    fn crash(&mut self, plan: &Plan, carried_out: bool) {
        for effect in core::mem::take(&mut self.open) {
            if carried_out {
                self.carry_out(&effect);
            }
        }
        self.flight.clear();
        for leg in core::mem::take(&mut self.legs) {
            self.drop_leg(&leg.id);
        }
        for site in &mut self.sites {
            // An agent's leg that vanishes leaves the customer on hold.
            for member in &mut site.members {
                member.held |= member.state == PartyState::Answered;
            }
        }
        self.start(plan);
    }

    fn perform(&mut self, effect: Effect) {
        self.check_target(&effect);
        match &effect.body {
            EffectBody::Carrier(body) => self.carrier(body),
            EffectBody::Record(_) if self.records_work => {
                let outcome = self.carry_out(&effect);
                self.input(result(&effect, outcome));
            }
            EffectBody::Control(_) | EffectBody::Record(_) | EffectBody::Presence(_) => {
                self.open.push(effect);
            }
            EffectBody::Token(_) | EffectBody::Directory(_) | EffectBody::Screen(_) => {}
        }
    }

    /// No command for a call that is over.
    fn check_target(&mut self, effect: &Effect) {
        let (call, closes) = match &effect.body {
            EffectBody::Control(body) => {
                let closes = matches!(
                    body,
                    ControlEffect::End { .. }
                        | ControlEffect::Snapshot { .. }
                        | ControlEffect::Decline { .. }
                );
                (Some(body.call().clone()), closes)
            }
            EffectBody::Carrier(body) => match body {
                CarrierEffect::Connect { call, .. } | CarrierEffect::Join { call, .. } => {
                    (Some(call.clone()), false)
                }
                CarrierEffect::Accept { leg }
                | CarrierEffect::Mute { leg, .. }
                | CarrierEffect::SendDigits { leg, .. } => {
                    let bound = self.legs.iter().find(|bound| bound.id == *leg);
                    (bound.map(|bound| bound.call.clone()), false)
                }
                CarrierEffect::Register
                | CarrierEffect::UpdateToken
                | CarrierEffect::Reject { .. }
                | CarrierEffect::Disconnect { .. } => (None, true),
            },
            EffectBody::Token(_)
            | EffectBody::Record(_)
            | EffectBody::Presence(_)
            | EffectBody::Directory(_)
            | EffectBody::Screen(_) => (None, true),
        };
        let Some(call) = call else { return };
        let over =
            self.phone.calls().iter().any(|own| own.key == call && own.state.ended().is_some());
        if over && !closes {
            self.violation = Some(format!("a command for a call that is over: {:?}", effect.body));
        }
    }

    fn carrier(&mut self, effect: &CarrierEffect) {
        match effect {
            CarrierEffect::Connect { leg, call, .. } | CarrierEffect::Join { leg, call } => {
                let (id, key) = (leg.clone(), call.clone());
                if matches!(effect, CarrierEffect::Connect { .. }) {
                    if self.sites.iter().any(|site| site.key == *call) {
                        self.violation = Some("a second dial for the same call".into());
                    }
                    self.sites.push(Conference::new(key.clone(), PartyState::Initiated));
                }
                self.legs.push(PageLeg { id, call: key, state: PageLegState::Joining });
            }
            CarrierEffect::Accept { leg } => {
                if let Some(leg) = self.legs.iter_mut().find(|bound| bound.id == *leg) {
                    leg.state = PageLegState::Joining;
                }
            }
            CarrierEffect::Reject { leg } => {
                if self.legs.iter().any(|bound| bound.id == *leg) {
                    self.drop_leg(leg);
                    self.send(leg_news(leg, LegNews::Rejected));
                }
            }
            CarrierEffect::Disconnect { leg } => {
                if self.legs.iter().any(|bound| bound.id == *leg) {
                    self.drop_leg(leg);
                    self.send(leg_news(leg, LegNews::Disconnected));
                }
            }
            CarrierEffect::Register
            | CarrierEffect::UpdateToken
            | CarrierEffect::Mute { .. }
            | CarrierEffect::SendDigits { .. } => {}
        }
    }

    /// Does what a port was asked for.
    fn carry_out(&mut self, effect: &Effect) -> Outcome {
        match &effect.body {
            EffectBody::Control(ControlEffect::Snapshot { call }) => {
                let snapshot = match self.site(call) {
                    Some(site) => site.snapshot(),
                    None => {
                        let mut unknown =
                            Conference::new(call.clone(), PartyState::Pending).snapshot();
                        unknown.status = call_core::input::SnapshotStatus::Unknown;
                        unknown
                    }
                };
                Outcome::Snapshot { snapshot }
            }
            EffectBody::Control(body) => {
                let (news, closes) = control(&mut self.sites, body);
                for news in news {
                    let heard = self.heard(news);
                    self.flight.extend(heard);
                }
                let over = self.site(body.call()).is_some_and(|site| site.fate != Fate::Live);
                if closes || over {
                    self.close_legs_of(body.call());
                }
                Outcome::Done
            }
            EffectBody::Record(body) => self.write_record(body),
            EffectBody::Presence(
                PresenceEffect::Occupy { .. }
                | PresenceEffect::AcceptWork { .. }
                | PresenceEffect::DeclineWork { .. }
                | PresenceEffect::CloseWork { .. },
            )
            | EffectBody::Token(_)
            | EffectBody::Carrier(_)
            | EffectBody::Directory(_)
            | EffectBody::Screen(_) => Outcome::Done,
        }
    }

    fn close_legs_of(&mut self, call: &CallKey) {
        let of_call = |leg: &&PageLeg| leg.call == *call && leg.state != PageLegState::Joining;
        let closed: Vec<_> = self.legs.iter().filter(of_call).map(|leg| leg.id.clone()).collect();
        for leg in closed {
            self.drop_leg(&leg);
            self.send(leg_news(&leg, LegNews::Disconnected));
        }
    }

    fn write_record(&mut self, effect: &RecordEffect) -> Outcome {
        let (call, fields, creates) = match effect {
            RecordEffect::EnsureCall { call, fields } => (call, fields, true),
            RecordEffect::Create { call, fields, .. } => (call, fields, true),
            RecordEffect::Update { call, fields, .. }
            | RecordEffect::UpdateByApex { call, fields, .. } => (call, fields, false),
            RecordEffect::AttachFlight { call } => {
                let outcome = |row: &Row| row.fields.get("Ended_At__c").map(|_| Outcome::Done);
                return self
                    .rows
                    .iter()
                    .find(|row| row.key == *call)
                    .and_then(outcome)
                    .unwrap_or_else(|| {
                        self.violation =
                            Some("a flight record before the call's own is complete".into());
                        failed(PortErrorKind::NotFound)
                    });
            }
        };
        let record =
            RecordRef { record_id: call.0.clone(), object_api_name: "VoiceCall".to_owned() };
        let known = self.rows.iter_mut().find(|row| row.key == *call);
        match (known, creates) {
            (Some(_), true) => Outcome::Recorded { record },
            (None, true) => {
                let (key, fields) = (call.clone(), fields.clone());
                self.rows.push(Row { key, fields, made: 1, updates: 0 });
                Outcome::Recorded { record }
            }
            (Some(row), false) => {
                row.updates = (row.updates + 1).min(9);
                row.fields.extend(fields.clone());
                let ended = seconds(&row.fields, "Talk_Seconds__c");
                if ended.is_some_and(|talk| talk > 1_000_000) {
                    self.violation = Some("a talk of more than a week".into());
                }
                Outcome::Done
            }
            (None, false) => {
                self.violation = Some("an update of a record that does not exist".into());
                failed(PortErrorKind::NotFound)
            }
        }
    }
}

fn seconds(fields: &Fields, name: &str) -> Option<u64> {
    match fields.get(name) {
        Some(FieldValue::Number(seconds)) => Some(*seconds),
        _ => None,
    }
}

pub fn leg_news(leg: &LegId, news: LegNews) -> Input {
    Input::Leg(LegEvent { leg: leg.clone(), news })
}

fn result(effect: &Effect, outcome: Outcome) -> Input {
    Input::Result(EffectResult { id: effect.id, outcome })
}

fn failed(kind: PortErrorKind) -> Outcome {
    let error =
        PortError { kind, message: String::new(), fields: Vec::new(), retry_after_ms: None };
    Outcome::Failed { error }
}
