//! Exhaustive search: every order of events of a small world, with the real core in it.
//!
//! What can happen next in a state is an [`Action`](world::Action); stateright follows all of them
//! from every state it has not seen ([`canon`] says when two are the same), and checks in each that
//! what must always hold does ([`properties`]). It does not measure time, and knows nothing of
//! seeds: larger worlds are for the simulation.

mod agent;
mod canon;
mod carrier;
mod flaw;
mod marks;
mod moves;
mod org;
mod page;
mod plans;
mod properties;
mod search;
mod tabs;
mod tell;
mod world;

use std::hash::{Hash, Hasher};

use call_core::time::Timestamp;
use stateright::{Model, Property};

pub use flaw::Flaw;
pub use plans::{Plan, plans};
pub use search::{Found, Searched, check, check_canon};
pub use tabs::TabsPlan;
use world::{Action, World};

/// When every model begins.
const START: Timestamp = Timestamp(1_000_000);

/// A state of the search.
#[derive(Clone, Debug)]
pub struct State {
    world: World,
    print: u64,
}

impl State {
    fn of(world: World) -> Self {
        let print = canon::fingerprint(&world, world.now);
        Self { world, print }
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.print.hash(hasher);
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print
    }
}

impl Searched for Plan {
    fn name(&self) -> &'static str {
        self.name
    }

    fn plan(&self) -> &Plan {
        self
    }

    fn graph(&self) -> &search::Graph {
        &self.graph
    }

    fn print(state: &State) -> u64 {
        state.print
    }

    fn line(&self, state: &State) -> String {
        state.world.line()
    }
}

impl Model for Plan {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State::of(World::new(self))]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        self.all_actions(&state.world, actions);
    }

    fn next_state(&self, state: &State, action: Action) -> Option<State> {
        let mut world = state.world.clone();
        world.act(self, &action)?;
        self.seen.add(world.marks);
        let next = State::of(world);
        if action.is_of_surroundings() {
            self.graph.add(state.print, next.print);
        }
        if self.is_done(&next.world) {
            self.graph.done(next.print);
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::of(self)
    }
}
