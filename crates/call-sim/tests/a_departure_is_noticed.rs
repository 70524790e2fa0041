//! A replay that overlooks a difference would make every scenario worthless.

use call_sim::{CoreMachine, Scenario, ScenarioError, replay};
use serde_json::{Value, json};

/// A call that is dialled, whose record is made, and that is cancelled; with everything expected.
fn scenario() -> Value {
    json!({
        "about": "A call that is cancelled.",
        "steps": [
            {
                "at": 0,
                "input": { "from": "agent", "type": "dial", "call": "key-1", "to": "+15005550100" },
                "effects": [
                    { "to": "carrier", "type": "connect" },
                    { "to": "directory", "type": "match" },
                    { "to": "record", "type": "ensureCall" },
                ],
                "view": { "status": "calling" },
            },
            {
                "at": 80,
                "answer": "record",
                "with": {
                    "type": "recorded",
                    "record": { "recordId": "0LQ000000000001AAA", "objectApiName": "VoiceCall" },
                },
            },
            {
                "at": 100,
                "input": { "from": "agent", "type": "mute", "call": "key-1", "on": true },
                "refused": "notPossible",
            },
            {
                "at": 15_000,
                "input": { "from": "clock" },
                "effects": [{ "to": "carrier", "type": "disconnect" }],
            },
        ],
        "record": { "object": "VoiceCall", "fields": { "CallType": "Outbound" } },
    })
}

fn departures(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut file = scenario();
    change(&mut file);
    let scenario = Scenario::parse(&file.to_string()).expect("it is a scenario");
    let report = replay(&scenario, &mut CoreMachine::default());
    report.departures.iter().map(ToString::to_string).collect()
}

fn one(departures: &[String], words: &str) {
    assert!(
        departures.first().is_some_and(|first| first.contains(words)),
        "{words:?} is not in {departures:?}"
    );
}

#[test]
fn what_is_as_expected_is_no_departure() {
    assert_eq!(departures(|_| ()), Vec::<String>::new());
}

#[test]
fn an_effect_that_is_missing_or_too_many() {
    one(&departures(|file| file["steps"][0]["effects"] = json!([])), "step 1 at 0 ms: effects");
    let two = json!([{ "to": "carrier" }, { "to": "carrier" }]);
    one(&departures(|file| file["steps"][3]["effects"] = two), "step 4 at 15000 ms: effects");
}

#[test]
fn an_effect_in_another_order_or_with_another_field() {
    one(
        &departures(|file| file["steps"][0]["effects"][0]["type"] = json!("accept")),
        "effects[0].type",
    );
    one(
        &departures(|file| file["steps"][0]["effects"][2]["fields"] = json!({ "Nothing__c": 1 })),
        "effects[2].fields.Nothing__c",
    );
}

#[test]
fn a_view_that_shows_something_else() {
    one(&departures(|file| file["steps"][0]["view"]["status"] = json!("ready")), "view.status");
}

#[test]
fn a_refusal_that_did_not_come_or_was_not_expected() {
    one(
        &departures(|file| file["steps"][2]["refused"] = Value::Null),
        "expected no refusal, but got notPossible",
    );
    one(
        &departures(|file| file["steps"][0]["refused"] = json!("agentBusy")),
        "expected agentBusy, but got no refusal",
    );
}

#[test]
fn something_that_time_alone_caused() {
    let late = |file: &mut Value| file["steps"][3]["at"] = json!(15_001);
    one(&departures(late), "before it, time alone caused");
}

#[test]
fn an_answer_to_nothing() {
    let token = |file: &mut Value| file["steps"][1]["answer"] = json!("token");
    one(&departures(token), "no open effect to answer for port `token`");
}

#[test]
fn a_record_that_holds_something_else() {
    one(
        &departures(|file| file["record"]["fields"]["CallType"] = json!("Inbound")),
        "at the end: record.fields.CallType",
    );
    one(&departures(|file| file["record"]["object"] = json!("Task")), "record.object");
}

#[test]
fn an_input_that_nobody_can_read() {
    one(
        &departures(|file| file["steps"][0]["input"]["type"] = json!("dail")),
        "the input cannot be read",
    );
}

#[test]
fn a_wrong_clock_reaches_the_phone() {
    let back = |file: &mut Value| {
        file["steps"][3]["clock"] = json!(14_999);
        file["steps"][3]["effects"] = json!([]);
    };
    assert_eq!(departures(back), Vec::<String>::new());
}

#[test]
fn files_that_are_no_scenarios() {
    let parse = |change: fn(&mut Value)| {
        let mut file = scenario();
        change(&mut file);
        Scenario::parse(&file.to_string()).map(|_| ())
    };
    assert!(matches!(Scenario::parse("{").map(|_| ()), Err(ScenarioError::Json(_))));
    let misspelt = parse(|file| file["steps"][0]["efects"] = json!([]));
    assert!(matches!(misspelt, Err(ScenarioError::Json(_))), "{misspelt:?}");
    let both = parse(|file| file["steps"][1]["input"] = json!({ "from": "clock" }));
    assert!(matches!(both, Err(ScenarioError::Step(2))), "{both:?}");
    let neither = parse(|file| file["steps"][0]["input"] = Value::Null);
    assert!(matches!(neither, Err(ScenarioError::Step(1))), "{neither:?}");
    let half = parse(|file| file["steps"][1]["with"] = Value::Null);
    assert!(matches!(half, Err(ScenarioError::Step(2))), "{half:?}");
    let disorder = parse(|file| file["steps"][1]["at"] = json!(101));
    assert!(matches!(disorder, Err(ScenarioError::Order(3))), "{disorder:?}");
    let unread = parse(|file| {
        file["given"] = json!("nothing");
        file["settings"] = json!({ "wrapUpMs": 0 });
    });
    assert!(matches!(unread, Err(ScenarioError::Settings)), "{unread:?}");
}
