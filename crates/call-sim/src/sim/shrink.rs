//! Makes a failure small: takes away whatever is not needed for it, and writes down what one phone
//! saw of what is left.
//!
//! Delta debugging (Zeller and Hildebrandt, 2002) over everything that happened in the shift:
//! arrivals, what people pressed, every fault. A shift is played again with only some of them; what
//! is not allowed does not happen, and everything else goes on from there as it would.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Options, chance::Item, finding::Finding, log::Log, shift::Shift};
use crate::{CoreMachine, Scenario, replay, scenario::START};

/// More runs than this are not worth the wait.
const MOST_RUNS: u32 = 3_000;

/// What is left of a failure.
#[derive(Debug)]
pub struct Shrunk {
    /// How much happened in the shift, and how much of it is needed.
    pub items: (usize, usize),
    /// Shifts played for it.
    pub runs: u32,
    /// The failure as it is now.
    pub finding: Finding,
    /// The file; none where one phone is not enough to say it.
    pub scenario: Option<Value>,
    /// What is left, in lines: what went wrong, what was done, what became of tabs.
    pub story: Vec<String>,
    /// Whether a replay of the file departs from it, as it must where the core is at fault.
    pub departs: Vec<String>,
}

struct Shrinker<'o> {
    options: &'o Options,
    number: u64,
    rule: &'static str,
    calm_at: Option<u64>,
    runs: u32,
}

/// Shrinks the first finding of the shift `number`. None where the shift has none.
pub fn shrink(options: &Options, number: u64) -> Option<Shrunk> {
    let mut shift = options.shift(number);
    shift.chance = shift.chance.only(None);
    shift.play();
    let rule = shift.findings.first()?.rule;
    let mut shrinker = Shrinker { options, number, rule, calm_at: shift.calm_at, runs: 0 };
    let items: Vec<Item> = shift.chance.take_happened().iter().map(|(item, _)| *item).collect();
    let all = items.len();
    let needed = shrinker.minimum(items);
    let (mut last, finding) = shrinker.run(&needed, None)?;
    let log = Log::of(finding.agent);
    last = shrinker.run(&needed, Some(log)).map_or(last, |(shift, _)| shift);
    let about = format!("Found by the simulation: {}. {}.", finding.rule, finding.what);
    let scenario = last.log.as_ref()?.scenario(&about, &last.rules, &finding.expected);
    let departs = scenario.as_ref().map(departures).unwrap_or_default();
    let items = (all, needed.len());
    let story = story(&mut last, finding.agent);
    Some(Shrunk { items, runs: shrinker.runs, finding, scenario, story, departs })
}

/// What happened in a shift, by the shift's clock: of desks, only at this one.
fn story(shift: &mut Shift, agent: usize) -> Vec<String> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for ((kind, _), at) in shift.chance.take_happened() {
        lines.push((at - START, format!("({})", kind.word())));
    }
    let own = shift.story.take().unwrap_or_default();
    lines.extend(own.into_iter().filter(|(_, of, _)| *of == agent).map(|(at, _, it)| (at, it)));
    lines.sort_by_key(|(at, _)| *at);
    let line = |(at, it): (u64, String)| format!("{:>5}.{:03} s  {it}", at / 1000, at % 1000);
    lines.into_iter().map(line).collect()
}

/// Where a replay departs from the file.
fn departures(scenario: &Value) -> Vec<String> {
    match Scenario::parse(&scenario.to_string()) {
        Ok(scenario) => {
            let report = replay(&scenario, &mut CoreMachine::default());
            report.departures.iter().map(ToString::to_string).collect()
        }
        Err(error) => vec![format!("the file cannot be read: {error}")],
    }
}

impl Shrinker<'_> {
    /// Plays the shift with these alone; where the same rule is broken, what came of it.
    fn run(&mut self, items: &[Item], log: Option<Log>) -> Option<(Shift, Finding)> {
        self.runs += 1;
        let mut shift = self.options.shift(self.number);
        let allowed: BTreeSet<Item> = items.iter().copied().collect();
        shift.chance = shift.chance.only(Some(allowed));
        shift.calm_at = self.calm_at;
        shift.story = log.as_ref().map(|_| Vec::new());
        shift.log = log;
        shift.play();
        let finding = shift.findings.iter().find(|finding| finding.rule == self.rule)?.clone();
        Some((shift, finding))
    }

    /// The smallest set in which nothing can be left out.
    fn minimum(&mut self, mut items: Vec<Item>) -> Vec<Item> {
        let mut parts = 2;
        while items.len() >= 2 && self.runs < MOST_RUNS {
            let size = items.len().div_ceil(parts);
            let mut smaller = None;
            for start in (0..items.len()).step_by(size) {
                let mut rest = items.clone();
                rest.drain(start..(start + size).min(items.len()));
                if self.run(&rest, None).is_some() {
                    smaller = Some(rest);
                    break;
                }
            }
            match smaller {
                Some(rest) => {
                    items = rest;
                    parts = (parts - 1).max(2);
                }
                None if parts >= items.len() => break,
                None => parts = (parts * 2).min(items.len()),
            }
        }
        if items.len() == 1 && self.run(&[], None).is_some() {
            items.clear();
        }
        items
    }
}
