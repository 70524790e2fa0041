//! One input at a time, each followed by a full drain.
//!
//! The SDK calls back from inside our own calls (`disconnect()` emits `disconnect` before it
//! returns), and such an input must wait for its turn.

use std::rc::Rc;

use call_core::{
    Input,
    effect::{Effect, EffectBody},
    input::HostEvent,
    tabs::{Place, TabInput},
};
use js_sys::Reflect;

use super::Inner;
use crate::{
    core_face::to_js,
    error::FaceError,
    signal::{Changed, Signal},
};

/// The bits after which the page reads the view again.
const VIEW: u32 = Changed::Status as u32
    | Changed::Calls as u32
    | Changed::Phone as u32
    | Changed::Notices as u32;

impl Inner {
    /// Takes an input that nobody waits for.
    pub(crate) fn push(self: &Rc<Self>, input: Input) {
        self.inbox.borrow_mut().push_back(input);
        self.run();
    }

    /// Handles what is in the inbox, unless that is what we are in the middle of.
    pub(super) fn run(self: &Rc<Self>) {
        if self.running.replace(true) {
            return;
        }
        self.fence();
        let mut bits = 0;
        loop {
            let next = self.inbox.borrow_mut().pop_front();
            let Some(input) = next else { break };
            // Only commands are refused, and those come through `take`.
            bits |= self.accept(input).unwrap_or_default();
            self.drain();
        }
        self.running.set(false);
        self.tell(bits);
    }

    /// Takes a command whose sender waits for the answer.
    pub(super) fn take(self: &Rc<Self>, input: Input) -> Result<(), FaceError> {
        if self.running.get() {
            // From inside a callback of ours: its turn comes, its answer is not awaited.
            self.inbox.borrow_mut().push_back(input);
            return Ok(());
        }
        self.running.set(true);
        self.fence();
        let answer = self.accept(input);
        self.drain();
        self.running.set(false);
        self.tell(*answer.as_ref().unwrap_or(&0));
        self.run();
        answer.map(|_| ())
    }

    pub(super) fn signal(self: &Rc<Self>, signal: Signal, value: f64) -> u32 {
        if !self.tabs.leads() || self.running.replace(true) {
            return Changed::Refused as u32;
        }
        self.fence();
        let input = self.core.borrow().input_of(signal, value);
        let bits = input.and_then(|input| self.accept(input)).unwrap_or(Changed::Refused as u32);
        self.drain();
        self.running.set(false);
        self.tell(bits);
        self.run();
        bits
    }

    /// The journal first: what is about to be done must be known to the page after this one.
    fn drain(self: &Rc<Self>) {
        loop {
            let write = self.core.borrow_mut().next_journal_write();
            let Some(write) = write else { break };
            if !self.journal.write(&write) {
                self.inbox.borrow_mut().push_back(Input::Host(HostEvent::JournalFailed));
            }
        }
        loop {
            let effect = self.core.borrow_mut().next_effect();
            let Some(effect) = effect else { return };
            self.perform(effect);
        }
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect.body {
            EffectBody::Carrier(effect) => self.carrier.perform(self, effect),
            EffectBody::Token(_)
            | EffectBody::Control(_)
            | EffectBody::Presence(_)
            | EffectBody::Record(_)
            | EffectBody::Directory(_)
            | EffectBody::Screen(_) => {
                let id = self.first_effect.get().saturating_add(effect.id.0);
                self.last_effect.set(id);
                let object = to_js(&effect);
                if !self.add_flight(&effect, &object) {
                    return;
                }
                // Setting a property of a plain object cannot fail.
                let _ = Reflect::set(&object, &"id".into(), &id.into());
                let _ = Reflect::set(&object, &"term".into(), &self.tabs.leased_term().0.into());
                self.place(id, Place::of(&effect.body), &object);
            }
        }
    }

    /// Tells the page what changed, and sets the one timer.
    pub(super) fn tell(self: &Rc<Self>, bits: u32) {
        self.tell_tape();
        if bits & VIEW != 0 {
            self.show();
            self.tell_followers();
        }
        let is_busy = self.core.borrow().has_calls();
        if self.is_busy.replace(is_busy) != is_busy {
            self.tab(TabInput::Busy(is_busy));
        }
        if bits & Changed::Deadline as u32 != 0 {
            self.set_timer();
        }
    }
}
