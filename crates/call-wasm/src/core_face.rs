//! The state machine itself, for JavaScript: no timer, no SDK, time comes in.

use call_core::{
    Effect, Input, Refusal, Softphone, View,
    flight::Recorder,
    journal::JournalWrite,
    json::to_json,
    time::{Millis, Timestamp},
};
use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::{
    error::FaceError,
    signal::{Changed, Signal, changes, is_audio_up},
    wire,
};

/// A softphone without surroundings. Every input is followed by a full drain of effects.
#[wasm_bindgen]
pub struct CallCore {
    phone: Softphone,
    view: View,
    deadline: Option<Timestamp>,
}

impl Default for CallCore {
    fn default() -> Self {
        Self::new()
    }
}

#[wasm_bindgen]
impl CallCore {
    /// A softphone that has not been started.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let phone = Softphone::new();
        let view = phone.view();
        Self { phone, view, deadline: None }
    }

    /// The typed face: takes one input, a tagged object, that happened at `now` (milliseconds
    /// since the epoch). Returns the bits of [`Changed`].
    ///
    /// # Errors
    /// An `Error` whose `code` is the refusal's, or `unreadableInput`.
    pub fn handle(&mut self, now: f64, input: &JsValue) -> Result<u32, JsValue> {
        let input = wire::input(input)?;
        self.accept(now, input).map_err(JsValue::from)
    }

    /// The numeric face: an input without text. Returns the bits of [`Changed`], with `Refused`
    /// where it was not possible.
    pub fn signal(&mut self, now: f64, signal: Signal, value: f64) -> u32 {
        let input = self.input_of(signal, value);
        input.and_then(|input| self.accept(now, input)).unwrap_or(Changed::Refused as u32)
    }

    /// The next thing to keep or to drop in the journal, or `undefined`. Ask before `pollEffect`.
    #[wasm_bindgen(js_name = pollJournal)]
    pub fn poll_journal(&mut self) -> JsValue {
        self.phone.poll_journal().map_or(JsValue::UNDEFINED, |write| to_js(&write))
    }

    /// The next effect, or `undefined`.
    #[wasm_bindgen(js_name = pollEffect)]
    pub fn poll_effect(&mut self) -> JsValue {
        self.phone.poll_effect().map_or(JsValue::UNDEFINED, |effect| to_js(&effect))
    }

    /// What the screen shows.
    pub fn view(&self) -> JsValue {
        to_js(&self.view)
    }

    /// The status as a number, in the order of `Status`.
    pub fn status(&self) -> u32 {
        self.view.status as u32
    }

    /// When `Clock` is wanted, in milliseconds since the epoch; `undefined` for never.
    #[allow(clippy::cast_precision_loss)] // milliseconds since 1970 fit 53 bits for 280,000 years
    pub fn deadline(&self) -> Option<f64> {
        self.deadline.map(|at| at.0 as f64)
    }

    /// Whether audio flows between page and carrier.
    #[wasm_bindgen(js_name = isAudioUp)]
    pub fn is_audio_up(&self) -> bool {
        is_audio_up(&self.phone)
    }
}

impl CallCore {
    fn accept(&mut self, now: f64, input: Input) -> Result<u32, FaceError> {
        let answer = self.phone.handle(timestamp(now), input);
        let view = self.phone.view();
        self.look(view, answer)
    }

    /// Takes an input and notes it, where the org wants that.
    pub(crate) fn record(
        &mut self,
        now: f64,
        input: Input,
        recorder: &mut Recorder,
    ) -> Result<u32, FaceError> {
        if !self.phone.settings().flight_records {
            recorder.clear();
            return self.accept(now, input);
        }
        let now = timestamp(now);
        let noted = recorder.before(&self.phone, &input);
        let answer = self.phone.handle(now, input);
        let view = self.phone.view();
        recorder.after(noted, now, &self.phone, answer, &view);
        self.look(view, answer)
    }

    /// The input a number stands for.
    pub(crate) fn input_of(&self, signal: Signal, value: f64) -> Result<Input, FaceError> {
        Ok(signal.to_input(value, &self.phone)?)
    }

    /// What changed.
    fn look(&mut self, view: View, answer: Result<(), Refusal>) -> Result<u32, FaceError> {
        let mut bits = changes(&self.view, &view);
        self.view = view;
        let deadline = self.phone.deadline();
        if deadline != self.deadline {
            self.deadline = deadline;
            bits |= Changed::Deadline as u32;
        }
        if self.phone.has_effects() {
            bits |= Changed::Effects as u32;
        }
        answer?;
        Ok(bits)
    }

    pub(crate) fn next_journal_write(&mut self) -> Option<JournalWrite> {
        self.phone.poll_journal()
    }

    /// Whether a call lives, so that the page must not be thought dead.
    pub(crate) fn has_calls(&self) -> bool {
        !self.phone.calls().is_empty()
    }

    /// The keys of the calls of the moment.
    #[cfg(test)]
    pub(crate) fn calls(&self) -> impl Iterator<Item = &call_core::ids::CallKey> {
        self.phone.calls().iter().map(|call| &call.key)
    }

    pub(crate) fn next_effect(&mut self) -> Option<Effect> {
        self.phone.poll_effect()
    }

    pub(crate) fn time_until_deadline(&self, now: f64) -> Option<Millis> {
        self.deadline.map(|at| at.since(timestamp(now)))
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates; NaN is 0
fn timestamp(now: f64) -> Timestamp {
    Timestamp(now as u64)
}

/// Plain data as JSON would have it: objects, `null`, numbers.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    // It is JSON.
    JSON::parse(&to_json(value)).unwrap_or_default()
}
