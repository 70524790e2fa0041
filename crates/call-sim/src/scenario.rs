//! The file format; `docs/scenarios.md` describes it for those who write one.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// Instead of `input`: the port whose oldest open effect is answered…
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
    /// Whether the new page is registered by then, as after an ordinary reload.
    #[serde(default)]
    pub offline: bool,
}

/// The record of the call, as the successful writes leave it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpectedRecord {
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
    /// A step says nothing, or two things.
    #[error("step {0}: give either `input`, or `answer` and `with`, or `reload`")]
    Step(usize),
    /// Time runs backwards in the file.
    #[error(
        "step {0}: its `at` is earlier than the step before; to show a clock that runs \
             backwards, give the step a `clock`"
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
        let scenario: Self = serde_json::from_str(text)?;
        if scenario.given == Given::Nothing && !scenario.settings.is_empty() {
            return Err(ScenarioError::Settings);
        }
        for (index, step) in scenario.steps.iter().enumerate() {
            let said = [step.input.is_some(), step.answer.is_some(), step.reload.is_some()];
            let once = said.into_iter().filter(|said| *said).count() == 1;
            if !once || step.answer.is_some() != step.with.is_some() {
                return Err(ScenarioError::Step(index + 1));
            }
            if index > 0 && step.at < scenario.steps[index - 1].at {
                return Err(ScenarioError::Order(index + 1));
            }
        }
        Ok(scenario)
    }

    /// The inputs that bring the phone where the scenario begins.
    pub(crate) fn prelude(&self) -> Vec<Value> {
        let online = self.given == Given::Online;
        let mut inputs = if online { self.going_online() } else { Vec::new() };
        inputs.extend(self.licence.news());
        inputs
    }

    /// The inputs that bring a new phone back after a reload: `entries` is what the journal holds.
    pub(crate) fn reloading(&self, reload: Reload, now: u64, entries: &[Value]) -> Vec<Value> {
        let mut inputs = self.going_online();
        if reload.offline {
            inputs.truncate(1);
        }
        inputs.extend(self.licence.news());
        let lost_at = START + reload.lost_at.unwrap_or(now);
        inputs.push(json!({
            "from": "host", "type": "restored", "entries": entries, "lostAt": lost_at,
        }));
        inputs
    }

    fn going_online(&self) -> Vec<Value> {
        vec![
            json!({ "from": "host", "type": "started", "settings": self.settings }),
            json!({ "from": "result", "id": 1, "type": "token", "lifetimeMs": 3_600_000 }),
            json!({ "from": "device", "type": "registered" }),
        ]
    }
}

/// Standard fields that can only be set at creation.
const CREATE_ONLY: [&str; 6] = [
    "CallType",
    "CallStartDateTime",
    "CallEndDateTime",
    "FromPhoneNumber",
    "ToPhoneNumber",
    "VendorType",
];

/// Fields that can be changed, on `VoiceCall` and on Task.
const UPDATEABLE: [&str; 14] = [
    "Call_Key__c",
    "Call_State__c",
    "Outcome__c",
    "End_Reason__c",
    "Connected_At__c",
    "Ended_At__c",
    "Ring_Seconds__c",
    "Talk_Seconds__c",
    "Hold_Seconds__c",
    "Wrap_Up_Seconds__c",
    "Disposition__c",
    "Twilio_Call_Sid__c",
    "Carrier_Error_Code__c",
    "Description",
];

impl Licence {
    pub(crate) fn news(self) -> Vec<Value> {
        let voice_call =
            |createable| info("VoiceCall", createable, &CREATE_ONLY, &["RelatedRecordId"]);
        match self {
            Self::Voice => vec![voice_call(false)],
            Self::Open => vec![voice_call(true)],
            Self::None => vec![
                json!({ "from": "org", "type": "objectMissing", "object": "VoiceCall" }),
                info(
                    "Task",
                    true,
                    &[],
                    &["Status", "CallDurationInSeconds", "CallDisposition", "WhoId", "WhatId"],
                ),
            ],
            Self::Unknown => Vec::new(),
        }
    }
}

fn info(object: &str, createable: bool, create_only: &[&str], more: &[&str]) -> Value {
    let mut fields = Map::new();
    for name in create_only {
        fields.insert((*name).into(), json!({ "createable": createable, "updateable": false }));
    }
    for name in UPDATEABLE.iter().chain(more) {
        fields.insert((*name).into(), json!({ "createable": createable, "updateable": true }));
    }
    json!({
        "from": "org",
        "type": "objectInfo",
        "info": {
            "apiName": object, "createable": createable, "updateable": true, "fields": fields,
        },
    })
}
