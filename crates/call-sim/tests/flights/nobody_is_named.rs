//! No number, name, note or key that a call carried stands in its record, whatever they look like;
//! and a record without them replays all the same.

use call_sim::{
    FlightRecord, Scenario,
    flight::{self, RecordedMachine},
};
use serde_json::Value;

use super::support::{record_with_tapes, scenarios};

/// Names and notes as people have them, and as nobody should.
const TEXTS: [&str; 9] = [
    "Rosalind Quinton",
    "Jörg \"Jojo\" Müller-Ö'Brien",
    "4711470",
    "+4420794600",
    r#"x","number":"+442079460999","y":"#,
    "line one\nline two\\u0041\u{2028}\u{0007}",
    "anonymous caller",
    "王小明 👩‍🚒",
    "</script><script>steal()",
];

/// Puts somebody's data in the place of what a scenario has.
#[derive(Default)]
struct Somebody {
    /// What must not be found.
    secrets: Vec<String>,
}

impl Somebody {
    fn is_put_into(&mut self, value: &mut Value, key: &str) {
        match value {
            Value::Object(object) => {
                object.iter_mut().for_each(|(key, value)| self.is_put_into(value, key));
            }
            Value::Array(list) => list.iter_mut().for_each(|value| self.is_put_into(value, key)),
            Value::String(text) => {
                if let Some(new) = self.instead_of(text, key) {
                    self.secrets.push(new.clone());
                    *text = new;
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn instead_of(&self, text: &str, key: &str) -> Option<String> {
        let n = self.secrets.len();
        let other = || TEXTS[n % TEXTS.len()].to_owned();
        match key {
            "number" | "to" | "called" | "callerId" if text.starts_with('+') => {
                Some(format!("+44207946{n:04}"))
            }
            "to" | "number" if text.starts_with("agent:") => {
                Some(format!("agent:005Zq000004{n:04}"))
            }
            "to" | "number" if text.starts_with("queue:") => {
                Some(format!("queue:00GZq000004{n:04}"))
            }
            "number" | "to" if text.len() == 3 => Some(format!("91{n:04}")),
            "name" | "companyName" | "text" if !text.is_empty() => Some(other()),
            "message" => Some(format!("{} is not wanted on +442079461234", other())),
            // As long, and with the same pauses: when digits go out follows from that.
            "digits" if text.len() > 3 => Some(text.replace(|c: char| c.is_ascii_digit(), "8")),
            _ => None,
        }
    }
}

#[test]
fn no_original_stands_in_a_record_and_it_replays_all_the_same() {
    let mut kinds = [0; 4];
    for (name, text) in scenarios() {
        let mut scenario = Scenario::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut somebody = Somebody::default();
        if let Some(caller_id) = scenario.settings.get_mut("callerId") {
            somebody.is_put_into(caller_id, "callerId");
        }
        for step in &mut scenario.steps {
            step.input.iter_mut().for_each(|input| somebody.is_put_into(input, ""));
            for (key, value) in step.with.iter_mut().flatten() {
                somebody.is_put_into(value, key);
            }
        }
        let secrets = somebody.secrets;
        let (records, tapes) = record_with_tapes(&scenario, RecordedMachine::default());
        for text in records.values().chain(&tapes) {
            for secret in &secrets {
                let quoted = serde_json::to_string(secret).expect("a text");
                let twice = serde_json::to_string(&quoted).expect("a text");
                for form in [secret, quoted.trim_matches('"'), twice[3..twice.len() - 3].into()] {
                    assert!(!text.contains(form), "{name}: {secret} in\n{text}");
                }
            }
        }
        for (call, text) in &records {
            let record = FlightRecord::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            let report = flight::replay(&record);
            assert_eq!(report.departures, [], "{name}, {call}:\n{}", report.trace.join("\n"));
            keys_are_masked(&serde_json::from_str(text).expect("JSON"), &name);
        }
        // Guards the test itself: the calls did carry all kinds of it.
        for (kind, mark) in ["+44", "agent:", "Rosalind", "88"].iter().enumerate() {
            kinds[kind] += secrets.iter().filter(|secret| secret.starts_with(mark)).count();
        }
    }
    assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
}

/// Keys are short: that one of them is not in a record cannot be seen by looking for it.
fn keys_are_masked(value: &Value, name: &str) {
    match value {
        Value::Object(object) => {
            for key in ["digits", "waiting", "postDial"] {
                let keys = object.get(key).and_then(Value::as_str).unwrap_or_default();
                assert!(keys.chars().all(|key| matches!(key, '0' | 'w' | 'x')), "{name}: {keys}");
            }
            object.values().for_each(|value| keys_are_masked(value, name));
        }
        Value::Array(list) => list.iter().for_each(|value| keys_are_masked(value, name)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
