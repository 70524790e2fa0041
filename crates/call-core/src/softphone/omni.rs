//! Omni-Channel: offers as work items, capacity and presence.
//!
//! What it is told follows from the calls: a difference between what it should know and what it was
//! told, like the record. Work stays open until wrap-up is over, so that capacity follows it.

use serde::{Deserialize, Serialize};

use super::{Softphone, results::Awaited, timers::Timer};
use crate::{
    call::{Call, CallState, Direction, EndReason, Leg, Party, PartyState, Work, WorkState},
    effect::{EffectBody, PresenceEffect, ScreenEffect},
    ids::CallKey,
    input::{OmniNews, Outcome, WorkKind},
    pii::Pii,
    presence::Occupation,
    time::Millis,
};

/// What Omni-Channel was told of the agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    occupation: Option<Occupation>,
    failures: u32,
    /// Two were under way at once: which of them it heard last is not known.
    overlapped: bool,
}

impl Softphone {
    pub(super) fn omni(&mut self, news: OmniNews) {
        match news {
            OmniNews::WorkAssigned { work, kind, call, number, called, queue } => {
                let work = Work::assigned(work, kind, queue);
                self.assigned(call, work, number, called);
            }
            OmniNews::WorkRevoked { work } => {
                let revoked = |call: &Call| call.work.as_ref().is_some_and(|own| own.id == work);
                let Some(index) = self.calls.iter().position(revoked) else { return };
                let call = &mut self.calls[index];
                if let Some(work) = &mut call.work {
                    // It knows: there is nothing to tell it any more.
                    work.told = WorkState::Declined;
                    work.asked_at = None;
                    work.retry_at = None;
                }
                if !call.accepted && call.state.ended().is_none() {
                    self.pass_on(index, EndReason::RingTimeout);
                }
            }
        }
    }

    fn assigned(&mut self, key: CallKey, work: Work, number: Pii<String>, called: Pii<String>) {
        if self.calls.iter().any(|call| call.work.as_ref().is_some_and(|own| own.id == work.id)) {
            return; // the same news twice
        }
        if let Ok(index) = self.find(&key) {
            if self.calls[index].state.occupies_agent() {
                // The other door to the same call, or the page was reloaded in between.
                self.calls[index].work = Some(work);
                self.offer_again(index);
                return;
            }
            let record = core::mem::take(&mut self.calls[index].record);
            self.calls.remove(index);
            self.offer(key, Some(work), None, number, called, record);
            return;
        }
        self.offer(key, Some(work), None, number, called, crate::record::RecordBook::default());
    }

    /// A call that is offered at the desk.
    pub(super) fn offer(
        &mut self,
        key: CallKey,
        work: Option<Work>,
        leg: Option<Leg>,
        number: Pii<String>,
        called: Pii<String>,
        record: crate::record::RecordBook,
    ) {
        let now = self.now();
        let leg = leg.unwrap_or_else(|| Leg::absent(&key));
        let is_callback = work.as_ref().is_some_and(|work| work.kind == WorkKind::Callback);
        let there = if is_callback { PartyState::Pending } else { PartyState::Answered };
        let customer = Party::customer(number.clone(), None, there);
        let state = CallState::Offered { since: now };
        let is_free = self.is_desk_free();
        let has_room = self.has_room_for_an_offer();
        let mut call = Call::new(key.clone(), Direction::Inbound, now, state, leg, customer);
        // A carrier that only names this client leaves the company's one number to assume.
        let is_number = crate::address::is_e164(&called.0);
        call.company_number = if is_number { called } else { Pii(self.settings.caller_id.clone()) };
        call.work = work;
        call.record = record;
        call.accepts_itself = is_free && self.settings.auto_accept_ms.0 > 0;
        self.calls.push(call);
        if has_room {
            self.emit(EffectBody::Screen(ScreenEffect::Attention { call: key.clone() }));
        } else {
            self.pass_on(self.calls.len() - 1, EndReason::AgentBusy);
        }
        self.look_up(key, number);
    }

    /// Tells Omni-Channel what it does not know yet.
    pub(super) fn tell_omni(&mut self) {
        let now = self.now();
        for index in 0..self.calls.len() {
            let Some(next) = Work::due(&self.calls[index], now) else { continue };
            let Some(work) = self.calls[index].work.as_mut() else { continue };
            let id = work.id.clone();
            work.asked_at = Some(now);
            work.retry_at = None;
            let effect = match next {
                WorkState::Accepted => PresenceEffect::AcceptWork { work: id },
                WorkState::Declined => PresenceEffect::DeclineWork { work: id },
                WorkState::Closed => PresenceEffect::CloseWork { work: id },
                // Work is never given back to that.
                WorkState::Assigned => continue,
            };
            let key = self.calls[index].key.clone();
            self.ask(EffectBody::Presence(effect), Awaited::Work(key, next));
        }
        let occupation = self.occupation();
        if self.settings.omni_channel
            && self.told.occupation != Some(occupation)
            && !self.timers.is_set(Timer::Presence)
        {
            self.told.occupation = Some(occupation);
            let effect = PresenceEffect::Occupy { occupation };
            self.ask(EffectBody::Presence(effect), Awaited::Occupation);
        }
    }

    pub(super) fn occupation_answer(&mut self, outcome: &Outcome) {
        if matches!(outcome, Outcome::Done) {
            self.told.failures = 0;
            let others = self.awaited.iter().any(|(_, other, _)| *other == Awaited::Occupation);
            if others {
                self.told.overlapped = true;
            } else if self.told.overlapped {
                // The last one may have overtaken the newest: that one is told once more, alone.
                self.told.overlapped = false;
                self.told.occupation = None;
            }
        } else {
            self.told.occupation = None;
            self.told.failures = self.told.failures.saturating_add(1);
            let pause = Millis::doubling(self.told.failures);
            self.timers.set(Timer::Presence, self.now().plus(pause));
        }
    }

    pub(super) fn work_answer(&mut self, key: &CallKey, told: WorkState, outcome: &Outcome) {
        let now = self.now();
        let Ok(index) = self.find(key) else { return };
        let Some(work) = &mut self.calls[index].work else { return };
        if work.asked_at.take().is_none() {
            return; // revoked meanwhile
        }
        match outcome {
            Outcome::Failed { error } if error.kind.is_transient() => {
                work.attempts = work.attempts.saturating_add(1);
                let pause = error.pause().unwrap_or_else(|| Millis::doubling(work.attempts));
                work.retry_at = Some(now.plus(pause));
            }
            // It does not take it, so it knows better: too late, or closed by a supervisor.
            Outcome::Failed { .. } => {
                work.told = if told == WorkState::Accepted { told } else { WorkState::Closed };
            }
            Outcome::Done
            | Outcome::Token { .. }
            | Outcome::Recorded { .. }
            | Outcome::Matched { .. }
            | Outcome::Snapshot { .. } => {
                work.told = told;
                work.attempts = 0;
            }
        }
    }
}
