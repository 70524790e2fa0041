//! What the pages of one agent saw and wanted, written down as a scenario.

use call_core::{
    Effect, Input, Refusal,
    input::{DeviceEvent, HostEvent, Outcome},
    time::Timestamp,
};
use serde_json::{Map, Value, json};

use super::{finding::Expected, queue::Instant, rules::Rules};
use crate::scenario::START;

/// One agent's inputs, each with what followed.
#[derive(Debug)]
pub struct Log {
    pub agent: usize,
    /// The newest phone.
    page: u32,
    /// An older one went on beside it: no scenario says that.
    is_mixed: bool,
    steps: Vec<Logged>,
}

#[derive(Debug)]
struct Logged {
    at: Instant,
    host: Timestamp,
    what: What,
    effects: Vec<Effect>,
    refused: Option<Refusal>,
}

#[derive(Debug)]
enum What {
    Input(Input),
    Reload { lost_at: Option<Timestamp> },
}

impl Log {
    pub const fn of(agent: usize) -> Self {
        Self { agent, page: 0, is_mixed: false, steps: Vec::new() }
    }

    pub fn input(&mut self, at: Instant, host: Timestamp, page: u32, input: &Input) {
        self.is_mixed |= page != self.page;
        self.push(at, host, What::Input(input.clone()));
    }

    /// A new phone takes over, in whichever tab: to a scenario it is a page that was reloaded.
    pub fn begins(&mut self, at: Instant, host: Timestamp, page: u32, lost: Option<Timestamp>) {
        self.page = page;
        if !self.steps.is_empty() {
            self.push(at, host, What::Reload { lost_at: lost });
        }
    }

    fn push(&mut self, at: Instant, host: Timestamp, what: What) {
        self.steps.push(Logged { at, host, what, effects: Vec::new(), refused: None });
    }

    pub fn effect(&mut self, effect: &Effect) {
        if let Some(step) = self.steps.last_mut() {
            step.effects.push(effect.clone());
        }
    }

    pub fn answered(&mut self, answer: Result<(), Refusal>) {
        if let Some(step) = self.steps.last_mut() {
            step.refused = answer.err();
        }
    }

    /// The log as a scenario file, without the wake-ups that nothing followed from. A reload needs
    /// settings that stand in the file's head, and so a phone that is online from the start: what
    /// brought it there is left out then. None where one phone is not enough to say it.
    pub fn scenario(&self, about: &str, rules: &Rules, expected: &Expected) -> Option<Value> {
        if self.is_mixed || *expected == Expected::Tabs {
            return None;
        }
        let mut steps: Vec<Map<String, Value>> = Vec::new();
        let mut is_starting = true;
        let mut is_first_page = true;
        let has_reload = self.steps.iter().any(|step| matches!(step.what, What::Reload { .. }));
        for step in &self.steps {
            let mut out = Map::new();
            out.insert("at".into(), json!(step.at - START));
            if step.host.0 != step.at {
                out.insert("clock".into(), json!(step.host.0 - START));
            }
            match &step.what {
                What::Reload { lost_at } => {
                    is_starting = true;
                    is_first_page = false;
                    let lost_at = lost_at.map(|at| at.0.saturating_sub(START));
                    out.insert("reload".into(), json!({ "offline": true, "lostAt": lost_at }));
                }
                What::Input(Input::Host(HostEvent::Started { .. })) if has_reload => continue,
                What::Input(Input::Host(HostEvent::Restored { .. })) => {
                    // Part of the reload before it; and so is what followed.
                    if let Some(reload) = steps.last_mut() {
                        put_effects(reload, &step.effects, expected);
                    }
                    continue;
                }
                What::Input(input) if rules.org_news.contains(input) => continue,
                What::Input(Input::Clock) if step.effects.is_empty() => continue,
                What::Input(input) => {
                    if is_starting && is_first_page && has_reload {
                        match input {
                            Input::Result(result)
                                if matches!(result.outcome, Outcome::Token { .. }) =>
                            {
                                continue;
                            }
                            Input::Device(DeviceEvent::Registered) => {
                                is_starting = false;
                                continue;
                            }
                            _ => {}
                        }
                    }
                    let input = serde_json::to_value(input).unwrap_or_default();
                    out.insert("input".into(), input);
                }
            }
            if let Some(refusal) = step.refused {
                out.insert("refused".into(), json!(refusal.code()));
            }
            if !matches!(step.what, What::Reload { .. }) {
                put_effects(&mut out, &step.effects, expected);
            }
            steps.push(out);
        }
        while steps.last().is_some_and(is_upkeep) {
            steps.pop();
        }
        if *expected == Expected::EmptyDesk
            && let Some(last) = steps.last_mut()
        {
            last.insert("view".into(), json!({ "calls": [], "unsaved": [] }));
        }
        let mut file = json!({
            "about": about,
            "licence": rules.licence,
            "steps": steps,
        });
        if has_reload {
            file["settings"] = json!(rules.settings);
        } else {
            file["given"] = json!("nothing");
        }
        if let Expected::Record(fields) = expected {
            file["record"] = json!({ "object": self.object(), "fields": fields });
        }
        Some(file)
    }

    /// What the org made of the calls.
    fn object(&self) -> String {
        let made = self.steps.iter().rev().find_map(|step| match &step.what {
            What::Input(Input::Result(result)) => match &result.outcome {
                Outcome::Recorded { record } => Some(record.object_api_name.clone()),
                _ => None,
            },
            What::Input(_) | What::Reload { .. } => None,
        });
        made.unwrap_or_else(|| "VoiceCall".into())
    }
}

/// Whether a step is about nothing but the next token.
fn is_upkeep(step: &Map<String, Value>) -> bool {
    let Some(input) = step.get("input") else { return false };
    let fetches = step.get("effects").is_some_and(|effects| effects[0]["to"] == "token");
    match input["from"].as_str() {
        Some("clock") => fetches,
        Some("result") => input["type"] == "token",
        Some("device") => true,
        _ => false,
    }
}

/// The effects as a scenario expects them: by port and kind, without the one that should not be.
fn put_effects(step: &mut Map<String, Value>, effects: &[Effect], expected: &Expected) {
    let brief: Vec<Value> = effects
        .iter()
        .filter(|effect| *expected != Expected::NotThisEffect(effect.id))
        .map(|effect| {
            let whole = serde_json::to_value(effect).unwrap_or_default();
            json!({ "to": whole["to"], "type": whole["type"] })
        })
        .collect();
    if !brief.is_empty() {
        step.insert("effects".into(), Value::Array(brief));
    }
}
