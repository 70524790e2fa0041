//! Where a record begins, that it fits, and that a replay notices where the core is another.

use call_core::flight::LONGEST;
use call_sim::{
    FlightRecord, Machine, Scenario,
    flight::{self, Begins, RecordedMachine},
};
use serde_json::{Value, json};

use super::support::{record, scenarios};

const START: u64 = 1_767_603_600_000;

/// A phone that is online.
fn online() -> RecordedMachine {
    let mut phone = RecordedMachine::default();
    let settings = json!({ "flightRecords": true });
    for input in [
        json!({ "from": "host", "type": "started", "settings": settings }),
        json!({ "from": "result", "id": 1, "type": "token", "lifetimeMs": 3_600_000 }),
        json!({ "from": "device", "type": "registered" }),
    ] {
        happens(&mut phone, 0, &input);
    }
    assert!(phone.records.is_empty() && phone.tape().is_none(), "there is no call");
    phone
}

fn happens(phone: &mut RecordedMachine, second: u64, input: &Value) {
    phone.handle(START + 1000 * second, input).expect("it is not refused");
    phone.journal();
    phone.drain();
}

fn a_call(phone: &mut RecordedMachine, key: &str) {
    let dial = json!({ "from": "agent", "type": "dial", "call": key, "to": "+15005550100" });
    happens(phone, 1, &dial);
    happens(phone, 2, &json!({ "from": "leg", "type": "accepted", "leg": key }));
    let news = json!({
        "from": "party", "type": "answered", "call": key, "party": "customer", "seq": 1,
    });
    happens(phone, 3, &news);
}

fn parsed(phone: &RecordedMachine, key: &str) -> FlightRecord {
    FlightRecord::parse(&phone.records[key]).expect("a record")
}

#[test]
fn a_record_that_grows_too_long_loses_its_beginning_and_says_so() {
    let mut phone = online();
    a_call(&mut phone, "key-1");
    for turn in 0..2000 {
        let on = turn % 2 == 0;
        let mute = json!({ "from": "agent", "type": "mute", "call": "key-1", "on": on });
        happens(&mut phone, 10 + turn, &mute);
    }
    assert!(phone.records["key-1"].len() <= LONGEST + 100, "{}", phone.records["key-1"].len());
    let record = parsed(&phone, "key-1");
    assert_eq!(record.parts[0].begins, Begins::Middle);
    assert!(record.remarks()[0].contains("too long"), "{:?}", record.remarks());
    assert_eq!(flight::replay(&record).departures, []);
    // It keeps what happened last, as far as there is room.
    let steps: usize = record.parts.iter().map(|part| part.steps.len()).sum();
    assert!(steps > 400, "{steps} steps");
}

#[test]
fn notes_that_are_too_long_are_refused_in_the_replay_too() {
    let mut phone = online();
    a_call(&mut phone, "key-1");
    let notes = |n: usize| json!({ "from": "agent", "type": "setNotes", "call": "key-1", "text": "ä".repeat(n) });
    happens(&mut phone, 5, &notes(32_000));
    let refused = phone.handle(START + 6000, &notes(32_001));
    assert_eq!(refused, Err("notesTooLong".into()));
    assert_eq!(flight::replay(&parsed(&phone, "key-1")).departures, []);
}

#[test]
fn a_second_calls_record_begins_with_that_call() {
    let mut phone = online();
    a_call(&mut phone, "key-1");
    let invited = json!({
        "from": "leg", "type": "invited", "leg": "CA2", "call": "key-2", "number": "+15005550199",
        "called": "+15005550000",
    });
    happens(&mut phone, 20, &invited);
    let (first, second) = (parsed(&phone, "key-1"), parsed(&phone, "key-2"));
    assert_eq!((first.parts.len(), second.parts.len()), (2, 1));
    assert_eq!(second.parts[0].steps.len(), 1);
    assert_eq!(second.remarks(), [""; 0]);
    assert_eq!(flight::replay(&first).departures, []);
    assert_eq!(flight::replay(&second).departures, []);
}

#[test]
fn a_call_over_a_reload_has_one_record_of_two_parts() {
    let (name, text) = scenarios()
        .into_iter()
        .find(|(name, _)| name == "flight_record_goes_on_after_a_reload")
        .expect("the scenario is there");
    let scenario = Scenario::parse(&text).expect("a scenario");
    let records = record(&scenario, RecordedMachine::default());
    let record = FlightRecord::parse(&records["key-1"]).expect("a record");
    let begins: Vec<Begins> = record.parts.iter().map(|part| part.begins).collect();
    assert_eq!(begins, [Begins::Call, Begins::Page], "{name}");
    assert_eq!(record.remarks(), [""; 0]);
    // The two pages' pseudonyms do not mean each other's people.
    let all: Value = serde_json::from_str(&records["key-1"]).expect("JSON");
    let first = all["parts"][0].to_string();
    let entry = &all["parts"][1]["steps"][0]["input"]["entries"][0];
    let number = entry["call"]["customer"]["number"].as_str().expect("a number");
    assert!(number.starts_with("+999") && !first.contains(number), "{number}");
}

#[test]
fn when_no_call_is_left_nothing_is_kept() {
    let mut phone = online();
    let dial = |n: u32| {
        let key = format!("key-{n}");
        json!({ "from": "agent", "type": "dial", "call": key, "to": "+15005550100" })
    };
    happens(&mut phone, 1, &dial(1));
    assert!(phone.tape().is_some());
    happens(&mut phone, 2, &json!({ "from": "agent", "type": "hangUp", "call": "key-1" }));
    happens(&mut phone, 2, &json!({ "from": "leg", "type": "disconnected", "leg": "key-1" }));
    for (id, answer) in [
        (5, json!({ "type": "recorded", "record": record_ref() })),
        (6, json!({ "type": "done" })),
        (8, json!({ "type": "done" })),
        (9, json!({ "type": "done" })),
    ] {
        let mut input = answer;
        input["from"] = "result".into();
        input["id"] = id.into();
        happens(&mut phone, 3, &input);
    }
    assert!(phone.tape().is_none(), "{:?}", phone.tape());
    // The next call is nobody's but its own: pseudonyms begin anew.
    happens(&mut phone, 4, &dial(2));
    assert!(phone.records["key-2"].contains("+99900000001"));
}

fn record_ref() -> Value {
    json!({ "recordId": "0LQ000000000001AAA", "objectApiName": "VoiceCall" })
}

#[test]
fn a_core_that_does_otherwise_is_noticed_at_the_step() {
    let (_, text) = scenarios().into_iter().next().expect("a scenario");
    let scenario = Scenario::parse(&text).expect("a scenario");
    let records = record(&scenario, RecordedMachine::default());
    let honest: Value =
        serde_json::from_str(records.values().next().expect("a record")).expect("JSON");
    let replayed = |record: &Value| {
        flight::replay(&FlightRecord::parse(&record.to_string()).expect("a record")).departures
    };
    assert_eq!(replayed(&honest), []);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut other = honest.clone();
        change(&mut other["parts"][0]["steps"]);
        replayed(&other)
    };
    // The first step of every scenario's call has effects and changes the view.
    let changes: [(&str, Value, &str); 5] = [
        ("/0/effects/0/type", "ring".into(), "ring"),
        ("/0/effectsDigest", 7.into(), "what is in them differs"),
        ("/0/viewDigest", 7.into(), "differs elsewhere"),
        ("/0/status", "ready".into(), ""),
        ("/0/input/type", "dream".into(), "cannot be read"),
    ];
    for (place, value, told) in changes {
        let departures =
            with(&|steps| *steps.pointer_mut(place).expect("it is noted") = value.clone());
        if told.is_empty() {
            // A status is for who reads the record; the digest of the view says it all.
            assert_eq!(departures, []);
            continue;
        }
        let first = departures.first().unwrap_or_else(|| panic!("{place} is not noticed"));
        assert!(first.step == 1 && first.what.contains(told), "{place}: {first}");
    }
    let refused = with(&|steps| steps[0]["refused"] = "agentBusy".into());
    assert!(refused[0].what.contains("agentBusy"), "{refused:?}");
    // An input that is missing shows in what follows.
    let missing = with(&|steps| {
        steps.as_array_mut().expect("a list").remove(0);
    });
    assert!(!missing.is_empty());
}

#[test]
fn a_record_of_another_version_is_refused_with_a_sentence() {
    let text = r#"{"flight":2,"call":"key-1","passages":[]}"#;
    assert!(FlightRecord::is_meant(text));
    let error = FlightRecord::parse(text).expect_err("it is of version 2");
    assert_eq!(
        error.to_string(),
        "it is a flight record of version 2; this core reads version 1 only"
    );
    assert!(!FlightRecord::is_meant(r#"{"about":"","steps":[]}"#));
    assert!(FlightRecord::parse("{}").is_err());
}
