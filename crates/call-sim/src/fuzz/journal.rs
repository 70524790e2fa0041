//! What the journal holds: entries of this version and of others, whole and broken.

use call_core::{
    Effect, Input,
    call::{CallState, LegState},
    effect::{ControlEffect, EffectBody, RecordEffect},
    input::{AgentCommand, EffectResult, HostEvent, LegEvent, LegNews, Outcome},
    journal::{Entry, VERSION},
};
use serde_json::{Value, json};

use super::Page;

/// In how many rounds everything that is restored must be over.
const MOST_ROUNDS: usize = 400;

/// Takes over what the journal holds, as far as it can be read: a list of entries, or one. With a
/// carrier, an org and an agent that behave, whatever was restored comes to an end.
///
/// # Panics
/// Where entries of another version are not let be, or something that was restored never ends.
pub fn journal(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(data) else { return };
    let values = match value {
        Value::Array(values) => values,
        one => vec![one],
    };
    // The host reads each by itself: one that cannot be read does not hide the others.
    let read = values.into_iter().filter_map(|value| serde_json::from_value::<Entry>(value).ok());
    let entries: Vec<Entry> = read.take(20).collect();
    if entries.is_empty() {
        return;
    }
    let mut keys: Vec<_> = entries
        .iter()
        .filter(|entry| entry.version == VERSION)
        .map(|entry| entry.call.key.clone())
        .collect();
    keys.sort();
    keys.dedup();
    let mut page = Page::online();
    let restored = HostEvent::Restored { entries, lost_at: None };
    page.take(Input::Host(restored)).expect("only commands are refused");
    for call in page.phone.calls() {
        assert!(keys.contains(&call.key), "{:?} came from nowhere", call.key);
    }
    for _ in 0..MOST_ROUNDS {
        if page.phone.calls().is_empty() {
            return;
        }
        round(&mut page);
    }
    panic!("it does not come to an end: {:?}", page.phone.calls());
}

/// Everybody does what is to be done next; where there is nothing, time passes.
fn round(page: &mut Page) {
    if let Some(effect) = page.open.pop() {
        if effect.is_answered() {
            let outcome = good(&effect);
            let _ = page.take(Input::Result(EffectResult { id: effect.id, outcome }));
        }
    } else if let Some(input) = end_of_a_leg(page) {
        let _ = page.take(input);
    } else if !press(page) {
        if let Some(due) = page.phone.deadline() {
            page.now = page.now.max(due.0);
        }
        let _ = page.take(Input::Clock);
    }
}

fn end_of_a_leg(page: &Page) -> Option<Input> {
    let call = page.phone.calls().iter().find(|call| {
        matches!(call.leg.state, LegState::Leaving { .. } | LegState::Joining { .. })
    })?;
    let leg = call.leg.id.clone();
    Some(Input::Leg(LegEvent { leg, news: LegNews::Disconnected }))
}

/// An agent who wants to go home. Whether anything was accepted.
fn press(page: &mut Page) -> bool {
    for call in page.phone.calls().to_vec() {
        let call_key = || call.key.clone();
        let commands = match &call.state {
            CallState::WrapUp { .. } => vec![
                AgentCommand::SetDisposition { call: call_key(), value: "Done".into() },
                AgentCommand::Finish { call: call_key() },
            ],
            CallState::Filed { .. } => vec![AgentCommand::RetryRecord { call: call_key() }],
            CallState::Ending { .. } => Vec::new(),
            _ => vec![
                AgentCommand::HangUp { call: call_key() },
                AgentCommand::Decline { call: call_key() },
            ],
        };
        let before = page.phone.view();
        for command in commands {
            let _ = page.take(Input::Agent(command));
        }
        if page.phone.view() != before || !page.open.is_empty() {
            return true;
        }
    }
    false
}

fn good(effect: &Effect) -> Outcome {
    let outcome = match &effect.body {
        EffectBody::Token(_) => json!({ "type": "token", "lifetimeMs": 3_600_000 }),
        EffectBody::Directory(_) => json!({ "type": "matched", "matches": [] }),
        EffectBody::Control(ControlEffect::Snapshot { .. }) => {
            json!({ "type": "snapshot", "snapshot": { "status": "ended" } })
        }
        EffectBody::Record(RecordEffect::EnsureCall { .. } | RecordEffect::Create { .. }) => {
            json!({
                "type": "recorded",
                "record": { "recordId": "0LQ000000000001AAA", "objectApiName": "VoiceCall" },
            })
        }
        _ => json!({ "type": "done" }),
    };
    serde_json::from_value(outcome).expect("an outcome")
}
