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
                "effects": [
                    { "to": "control", "type": "end" },
                    { "to": "carrier", "type": "disconnect" },
                ],
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
    assert_eq!(departures(|file| file["record"]["writes"] = json!(1)), Vec::<String>::new());
    one(&departures(|file| file["record"]["writes"] = json!(2)), "record.writes");
    one(&departures(|file| file["record"]["call"] = json!("key-2")), "at the end: record");
}

#[test]
fn an_answer_to_an_effect_of_another_type() {
    assert_eq!(departures(|file| file["steps"][1]["answer"] = json!("record.ensureCall")).len(), 0);
    let update = |file: &mut Value| file["steps"][1]["answer"] = json!("record.update");
    one(&departures(update), "no open effect to answer for port `record.update`");
}

#[test]
fn a_page_that_is_lost() {
    let lost = |reload: Value, effects: Value| {
        departures(|file| {
            file["steps"][2] = json!({ "at": 100, "reload": reload, "effects": effects });
            file["steps"][3] =
                json!({ "at": 200, "answer": "control", "with": { "type": "done" } });
        })
    };
    let asks = json!([{ "to": "control", "type": "snapshot" }]);
    assert_eq!(lost(json!({}), asks.clone()), Vec::<String>::new());
    one(&lost(json!({}), json!([])), "step 3 at 100 ms: effects");
    // What is lost before the record was made asks for it again.
    let unmade = |file: &mut Value| {
        file["steps"][1] = json!({ "at": 80, "reload": {}, "effects": asks });
    };
    one(&departures(unmade), "step 2 at 80 ms: effects");
    // Entries of another version are nobody's.
    one(&lost(json!({ "version": 2 }), json!([])), "no open effect to answer for port `control`");
}

#[test]
fn a_page_that_is_lost_wakes_up_no_more() {
    let lost_at = |at: u64| {
        departures(|file| {
            file["steps"][3] = json!({
                "at": 20_000,
                "reload": { "lostAt": at },
                "effects": [{ "to": "control", "type": "snapshot" }],
            });
        })
    };
    assert_eq!(lost_at(14_999), Vec::<String>::new());
    one(&lost_at(15_001), "before it, time alone caused");
}

#[test]
fn a_scenario_that_begins_in_a_call() {
    let file = json!({
        "about": "A call.",
        "given": "inCall",
        "steps": [{
            "at": 5,
            "input": { "from": "agent", "type": "hangUp", "call": "key-1" },
            "effects": [{ "to": "control", "type": "end" }, { "to": "carrier", "type": "disconnect" }],
        }],
        "record": { "object": "VoiceCall", "writes": 2, "fields": { "Call_State__c": "Connected" } },
    });
    let scenario = Scenario::parse(&file.to_string()).expect("it is a scenario");
    let report = replay(&scenario, &mut CoreMachine::default());
    assert_eq!(report.departures, []);
    assert!(report.trace[0].contains(r#""status":"connected""#), "{}", report.trace[0]);
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
    let too_early = parse(|file| {
        file["steps"][2] = json!({ "at": 100, "reload": { "lostAt": 79 } });
    });
    assert!(matches!(too_early, Err(ScenarioError::Order(3))), "{too_early:?}");
    let too_late = parse(|file| {
        file["steps"][2] = json!({ "at": 100, "reload": { "lostAt": 101 } });
    });
    assert!(matches!(too_late, Err(ScenarioError::Order(3))), "{too_late:?}");
    let unread = parse(|file| {
        file["given"] = json!("nothing");
        file["settings"] = json!({ "wrapUpMs": 0 });
    });
    assert!(matches!(unread, Err(ScenarioError::Settings)), "{unread:?}");
}
