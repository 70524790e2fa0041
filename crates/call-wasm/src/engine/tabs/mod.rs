//! This page among the tabs of its browser: carries out what
//! [`call_core::tabs`] decides.

mod channel;
mod lock;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use call_core::{
    Input,
    input::Outcome,
    tabs::{
        CommandAnswer, LostCommand, Place, Tab, TabEffect, TabId, TabInput, TabRole, Term,
        is_repeatable,
    },
    time::{Millis, Timestamp},
};
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{Inner, answers::gone, journal::storage, leg::random_uuid, timer::now};
use crate::{error::FaceError, twilio::text, wire};
use channel::{Channel, listen};
use lock::{Lock, LockNews};

/// This page's tab.
#[derive(Default)]
pub(super) struct Tabs {
    /// None until the phone is started, and the scope is known.
    tab: RefCell<Option<Tab>>,
    scope: RefCell<String>,
    lock: Lock,
    channel: RefCell<Option<Channel>>,
    inbox: RefCell<VecDeque<TabInput>>,
    running: Cell<bool>,
    /// What the leader shows, where this page follows.
    shown: RefCell<Option<JsValue>>,
}

impl Tabs {
    pub(super) fn role(&self) -> TabRole {
        self.tab.borrow().as_ref().map_or(TabRole::Away, Tab::role)
    }

    pub(super) fn leads(&self) -> bool {
        self.role() == TabRole::Leading
    }

    pub(super) fn term(&self) -> Term {
        self.tab.borrow().as_ref().map_or(Term(0), Tab::term)
    }

    /// The term the org has granted, else 0.
    pub(super) fn leased_term(&self) -> Term {
        self.tab.borrow().as_ref().and_then(Tab::leased_term).unwrap_or_default()
    }

    pub(super) fn has_followers(&self) -> bool {
        self.tab.borrow().as_ref().is_some_and(Tab::has_followers)
    }

    /// What is shown where the phone runs in another tab; none where nothing was heard yet.
    pub(super) fn shown(&self) -> Option<JsValue> {
        self.shown.borrow().clone()
    }

    pub(super) fn time_until_deadline(&self, now: f64) -> Option<Millis> {
        let deadline = self.tab.borrow().as_ref().and_then(Tab::deadline);
        deadline.map(|at| at.since(timestamp(now)))
    }

    fn key(&self, what: &str) -> String {
        ["offhook.", what, ".", &self.scope.borrow()].concat()
    }

    /// What the org calls this browser: a name that its tabs share.
    fn browser(&self) -> String {
        let key = self.key("browser");
        let known = storage().and_then(|storage| storage.get_item(&key).ok().flatten());
        known.unwrap_or_else(|| {
            let name = random_uuid();
            // Where it cannot be stored, every page is a browser of its own.
            let _ = storage().map(|storage| storage.set_item(&key, &name));
            name
        })
    }

    /// The highest term that any tab of this browser had.
    fn stored_term(&self) -> Term {
        let text = storage().and_then(|storage| storage.get_item(&self.key("term")).ok().flatten());
        Term(text.and_then(|text| text.parse().ok()).unwrap_or_default())
    }
}

impl Inner {
    /// Takes part among the tabs of this scope.
    pub(super) fn join(self: &Rc<Self>, scope: &str) {
        if self.tabs.tab.borrow().is_none() {
            self.tabs.scope.replace(scope.into());
            self.tabs.tab.replace(Some(Tab::new(TabId(random_uuid()))));
            self.listen_to_page();
        }
        self.tab(TabInput::Joined);
    }

    fn listen_to_page(self: &Rc<Self>) {
        let inner = Rc::downgrade(self);
        let channel = Channel::open(&self.tabs.key("tabs"), move |letter| {
            if let Some(inner) = inner.upgrade() {
                inner.tab(TabInput::Heard(letter));
            }
        });
        self.tabs.channel.replace(Some(channel));
        let page: JsValue = js_sys::global().into();
        let on = |event: &str, input: fn() -> TabInput| {
            let inner = Rc::downgrade(self);
            listen(&page, event, move |_| {
                if let Some(inner) = inner.upgrade() {
                    inner.tab(input());
                }
            });
        };
        let focus = || TabInput::Focus(channel::is_focused());
        on("focus", focus);
        on("blur", focus);
        on("pagehide", || TabInput::Closing);
        // Brought back from the browser's cache, as if it had never been away.
        let inner = Rc::downgrade(self);
        listen(&page, "pageshow", move |_| {
            if let Some(inner) = inner.upgrade()
                && inner.is_attached.get()
            {
                inner.tab(TabInput::Joined);
            }
        });
        self.tab(focus());
    }

    /// Something happens to this tab. One thing at a time, like the phone's inputs.
    pub(super) fn tab(self: &Rc<Self>, input: TabInput) {
        self.tabs.inbox.borrow_mut().push_back(input);
        if self.tabs.running.replace(true) {
            return;
        }
        loop {
            let next = self.tabs.inbox.borrow_mut().pop_front();
            let Some(input) = next else { break };
            if let Some(tab) = &mut *self.tabs.tab.borrow_mut() {
                if tab.role() == TabRole::Leading {
                    // One that was overtaken while it did not run may find commands in its heap.
                    // The term it knows already is no news.
                    tab.handle(timestamp(now()), TabInput::TermSeen(self.tabs.stored_term()));
                }
                tab.handle(timestamp(now()), input);
            }
            loop {
                let effect = self.tabs.tab.borrow_mut().as_mut().and_then(Tab::poll_effect);
                let Some(effect) = effect else { break };
                self.do_for_tab(effect);
            }
        }
        self.tabs.running.set(false);
        self.set_timer();
    }

    /// Before the phone does anything: whether it still is this tab's. Another tab may have taken
    /// it while this one did not run.
    pub(super) fn fence(self: &Rc<Self>) {
        if self.tabs.leads() {
            let stored = self.tabs.stored_term();
            if stored > self.tabs.term() {
                self.tab(TabInput::TermSeen(stored));
            }
        }
    }

    fn do_for_tab(self: &Rc<Self>, effect: TabEffect) {
        match effect {
            TabEffect::RequestLock => self.request_lock(false),
            TabEffect::StealLock => self.request_lock(true),
            TabEffect::ReleaseLock => self.tabs.lock.release(),
            TabEffect::StoreTerm(Term(term)) => {
                // Where it cannot be stored, letters and the lock say the same, later.
                let _ = storage()
                    .map(|store| store.set_item(&self.tabs.key("term"), &term.to_string()));
            }
            TabEffect::Post(letter) => {
                if let Some(channel) = &*self.tabs.channel.borrow() {
                    channel.post(&letter);
                }
            }
            TabEffect::TakeLease { term: Term(term), insist } => self.ask_for_lease(term, insist),
            TabEffect::Lead { .. } => self.lead(),
            TabEffect::StandDown => self.stand_down(),
            TabEffect::Execute { from, id, command } => {
                let answer = CommandAnswer(self.execute(&command).err().map(|e| e.code().into()));
                self.tab(TabInput::Executed { from, id, command, answer });
            }
            TabEffect::Show { view } => {
                self.tabs.shown.replace(JSON::parse(&view).ok());
                self.show();
            }
            TabEffect::AskView => self.tell_followers(),
            TabEffect::Answered { command, answer } => {
                if let Some(code) = answer.0 {
                    self.refuse(&command, &code);
                }
            }
            TabEffect::Lost { command, why } => {
                let code = match why {
                    LostCommand::LeaderLost => "leaderLost",
                    LostCommand::NoLeader => "noLeader",
                };
                self.refuse(&command, code);
            }
            TabEffect::Perform { id, effect } => {
                let Ok(effect) = JSON::parse(&effect) else { return };
                if !self.tabs.leads() {
                    // Another phone's: a number below zero cannot be one of our own.
                    let id = -f64::from(id);
                    let _ = Reflect::set(&effect, &"id".into(), &id.into());
                }
                self.hand_out(&effect);
            }
            TabEffect::Settled { id, outcome } => {
                let parsed = outcome.and_then(|text| JSON::parse(&text).ok());
                let outcome = match parsed {
                    Some(outcome) => self.outcome(&outcome),
                    None => Ok(Outcome::Failed { error: gone() }),
                };
                // Its sender is another tab; the phone counts an unreadable answer as a failure.
                let _ = self.answer(id, outcome);
            }
            TabEffect::RoleChanged(role) => {
                if role != TabRole::Following {
                    self.tabs.shown.replace(None);
                }
                self.show();
            }
        }
    }

    fn request_lock(self: &Rc<Self>, steal: bool) {
        let weak = Rc::downgrade(self);
        self.tabs.lock.request(&self.tabs.key("lock"), steal, move |news| {
            let Some(inner) = weak.upgrade() else { return };
            inner.tab(match news {
                LockNews::Granted => TabInput::LockGranted { stored: inner.tabs.stored_term() },
                LockNews::Lost => TabInput::LockLost,
                LockNews::Unavailable => TabInput::LockUnavailable,
            });
        });
    }

    /// The org is asked through the page, as for any effect; it has no number, and is answered by
    /// [`Engine::lease`](super::Engine::lease).
    fn ask_for_lease(&self, term: u32, insist: bool) {
        let effect = Object::new();
        for (name, value) in [
            ("to", JsValue::from("lease")),
            ("type", "take".into()),
            ("term", term.into()),
            ("insist", insist.into()),
            ("browser", self.tabs.browser().into()),
        ] {
            // Setting a property of a fresh plain object cannot fail.
            let _ = Reflect::set(&effect, &name.into(), &value);
        }
        self.hand_out(&effect);
    }

    /// A follower's command. Only what agents and Omni-Channel say comes from other tabs.
    fn execute(self: &Rc<Self>, command: &str) -> Result<(), FaceError> {
        let unreadable = || FaceError::Unreadable("it is not JSON".into());
        let object = JSON::parse(command).map_err(|_| unreadable())?;
        match wire::input(&object)? {
            input @ (Input::Agent(_) | Input::Omni(_)) => self.take(input),
            _ => Err(FaceError::Unreadable("it is no command".into())),
        }
    }

    /// Sends a command to the tab that has the phone.
    pub(super) fn forward(self: &Rc<Self>, input: &JsValue) {
        let repeatable = text(input, "type").is_none_or(|kind| is_repeatable(&kind));
        if let Ok(command) = JSON::stringify(input).map(String::from) {
            self.tab(TabInput::Command { command, repeatable });
        }
    }

    /// Has an effect carried out in the tab where it belongs.
    pub(super) fn place(self: &Rc<Self>, id: u32, place: Place, effect: &JsValue) {
        if place == Place::Leader || !self.tabs.has_followers() {
            self.hand_out(effect);
        } else if let Ok(effect) = JSON::stringify(effect).map(String::from) {
            self.tab(TabInput::Effect { id, place, effect });
        }
    }

    /// An effect of the leader was carried out here.
    pub(super) fn settle_for_leader(self: &Rc<Self>, id: u32, outcome: &JsValue) {
        if let Ok(outcome) = JSON::stringify(outcome).map(String::from) {
            self.tab(TabInput::Outcome { id, outcome });
        }
    }

    /// The number of this tab's leadership.
    pub(super) fn term(&self) -> u32 {
        self.tabs.term().0
    }

    pub(super) fn scope(&self) -> String {
        self.tabs.scope.borrow().clone()
    }

    pub(super) fn tell_followers(self: &Rc<Self>) {
        if self.tabs.has_followers() {
            let view = self.core.borrow().view();
            if let Ok(view) = JSON::stringify(&view).map(String::from) {
                self.tab(TabInput::ViewChanged { view });
            }
        }
    }

    /// A command that was sent to another tab was refused there, or never reached it.
    fn refuse(&self, command: &str, code: &str) {
        let command = JSON::parse(command).unwrap_or_default();
        let _ = self.on_refusal.call2(&JsValue::NULL, &code.into(), &command);
    }
}

pub(super) fn name(role: TabRole) -> &'static str {
    match role {
        TabRole::Away => "away",
        TabRole::Following => "following",
        TabRole::Leading => "leading",
        TabRole::Elsewhere => "elsewhere",
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates; NaN is 0
fn timestamp(now: f64) -> Timestamp {
    Timestamp(now as u64)
}
