//! The flight recorder beside the phone of this page, and its tape, which the page keeps.

use std::rc::Rc;

use call_core::{
    Input,
    effect::{Effect, EffectBody, RecordEffect},
    flight::{CORE_VERSION, Recorder, Tape, VERSION},
    input::{EffectResult, Outcome},
};
use js_sys::{JSON, Reflect};
use wasm_bindgen::prelude::*;

use super::{Engine, Inner, timer::now};
use crate::{error::FaceError, read};

#[wasm_bindgen]
impl Engine {
    /// What the next page needs to go on with the flight records of the calls that live, as text:
    /// `null` where none does, `undefined` where the phone is another tab's, and so is the tape.
    pub fn tape(&self) -> JsValue {
        if !self.0.tabs.leads() {
            return JsValue::UNDEFINED;
        }
        self.0.recorder.borrow().tape().map_or(JsValue::NULL, JsValue::from)
    }

    /// The tape of the page whose calls were taken over. One of another version is left alone.
    #[wasm_bindgen(js_name = putBefore)]
    pub fn put_before(&self, tape: &str) {
        let parsed = JSON::parse(tape).ok();
        if let Some(tape) = parsed.and_then(|tape| read::read::<Tape>(tape).ok()) {
            self.0.recorder.borrow_mut().put_before(tape);
        }
        self.0.tell_tape();
    }
}

impl Inner {
    /// Has the phone take an input, and notes it.
    pub(super) fn accept(&self, input: Input) -> Result<u32, FaceError> {
        self.core.borrow_mut().record(now(), input, &mut self.recorder.borrow_mut())
    }

    /// A recorder for the phone that runs here from now on.
    pub(super) fn begin_tape(&self) {
        self.recorder.replace(Recorder::of_page(self.tabs.term().0));
    }

    /// Calls were taken over: the page that had them has left a tape.
    pub(super) fn ask_for_tape(&self) {
        let _ = self.on_tape.call1(&JsValue::NULL, &true.into());
    }

    /// Tells the page to keep the tape, where it has changed.
    pub(super) fn tell_tape(&self) {
        if self.recorder.borrow_mut().has_changed() {
            let _ = self.on_tape.call1(&JsValue::NULL, &false.into());
        }
    }

    /// Gives the effect that stores a flight record the record. Whether there is one: else it is
    /// answered here.
    pub(super) fn add_flight(self: &Rc<Self>, effect: &Effect, object: &JsValue) -> bool {
        let EffectBody::Record(RecordEffect::AttachFlight { call }) = &effect.body else {
            return true;
        };
        let Some(flight) = self.recorder.borrow().record(call) else {
            let outcome = Outcome::Done;
            self.push(Input::Result(EffectResult { id: effect.id, outcome }));
            return false;
        };
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(object, &"flight".into(), &flight.into());
        let _ = Reflect::set(object, &"version".into(), &VERSION.into());
        let _ = Reflect::set(object, &"coreVersion".into(), &CORE_VERSION.into());
        true
    }
}
