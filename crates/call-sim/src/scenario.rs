//! The file format; `docs/scenarios.md` describes it for those who write one.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// 2026-01-05T09:00:00Z: a Monday morning on which every scenario begins.
pub const START: u64 = 1_767_603_600_000;

/// A call, as data.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, as a sentence.
    pub about: String,
    /// Where the phone stands before the first step.
    #[serde(default)]
    pub given: Given,
    /// What the org allows for the record.
    #[serde(default)]
    pub licence: Licence,
    /// Settings that differ from the defaults.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// What happens, in order of time.
    pub steps: Vec<Step>,
    /// What the record holds at the end.
    #[serde(default)]
    pub record: Option<ExpectedRecord>,
}

/// Where the phone stands before the first step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Given {
    /// Registered and ready.
    #[default]
    Online,
    /// Registered, and in a call that the agent has just made: `key-1`, with +15005550100. Its
    /// record is made, and says so.
    InCall,
    /// Nothing has happened.
    Nothing,
}

/// What the org allows for the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Licence {
    /// `VoiceCall` can be read and updated; Apex creates it.
    #[default]
    Voice,
    /// Lightning Data Service may create it too.
    Open,
    /// There is no `VoiceCall`; calls become Tasks.
    None,
    /// The org has not said yet.
    Unknown,
}

/// One thing that happens, and what follows from it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// Milliseconds after the start.
    pub at: u64,
    /// What the host's clock says instead, where it is wrong.
    #[serde(default)]
    pub clock: Option<u64>,
    /// The input as the core takes it.
    #[serde(default)]
    pub input: Option<Value>,
    /// Instead of `input`: the page is gone and another one comes. The new phone is started with
    /// the same settings and told what the journal holds; then this happens, and the step's effects
    /// are those of the restored calls.
    #[serde(default)]
    pub reload: Option<Reload>,
    /// Instead of `input`: the port whose oldest open effect is answered, or port and type of that
    /// effect, as in `control.hold`…
    #[serde(default)]
    pub answer: Option<String>,
    /// …with this outcome.
    #[serde(default)]
    pub with: Option<Map<String, Value>>,
    /// The command is refused with this code.
    #[serde(default)]
    pub refused: Option<String>,
    /// The effects that follow, all of them, in order; keys that are left out may be anything.
    #[serde(default)]
    pub effects: Vec<Value>,
    /// What the view then shows; keys that are left out may be anything.
    #[serde(default)]
    pub view: Option<Value>,
}

/// A page that comes after another.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reload {
    /// Milliseconds after the start: the last sign of life of the page before. The time of the
    /// step, if left out.
    #[serde(default)]
    pub lost_at: Option<u64>,
    /// Whether the new page is not yet registered.
    #[serde(default)]
    pub offline: bool,
    /// The version of the journal's entries, where another version of the phone wrote them.
    #[serde(default)]
    pub version: Option<u32>,
}

/// The record of a call, as the successful writes leave it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpectedRecord {
    /// Which call's; the first one's, if left out.
    #[serde(default)]
    pub call: Option<String>,
    /// How many writes the org took, the creation included.
    #[serde(default)]
    pub writes: Option<u32>,
    /// `VoiceCall` or `Task`.
    pub object: String,
    /// Field values; fields that are left out may be anything.
    pub fields: Map<String, Value>,
}

/// A file that is not a scenario.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// Not this JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// A text that would fill the memory.
    #[error("a text that is repeated has at most {LONGEST_TEXT} bytes")]
    Text,
    /// A step says nothing, or two things.
    #[error("step {0}: give either `input`, or `answer` and `with`, or `reload`")]
    Step(usize),
    /// Time runs backwards in the file.
    #[error(
        "step {0}: its `at`, or its `lostAt`, is earlier than the step before, or later than its \
             `at`; to show a clock that runs backwards, give the step a `clock`"
    )]
    Order(usize),
    /// Settings that nobody would read.
    #[error(
        "`settings` reach the phone before the first step; with `given: nothing` they belong \
             into the `started` input of a step"
    )]
    Settings,
}

impl Scenario {
    /// Reads a scenario file.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let mut value: Value = serde_json::from_str(text)?;
        spell_out(&mut value)?;
        let scenario: Self = serde_json::from_value(value)?;
        if scenario.given == Given::Nothing && !scenario.settings.is_empty() {
            return Err(ScenarioError::Settings);
        }
        for (index, step) in scenario.steps.iter().enumerate() {
            let said = [step.input.is_some(), step.answer.is_some(), step.reload.is_some()];
            let once = said.into_iter().filter(|said| *said).count() == 1;
            if !once || step.answer.is_some() != step.with.is_some() {
                return Err(ScenarioError::Step(index + 1));
            }
            let before = index.checked_sub(1).map_or(0, |before| scenario.steps[before].at);
            if step.until() < before || step.at < step.until() {
                return Err(ScenarioError::Order(index + 1));
            }
        }
        Ok(scenario)
    }
}

/// The longest text that `repeat` makes.
const LONGEST_TEXT: u64 = 1_000_000;

/// Puts a text in the place of every `{ "repeat": "…", "times": n }`.
fn spell_out(value: &mut Value) -> Result<(), ScenarioError> {
    match value {
        Value::Object(map) => {
            if let (2, Some(Value::String(text)), Some(times)) =
                (map.len(), map.get("repeat"), map.get("times").and_then(Value::as_u64))
            {
                if times.saturating_mul(text.len() as u64) > LONGEST_TEXT {
                    return Err(ScenarioError::Text);
                }
                let times = usize::try_from(times).map_err(|_| ScenarioError::Text)?;
                *value = Value::String(text.repeat(times));
                return Ok(());
            }
            map.values_mut().try_for_each(spell_out)
        }
        Value::Array(list) => list.iter_mut().try_for_each(spell_out),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

impl Step {
    /// Up to when the phone of the steps before runs: a page that is lost wakes up no more.
    pub(crate) fn until(&self) -> u64 {
        self.reload.and_then(|reload| reload.lost_at).unwrap_or(self.at)
    }
}
