//! The phone of a page: the core, the SDK, one timer, and ports.
//!
//! Whatever happens is put into an inbox and handled one at a time, each followed by a full drain:
//! the SDK calls back from inside our own calls (`disconnect()` emits `disconnect` before it
//! returns), and such an input must wait for its turn.

mod carrier;
mod device;
mod journal;
mod leg;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use call_core::{
    Input, Settings,
    effect::{Effect, EffectBody},
    ids::EffectId,
    input::{EffectResult, HostEvent, Outcome},
    time::Millis,
};
use gloo_timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{
    core_face::{CallCore, to_js},
    error::FaceError,
    jwt, read,
    signal::{Changed, Signal},
    twilio::text,
    wire,
};
use carrier::Carrier;
use journal::Journal;

/// Browsers hold delays in 31 bits; a longer one would fire at once.
const LONGEST_DELAY: u64 = 0x7fff_ffff;

/// The bits after which the page reads the view again.
const VIEW: u32 = Changed::Status as u32
    | Changed::Calls as u32
    | Changed::Phone as u32
    | Changed::Notices as u32;

/// The phone of a page. One per document.
#[wasm_bindgen]
pub struct Engine(Rc<Inner>);

pub(crate) struct Inner {
    core: RefCell<CallCore>,
    carrier: Carrier,
    journal: Journal,
    inbox: RefCell<VecDeque<Input>>,
    running: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    on_effect: Function,
    on_view: Function,
}

#[wasm_bindgen]
impl Engine {
    /// A phone that has not been started.
    ///
    /// - `device_options`: options of `Twilio.Device` that depend on the page (`sounds`, `edge`);
    /// - `on_effect(effect)`: is called with every effect that is not the carrier's; the answer
    ///   comes back through [`Engine::settle`];
    /// - `on_view(view)`: is called with the view whenever it has changed.
    #[wasm_bindgen(constructor)]
    pub fn new(device_options: JsValue, on_effect: Function, on_view: Function) -> Self {
        Self(Rc::new(Inner {
            core: RefCell::default(),
            carrier: Carrier::new(device_options),
            journal: Journal::default(),
            inbox: RefCell::default(),
            running: Cell::new(false),
            timer: RefCell::default(),
            on_effect,
            on_view,
        }))
    }

    /// Goes online with the org's settings, and takes over the calls that another page left in the
    /// journal; a second time it only takes over newer settings. The `scope` names org and user:
    /// their journal is nobody else's.
    ///
    /// # Errors
    /// An `Error` with code `unreadableInput` where the settings cannot be read.
    pub fn start(&self, settings: JsValue, scope: &str) -> Result<(), JsValue> {
        let settings: Settings = read::read(settings).map_err(FaceError::from)?;
        self.0.push(Input::Host(HostEvent::Started { settings }));
        let (entries, lost_at) = self.0.journal.open(scope);
        if !entries.is_empty() {
            self.0.push(Input::Host(HostEvent::Restored { entries, lost_at }));
        }
        Ok(())
    }

    /// How many entries of the journal this version cannot read. They are left as they are.
    #[wasm_bindgen(js_name = unreadableEntries)]
    pub fn unreadable_entries(&self) -> u32 {
        self.0.journal.unreadable()
    }

    /// The typed face: one input, a tagged object.
    ///
    /// # Errors
    /// An `Error` whose `code` is the refusal's, or `unreadableInput`.
    pub fn dispatch(&self, input: &JsValue) -> Result<(), JsValue> {
        let input = wire::input(input)?;
        Ok(self.0.take(input)?)
    }

    /// The numeric face: an input without text; returns the bits of `Changed`.
    pub fn signal(&self, signal: Signal, value: f64) -> u32 {
        self.0.signal(signal, value)
    }

    /// The answer to an effect.
    ///
    /// # Errors
    /// An `Error` with code `unreadableInput` or `notAToken`; the effect then counts as failed.
    pub fn settle(&self, id: u32, outcome: &JsValue) -> Result<(), JsValue> {
        let id = EffectId(id);
        match self.0.outcome(outcome) {
            Ok(outcome) => {
                self.0.push(Input::Result(EffectResult { id, outcome }));
                Ok(())
            }
            Err(error) => {
                self.0.push(Input::Result(EffectResult { id, outcome: unusable(&error) }));
                Err(error.into())
            }
        }
    }

    /// What the screen shows.
    pub fn view(&self) -> JsValue {
        self.0.core.borrow().view()
    }
}

impl Inner {
    /// Takes an input that nobody waits for.
    pub(crate) fn push(self: &Rc<Self>, input: Input) {
        self.inbox.borrow_mut().push_back(input);
        self.run();
    }

    /// Handles what is in the inbox, unless that is what we are in the middle of.
    fn run(self: &Rc<Self>) {
        if self.running.replace(true) {
            return;
        }
        let mut bits = 0;
        loop {
            let next = self.inbox.borrow_mut().pop_front();
            let Some(input) = next else { break };
            // Only commands are refused, and those come through `take`.
            bits |= self.core.borrow_mut().accept(now(), input).unwrap_or_default();
            self.drain();
        }
        self.running.set(false);
        self.tell(bits);
    }

    /// Takes a command whose sender waits for the answer.
    fn take(self: &Rc<Self>, input: Input) -> Result<(), FaceError> {
        if self.running.get() {
            // From inside a callback of ours: its turn comes, its answer is not awaited.
            self.inbox.borrow_mut().push_back(input);
            return Ok(());
        }
        self.running.set(true);
        let answer = self.core.borrow_mut().accept(now(), input);
        self.drain();
        self.running.set(false);
        self.tell(*answer.as_ref().unwrap_or(&0));
        self.run();
        answer.map(|_| ())
    }

    fn signal(self: &Rc<Self>, signal: Signal, value: f64) -> u32 {
        if self.running.replace(true) {
            return Changed::Refused as u32;
        }
        let bits = self.core.borrow_mut().signal(now(), signal, value);
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
                // A port that throws has not answered; it is the page's to see that it never does.
                let _ = self.on_effect.call1(&JsValue::NULL, &to_js(&effect));
            }
        }
    }

    /// Tells the page what changed, and sets the one timer.
    fn tell(self: &Rc<Self>, bits: u32) {
        if bits & VIEW != 0 {
            let view = self.core.borrow().view();
            let _ = self.on_view.call1(&JsValue::NULL, &view);
        }
        if bits & Changed::Deadline as u32 != 0 {
            self.set_timer();
        }
    }

    fn set_timer(self: &Rc<Self>) {
        let core = self.core.borrow();
        let wait = core.time_until_deadline(now());
        let sign = core.has_calls().then_some(journal::SIGN_OF_LIFE);
        let timer = wait.into_iter().chain(sign).min().map(|Millis(ms)| {
            let inner = Rc::downgrade(self);
            #[allow(clippy::cast_possible_truncation)] // bounded above
            let delay = ms.min(LONGEST_DELAY) as u32;
            let expected = now() + f64::from(delay);
            Timeout::new(delay, move || {
                let Some(inner) = inner.upgrade() else { return };
                inner.wake(expected);
                // A browser may fire early, or the delay was cut short: the deadline still stands.
                inner.set_timer();
            })
        });
        drop(core);
        if let Some(old) = self.timer.replace(timer) {
            old.cancel();
        }
    }

    /// The timer ran out, at the time it should have or much later.
    fn wake(self: &Rc<Self>, expected: f64) {
        let now = now();
        if let Some(asleep_since) = self.journal.slept_since(now, expected) {
            self.push(Input::Host(HostEvent::Woke { asleep_since }));
        }
        let is_due = self.core.borrow().time_until_deadline(now).is_some_and(|wait| wait.0 == 0);
        if is_due {
            self.push(Input::Clock);
        }
        self.journal.live(now);
    }

    fn outcome(&self, outcome: &JsValue) -> Result<Outcome, FaceError> {
        // The token stays here: the core, its traces and its flight record never see it.
        if text(outcome, "type").as_deref() == Some("token") {
            let token = text(outcome, "token").ok_or(FaceError::NotAToken)?;
            let lifetime_ms = jwt::lifetime(&token).ok_or(FaceError::NotAToken)?;
            self.carrier.keep_token(token);
            return Ok(Outcome::Token { lifetime_ms });
        }
        wire::tagged(outcome)
    }
}

/// An answer that could not be read counts as a failure of its port, so that the core never waits
/// for ever.
fn unusable(error: &FaceError) -> Outcome {
    use call_core::input::{PortError, PortErrorKind};
    let error = PortError {
        kind: PortErrorKind::Server,
        message: error.to_string(),
        fields: Vec::new(),
        retry_after_ms: None,
    };
    Outcome::Failed { error }
}

/// Milliseconds since the epoch by a clock that does not jump when somebody sets the computer's.
fn now() -> f64 {
    let global: web_sys::Window = js_sys::global().unchecked_into();
    global.performance().map_or_else(js_sys::Date::now, |clock| clock.time_origin() + clock.now())
}
