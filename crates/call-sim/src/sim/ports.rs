//! How an effect leaves a tab and its answer comes back: to the phone that runs there, or to the
//! phone of the tab that asked for it.

use call_core::{
    Effect, Input,
    effect::{ControlEffect, DirectoryEffect, EffectBody, PresenceEffect, RecordEffect},
    input::{EffectResult, Outcome, PortError, PortErrorKind},
    tabs::{TabInput, Term},
    time::Millis,
};

use super::{chance::Kind, event::Event, shift::Shift};

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
            return self.answer(&from, effect.id.0, out_of_reach(), 5);
        }
        if matches!(effect.body, EffectBody::Screen(_)) {
            return self.answer(&from, effect.id.0, Outcome::Done, 5);
        }
        let key = [4, agent as u64, from.key(), u64::from(effect.id.0)];
        let mut pause = self.chance.dice(&key).between(20, 400);
        if matches!(effect.body, EffectBody::Presence(_)) {
            let now = self.now;
            let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
            frame.omni_hears_at = (now + pause).max(frame.omni_hears_at + 1);
            pause = frame.omni_hears_at - now;
        }
        self.after(pause, Event::Request { from, effect: Box::new(effect) });
    }

    /// A request reaches the org, and is answered.
    pub fn request(&mut self, from: &Sender, effect: &Effect) {
        let agent = from.agent;
        let call = self.call_of(effect);
        let tries = call.map_or(u64::from(effect.id.0), |call| {
            self.sites[call].requests += 1;
            self.sites[call].requests
        });
        let key = [agent as u64, call.map_or(u64::MAX, |call| self.sites[call].name), tries];
        let mut dice = self.chance.dice(&[13, key[0], key[1], key[2]]);
        let mut pause = dice.between(20, 500);
        let offline = self.agents[agent].offline.filter(|(until, _)| *until > self.now);
        // What Apex is asked to say for certain it takes, sooner or later.
        let is_goodbye = matches!(effect.body, EffectBody::Control(ControlEffect::End { .. }));
        let overtaken = self.overtaken(from, effect);
        let outcome = if let Some((_, kind)) = offline {
            self.blur(call);
            failed(kind, &mut dice)
        } else if self.is_out_of_reach(from, effect) {
            self.blur(call);
            out_of_reach()
        } else if overtaken.is_some() {
            out_of_reach()
        } else if self.chance.fault(Kind::RequestFailed, &key) {
            self.blur(call);
            let transient = [PortErrorKind::Offline, PortErrorKind::Server, PortErrorKind::Limited];
            let for_good = [PortErrorKind::Invalid, PortErrorKind::NotFound];
            // A decision of the org is made where it decides: about records, and who is where.
            let may_refuse = matches!(effect.body, EffectBody::Control(_)) && !is_goodbye;
            let kinds: &[_] = if !may_refuse || dice.hits(6_000) { &transient } else { &for_good };
            failed(dice.pick(kinds), &mut dice)
        } else {
            let outcome = self.carry_out(agent, effect, call);
            if self.chance.fault(Kind::AnswerLost, &key) {
                self.blur(call);
                failed(PortErrorKind::Offline, &mut dice)
            } else {
                outcome
            }
        };
        if self.chance.fault(Kind::AnswerLate, &key) {
            self.blur(call);
            pause += dice.between(2_000, 70_000);
        }
        if let (Some(term), Asker::Page(page), None) = (overtaken, from.asker, offline) {
            self.refuse_token(agent, from.tab, page, term, pause);
        }
        if self.chance.fault(Kind::AnswerTwice, &key) {
            self.answer(from, effect.id.0, outcome.clone(), pause + 700);
        }
        self.answer(from, effect.id.0, outcome, pause);
    }

    /// A token is wanted by a browser that was overtaken: by which term.
    fn overtaken(&self, from: &Sender, effect: &Effect) -> Option<Term> {
        let is_token = matches!(effect.body, EffectBody::Token(_));
        let lease = self.agents[from.agent].lease;
        lease.overtakes(from.term).filter(|_| is_token)
    }

    /// Omni-Channel is spoken to in the tab that has its session; from another browser only of work.
    fn is_out_of_reach(&self, from: &Sender, effect: &Effect) -> bool {
        let own = &self.agents[from.agent];
        let EffectBody::Presence(body) = &effect.body else { return false };
        if !self.rules.omni || own.omni_at == Some(from.tab) {
            return false;
        }
        let browser = |tab: u32| own.frame(tab).map(|frame| frame.browser);
        let is_near = own.omni_at.is_some_and(|tab| browser(tab) == browser(from.tab));
        is_near || matches!(body, PresenceEffect::Occupy { .. })
    }

    /// The call a request is about.
    pub fn call_of(&self, effect: &Effect) -> Option<usize> {
        match &effect.body {
            EffectBody::Control(body) => self.index(body.call()),
            EffectBody::Record(
                RecordEffect::EnsureCall { call, .. }
                | RecordEffect::Create { call, .. }
                | RecordEffect::Update { call, .. }
                | RecordEffect::UpdateByApex { call, .. }
                | RecordEffect::AttachFlight { call },
            )
            | EffectBody::Directory(DirectoryEffect::Match { call, .. }) => self.index(call),
            EffectBody::Presence(body) => match body {
                PresenceEffect::Occupy { .. } => None,
                PresenceEffect::AcceptWork { work }
                | PresenceEffect::DeclineWork { work }
                | PresenceEffect::CloseWork { work } => {
                    self.named(work.0.split('-').nth(1)?.parse().ok()?)
                }
            },
            EffectBody::Token(_) | EffectBody::Carrier(_) | EffectBody::Screen(_) => None,
        }
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
pub fn out_of_reach() -> Outcome {
    let kind = PortErrorKind::Offline;
    let error =
        PortError { kind, message: String::new(), fields: Vec::new(), retry_after_ms: None };
    Outcome::Failed { error }
}

fn failed(kind: PortErrorKind, dice: &mut super::dice::Dice) -> Outcome {
    let named = kind == PortErrorKind::Limited || dice.hits(1_000);
    let retry_after_ms = named.then(|| Millis(dice.between(0, 30_000)));
    let error = PortError { kind, message: String::new(), fields: Vec::new(), retry_after_ms };
    Outcome::Failed { error }
}
