//! A replay, told in sentences: when, who, what happened, what followed, and what changed.
//!
//! ```text
//! 09:00:05.000      0:05.000  The customer of call A answers.
//!                             The org is to write Call_State__c of call A's record.
//!                             Call A is: connected.
//! ```
//! It decides nothing and knows no rules: what it tells stands in the inputs, the effects and the
//! views. A new input or effect does not compile until it has a sentence.

mod effects;
mod inputs;
mod views;

use std::collections::BTreeMap;

use call_core::{
    Effect, Input,
    ids::{CallKey, LegId, PartyId},
    time::Timestamp,
};
use serde_json::Value;

use crate::Event;

/// What a timeline says of who is in it.
#[derive(Debug, Default)]
struct Names {
    /// Keys of calls, in the order in which they came.
    calls: Vec<String>,
    /// Effects that await an answer, as they were told.
    asked: BTreeMap<u32, String>,
}

/// A timeline of what happened in a replay that began at `began`, in milliseconds since the epoch.
pub fn explain(events: &[Event], began: u64) -> Vec<String> {
    let mut names = Names::default();
    let mut shown = Value::Null;
    let mut lines = Vec::new();
    for event in events {
        let told = match event.kind {
            '>' => match serde_json::from_value::<Input>(event.value.clone()) {
                Ok(input) => vec![inputs::sentence(&input, &mut names)],
                Err(error) => vec![format!("Something that cannot be read: {error}.")],
            },
            '~' => vec![format!("--- {}", event.word)],
            '!' => vec![format!("It is refused: {}.", event.word)],
            '<' => match serde_json::from_value::<Effect>(event.value.clone()) {
                Ok(effect) => vec![effects::sentence(&effect, &mut names)],
                Err(error) => vec![format!("Something that cannot be read: {error}.")],
            },
            '=' => {
                let told = views::changes(&shown, &event.value, &mut names);
                shown = event.value.clone();
                told
            }
            // When it wants to be woken is of no interest to who reads what happened.
            _ => Vec::new(),
        };
        let begins = matches!(event.kind, '>' | '~');
        for sentence in told {
            let when = if begins { clock(began, event.at) } else { String::new() };
            lines.push(format!("{when:<26}{sentence}"));
        }
    }
    let mut all: Vec<String> = names
        .calls
        .iter()
        .enumerate()
        .map(|(index, key)| format!("Call {} has the key {key}.", letter(index)))
        .collect();
    if !all.is_empty() {
        all.push(String::new());
    }
    all.append(&mut lines);
    all
}

/// The time of day in UTC, and the time since the beginning.
fn clock(began: u64, at: u64) -> String {
    let of_day = Timestamp(began.saturating_add(at)).to_iso();
    let (minutes, seconds, millis) = (at / 60_000, at / 1000 % 60, at % 1000);
    format!("{} {minutes:>4}:{seconds:02}.{millis:03}", &of_day[11..23])
}

/// A, B, … Z, A1, B1, …
fn letter(index: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

impl Names {
    fn call(&mut self, key: &CallKey) -> String {
        let known = self.calls.iter().position(|call| *call == key.0);
        let index = known.unwrap_or_else(|| {
            self.calls.push(key.0.clone());
            self.calls.len() - 1
        });
        format!("call {}", letter(index))
    }

    /// A leg that is named by its call says which call; one that is not has Twilio's name.
    fn leg(&mut self, leg: &LegId) -> String {
        let of_call = self.calls.iter().find(|key| {
            let rest = leg.0.strip_prefix(key.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        match of_call.cloned() {
            Some(key) => format!("the leg of {}", self.call(&CallKey(key))),
            None => format!("leg {}", leg.0),
        }
    }

    fn party(&mut self, call: &CallKey, party: &PartyId) -> String {
        let call = self.call(call);
        if *party == PartyId::customer() {
            format!("the customer of {call}")
        } else {
            format!("{} in {call}", party.0)
        }
    }
}

/// A sentence begins with a capital.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// A wire name as people write it: `noAnswer` is "no answer".
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// A value by its wire name.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => words(&word),
        Ok(other) => other.to_string(),
        Err(error) => error.to_string(),
    }
}
