//! Deterministic simulation: many agents, the people who call them, a carrier that lies and an org
//! that fails, under one seed and in virtual time, with the real core in every page.
//!
//! A run is a row of *shifts*, each of its own seed made from the run's: a few agents and some
//! dozens of calls, until everybody is calm and goes home. Then the [`oracle`] says what must be in
//! the org. Shifts know nothing of each other, so they can be played side by side, and one that
//! fails can be played again alone, and shrunk to a scenario ([`shrink`]).
//!
//! Nothing here reads a clock or draws a random number: the same seed gives the same run, to the
//! last bit. It is no measure of speed at the desk, and no search: orders of events that chance does
//! not find are for the [models](crate::model).

mod carrier;
mod chance;
mod channel;
mod desk;
mod dice;
mod event;
mod finding;
mod judge;
mod lease;
mod lock;
mod log;
mod misfortune;
mod offers;
mod oracle;
mod org;
mod page;
mod parties;
mod person;
mod ports;
mod queue;
mod rules;
mod shift;
mod shrink;
mod site;
mod tab_watch;
mod tabs;
mod upheaval;
mod watch;

use std::sync::{
    atomic::{AtomicU64, Ordering},
    mpsc,
};

pub use chance::Faults;
use chance::Kind;
pub use finding::{Count, Finding, RULES};
pub use oracle::Counts;
use shift::Shift;
pub use shrink::{Shrunk, shrink};

/// Calls per agent and shift.
const CALLS_PER_AGENT: u64 = 25;

/// What to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// What chance comes from.
    pub seed: u64,
    /// Calls in all, rounded up to whole shifts.
    pub calls: u64,
    /// Agents in a shift.
    pub agents: usize,
    /// How much goes wrong.
    pub faults: Faults,
    /// Shifts played side by side.
    pub threads: usize,
    /// The oracle is told a lie: every call that was on hold should be a missed one.
    pub planted: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, calls: 20_000, agents: 6, faults: Faults::Few, threads: 1, planted: false }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// Shifts played.
    pub shifts: u64,
    /// Inputs that cores handled.
    pub inputs: u64,
    /// Calls and records.
    pub counts: Counts,
    /// Calls without a record, or without a finished one.
    pub lost: u64,
    /// Records too many.
    pub duplicated: u64,
    /// Everything else that was not as it must be.
    pub wrong: u64,
    /// What went wrong by intention, and how often.
    pub faults: Vec<(&'static str, u64)>,
    /// What people did.
    pub deeds: u64,
    /// What was not as it must be, by shift; the first hundred.
    pub findings: Vec<(u64, Finding)>,
    /// Equal for equal runs.
    pub digest: u64,
}

impl Options {
    /// The shift of this number.
    fn shift(&self, number: u64) -> Shift {
        let seed = dice::Dice::of(self.seed, &[number]).roll();
        let calls = CALLS_PER_AGENT * self.agents as u64;
        Shift::new(seed, self.agents, calls, self.faults, self.planted)
    }

    fn shifts(&self) -> u64 {
        self.calls.div_ceil(CALLS_PER_AGENT * self.agents as u64)
    }
}

/// Plays all shifts. The report does not depend on how many are played side by side.
pub fn run(options: &Options) -> Report {
    let next = AtomicU64::new(0);
    let shifts = options.shifts();
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..options.threads.max(1) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= shifts {
                        return;
                    }
                    let mut shift = options.shift(number);
                    shift.play();
                    // The receiver stays until every sender is gone.
                    let _ = sender.send((number, Played::of(shift)));
                }
            });
        }
    });
    drop(sender);
    let mut played: Vec<(u64, Played)> = receiver.into_iter().collect();
    played.sort_by_key(|(number, _)| *number);
    let mut report = Report { shifts, ..Report::default() };
    let mut faults = vec![0; Kind::ALL.len()];
    for (number, shift) in played {
        report.add(number, shift, &mut faults);
    }
    for kind in Kind::ALL {
        let count = faults[*kind as usize];
        if kind.is_deed() {
            report.deeds += count;
        } else {
            report.faults.push((kind.word(), count));
        }
    }
    report
}

/// What is kept of a shift.
struct Played {
    inputs: u64,
    counts: Counts,
    faults: Vec<u64>,
    findings: Vec<Finding>,
    digest: u64,
}

impl Played {
    fn of(shift: Shift) -> Self {
        Self {
            inputs: shift.inputs,
            counts: shift.counted,
            faults: shift.chance.counts().to_vec(),
            findings: shift.findings,
            digest: shift.digest,
        }
    }
}

impl Report {
    fn add(&mut self, number: u64, shift: Played, faults: &mut [u64]) {
        self.inputs += shift.inputs;
        self.counts.add(&shift.counts);
        self.digest = self.digest.rotate_left(7) ^ shift.digest;
        for (sum, count) in faults.iter_mut().zip(&shift.faults) {
            *sum += count;
        }
        for finding in shift.findings {
            match finding.count() {
                Count::Lost => self.lost += 1,
                Count::Duplicated => self.duplicated += 1,
                Count::Wrong => self.wrong += 1,
            }
            if self.findings.len() < 100 {
                self.findings.push((number, finding));
            }
        }
    }

    /// How many rules were kept, and how many were not.
    pub fn tally(&self) -> (usize, usize) {
        let broken = RULES
            .iter()
            .filter(|rule| self.findings.iter().any(|(_, finding)| finding.rule == **rule))
            .count();
        (RULES.len() - broken, broken)
    }

    /// Whether everything was as it must be.
    pub const fn is_clean(&self) -> bool {
        self.lost == 0 && self.duplicated == 0 && self.wrong == 0
    }
}
