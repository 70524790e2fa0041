//! The softphone: where inputs are told apart, and effects collected.

mod calls;
mod phone;
mod timers;

use std::collections::VecDeque;

use crate::{
    call::Call,
    effect::{Effect, EffectBody},
    ids::{CallKey, EffectId},
    input::{AgentCommand, EffectResult, HostEvent, Input, OrgNews, Outcome, PortError},
    phone::Phone,
    record::{OrgShape, RecordBook},
    refusal::Refusal,
    settings::Settings,
    time::Timestamp,
    view::{CallView, Notice, PhoneView, Status, UnsavedView, View},
};
use timers::TimerTable;

/// The most notices kept; older ones make room.
const NOTICES: usize = 5;

/// What an answer is awaited for.
#[derive(Clone, Debug, PartialEq)]
enum Awaited {
    Token,
    Record(CallKey),
    Match(CallKey),
}

/// A whole softphone: one agent, one leg, the calls of the moment.
#[derive(Clone, Debug)]
pub struct Softphone {
    settings: Settings,
    /// The latest time heard of; never runs backwards.
    now: Timestamp,
    phone: Phone,
    /// Calls until their record is settled, oldest first.
    calls: Vec<Call>,
    org: OrgShape,
    timers: TimerTable,
    notices: Vec<Notice>,
    last_notice: u32,
    awaited: Vec<(EffectId, Awaited)>,
    effects: VecDeque<Effect>,
    last_effect: u32,
}

impl Default for Softphone {
    fn default() -> Self {
        Self::new()
    }
}

impl Softphone {
    /// A softphone that has not been started.
    pub fn new() -> Self {
        Self {
            settings: Settings::default(),
            now: Timestamp::default(),
            phone: Phone::new(),
            calls: Vec::new(),
            org: OrgShape::default(),
            timers: TimerTable::default(),
            notices: Vec::new(),
            last_notice: 0,
            awaited: Vec::new(),
            effects: VecDeque::new(),
            last_effect: 0,
        }
    }

    /// Takes one input that happened at `now`.
    ///
    /// # Errors
    /// [`Refusal`] for a command of the agent that is not possible; nothing has changed then.
    /// Every other input is always accepted, whatever it claims.
    pub fn handle(&mut self, now: Timestamp, input: Input) -> Result<(), Refusal> {
        self.now = self.now.max(now.min(Timestamp::LATEST));
        let answer = match input {
            Input::Host(HostEvent::Started { settings }) => {
                self.settings = settings;
                self.start();
                Ok(())
            }
            Input::Agent(command) => self.obey(command),
            Input::Device(event) => {
                self.device(event);
                Ok(())
            }
            Input::Leg(event) => {
                self.leg(event);
                Ok(())
            }
            Input::Party(news) => {
                self.party(&news);
                Ok(())
            }
            Input::Org(OrgNews::ObjectInfo { info }) => {
                self.org.learn(info);
                Ok(())
            }
            Input::Org(OrgNews::ObjectMissing { object }) => {
                self.org.learn_missing(object);
                Ok(())
            }
            Input::Result(result) => {
                self.result(result);
                Ok(())
            }
            Input::Clock => {
                self.expire();
                Ok(())
            }
        };
        self.replace_device();
        self.write_records();
        answer
    }

    /// The next thing to do. Ask until it is `None`, after every input.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// Whether effects wait to be polled.
    pub fn has_effects(&self) -> bool {
        !self.effects.is_empty()
    }

    /// When [`Input::Clock`] is wanted at the latest. Earlier or later does no harm.
    pub fn deadline(&self) -> Option<Timestamp> {
        let calls = self.calls.iter().flat_map(|call| {
            let own = crate::call::deadline(call, &self.settings).map(|(_, at)| at);
            [own, call.record.retry_at()].into_iter().flatten()
        });
        calls.chain(self.timers.next()).min()
    }

    /// What the screen shows.
    pub fn view(&self) -> View {
        let (unsaved, current): (Vec<_>, Vec<_>) =
            self.calls.iter().partition(|call| !call.state.occupies_agent());
        View {
            status: self.status(),
            phone: PhoneView::of(&self.phone),
            calls: current.into_iter().map(CallView::of).collect(),
            unsaved: unsaved
                .into_iter()
                .map(|call| UnsavedView {
                    call: call.key.clone(),
                    number: call.customer.number.clone(),
                    record: call.record.view(),
                })
                .collect(),
            notices: self.notices.clone(),
        }
    }

    /// The most pressing call's status, or the phone's.
    pub fn status(&self) -> Status {
        match self.calls.iter().find(|call| call.state.occupies_agent()) {
            Some(call) => Status::of_call(call),
            None if self.phone.is_online() => Status::Ready,
            None => Status::Offline,
        }
    }

    /// The calls of the moment, oldest first, with those whose record is still on its way.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    fn obey(&mut self, command: AgentCommand) -> Result<(), Refusal> {
        match command {
            AgentCommand::Reconnect => {
                self.reconnect();
                Ok(())
            }
            AgentCommand::DismissNotice { notice } => {
                self.notices.retain(|n| n.notice != notice);
                Ok(())
            }
            other => self.obey_for_call(other),
        }
    }

    fn result(&mut self, result: EffectResult) {
        // Unknown or answered already: a port that answers twice changes nothing.
        let Some(at) = self.awaited.iter().position(|(id, _)| *id == result.id) else { return };
        let (_, awaited) = self.awaited.swap_remove(at);
        match (awaited, result.outcome) {
            (Awaited::Token, Outcome::Token { lifetime_ms }) => self.token(lifetime_ms),
            (Awaited::Token, Outcome::Failed { error }) => self.no_token(error),
            (Awaited::Record(key), outcome) => self.record_answer(&key, result.id, outcome),
            (Awaited::Match(key), Outcome::Matched { matches }) => self.matched(&key, matches),
            // A directory that does not answer costs a name, not a call; and an answer of the
            // wrong kind is no answer.
            (Awaited::Match(_), _) => {}
            (
                Awaited::Token,
                Outcome::Recorded { .. } | Outcome::Matched { .. } | Outcome::Done,
            ) => {
                self.no_token(PortError::nonsense());
            }
        }
    }

    /// Asks for whatever write is due, and forgets calls that need nothing more.
    fn write_records(&mut self) {
        for index in 0..self.calls.len() {
            if let Some((effect, write)) = RecordBook::due(&self.calls[index], &self.org, self.now)
            {
                let key = self.calls[index].key.clone();
                let id = self.emit(EffectBody::Record(effect));
                self.awaited.push((id, Awaited::Record(key)));
                self.calls[index].record.begin(id, write);
            } else {
                self.calls[index].record.lapse(self.now);
            }
        }
        let org = &self.org;
        self.calls.retain(|call| call.state.occupies_agent() || !RecordBook::is_settled(call, org));
    }

    fn emit(&mut self, body: EffectBody) -> EffectId {
        self.last_effect += 1;
        let id = EffectId(self.last_effect);
        self.effects.push_back(Effect { id, body });
        id
    }

    fn notify(&mut self, notice: impl FnOnce(u32) -> Notice) {
        self.last_notice += 1;
        if self.notices.len() == NOTICES {
            self.notices.remove(0);
        }
        self.notices.push(notice(self.last_notice));
    }
}
