//! The softphone: where inputs are told apart, and effects collected.

mod commands;
mod control;
mod desk;
mod flight;
mod journal;
mod news;
mod omni;
mod phone;
mod results;
mod timers;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{
    call::{Call, CallState},
    clock::Clock,
    effect::{Effect, EffectBody},
    ids::EffectId,
    input::{HostEvent, Input, OrgNews},
    journal::{Entry, JournalWrite},
    phone::Phone,
    presence::Occupation,
    record::{OrgShape, RecordBook},
    refusal::Refusal,
    settings::Settings,
    time::Timestamp,
    view::{CallView, Notice, PhoneView, Status, UnsavedView, View},
};
pub(crate) use commands::{LONGEST_NOTES, characters};
use omni::Told;
use results::Awaited;
use timers::TimerTable;

/// The most notices kept; older ones make room.
const NOTICES: usize = 5;

/// A whole softphone: one agent, one line, the calls of the moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Softphone {
    settings: Settings,
    clock: Clock,
    phone: Phone,
    /// Calls until their record is settled, oldest first.
    calls: Vec<Call>,
    org: OrgShape,
    timers: TimerTable,
    told: Told,
    notices: Vec<Notice>,
    last_notice: u32,
    awaited: Vec<(EffectId, Awaited, Option<Timestamp>)>,
    effects: VecDeque<Effect>,
    last_effect: u32,
    /// What the journal holds.
    kept: Vec<Entry>,
    journal: VecDeque<JournalWrite>,
    journal_failed: bool,
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
            clock: Clock::default(),
            phone: Phone::new(),
            calls: Vec::new(),
            org: OrgShape::default(),
            timers: TimerTable::default(),
            told: Told::default(),
            notices: Vec::new(),
            last_notice: 0,
            awaited: Vec::new(),
            effects: VecDeque::new(),
            last_effect: 0,
            kept: Vec::new(),
            journal: VecDeque::new(),
            journal_failed: false,
        }
    }

    /// Takes one input that happened at `now`.
    ///
    /// # Errors
    /// [`Refusal`] for a command of the agent that is not possible; nothing has changed then.
    /// Every other input is always accepted, whatever it claims.
    pub fn handle(&mut self, now: Timestamp, input: Input) -> Result<(), Refusal> {
        self.clock.advance(now);
        let mut answer = Ok(());
        match input {
            Input::Host(HostEvent::Started { settings }) => {
                self.settings = settings;
                self.start();
            }
            Input::Host(HostEvent::Restored { entries, lost_at }) => {
                self.restore(entries, lost_at);
            }
            Input::Host(HostEvent::Woke { asleep_since }) => self.woke(now, asleep_since),
            Input::Host(HostEvent::JournalFailed) => self.journal_failed = true,
            Input::Agent(command) => answer = self.obey(command),
            Input::Device(event) => self.device(event),
            Input::Leg(event) => self.leg(event),
            Input::Party(news) => self.party(&news),
            Input::Recording(event) => self.recording(&event),
            Input::Omni(news) => self.omni(news),
            Input::Org(OrgNews::ObjectInfo { info }) => self.org.learn(info),
            Input::Org(OrgNews::ObjectMissing { object }) => self.org.learn_missing(&object),
            Input::Result(result) => self.result(result),
            Input::Clock => self.expire(),
        }
        self.open_line();
        self.replace_device();
        self.say_goodbyes();
        self.tell_omni();
        self.write_records();
        self.attach_flights();
        self.forget_the_settled();
        self.keep_journal();
        answer
    }

    /// The next thing to keep or to drop in the journal. Ask until it is `None`, after every
    /// input and before [`Softphone::poll_effect`]: what is about to be done must be known to the
    /// page that comes after this one.
    pub fn poll_journal(&mut self) -> Option<JournalWrite> {
        self.journal.pop_front()
    }

    /// The next thing to do. Ask until it is `None`, after every input.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        debug_assert!(self.journal.is_empty(), "the journal is written first");
        self.effects.pop_front()
    }

    /// Whether effects wait to be polled.
    pub fn has_effects(&self) -> bool {
        !self.effects.is_empty()
    }

    /// What waits to be polled.
    pub(crate) fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.effects.iter()
    }

    /// When [`Input::Clock`] is wanted at the latest, by the host's clock. Earlier or later does no
    /// harm.
    pub fn deadline(&self) -> Option<Timestamp> {
        let calls = self.calls.iter().flat_map(|call| {
            [
                crate::call::deadline(call, &self.settings),
                call.record.deadline(),
                control::goodbye_at(call),
                call.flight.deadline(),
                call.parts().filter_map(crate::call::Work::due_at).min(),
            ]
        });
        let first = calls.flatten().chain(self.timers.next()).chain(self.silence_at()).min();
        first.map(|at| self.clock.to_host(at))
    }

    /// What the screen shows.
    pub fn view(&self) -> View {
        let (unsaved, current): (Vec<_>, Vec<_>) =
            self.calls.iter().partition(|call| !call.state.occupies_agent());
        let has_audio = self.calls.iter().any(|call| call.leg.is_open() && call.state.is_talk());
        let view = |call| {
            let mut view = CallView::of(call, &self.org, &self.settings);
            // Into which?
            view.can.merge_calls &= has_audio;
            view
        };
        View {
            status: self.status(),
            current: self.current_call().map(|call| call.key.clone()),
            occupation: self.occupation(),
            phone: PhoneView::of(&self.phone, self.journal_failed),
            calls: current.into_iter().map(view).collect(),
            unsaved: unsaved
                .into_iter()
                .filter(|call| !RecordBook::is_settled(call, &self.org))
                .map(|call| UnsavedView {
                    call: call.key.clone(),
                    number: call.customer.number.clone(),
                    started_at: call.started_at,
                    record: RecordBook::view(call, &self.org),
                    fields: RecordBook::unsaved(call),
                })
                .collect(),
            notices: self.notices.clone(),
        }
    }

    /// The most pressing call's status, or the phone's.
    pub fn status(&self) -> Status {
        match self.current_call() {
            Some(call) => Status::of_call(call),
            None if self.phone.is_online() => Status::Ready,
            None => Status::Offline,
        }
    }

    /// The most pressing call on the desk: the one with audio, else what waits for the agent.
    pub fn current_call(&self) -> Option<&Call> {
        let current = self.calls.iter().filter(|call| call.state.occupies_agent());
        current.min_by_key(|call| Status::rank(call))
    }

    /// What the calls leave room for.
    pub fn occupation(&self) -> Occupation {
        Occupation::of(self.phone.is_online(), &self.calls)
    }

    /// The calls of the moment, oldest first, with those whose record is still on its way.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// The policies of the org.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) const fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks for whatever write is due.
    fn write_records(&mut self) {
        let now = self.now();
        for index in 0..self.calls.len() {
            if let Some((effect, write)) = RecordBook::due(&self.calls[index], &self.org, now) {
                let key = self.calls[index].key.clone();
                let id = self.ask(EffectBody::Record(effect), Awaited::Record(key));
                self.calls[index].record.begin(id, write, now);
            } else {
                self.calls[index].record.lapse(now);
            }
        }
    }

    /// Forgets calls that need nothing more.
    fn forget_the_settled(&mut self) {
        let org = &self.org;
        self.calls.retain(|call| {
            call.state.occupies_agent()
                // Its last word, or its time, is still to come.
                || matches!(call.state, CallState::Ending { .. })
                || call.goodbye.is_owed()
                || !call.parts().all(crate::call::Work::is_settled)
                || !RecordBook::is_settled(call, org)
                || call.flight.is_under_way()
        });
    }

    fn emit(&mut self, body: EffectBody) -> EffectId {
        self.last_effect = self.last_effect.wrapping_add(1);
        let id = EffectId(self.last_effect);
        self.effects.push_back(Effect { id, body });
        id
    }

    fn notify(&mut self, notice: impl FnOnce(u32) -> Notice) {
        self.last_notice = self.last_notice.wrapping_add(1);
        if self.notices.len() == NOTICES {
            self.notices.remove(0);
        }
        self.notices.push(notice(self.last_notice));
    }
}
