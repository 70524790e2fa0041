//! What can happen next.

use call_core::{Effect, Input, call::PartyState, effect::EffectBody, ids::CallKey};

use super::{
    plans::Plan,
    world::{Action, MOST_MESSAGES, Page, PageLegState, World},
};

impl Action {
    /// Whether carrier, org, other people and time do it, without anything going wrong.
    pub fn is_of_surroundings(&self) -> bool {
        match self {
            Self::Deliver(_, index) => *index == 0,
            Self::LegOpens(..)
            | Self::Do(..)
            | Self::Answers(..)
            | Self::Refuses(..)
            | Self::Leaves(..)
            | Self::Tick => true,
            Self::Agent(..)
            | Self::Invite(..)
            | Self::LegFails(..)
            | Self::DeliverTwice(..)
            | Self::Drop(..)
            | Self::Fail(..)
            | Self::DoInSecret(..)
            | Self::TickEarly
            | Self::CrashDuring(..)
            | Self::Crash(..) => false,
        }
    }
}

impl Plan {
    /// Everything.
    pub fn all_actions(&self, world: &World, actions: &mut Vec<Action>) {
        if world.violation.is_some() {
            return;
        }
        let mut plain = Vec::new();
        self.of_machines(world, &mut plain);
        of_people(world, &mut plain);
        self.of_agent(world, &mut plain);
        if world.left.crashes > 0 {
            for action in &plain {
                // The first two are heard by the page at once; so is what it is answered.
                if matches!(action, Action::Agent(..) | Action::Deliver(..) | Action::Do(..)) {
                    actions.extend(
                        (0..3).map(|done| Action::CrashDuring(Box::new(action.clone()), done)),
                    );
                }
            }
            actions.extend([Action::Crash(0, true), Action::Crash(0, false)]);
        }
        if world.left.faults > 0 {
            self.of_faults(world, actions);
        }
        actions.extend(plain);
    }

    /// What carrier, org and time do by themselves.
    pub fn of_machines(&self, world: &World, actions: &mut Vec<Action>) {
        let room = room(world);
        for (at, page) in world.pages.iter().enumerate() {
            if !page.flight.is_empty() {
                actions.push(Action::Deliver(at, 0));
            }
            // Only what can be sent happens: three messages are under way at most.
            if room >= 2 {
                let next = (0..page.open.len()).filter(|index| is_next(page, *index));
                actions.extend(next.map(|index| Action::Do(at, index)));
            }
            let joining = page.legs.iter().filter(|leg| leg.state == PageLegState::Joining);
            if room >= 1 {
                actions.extend(joining.map(|leg| Action::LegOpens(at, leg.id.clone())));
            }
        }
        // Messages and answers are quicker than timers; people are not.
        if actions.is_empty() && is_time_left(world) && room == MOST_MESSAGES {
            actions.push(Action::Tick);
        }
    }

    fn of_agent(&self, world: &World, actions: &mut Vec<Action>) {
        if room(world) < 2 {
            return;
        }
        // An offer that nobody took, and of which the org hears no more, is made again.
        for site in world.sites.iter().filter(|site| site.is_an_open_offer()) {
            let page = &world.pages[0];
            let is_known = page.phone.calls().iter().any(|call| {
                call.key == site.key && (call.accepted || call.state.ended().is_some())
            });
            let is_under_way = page.legs.iter().any(|leg| leg.call == site.key)
                || page.open.iter().any(|effect| is_about(effect, &site.key))
                || !page.flight.is_empty();
            if !is_known && !is_under_way {
                actions.push(Action::Invite(0, site.key.clone()));
            }
        }
        if world.left.calls > 0 {
            let made = self.budget.calls - world.left.calls;
            actions.push(Action::Invite(0, CallKey(format!("in-{made}"))));
        }
        if world.left.dials > 0 {
            actions.push(Action::Agent(0, Self::dial(self.budget.dials - world.left.dials)));
        }
        if world.left.moves > 0 {
            let commands = self.commands_in(&world.pages[0], world.left.moves);
            actions.extend(commands.into_iter().map(|command| Action::Agent(0, command)));
        }
    }

    fn of_faults(&self, world: &World, actions: &mut Vec<Action>) {
        if !self.answers_in_time && is_time_left(world) {
            actions.push(Action::TickEarly);
        }
        let room = room(world);
        for (at, page) in world.pages.iter().enumerate() {
            for (index, message) in page.flight.iter().enumerate() {
                // A message overtakes another, comes twice, or is lost. The SDK loses nothing.
                if index > 0 {
                    actions.push(Action::Deliver(at, index));
                }
                actions.push(Action::DeliverTwice(at, index));
                if !matches!(message, Input::Leg(_)) {
                    actions.push(Action::Drop(at, index));
                }
            }
            for index in 0..page.open.len() {
                actions.extend(self.refusals.iter().map(|how| Action::Fail(at, index, *how)));
                if room >= 2 && is_next(page, index) {
                    actions.push(Action::DoInSecret(at, index));
                }
            }
            if self.legs_fail && room > 0 {
                let live = page.legs.iter().filter(|leg| leg.state != PageLegState::Ringing);
                actions.extend(live.map(|leg| Action::LegFails(at, leg.id.clone())));
            }
        }
    }
}

/// What people do who are called.
fn of_people(world: &World, actions: &mut Vec<Action>) {
    if room(world) < 2 {
        return;
    }
    for site in world.sites.iter().filter(|site| site.is_live()) {
        for member in &site.members {
            let (call, party) = (site.key.clone(), member.id.clone());
            match member.state {
                PartyState::Initiated | PartyState::Ringing => {
                    actions.push(Action::Answers(call.clone(), party.clone()));
                    actions.push(Action::Refuses(call, party));
                }
                PartyState::Answered => actions.push(Action::Leaves(call, party)),
                // Nobody has called it.
                PartyState::Pending | PartyState::Gone => {}
            }
        }
    }
}

/// Whether a request may be carried out now. Omni-Channel is told one thing after the other; all
/// else is carried out in any order.
fn is_next(page: &Page, index: usize) -> bool {
    let is_presence = |effect: &Effect| matches!(effect.body, EffectBody::Presence(_));
    !is_presence(&page.open[index]) || !page.open[..index].iter().any(is_presence)
}

/// Whether a request is one to the org about this call.
fn is_about(effect: &Effect, call: &CallKey) -> bool {
    matches!(&effect.body, EffectBody::Control(control) if control.call() == call)
}

/// How many more messages can be on their way.
fn room(world: &World) -> usize {
    let running = world.pages.iter().filter(|page| !page.is_frozen);
    let under_way: usize = running.map(|page| page.flight.len()).sum();
    MOST_MESSAGES.saturating_sub(under_way)
}

/// Whether a phone wants to be woken before its token has to be renewed.
fn is_time_left(world: &World) -> bool {
    let never = 1 << 40;
    world.pages.iter().any(|page| page.phone.deadline().is_some_and(|at| at.0 < never))
}
