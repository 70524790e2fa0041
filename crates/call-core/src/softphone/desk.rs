//! Several calls and one line: which call has the agent's audio, and what a call's steps ask of the
//! surroundings.

use super::Softphone;
use crate::{
    call::{
        Act, AgentStep, Call, CallState, EndReason, LegState, Step, Trouble, Way, advance,
        can_step_away, due,
    },
    effect::{CarrierEffect, EffectBody, ScreenEffect},
    ids::{CallKey, PartyId},
    refusal::Refusal,
    view::{EndView, Notice, TroubleView},
};

/// The most calls on the desk, wrap-ups included.
const MOST_CALLS: usize = 6;

impl Softphone {
    pub(super) fn find(&self, key: &CallKey) -> Result<usize, Refusal> {
        self.calls.iter().position(|call| call.key == *key).ok_or(Refusal::UnknownCall)
    }

    /// Whether nothing is on the desk.
    pub(super) fn is_desk_free(&self) -> bool {
        !self.calls.iter().any(|call| call.state.occupies_agent())
    }

    /// Whether one more call can be shown to the agent.
    pub(super) fn has_room_for_an_offer(&self) -> bool {
        let waits = self.settings.conferences && self.settings.call_waiting;
        let current = self.calls.iter().filter(|call| call.state.occupies_agent()).count();
        if waits { current < MOST_CALLS } else { self.is_desk_free() }
    }

    /// Whether the agent may begin or take up a call besides those on the desk.
    ///
    /// # Errors
    /// [`Refusal::AgentBusy`] where somebody would be left alone who does not expect it.
    pub(super) fn may_take_up(&self, key: &CallKey) -> Result<(), Refusal> {
        let mut others =
            self.calls.iter().filter(|call| call.key != *key && call.state.occupies_agent());
        let is_free = if self.settings.conferences {
            others.all(|call| !needs_line(call) || can_step_away(call))
        } else {
            others.next().is_none()
        };
        if is_free { Ok(()) } else { Err(Refusal::AgentBusy) }
    }

    /// The other calls let go of the line: their customers wait.
    pub(super) fn step_others_away(&mut self, key: &CallKey) {
        for index in 0..self.calls.len() {
            let call = &mut self.calls[index];
            if call.key != *key && matches!(call.state, CallState::Restoring { .. }) {
                // Its customer waits on hold, if it goes on at all.
                call.resume_on_join = false;
            }
            let call = &self.calls[index];
            if call.key != *key && needs_line(call) && can_step_away(call) {
                self.step_always(index, Step::Agent(AgentStep::StepAway));
            }
        }
    }

    /// Opens the leg that is wanted, once no other is open: the SDK takes one at a time.
    pub(super) fn open_line(&mut self) {
        if self.calls.iter().any(|call| call.leg.takes_line()) {
            return;
        }
        let is_online = self.phone.is_online();
        let ready = |call: &Call| match call.leg.state {
            LegState::Wanted { way: Way::Accept, .. } => true,
            LegState::Wanted { way: Way::Dial | Way::Join, .. } => is_online,
            LegState::Absent
            | LegState::Invited
            | LegState::Joining { .. }
            | LegState::Up
            | LegState::Reconnecting
            | LegState::Leaving { .. }
            | LegState::Closed => false,
        };
        let Some(call) = self.calls.iter_mut().find(|call| ready(call)) else { return };
        let LegState::Wanted { way, since } = call.leg.state else { return };
        call.leg.state = LegState::Joining { since };
        let (leg, key) = (call.leg.id.clone(), call.key.clone());
        let number = call.customer.number.clone();
        self.emit(EffectBody::Carrier(match way {
            Way::Dial => CarrierEffect::Connect { leg, call: key, number },
            Way::Join => CarrierEffect::Join { leg, call: key },
            Way::Accept => CarrierEffect::Accept { leg },
        }));
    }

    /// Takes one step of one call, and does what it asks for.
    ///
    /// # Errors
    /// What the transition refuses; nothing has changed then.
    pub(super) fn step(&mut self, index: usize, step: Step) -> Result<(), Refusal> {
        let now = self.now();
        let was_filed = matches!(self.calls[index].state, CallState::Filed { .. });
        let merging = self.calls[index].merges_into().cloned();
        let customer = self.calls[index].customer.clone();
        let acts = advance(&mut self.calls[index], now, &self.settings, step)?;
        self.perform(index, acts);
        if !was_filed {
            self.tell_end(index);
        }
        let is_merged =
            self.calls[index].state.ended().is_some_and(|e| e.reason == EndReason::Merged);
        if let (Some(into), true) = (merging, is_merged)
            && let Ok(target) = self.find(&into)
        {
            let party = PartyId::of_call(&self.calls[index].key);
            let (number, name) = (customer.number, customer.name);
            let step = AgentStep::TakeIn { party, number, name };
            // A call that has ended meanwhile takes nobody in; the carrier's news say what became
            // of the customer.
            let _ = self.step(target, Step::Agent(step));
        }
        Ok(())
    }

    /// Does what a step asks for.
    pub(super) fn perform(&mut self, index: usize, acts: Vec<Act>) {
        for act in acts {
            let leg = self.calls[index].leg.id.clone();
            let carrier = match act {
                Act::Reject => CarrierEffect::Reject { leg },
                Act::Disconnect => CarrierEffect::Disconnect { leg },
                Act::Mute(on) => CarrierEffect::Mute { leg, on },
                Act::SendDigits(digits) => CarrierEffect::SendDigits { leg, digits },
                Act::Goodbye => {
                    self.say_goodbye(index);
                    continue;
                }
                Act::Control(effect) => {
                    self.control(effect);
                    continue;
                }
                Act::Tell(trouble) => {
                    self.tell_trouble(index, trouble);
                    continue;
                }
                Act::Tone => {
                    let call = self.calls[index].key.clone();
                    self.emit(EffectBody::Screen(ScreenEffect::Tone { call }));
                    continue;
                }
            };
            self.emit(EffectBody::Carrier(carrier));
        }
    }

    /// Ends an offer that the agent does not get to decide about.
    pub(super) fn pass_on(&mut self, index: usize, reason: EndReason) {
        let now = self.now();
        let was_filed = matches!(self.calls[index].state, CallState::Filed { .. });
        let acts = crate::call::pass_on(&mut self.calls[index], now, &self.settings, reason);
        self.perform(index, acts);
        if !was_filed {
            self.tell_end(index);
        }
    }

    pub(super) fn expire_calls(&mut self) {
        let now = self.now();
        for index in 0..self.calls.len() {
            // Each timer once: one that is due again at once would be due for ever.
            let mut last = None;
            while let Some(timer) = due(&self.calls[index], &self.settings, now)
                && last < Some(timer)
            {
                last = Some(timer);
                let key = self.calls[index].key.clone();
                let accepts = timer == crate::call::CallTimer::AutoAccept;
                if accepts && self.may_take_up(&key).is_err() {
                    self.calls[index].accepts_itself = false;
                } else {
                    if accepts {
                        self.step_others_away(&key);
                    }
                    self.step_always(index, Step::TimeUp(timer));
                }
            }
        }
    }

    /// A call that leaves the screen without wrap-up leaves a word about why.
    pub(super) fn tell_end(&mut self, index: usize) {
        let call = &self.calls[index];
        let CallState::Filed { ended, wrapped_up_at: None } = call.state else { return };
        // Somebody else was quicker.
        let is_missed = call.retrieving && ended.reason == EndReason::Transferred;
        if ended.reason.is_the_agents_own() && !is_missed {
            return;
        }
        let number = call.customer.number.clone();
        let end = EndView { reason: ended.reason, error: ended.error };
        let at = ended.at;
        self.notify(|notice| Notice { notice, at, number, end: Some(end), trouble: None });
    }

    pub(super) fn tell_trouble(&mut self, index: usize, trouble: Trouble) {
        let at = self.now();
        let number = self.calls[index].customer.number.clone();
        let trouble = match trouble {
            Trouble::Control(what, error) => TroubleView::Control { what, error },
            Trouble::Party(party, end) => TroubleView::Party { party, end },
            Trouble::Leg(error) => TroubleView::Leg { error },
            Trouble::RecordingUnconfirmed => TroubleView::RecordingUnconfirmed,
        };
        self.notify(|notice| Notice { notice, at, number, end: None, trouble: Some(trouble) });
    }
}

/// Whether the call has the agent's audio, or is about to.
fn needs_line(call: &Call) -> bool {
    match call.leg.state {
        LegState::Wanted { .. }
        | LegState::Joining { .. }
        | LegState::Up
        | LegState::Reconnecting => true,
        // It is on its way out.
        LegState::Leaving { .. } => false,
        LegState::Absent | LegState::Invited | LegState::Closed => false,
    }
}
