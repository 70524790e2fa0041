//! Runs the stages of the test run, one after the other, and counts.
//!
//! Every stage ends with a line of its own, `name: 3 passed, 0 failed`, and the whole run with
//! the total. A stage that fails does not stop the others.

mod checks;
pub mod count;
mod stages;

use std::{
    fmt,
    ops::Add,
    sync::{OnceLock, mpsc},
    thread,
    time::{Duration, Instant},
};

pub use checks::tallied;
pub use stages::{STAGES, Side, Stage, find};

use crate::{
    build::{Build, Built, build},
    console::Console,
    error::TaskError,
    project::Project,
    setup::{Installed, set_up},
};

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that passed.
    pub passed: u32,
    /// Those that failed, were stopped, or could not be run.
    pub failed: u32,
    /// Those that were left out.
    pub skipped: u32,
}

impl Tally {
    /// One that passed.
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// One that failed.
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        match self.skipped {
            0 => Ok(()),
            skipped => write!(f, ", {skipped} skipped"),
        }
    }
}

/// What a stage works with.
pub struct Session<'s> {
    /// The repository.
    pub project: &'s Project,
    /// The tools.
    pub installed: &'s Installed,
    /// Where its lines go.
    pub console: &'s Console,
    built: &'s OnceLock<Built>,
}

impl Session<'_> {
    /// Builds everything and keeps the result for the stages that need it.
    fn build(&self) -> Result<u32, TaskError> {
        let Self { project, installed, console, .. } = *self;
        let built = build(&Build { project, installed, console, release: false, membrane: true })?;
        let steps = built.steps;
        self.built.get_or_init(|| built);
        Ok(steps)
    }

    /// What was built.
    fn built(&self) -> Result<&Built, TaskError> {
        self.built.get().ok_or_else(|| {
            TaskError::Broken("This needs what the stage `build` makes, and that failed.".into())
        })
    }
}

/// Runs these stages; true when all tests passed.
pub fn run(project: &Project, stages: &[&'static Stage]) -> Result<bool, TaskError> {
    let begun = Instant::now();
    let needs = stages.iter().map(|stage| stage.needs).max().unwrap_or_default();
    let java = stages.iter().any(|stage| stage.java);
    let installed = set_up(project, needs, java)?;
    let built = OnceLock::new();
    let mut total = Tally::default();
    for group in groups(stages) {
        total = total + run_group(project, &installed, &built, &group);
    }
    Console::LIVE.say(format!("\nin {} s", begun.elapsed().as_secs()));
    Console::LIVE.say(format!("{} passed, {} failed", total.passed, total.failed));
    Ok(total.failed == 0)
}

/// Neighbours that have a side run beside each other; everything else runs alone.
fn groups(stages: &[&'static Stage]) -> Vec<Vec<&'static Stage>> {
    let mut groups: Vec<Vec<&'static Stage>> = Vec::new();
    for stage in stages {
        match groups.last_mut() {
            Some(group) if stage.side.is_some() && group[0].side.is_some() => group.push(stage),
            _ => groups.push(vec![stage]),
        }
    }
    groups
}

/// Runs a group: alone, with its lines as they come; or one side beside the other, each stage
/// printed whole when it has ended.
fn run_group(
    project: &Project,
    installed: &Installed,
    built: &OnceLock<Built>,
    group: &[&'static Stage],
) -> Tally {
    if let [stage] = group {
        return run_stage(&Session { project, installed, console: &Console::LIVE, built }, stage);
    }
    let names: Vec<&str> = group.iter().map(|stage| stage.name).collect();
    Console::LIVE.say(format!("\nside by side: {}", names.join(", ")));
    let begun = Instant::now();
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for side in [Side::Rust, Side::Script] {
            let sender = sender.clone();
            scope.spawn(move || {
                for stage in group.iter().filter(|stage| stage.side == Some(side)) {
                    let console = Console::keeping();
                    let tally =
                        run_stage(&Session { project, installed, console: &console, built }, stage);
                    // The receiver stays until every sender is gone.
                    let _ = sender.send((console, tally));
                }
            });
        }
        drop(sender);
        let mut total = Tally::default();
        loop {
            match receiver.recv_timeout(Duration::from_secs(20)) {
                Ok((console, tally)) => {
                    console.flush();
                    total = total + tally;
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    Console::LIVE.say(format!("  … {} s", begun.elapsed().as_secs()));
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => return total,
            }
        }
    })
}

fn run_stage(session: &Session<'_>, stage: &Stage) -> Tally {
    session.console.say(format!("\n=== {}: {}", stage.name, stage.about));
    let mut tally = Tally::default();
    for check in stage.checks {
        tally = tally
            + check(session).unwrap_or_else(|error| {
                session.console.say(format!("{}: {error}", stage.name));
                Tally::FAILED
            });
    }
    session.console.say(format!("{}: {tally}", stage.name));
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_is_the_documented_one() {
        let tally = Tally { passed: 3, failed: 1, skipped: 0 };
        assert_eq!(tally.to_string(), "3 passed, 1 failed");
        let tally = tally + Tally { passed: 0, failed: 0, skipped: 2 };
        assert_eq!(tally.to_string(), "3 passed, 1 failed, 2 skipped");
    }

    #[test]
    fn stages_that_measure_time_run_alone() {
        let everyday: Vec<_> = STAGES.iter().collect();
        for group in groups(&everyday) {
            let alone = ["models", "deep", "native", "wasm", "browser", "membrane", "build"];
            let has_one = group.iter().any(|stage| alone.contains(&stage.name));
            assert!(!has_one || group.len() == 1, "{:?}", group.iter().map(|s| s.name));
        }
        assert_eq!(groups(&everyday).concat().len(), STAGES.len(), "none is lost");
    }
}
