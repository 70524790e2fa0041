//! Omni-Channel: offers as work items, capacity and presence.
//!
//! What it is told follows from the calls: a difference between what it should know and what it was
//! told, like the record. Work stays open until wrap-up is over, so that capacity follows it.

use serde::{Deserialize, Serialize};

use super::{Softphone, results::Awaited, timers::Timer};
use crate::{
    call::{Call, CallState, Direction, EndReason, Leg, Party, PartyState, Work, WorkState},
    effect::{EffectBody, PresenceEffect, ScreenEffect},
    ids::{CallKey, WorkId},
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
                if let Some(work) = self.work_mut(&work) {
                    // It knows: there is nothing to tell it any more.
                    work.told = WorkState::Declined;
                    work.asked_at = None;
                    work.retry_at = None;
                }
                let revoked = |call: &Call| call.work.as_ref().is_some_and(|own| own.id == work);
                let Some(index) = self.calls.iter().position(revoked) else { return };
                let call = &self.calls[index];
                if !call.accepted && call.state.ended().is_none() {
                    self.pass_on(index, EndReason::RingTimeout);
                }
            }
        }
    }

    fn assigned(&mut self, key: CallKey, work: Work, number: Pii<String>, called: Pii<String>) {
        if self.work_mut(&work.id).is_some() {
            return; // the same news twice
        }
        let former = match self.find(&key) {
            Ok(index) if self.calls[index].state.occupies_agent() => {
                // The other door to the same call, or the page was reloaded in between.
                self.calls[index].work = Some(work);
                self.offer_again(index);
                return;
            }
            Ok(index) => Some(self.calls.remove(index)),
            Err(_) => None,
        };
        self.offer(key, Some(work), None, number, called, former);
    }

    /// A work item of a call on the desk or of one that is still to be settled.
    fn work_mut(&mut self, id: &WorkId) -> Option<&mut Work> {
        self.calls.iter_mut().find_map(|call| call.work_mut(id))
    }

    /// A call that is offered at the desk, perhaps not for the first time.
    pub(super) fn offer(
        &mut self,
        key: CallKey,
        work: Option<Work>,
        leg: Option<Leg>,
        number: Pii<String>,
        called: Pii<String>,
        former: Option<Call>,
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
        if let Some(former) = former {
            call.follow(former);
        }
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
        let parts = self.calls.iter().flat_map(Call::parts);
        let due: Vec<_> = parts.filter_map(|part| Work::due(part, now)).collect();
        for (work, next) in due {
            if let Some(work) = self.work_mut(&work) {
                work.asked_at = Some(now);
                work.retry_at = None;
            }
            let id = work.clone();
            let effect = match next {
                WorkState::Accepted => PresenceEffect::AcceptWork { work },
                WorkState::Declined => PresenceEffect::DeclineWork { work },
                WorkState::Closed => PresenceEffect::CloseWork { work },
                // Work is never given back to that.
                WorkState::Assigned => continue,
            };
            self.ask(EffectBody::Presence(effect), Awaited::Work(id, next));
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

    pub(super) fn work_answer(&mut self, work: &WorkId, told: WorkState, outcome: &Outcome) {
        let now = self.now();
        let Some(work) = self.work_mut(work) else { return };
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
