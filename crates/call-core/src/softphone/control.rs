//! What is asked of the org about the conference, and saying goodbye for certain.

use super::{
    Softphone,
    results::{Asked, Awaited},
};
use crate::{
    call::{Call, ControlFailure, Goodbye, Question, Trouble},
    effect::{ControlEffect, EffectBody},
    ids::{CallKey, EffectId},
    input::{Outcome, PortError, PortErrorKind},
    time::{Millis, Timestamp},
};

/// How often the org is told that the agent hung up, until it is left to the org's own clock: it
/// calls the customer back who waits on hold.
const MOST_GOODBYES: u32 = 20;

/// How long the org may take to answer before it is told again.
const ANSWER_LIMIT: Millis = Millis::seconds(60);

/// When the org is to be told that the agent hung up, or told again.
pub(super) fn goodbye_at(call: &Call) -> Option<Timestamp> {
    match call.goodbye {
        Goodbye::Owed { at, .. } => Some(at),
        Goodbye::Asked { at, .. } => Some(at.plus(ANSWER_LIMIT)),
        Goodbye::None | Goodbye::Said => None,
    }
}

impl Softphone {
    pub(super) fn control(&mut self, effect: ControlEffect) -> EffectId {
        let (key, asked) = (effect.call().clone(), Asked::by(&effect));
        let looks = asked == Asked::Snapshot;
        let id = self.ask(EffectBody::Control(effect), Awaited::Control(key.clone(), asked));
        if looks && let Ok(index) = self.find(&key) {
            self.note_question(index, id);
        }
        id
    }

    /// The org is asked how a call stands.
    fn note_question(&mut self, index: usize, effect: EffectId) {
        let now = self.now();
        if self.calls[index].question.is_some_and(|open| open.is_unheard(now)) {
            self.question_failed(index, PortError::silence());
        }
        let call = &mut self.calls[index];
        call.looked_at = now;
        call.question = Some(Question::ask(call.question, effect, now));
    }

    /// The org has said how a call stands, or could not.
    pub(super) fn question_answered(&mut self, key: &CallKey, id: EffectId, outcome: &Outcome) {
        let Ok(index) = self.find(key) else { return };
        if !self.calls[index].question.is_some_and(|open| open.is(id)) {
            return;
        }
        match outcome {
            Outcome::Snapshot { .. } => self.calls[index].question = None,
            Outcome::Failed { error } => self.question_failed(index, error.clone()),
            Outcome::Done
            | Outcome::Token { .. }
            | Outcome::Recorded { .. }
            | Outcome::Matched { .. } => self.question_failed(index, PortError::nonsense()),
        }
    }

    fn question_failed(&mut self, index: usize, error: PortError) {
        let now = self.now();
        let Some(question) = &mut self.calls[index].question else { return };
        if question.fail(&error, now) {
            self.tell_trouble(index, Trouble::Control(ControlFailure::Look, error));
        }
    }

    /// Tells the org that the agent hung up.
    pub(super) fn say_goodbye(&mut self, index: usize) {
        let Goodbye::Owed { attempts, .. } = self.calls[index].goodbye else { return };
        let at = self.now();
        let effect = self.control(ControlEffect::End { call: self.calls[index].key.clone() });
        self.calls[index].goodbye = Goodbye::Asked { at, effect, attempts };
    }

    /// Says every goodbye that is due.
    pub(super) fn say_goodbyes(&mut self) {
        let now = self.now();
        for index in 0..self.calls.len() {
            if goodbye_at(&self.calls[index]).is_none_or(|at| now < at) {
                continue;
            }
            match self.calls[index].goodbye {
                Goodbye::Asked { effect, .. } => {
                    let (key, error) = (self.calls[index].key.clone(), PortError::silence());
                    self.goodbye_answer(&key, effect, &Outcome::Failed { error });
                }
                Goodbye::Owed { .. } | Goodbye::None | Goodbye::Said => self.say_goodbye(index),
            }
        }
    }

    pub(super) fn goodbye_answer(&mut self, key: &CallKey, id: EffectId, outcome: &Outcome) {
        let now = self.now();
        let Ok(index) = self.find(key) else { return };
        let Goodbye::Asked { effect, attempts, .. } = self.calls[index].goodbye else { return };
        if effect != id {
            return;
        }
        let error = match outcome {
            Outcome::Done => {
                self.calls[index].goodbye = Goodbye::Said;
                return;
            }
            // There is nobody to hang up on any more.
            Outcome::Failed { error } if error.kind == PortErrorKind::NotFound => {
                self.calls[index].goodbye = Goodbye::Said;
                return;
            }
            Outcome::Failed { error } => error.clone(),
            Outcome::Token { .. }
            | Outcome::Recorded { .. }
            | Outcome::Matched { .. }
            | Outcome::Snapshot { .. } => PortError::nonsense(),
        };
        let attempts = attempts.saturating_add(1);
        if error.kind.is_transient() && attempts < MOST_GOODBYES {
            let pause = error.pause().unwrap_or_else(|| Millis::doubling(attempts));
            self.calls[index].goodbye = Goodbye::Owed { at: now.plus(pause), attempts };
        } else {
            self.calls[index].goodbye = Goodbye::Said;
            self.tell_trouble(index, Trouble::Control(ControlFailure::End, error));
        }
    }
}
