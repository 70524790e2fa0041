//! A page whose carrier and org answer everything at once.

use call_core::{
    Input, Softphone,
    flight::Recorder,
    journal::{Entry, JournalWrite},
    time::Timestamp,
};
use serde_json::{Value, json};

/// 2026-01-05T09:00:00Z.
pub const START: u64 = 1_767_603_600_000;

pub struct Page {
    pub phone: Softphone,
    pub recorder: Recorder,
    /// What the journal holds.
    pub kept: Vec<Entry>,
    /// The effects so far.
    pub effects: Vec<Value>,
    /// Milliseconds after the start.
    pub at: u64,
    /// Whether the org takes records.
    pub writes: bool,
}

impl Page {
    /// A page that is online, `at` milliseconds after the start.
    pub fn online(at: u64, settings: &Value) -> Self {
        let mut page = Self {
            phone: Softphone::new(),
            recorder: Recorder::default(),
            kept: Vec::new(),
            effects: Vec::new(),
            at,
            writes: true,
        };
        page.say(json!({ "from": "host", "type": "started", "settings": settings }));
        page.say(json!({ "from": "device", "type": "registered" }));
        page
    }

    /// Something happens; ports answer what follows.
    pub fn say(&mut self, input: Value) {
        let input: Input = serde_json::from_value(input).expect("an input");
        let now = Timestamp(START + self.at);
        self.recorder.handle(&mut self.phone, now, input).expect("it is not refused");
        while let Some(write) = self.phone.poll_journal() {
            let (JournalWrite::Put { call, .. } | JournalWrite::Remove { call }) = &write;
            self.kept.retain(|entry| entry.call.key != *call);
            if let JournalWrite::Put { entry, .. } = write {
                self.kept.push(entry);
            }
        }
        let effects: Vec<_> = std::iter::from_fn(|| self.phone.poll_effect()).collect();
        for effect in effects {
            let (id, effect) = (effect.id, serde_json::to_value(&effect).expect("JSON"));
            let answer = match (effect["to"].as_str(), effect["type"].as_str()) {
                (Some("token"), _) => json!({ "type": "token", "lifetimeMs": 3_600_000 }),
                (Some("record"), _) if !self.writes => Value::Null,
                (Some("record"), Some("ensureCall")) => json!({
                    "type": "recorded",
                    "record": { "recordId": "0LQ000000000001AAA", "objectApiName": "VoiceCall" },
                }),
                (Some("record" | "control" | "presence"), _) => json!({ "type": "done" }),
                _ => Value::Null,
            };
            self.effects.push(effect);
            if let Value::Object(mut answer) = answer {
                answer.insert("from".into(), "result".into());
                answer.insert("id".into(), id.0.into());
                self.say(Value::Object(answer));
            }
        }
    }

    pub fn agent(&mut self, kind: &str, call: &str) {
        self.say(json!({ "from": "agent", "type": kind, "call": call }));
    }

    pub fn dial(&mut self, call: &str) {
        self.say(json!({ "from": "agent", "type": "dial", "call": call, "to": "911" }));
    }

    /// Somebody calls.
    pub fn invite(&mut self, call: &str) {
        self.say(json!({
            "from": "leg", "type": "invited", "leg": format!("CA-{call}"), "call": call,
            "number": "anonymous", "called": "+15005550000",
        }));
    }

    pub fn leg(&mut self, kind: &str, leg: &str) {
        self.say(json!({ "from": "leg", "type": kind, "leg": leg }));
    }

    pub fn answered(&mut self, call: &str) {
        let customer = json!({
            "from": "party", "type": "answered", "call": call, "party": "customer", "seq": 1,
        });
        self.say(customer);
    }

    /// The agent gives a call up before anybody answered.
    pub fn cancel(&mut self, call: &str) {
        self.agent("hangUp", call);
        self.leg("disconnected", call);
    }
}
