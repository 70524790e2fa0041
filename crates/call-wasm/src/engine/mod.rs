//! The phone of a page: the core, the SDK, one timer, and ports.
//!
//! Whatever happens is put into an [`inbox`] and handled one at a time; what follows is done here
//! or handed to the page, which [`answers`].
//!
//! Of all tabs of a browser one has the phone ([`tabs`]); the engine of any other shows that one's
//! view and sends it its agent's commands.

mod answers;
mod carrier;
mod device;
mod flight;
mod inbox;
mod journal;
mod leg;
mod tabs;
mod timer;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use call_core::{
    Input, Settings,
    flight::Recorder,
    input::HostEvent,
    tabs::{TabInput, TabRole},
};
use gloo_timers::callback::Timeout;
use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::{core_face::CallCore, error::FaceError, read, signal::Signal, twilio::text, wire};
use carrier::Carrier;
use journal::Journal;
use tabs::Tabs;

/// The phone of a page. One per document.
#[wasm_bindgen]
pub struct Engine(Rc<Inner>);

pub(crate) struct Inner {
    core: RefCell<CallCore>,
    carrier: Carrier,
    journal: Journal,
    tabs: Tabs,
    recorder: RefCell<Recorder>,
    inbox: RefCell<VecDeque<Input>>,
    running: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    settings: RefCell<Settings>,
    /// What the org says of itself, for whichever phone runs here next.
    org: RefCell<Vec<(String, JsValue)>>,
    /// A component shows the phone.
    is_attached: Cell<bool>,
    is_busy: Cell<bool>,
    /// Effects are numbered through all phones that ran here: an answer to one of an earlier phone
    /// must not be taken for an answer to this one's.
    first_effect: Cell<u32>,
    last_effect: Cell<u32>,
    on_effect: Function,
    on_view: Function,
    on_refusal: Function,
    on_tape: Function,
}

#[wasm_bindgen]
impl Engine {
    /// A phone that has not been started.
    ///
    /// - `device_options`: options of `Twilio.Device` that depend on the page (`sounds`, `edge`);
    /// - `on_effect(effect)`: is called with every effect that is not the carrier's; the answer
    ///   comes back through [`Engine::settle`] with the effect's `id`;
    /// - `on_view(view)`: is called with the view whenever it has changed;
    /// - `on_refusal(code, command)`: is called where a command that was sent to another tab was
    ///   not carried out there;
    /// - `on_tape(taken_over)`: is called whenever [`Engine::tape`] has changed; with `true` where
    ///   calls of another page were taken over, whose tape [`Engine::put_before`] wants.
    #[wasm_bindgen(constructor)]
    pub fn new(
        device_options: JsValue,
        on_effect: Function,
        on_view: Function,
        on_refusal: Function,
        on_tape: Function,
    ) -> Self {
        Self(Rc::new(Inner {
            core: RefCell::default(),
            carrier: Carrier::new(device_options),
            journal: Journal::default(),
            tabs: Tabs::default(),
            recorder: RefCell::default(),
            inbox: RefCell::default(),
            running: Cell::new(false),
            timer: RefCell::default(),
            settings: RefCell::default(),
            org: RefCell::default(),
            is_attached: Cell::new(false),
            is_busy: Cell::new(false),
            first_effect: Cell::new(0),
            last_effect: Cell::new(0),
            on_effect,
            on_view,
            on_refusal,
            on_tape,
        }))
    }

    /// Shows the phone here. The first tab of the browser goes online with the org's settings, and
    /// takes over the calls that another page left in the journal; any other follows it. A second
    /// time only newer settings are taken over. The `scope` names org and user: their journal and
    /// their tabs are nobody else's.
    ///
    /// # Errors
    /// An `Error` with code `unreadableInput` where the settings cannot be read.
    pub fn start(&self, settings: JsValue, scope: &str) -> Result<(), JsValue> {
        let settings: Settings = read::read(settings).map_err(FaceError::from)?;
        self.0.settings.replace(settings.clone());
        self.0.is_attached.set(true);
        if self.0.tabs.leads() {
            self.0.push(Input::Host(HostEvent::Started { settings }));
        }
        self.0.join(scope);
        Ok(())
    }

    /// Nothing shows the phone here any more. With a call it runs on; without, another tab may
    /// have it.
    pub fn leave(&self) {
        self.0.is_attached.set(false);
        self.0.tab(TabInput::Left);
    }

    /// How many entries of the journal this version cannot read. They are left as they are.
    #[wasm_bindgen(js_name = unreadableEntries)]
    pub fn unreadable_entries(&self) -> u32 {
        self.0.journal.unreadable()
    }

    /// The typed face: one input, a tagged object. Where another tab has the phone, commands are
    /// sent there, and what it makes of them is told by `on_refusal`.
    ///
    /// # Errors
    /// An `Error` whose `code` is the refusal's, or `unreadableInput`.
    pub fn dispatch(&self, input: &JsValue) -> Result<(), JsValue> {
        let from = text(input, "from").unwrap_or_default();
        match from.as_str() {
            "tab" => self.0.tab(TabInput::TakeOver),
            "org" => self.0.learn(input)?,
            "agent" | "omni" if !self.0.tabs.leads() => self.0.forward(input),
            _ => self.0.take(wire::input(input)?)?,
        }
        Ok(())
    }

    /// The org's answer about the lease: `{ type: 'granted' }`, `{ type: 'taken', term, busy }` or
    /// `{ type: 'failed' }`; also where it refuses anything else because a higher term is known.
    ///
    /// # Errors
    /// An `Error` with code `unreadableInput`.
    pub fn lease(&self, answer: &JsValue) -> Result<(), JsValue> {
        self.0.tab(TabInput::Lease(wire::tagged(answer)?));
        Ok(())
    }

    /// The numeric face: an input without text; returns the bits of `Changed`.
    pub fn signal(&self, signal: Signal, value: f64) -> u32 {
        self.0.signal(signal, value)
    }

    /// The answer to an effect.
    ///
    /// # Errors
    /// An `Error` with code `unreadableInput` or `notAToken`; the effect then counts as failed.
    pub fn settle(&self, id: i32, outcome: &JsValue) -> Result<(), JsValue> {
        let Ok(own) = u32::try_from(id) else {
            self.0.settle_for_leader(id.unsigned_abs(), outcome);
            return Ok(());
        };
        Ok(self.0.answer(own, self.0.outcome(outcome))?)
    }

    /// What the screen shows. Its `tab` says what this tab is to the phone: `leading`,
    /// `following`, `elsewhere` or `away`.
    pub fn view(&self) -> JsValue {
        self.0.view()
    }
}

impl Inner {
    /// A new phone, which knows nothing yet.
    fn reset(&self) {
        self.core.replace(CallCore::new());
        self.begin_tape();
        self.inbox.borrow_mut().clear();
        self.first_effect.set(self.last_effect.get());
    }

    /// The phone is this tab's.
    fn lead(self: &Rc<Self>) {
        self.reset();
        let settings = self.settings.borrow().clone();
        self.push(Input::Host(HostEvent::Started { settings }));
        let news: Vec<_> = self.org.borrow().iter().map(|(_, news)| news.clone()).collect();
        for news in news {
            // It was readable when it came.
            let _ = wire::input(&news).map(|news| self.push(news));
        }
        let (entries, lost_at) = self.journal.open(&self.scope());
        if !entries.is_empty() {
            // Before anything of this page is kept in its place.
            self.ask_for_tape();
            self.push(Input::Host(HostEvent::Restored { entries, lost_at }));
        }
    }

    /// The phone is another tab's: nothing of it goes on here.
    fn stand_down(self: &Rc<Self>) {
        self.carrier.abandon();
        self.reset();
        self.is_busy.set(false);
        self.show();
    }

    /// What the org says of its objects, which every phone that runs here has to know.
    fn learn(self: &Rc<Self>, news: &JsValue) -> Result<(), FaceError> {
        let input = wire::input(news)?;
        let info = Reflect::get(news, &"info".into()).unwrap_or_default();
        let object = text(&info, "apiName").or_else(|| text(news, "object")).unwrap_or_default();
        let mut known = self.org.borrow_mut();
        known.retain(|(name, _)| *name != object);
        known.push((object, news.clone()));
        drop(known);
        if self.tabs.leads() {
            self.push(input);
        }
        Ok(())
    }

    fn view(&self) -> JsValue {
        let role = self.tabs.role();
        let view = self.tabs.shown().unwrap_or_else(|| self.core.borrow().view());
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&view, &"tab".into(), &tabs::name(role).into());
        if role == TabRole::Following && self.tabs.shown().is_none() {
            // The lock, or the leader's first word, comes in a moment.
            let phone = Reflect::get(&view, &"phone".into()).unwrap_or_default();
            let _ = Reflect::set(&phone, &"connecting".into(), &true.into());
        }
        view
    }

    /// Has the page show what there is to show.
    fn show(&self) {
        let _ = self.on_view.call1(&JsValue::NULL, &self.view());
    }
}
