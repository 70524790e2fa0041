//! Searches a model to its end, and says what was found.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt::Write as _,
    sync::Mutex,
    time::Instant,
};

use stateright::{Checker, Expectation, HasDiscoveries, Model, Property};

use super::{State, plans::Plan};

/// Which state the surroundings lead to which, and in which all is done.
#[derive(Debug)]
pub struct Graph {
    edges: [Mutex<Vec<(u64, u64)>>; SHARDS],
    done: Mutex<HashSet<u64>>,
}

const SHARDS: usize = 16;

impl Default for Graph {
    fn default() -> Self {
        Self { edges: std::array::from_fn(|_| Mutex::default()), done: Mutex::default() }
    }
}

impl Graph {
    pub fn add(&self, from: u64, to: u64) {
        let shard = usize::from(from.to_le_bytes()[0]) % SHARDS;
        if let Ok(mut edges) = self.edges[shard].lock() {
            edges.push((from, to));
        }
    }

    pub fn done(&self, state: u64) {
        if let Ok(mut done) = self.done.lock() {
            done.insert(state);
        }
    }

    /// A state from which the surroundings alone never bring everything to its end.
    fn trapped(&self) -> Option<u64> {
        let mut sources: HashMap<u64, Vec<u64>> = HashMap::new();
        let mut all = HashSet::new();
        for shard in &self.edges {
            for (from, to) in shard.lock().ok()?.iter() {
                sources.entry(*to).or_default().push(*from);
                all.insert(*from);
            }
        }
        let mut reach = self.done.lock().ok()?.clone();
        let mut todo: Vec<u64> = reach.iter().copied().collect();
        while let Some(state) = todo.pop() {
            for from in sources.get(&state).into_iter().flatten() {
                if reach.insert(*from) {
                    todo.push(*from);
                }
            }
        }
        all.into_iter().find(|state| !reach.contains(state))
    }
}

/// What can be searched.
pub trait Searched: Model + Clone + Send + Sync + 'static {
    /// Its name.
    fn name(&self) -> &'static str;
    /// What it has in its pages.
    fn plan(&self) -> &Plan;
    /// What leads where.
    fn graph(&self) -> &Graph;
    /// The fingerprint of a state.
    fn print(state: &Self::State) -> u64;
    /// A state in a line, for a way that shows a failure.
    fn line(&self, state: &Self::State) -> String;
}

/// What a search found.
#[derive(Debug)]
pub struct Found {
    /// Name of the model.
    pub name: &'static str,
    /// States that are different.
    pub unique: usize,
    /// Ways in which they were reached.
    pub generated: usize,
    /// Steps of the longest way.
    pub depth: usize,
    /// Things that had to be seen, and were.
    pub seen: usize,
    /// Seconds it took, for the report.
    pub seconds: f64,
    /// What does not hold, with the way that shows it.
    pub failures: Vec<String>,
}

/// Searches a model to its end.
pub fn check<M: Searched>(model: &M, threads: usize) -> Found
where
    M::State: Clone + Send + Sync + PartialEq + std::hash::Hash,
    M::Action: Clone + Send + Sync + PartialEq + std::fmt::Debug,
{
    let begun = Instant::now();
    let checker = model
        .clone()
        .checker()
        .threads(threads)
        .finish_when(HasDiscoveries::AnyFailures)
        .spawn_bfs()
        .join();
    let mut failures = Vec::new();
    let properties = model.properties();
    let way = |name| checker.discovery(name).map(|path| tell(model, &path.into_actions()));
    for property in properties.iter().filter(|of| of.expectation == Expectation::Always) {
        failures.extend(way(property.name).map(|way| format!("{}\n{way}", property.name)));
    }
    let mut seen = 0;
    if failures.is_empty() {
        let sometimes = |of: &&Property<M>| of.expectation == Expectation::Sometimes;
        for property in properties.iter().filter(sometimes) {
            match checker.discovery(property.name) {
                Some(_) => seen += 1,
                None => failures.push(format!("never: {}", property.name)),
            }
        }
        for mark in model.plan().marks {
            if model.plan().seen.has(*mark) {
                seen += 1;
            } else {
                failures.push(format!("never: {}", mark.text()));
            }
        }
        if let Some(print) = model.graph().trapped() {
            let way = tell(model, &way_to(model, print));
            failures.push(format!("from some states nothing ends\n{way}"));
        }
    }
    Found {
        name: model.name(),
        unique: checker.unique_state_count(),
        generated: checker.state_count(),
        depth: checker.max_depth(),
        seen,
        seconds: begun.elapsed().as_secs_f64(),
        failures,
    }
}

/// Every state breadth first, by one thread, with the actions that led to it.
fn walk(plan: &Plan, mut visit: impl FnMut(&State, &[State]) -> bool) {
    let mut known: HashSet<u64> = HashSet::new();
    let mut todo: VecDeque<State> = plan.init_states().into();
    known.extend(todo.iter().map(|state| state.print));
    while let Some(state) = todo.pop_front() {
        let mut actions = Vec::new();
        plan.actions(&state, &mut actions);
        let next: Vec<State> =
            actions.into_iter().filter_map(|action| plan.next_state(&state, action)).collect();
        if !visit(&state, &next) {
            return;
        }
        todo.extend(next.into_iter().filter(|state| known.insert(state.print)));
    }
}

/// A shortest way to a state.
fn way_to<M: Searched>(model: &M, print: u64) -> Vec<M::Action>
where
    M::Action: Clone,
{
    let mut came_from: HashMap<u64, (u64, M::Action)> = HashMap::new();
    let mut todo: VecDeque<M::State> = model.init_states().into();
    let mut known: HashSet<u64> = todo.iter().map(M::print).collect();
    while let Some(state) = todo.pop_front() {
        if M::print(&state) == print {
            break;
        }
        let mut actions = Vec::new();
        model.actions(&state, &mut actions);
        for action in actions {
            let Some(next) = model.next_state(&state, action.clone()) else { continue };
            if known.insert(M::print(&next)) {
                came_from.insert(M::print(&next), (M::print(&state), action));
                todo.push_back(next);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = print;
    while let Some((from, action)) = came_from.remove(&at) {
        way.push(action);
        at = from;
    }
    way.reverse();
    way
}

/// Whether the fingerprint tells apart what goes on differently: what follows from every state that
/// was taken for a known one must look like what follows from the known one. Answers with the
/// number of states that were compared.
///
/// # Errors
/// Two states that look equal and are not.
pub fn check_canon(plan: &Plan) -> Result<usize, String> {
    let mut known: HashMap<u64, Vec<u64>> = HashMap::new();
    let mut compared = 0;
    let mut wrong = None;
    let follows = |state: &State| -> Vec<u64> {
        let mut actions = Vec::new();
        plan.actions(state, &mut actions);
        let next = actions.into_iter().map(|action| plan.next_state(state, action));
        next.map(|next| next.map_or(0, |next| next.print)).collect()
    };
    walk(plan, |state, next| {
        known.entry(state.print).or_insert_with(|| follows(state));
        for other in next {
            let expected = known.entry(other.print).or_insert_with(|| follows(other));
            compared += 1;
            if *expected != follows(other) {
                wrong = Some(other.clone());
                return false;
            }
        }
        true
    });
    match wrong {
        None => Ok(compared),
        Some(state) => {
            let mut actions = Vec::new();
            plan.actions(&state, &mut actions);
            let differing: Vec<String> = follows(&state)
                .iter()
                .zip(&known[&state.print])
                .zip(&actions)
                .filter(|((own, others), _)| own != others)
                .map(|(_, action)| format!("{action:?}"))
                .collect();
            Err(format!(
                "{}\nis not what looks like it; they differ after {}",
                tell(plan, &way_to(plan, state.print)),
                differing.join(", ")
            ))
        }
    }
}

/// A way, one line per step, with what then was.
fn tell<M: Searched>(model: &M, actions: &[M::Action]) -> String
where
    M::Action: Clone + std::fmt::Debug,
{
    let mut state = model.init_states().remove(0);
    let mut out = String::new();
    for action in actions {
        let Some(next) = model.next_state(&state, action.clone()) else { break };
        state = next;
        // A string takes everything that is written to it.
        let _ = writeln!(out, "  {action:?}\n      => {}", model.line(&state));
    }
    out
}
