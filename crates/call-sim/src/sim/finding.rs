//! What was not as it must be, and what would have been right.

use call_core::ids::EffectId;
use serde_json::{Map, Value};

use super::queue::Instant;

/// One thing that was not as it must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which rule, in a few words without names: equal for equal findings.
    pub rule: &'static str,
    /// What was seen.
    pub what: String,
    /// Which call, where it is about one.
    pub call: Option<usize>,
    /// At whose desk.
    pub agent: usize,
    /// When.
    pub at: Instant,
    /// What would have been right, in the words of a scenario.
    pub expected: Expected,
}

/// What would have been right.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// That cannot be said of one step.
    Nothing,
    /// This effect should not have been.
    NotThisEffect(EffectId),
    /// The record should hold this at the end.
    Record(Map<String, Value>),
    /// The desk should be empty at the end.
    EmptyDesk,
    /// It is about several tabs: no scenario of one phone can say it.
    Tabs,
}

/// How a rule's breach is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// A call without a record, or without a finished one.
    Lost,
    /// A record too many.
    Duplicated,
    /// Anything else.
    Wrong,
}

impl Finding {
    /// As what it counts.
    pub fn count(&self) -> Count {
        match self.rule {
            "every call has a record" | "every record is finished" => Count::Lost,
            "one call, one record" => Count::Duplicated,
            _ => Count::Wrong,
        }
    }
}

/// Every rule there is; each is a test of a run.
pub const RULES: [&str; 30] = [
    "a command is done once",
    "a deadline moves",
    "a follower has no device",
    "a living tab gets a leader",
    "a lower term does nothing",
    "a lower term is refused",
    "a press has one answer",
    "an effect has one place",
    "an offer is recorded by who takes it",
    "every call comes to its end",
    "every call has a record",
    "every leg is closed",
    "every record is finished",
    "every tab shows the phone",
    "never free with a call",
    "no command for an ended call",
    "no control without conferences",
    "nobody is called twice",
    "nobody is left alone",
    "one audio leg at most",
    "one call, one record",
    "one page acts",
    "recording is confirmed",
    "refusals are shown",
    "the agent is free at the end",
    "the journal holds what is open",
    "the outcome is true",
    "times are true",
    "work is closed",
    "the simulation is sound",
];
