//! Exhaustive search: every order of events of a small world, with the real core in it.
//!
//! What can happen next in a state is an [`Action`](world::Action); stateright follows all of them
//! from every state it has not seen ([`canon`] says when two are the same), and checks in each that
//! what must always hold does. It does not measure time, and knows nothing of seeds: larger worlds
//! are for the simulation.

mod canon;
mod carrier;
mod plans;
mod world;

use std::{
    fmt::Write as _,
    hash::{Hash, Hasher},
    time::Instant,
};

use call_core::{
    call::{CallState, PartyState, RecordingState},
    presence::Occupation,
};
use stateright::{Checker, Expectation, HasDiscoveries, Model, Property};

use carrier::Fate;
pub use plans::{Plan, plans};
use world::{Action, MOST_MESSAGES, PageLegState, World};

/// A state of the search.
#[derive(Clone, Debug)]
pub struct State(World);

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        canon::hash_canonically(&self.0, hasher);
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        let digest = |state: &Self| {
            let mut hasher = std::hash::DefaultHasher::new();
            state.hash(&mut hasher);
            hasher.finish()
        };
        digest(self) == digest(other)
    }
}

impl Model for Plan {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State(World::new(self))]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let world = &state.0;
        if world.violation.is_some() {
            return;
        }
        let mut plain = Vec::new();
        self.of_surroundings(world, &mut plain);
        self.of_agent(world, &mut plain);
        if world.crashes_left > 0 {
            for action in &plain {
                if matches!(action, Action::Agent(_) | Action::Deliver(_) | Action::Do(_)) {
                    actions.extend(
                        (0..3).map(|done| Action::CrashDuring(Box::new(action.clone()), done)),
                    );
                }
            }
            actions.extend([Action::Crash(true), Action::Crash(false)]);
        }
        if world.faults_left > 0 {
            self.of_faults(world, actions);
        }
        actions.extend(plain);
    }

    fn next_state(&self, state: &State, action: Action) -> Option<State> {
        let mut world = state.0.clone();
        world.act(self, &action)?;
        Some(State(world))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = vec![
            Property::<Self>::always("one active audio leg at most", |_, state| {
                let audio = |leg: &&world::PageLeg| leg.state != PageLegState::Ringing;
                state.0.legs.iter().filter(audio).count() <= 1
            }),
            Property::<Self>::always("no command for an ended call", |_, state| {
                state.0.violation.is_none()
            }),
            Property::<Self>::always("never available while a call lives", |_, state| {
                let lives = state.0.phone.calls().iter().any(|call| call.state.occupies_agent());
                !lives || state.0.phone.occupation() != Occupation::Free
            }),
            Property::<Self>::always("recording never claimed unconfirmed", |_, state| {
                state.0.phone.calls().iter().all(|call| {
                    call.recording.state != RecordingState::On
                        || state.0.confirmed.iter().any(|(key, _, on)| *key == call.key && *on)
                })
            }),
            Property::<Self>::always("no record is made twice", |_, state| {
                state.0.rows.iter().all(|row| row.made == 1)
            }),
            Property::<Self>::always("every quiescent state is ended and logged", |plan, state| {
                !plan.is_quiescent(&state.0) || plan.is_ended_and_logged(&state.0)
            }),
        ];
        for name in self.sometimes {
            all.push(reaches(name));
        }
        all
    }
}

/// Stateright takes function pointers, so each state has its own.
fn reaches(name: &'static str) -> Property<Plan> {
    macro_rules! reaches {
        ($($state:ident),*) => {
            match name {
                $(stringify!($state) => Property::sometimes(name, |_, state: &State| {
                    state.0.phone.calls().iter().any(|call| {
                        matches!(call.state, CallState::$state { .. })
                    })
                }),)*
                other => unreachable!("{other} is no state of a call"),
            }
        };
    }
    reaches!(
        Dialling,
        Ringing,
        Offered,
        Answering,
        Connected,
        OnHold,
        Consulting,
        Conference,
        HandingOver,
        Restoring,
        Ending,
        WrapUp,
        Filed
    )
}

impl Plan {
    /// What carrier, org and time do by themselves.
    fn of_surroundings(&self, world: &World, actions: &mut Vec<Action>) {
        if !world.flight.is_empty() {
            actions.push(Action::Deliver(0));
        }
        // Only what can be sent happens: three messages are under way at most.
        let room = MOST_MESSAGES.saturating_sub(world.flight.len());
        if room >= 2 {
            actions.extend((0..world.open.len()).map(Action::Do));
            for site in world.sites.iter().filter(|site| site.fate == Fate::Live) {
                for member in &site.members {
                    let (call, party) = (site.key.clone(), member.id.clone());
                    match member.state {
                        PartyState::Pending | PartyState::Initiated | PartyState::Ringing => {
                            actions.push(Action::Answers(call.clone(), party.clone()));
                            actions.push(Action::Refuses(call, party));
                        }
                        PartyState::Answered => actions.push(Action::Leaves(call, party)),
                        PartyState::Gone => {}
                    }
                }
            }
            for leg in &world.legs {
                if leg.state == PageLegState::Joining {
                    actions.push(Action::LegOpens(leg.id.clone()));
                }
            }
        }
        // Messages and answers are quicker than timers; people are not.
        let is_busy = actions.iter().any(|action| {
            matches!(action, Action::Deliver(_) | Action::Do(_) | Action::LegOpens(_))
        });
        if is_time_left(world) && !is_busy {
            actions.push(Action::Tick);
        }
    }

    fn of_agent(&self, world: &World, actions: &mut Vec<Action>) {
        if world.calls_left > 0 && world.flight.len() < MOST_MESSAGES {
            let made = self.calls - world.calls_left;
            actions.push(Action::Call(call_core::ids::CallKey(format!("in-{made}"))));
        }
        if world.flight.len() == MOST_MESSAGES {
            return;
        }
        let view = world.phone.view();
        if world.dials_left > 0 {
            actions.push(Action::Agent(self.dial(usize::from(self.dials - world.dials_left))));
        }
        if world.moves_left > 0 {
            for call in &view.calls {
                let commands = self.commands_for(call, &view.calls);
                actions.extend(commands.into_iter().map(Action::Agent));
            }
        }
    }

    fn of_faults(&self, world: &World, actions: &mut Vec<Action>) {
        if is_time_left(world) {
            actions.push(Action::TickEarly);
        }
        for index in 0..world.flight.len() {
            // A message overtakes another, comes twice, or is lost.
            if index > 0 {
                actions.push(Action::Deliver(index));
            }
            actions.push(Action::DeliverTwice(index));
            if !matches!(world.flight[index], call_core::Input::Leg(_)) {
                actions.push(Action::Drop(index));
            }
        }
        for index in 0..world.open.len() {
            actions.extend(self.refusals.iter().map(|kind| Action::Fail(index, *kind)));
            if world.flight.len() + 2 <= MOST_MESSAGES {
                actions.push(Action::DoInSecret(index));
            }
        }
        if self.legs_fail && world.flight.len() < MOST_MESSAGES {
            for leg in &world.legs {
                if leg.state != PageLegState::Ringing {
                    actions.push(Action::LegFails(leg.id.clone()));
                }
            }
        }
    }

    /// Nothing happens any more unless the agent does something.
    fn is_quiescent(&self, world: &World) -> bool {
        let mut actions = Vec::new();
        self.of_surroundings(world, &mut actions);
        actions.is_empty() && world.violation.is_none()
    }

    /// Every call is over, and the org has all there is to know; or the agent sees that it has not.
    fn is_ended_and_logged(&self, world: &World) -> bool {
        let over = world.phone.calls().iter().all(|call| {
            call.state.ended().is_some() && matches!(call.state, CallState::Filed { .. })
        });
        let told = world.phone.view().unsaved;
        let logged = world.sites.iter().all(|site| {
            let row = world.rows.iter().find(|row| row.key == site.key);
            let complete = row.is_some_and(|row| row.fields.contains_key("Outcome__c"));
            complete || told.iter().any(|unsaved| unsaved.call == site.key)
        });
        over && logged
    }
}

/// Whether the phone wants to be woken before its token has to be renewed.
fn is_time_left(world: &World) -> bool {
    world.phone.deadline().is_some_and(|at| at.0 < 1 << 40)
}

/// What a search found.
pub struct Found {
    /// Name of the model.
    pub name: &'static str,
    /// States that are different.
    pub unique: usize,
    /// Ways in which they were reached.
    pub generated: usize,
    /// Steps of the longest way.
    pub depth: usize,
    /// Seconds it took, for the report.
    pub seconds: f64,
    /// What does not hold, with the way that shows it.
    pub failures: Vec<String>,
}

/// Searches a model to its end.
pub fn check(plan: &Plan, threads: usize) -> Found {
    let begun = Instant::now();
    let checker = plan
        .clone()
        .checker()
        .threads(threads)
        .finish_when(HasDiscoveries::AnyFailures)
        .spawn_bfs()
        .join();
    let mut failures = Vec::new();
    for property in plan.properties() {
        let discovery = checker.discovery(property.name);
        match property.expectation {
            Expectation::Always | Expectation::Eventually => {
                if let Some(path) = discovery {
                    failures.push(format!(
                        "{}\n{}",
                        property.name,
                        tell(plan, &path.into_actions())
                    ));
                }
            }
            Expectation::Sometimes => {
                if discovery.is_none() && failures.is_empty() && checker.is_done() {
                    failures.push(format!("no state is {}", property.name));
                }
            }
        }
    }
    Found {
        name: plan.name,
        unique: checker.unique_state_count(),
        generated: checker.state_count(),
        depth: checker.max_depth(),
        seconds: begun.elapsed().as_secs_f64(),
        failures,
    }
}

/// A way, one line per step, with where the calls then stood.
fn tell(plan: &Plan, actions: &[Action]) -> String {
    let mut world = World::new(plan);
    let mut out = String::new();
    for action in actions {
        let _ = world.act(plan, action);
        let calls: Vec<String> = world
            .phone
            .calls()
            .iter()
            .map(|call| {
                format!(
                    "{} {} leg {:?} {:?}",
                    call.key.0,
                    call.state.name(),
                    call.leg.state,
                    call.state.ended().map(|e| e.reason)
                )
            })
            .collect();
        let open: Vec<String> =
            world.open.iter().map(|effect| format!("{:?}", effect.body)).collect();
        // A string takes everything that is written to it.
        let _ =
            writeln!(out, "  {action:?}\n      => {}  open: {}", calls.join("; "), open.join(", "));
    }
    if let Some(violation) = world.violation {
        let _ = writeln!(out, "  {violation}");
    }
    out
}
