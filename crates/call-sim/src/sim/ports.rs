//! How an effect leaves a tab and its answer comes back: to the phone that runs there, or to the
//! phone of the tab that asked for it.

use call_core::{
    Effect, Input,
    effect::EffectBody,
    input::{EffectResult, Outcome, PortError, PortErrorKind},
    tabs::{TabInput, Term},
};

use super::shift::{Event, Shift};

/// Who waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The phone of this tab.
    Page(u32),
    /// The leader, which has numbered the effect.
    Tab(u32),
}

/// Who sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    pub agent: usize,
    pub tab: u32,
    pub asker: Asker,
    /// The term the org has granted, else 0.
    pub term: Term,
}

impl Sender {
    /// By which chance tells senders apart.
    pub const fn key(&self) -> u64 {
        match self.asker {
            Asker::Page(page) => page as u64,
            Asker::Tab(id) => (1 << 40) | (self.tab as u64) << 20 | id as u64,
        }
    }
}

impl Shift {
    /// A tab hands an effect to its ports.
    pub fn hand_out(&mut self, agent: usize, tab: u32, asker: Asker, effect: Effect) {
        let Some(frame) = self.agents[agent].frame(tab) else { return };
        let term = frame.tab.leased_term().unwrap_or_default();
        let from = Sender { agent, tab, asker, term };
        if !frame.is_attached {
            // The ports belong to the component.
            let call = self.call_of(&effect);
            self.blur(call);
            return self.answer(&from, effect.id.0, offline(), 5);
        }
        if matches!(effect.body, EffectBody::Screen(_)) {
            return self.answer(&from, effect.id.0, Outcome::Done, 5);
        }
        let key = [4, agent as u64, from.key(), u64::from(effect.id.0)];
        let pause = self.chance.dice(&key).between(20, 400);
        self.after(pause, Event::Request { from, effect: Box::new(effect) });
    }

    /// The answer to an effect comes in `pause` milliseconds.
    pub fn answer(&mut self, from: &Sender, id: u32, outcome: Outcome, pause: u64) {
        let (agent, tab) = (from.agent, from.tab);
        match from.asker {
            Asker::Page(page) => {
                let id = call_core::ids::EffectId(id);
                let input = Box::new(Input::Result(EffectResult { id, outcome }));
                self.after(pause, Event::Hear { agent, page, input });
            }
            Asker::Tab(id) => {
                let outcome = serde_json::to_string(&outcome).unwrap_or_default();
                let input = Box::new(TabInput::Outcome { id, outcome });
                self.after(pause, Event::Tab { agent, tab, input });
            }
        }
    }
}

/// What a port says that cannot reach what it is for.
pub fn offline() -> Outcome {
    let kind = PortErrorKind::Offline;
    let error =
        PortError { kind, message: String::new(), fields: Vec::new(), retry_after_ms: None };
    Outcome::Failed { error }
}
