//! Whatever happened, a flight record of it has the effects and views that it had, although nobody
//! is named in it.

use call_core::{
    Effect, Input, Softphone,
    flight::{Recorder, as_noted, digest},
    json::to_json,
    time::Timestamp,
};
use proptest::prelude::*;
use serde_json::Value;

use super::world::{Desk, moves, settings};

/// Feeds the phone of every part what is in its steps, and compares.
fn replays(record: &str) -> Result<(), TestCaseError> {
    let record: Value = serde_json::from_str(record).expect("JSON");
    for part in record["parts"].as_array().expect("parts") {
        let base = part["base"].clone();
        let mut phone: Softphone = serde_json::from_value(base).expect("the state of a phone");
        let mut shown = 0;
        for step in part["steps"].as_array().expect("steps") {
            let at = step["at"].as_u64().expect("an instant");
            let input: Input = serde_json::from_value(step["input"].clone()).expect("an input");
            let answer = phone.handle(Timestamp(at), input);
            let refused = answer.err().map(call_core::Refusal::code);
            prop_assert_eq!(step.get("refused").and_then(Value::as_str), refused, "{}", step);
            while phone.poll_journal().is_some() {}
            let effects: Vec<Effect> = std::iter::from_fn(|| phone.poll_effect()).collect();
            let texts: Vec<String> = as_noted(|| effects.iter().map(to_json).collect());
            let noted = step.get("effectsDigest").and_then(Value::as_u64);
            let got = (!texts.is_empty()).then(|| digest(texts.iter().map(String::as_str)).into());
            prop_assert_eq!(noted, got, "{}: {:?}", step, texts);
            let view = as_noted(|| to_json(&phone.view()));
            let got = u64::from(digest([view.as_str()]));
            shown = step.get("viewDigest").and_then(Value::as_u64).unwrap_or(shown);
            prop_assert_eq!(shown, got, "{}: {}", step, view);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_flight_record_replays_the_call(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        let mut recorder = Recorder::default();
        let mut records = Vec::new();
        for (shift, next) in moves {
            let page = desk.page;
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let is_new = desk.page != page;
            let tape = recorder.tape().filter(|_| is_new);
            if is_new {
                recorder = Recorder::of_page(desk.page);
            }
            let mut recorded = desk.phone.clone();
            let _ = recorder.handle(&mut recorded, Timestamp(desk.clock), turn.input.clone());
            if let Some(tape) = tape {
                recorder.put_before(serde_json::from_str(&tape).expect("a tape"));
            }
            let _ = desk.feed(turn.input);
            for call in desk.phone.calls() {
                let record = recorder.record(&call.key);
                prop_assert!(record.is_some(), "no record of {:?}", call.key);
                if is_new || call.state.ended().is_some() {
                    records.extend(record);
                }
            }
        }
        records.dedup();
        for record in records.iter().rev().take(5) {
            replays(record)?;
        }
    }
}
