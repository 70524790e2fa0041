//! Where the phone of a scenario begins: online, in a call, in an org that allows this or that; and
//! where a page begins that comes after another.

use serde_json::{Map, Value, json};

use crate::scenario::{Given, Licence, Reload, START, Scenario, Step};

impl Scenario {
    /// The steps that bring the phone where the scenario begins.
    pub(crate) fn prelude(&self) -> Vec<Step> {
        let mut inputs = match self.given {
            Given::Nothing => Vec::new(),
            Given::Online | Given::InCall => self.going_online(),
        };
        inputs.extend(self.licence.news());
        let mut steps: Vec<Step> = inputs.into_iter().map(said).collect();
        if self.given == Given::InCall {
            steps.extend(self.licence.calling());
        }
        steps
    }

    /// The inputs that bring a new phone back after a reload: `entries` is what the journal holds.
    /// As a page does it, the phone learns of them before it goes online.
    pub(crate) fn reloading(&self, reload: Reload, now: u64, entries: &[Value]) -> Vec<Value> {
        let mut online = self.going_online().into_iter();
        let mut inputs: Vec<Value> = online.next().into_iter().collect();
        inputs.extend(self.licence.news());
        let mut entries = entries.to_vec();
        if let Some(version) = reload.version {
            for entry in &mut entries {
                entry["version"] = version.into();
            }
        }
        let lost_at = START + reload.lost_at.unwrap_or(now);
        inputs.push(json!({
            "from": "host", "type": "restored", "entries": entries, "lostAt": lost_at,
        }));
        if !reload.offline {
            inputs.extend(online);
        }
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

/// A step at the start in which something is said.
fn said(input: Value) -> Step {
    Step { input: Some(input), ..Step::default() }
}

/// A step at the start in which a port answers.
fn answer(port: &str, with: Value) -> Step {
    let Value::Object(with) = with else { unreachable!("answers are objects") };
    let with = Some(with);
    Step { answer: Some(port.into()), with, ..Step::default() }
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
const UPDATEABLE: [&str; 19] = [
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
    "Queue__c",
    "Transferred_To__c",
    "Recording_State__c",
    "Recording_Consent__c",
    "Recording_Consent_At__c",
    "Twilio_Call_Sid__c",
    "Carrier_Error_Code__c",
    "Description",
];

impl Licence {
    fn news(self) -> Vec<Value> {
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

    /// The steps of a call that the agent makes and the customer answers.
    fn calling(self) -> Vec<Step> {
        let record = match self {
            Self::Voice | Self::Open | Self::Unknown => {
                json!({ "recordId": "0LQ000000000001AAA", "objectApiName": "VoiceCall" })
            }
            Self::None => json!({ "recordId": "00T000000000001AAA", "objectApiName": "Task" }),
        };
        vec![
            said(json!({ "from": "agent", "type": "dial", "call": "key-1", "to": "+15005550100" })),
            answer("directory", json!({ "type": "matched", "matches": [] })),
            answer("record", json!({ "type": "recorded", "record": record })),
            said(json!({
                "from": "leg", "type": "accepted", "leg": "key-1",
                "callSid": "CA0000000000000000000000000000000001",
            })),
            said(json!({
                "from": "party", "type": "answered", "call": "key-1", "party": "customer", "seq": 1,
            })),
            answer("record", json!({ "type": "done" })),
        ]
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
