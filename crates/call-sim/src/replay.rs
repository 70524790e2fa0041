//! Replays a scenario and notes where it departs from what the file expects.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use serde_json::{Map, Value, json};

use crate::{
    compare::differences,
    machine::Machine,
    scenario::{Reload, START, Scenario, Step},
};

/// More wake-ups than this between two steps mean a deadline that does not move.
const WAKE_UPS: usize = 10_000;

/// What a replay saw.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// One line per input, effect, refusal, changed view and deadline.
    pub trace: Vec<String>,
    /// The same, for those who want to tell it otherwise.
    pub events: Vec<Event>,
    /// Where it was not as the file expects.
    pub departures: Vec<Departure>,
}

/// Something that happened in a replay.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Milliseconds after the start.
    pub at: u64,
    /// What it is, as the trace marks it: `>` an input, `!` its refusal, `<` an effect, `=` a view,
    /// `@` a deadline, `~` a new page.
    pub kind: char,
    /// A word about it: the refusal's code.
    pub word: String,
    /// The input, effect or view.
    pub value: Value,
}

impl Report {
    pub(crate) fn note(&mut self, at: u64, kind: char, word: &str, value: &Value) {
        let text = if value.is_null() { String::new() } else { shortened(value).to_string() };
        self.trace.push(format!("{at:>7} {kind} {word}{text}"));
        self.events.push(Event { at, kind, word: word.into(), value: value.clone() });
    }
}

/// A place where a replay departs from its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Number of the step in the file, from 1; 0 for the end of the scenario.
    pub step: usize,
    /// Milliseconds after the start.
    pub at: u64,
    /// What was expected and what came.
    pub what: String,
}

impl fmt::Display for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            0 => write!(f, "at the end: {}", self.what),
            step => write!(f, "step {step} at {} ms: {}", self.at, self.what),
        }
    }
}

/// Replays `scenario` on `machine`, which must be new.
pub fn replay(scenario: &Scenario, machine: &mut impl Machine) -> Report {
    let mut run = Run {
        machine,
        report: Report::default(),
        open: VecDeque::new(),
        shown: Value::Null,
        deadline: None,
        skew: 0,
        kept: BTreeMap::new(),
        records: Vec::new(),
    };
    for step in scenario.prelude() {
        // What is expected of it stands in scenarios of its own.
        let Some(input) = run.input_of(0, &step) else { continue };
        if let Err(refusal) = run.input(0, &input) {
            run.depart(0, 0, format!("the prelude was refused: {refusal}"));
        }
        run.account(&input);
        run.drain(0);
    }
    run.report.trace.clear();
    run.report.events.clear();
    run.open.clear();
    run.look(0);
    for (index, step) in scenario.steps.iter().enumerate() {
        let since = index.checked_sub(1).map_or(0, |before| scenario.steps[before].at);
        run.wake_until(index + 1, step, since);
        run.step(index + 1, step, scenario);
    }
    if let Some(expected) = &scenario.record {
        let got = run.record_of(expected.call.as_deref());
        let mut wanted = json!({ "object": expected.object, "fields": expected.fields });
        if let Some(writes) = expected.writes {
            wanted["writes"] = writes.into();
        }
        for what in differences("record", &wanted, &got) {
            run.depart(0, 0, what);
        }
    }
    run.report
}

struct Run<'m, M> {
    machine: &'m mut M,
    report: Report,
    /// Effects that await an answer.
    open: VecDeque<Value>,
    shown: Value,
    deadline: Option<u64>,
    /// By how much the host's clock is behind, as the last step said.
    skew: i64,
    /// The journal, by call.
    kept: BTreeMap<String, Value>,
    /// What the successful writes left in the records, by call, the first call first.
    records: Vec<(String, Record)>,
}

/// A record, as far as the org took it.
#[derive(Default)]
struct Record {
    object: Option<String>,
    writes: u32,
    fields: Map<String, Value>,
}

impl<M: Machine> Run<'_, M> {
    /// Fires the deadlines that lie before a step. What they cause must be expected by a step
    /// with `{ "from": "clock" }` at that very time; anything else is a departure.
    fn wake_until(&mut self, number: usize, step: &Step, since: u64) {
        let is_clock = step.input.as_ref().is_some_and(|input| input["from"] == "clock");
        for _ in 0..WAKE_UPS {
            let Some(due) = self.machine.deadline() else { return };
            let due = due.saturating_add_signed(self.skew).saturating_sub(START);
            // What was due before the last step became due by it.
            let due = due.max(since);
            if due > step.until() || (due == step.at && is_clock) {
                return;
            }
            let answer = self.input(due, &json!({ "from": "clock" }));
            debug_assert!(answer.is_ok(), "time is never refused");
            for effect in self.drain(due) {
                self.depart(number, due, format!("before it, time alone caused\n    {effect}"));
            }
            self.look(due);
        }
        self.depart(number, step.at, "the deadline does not move".into());
    }

    fn step(&mut self, number: usize, step: &Step, scenario: &Scenario) {
        if let Some(reload) = step.reload {
            return self.reload(number, step, reload, scenario);
        }
        let Some(input) = self.input_of(number, step) else { return };
        let clock = step.clock.unwrap_or(step.at);
        self.skew = step.at.cast_signed() - clock.cast_signed();
        self.expect_wake_up(number, step, &input);
        let refused = self.input(step.at, &input).err();
        if refused != step.refused {
            let words = |r: &Option<String>| r.clone().unwrap_or_else(|| "no refusal".into());
            let what = format!("expected {}, but got {}", words(&step.refused), words(&refused));
            self.depart(number, step.at, what);
        }
        if refused.is_none() {
            self.account(&input);
        }
        let effects = self.drain(step.at);
        self.compare(number, step, effects);
    }

    /// What time brings about must have been asked for: no host wakes a phone without its deadline.
    fn expect_wake_up(&mut self, number: usize, step: &Step, input: &Value) {
        if input["from"] != "clock" || step.effects.is_empty() {
            return;
        }
        let host_now = (START + step.at).saturating_add_signed(-self.skew);
        if self.machine.deadline().is_none_or(|due| due > host_now) {
            self.depart(number, step.at, "the phone did not ask to be woken for it".into());
        }
    }

    /// The page is gone; the next one knows what the journal holds. That it goes online is no news.
    fn reload(&mut self, number: usize, step: &Step, reload: Reload, scenario: &Scenario) {
        self.machine.restart();
        self.open.clear();
        self.note(step.at, '~', "reload", &Value::Null);
        let entries: Vec<Value> = self.kept.values().cloned().collect();
        let mut effects = Vec::new();
        let mut is_restored = false;
        for input in scenario.reloading(reload, step.at, &entries) {
            if let Err(refusal) = self.machine.handle(START + step.at, &input) {
                self.depart(number, step.at, format!("the reload was refused: {refusal}"));
            }
            is_restored |= input["type"] == "restored";
            if is_restored {
                effects.extend(self.drain(step.at));
            } else {
                self.machine.journal();
                self.machine.drain();
            }
        }
        effects.retain(|effect| effect["type"] != "register");
        self.compare(number, step, effects);
    }

    /// Compares what followed with what the step expects.
    fn compare(&mut self, number: usize, step: &Step, effects: Vec<Value>) {
        let effects = Value::Array(effects);
        for what in differences("effects", &Value::Array(step.effects.clone()), &effects) {
            self.depart(number, step.at, what);
        }
        self.look(step.at);
        if let Some(expected) = &step.view {
            for what in differences("view", expected, &self.shown) {
                self.depart(number, step.at, what);
            }
        }
    }

    fn input_of(&mut self, number: usize, step: &Step) -> Option<Value> {
        let (Some(port), Some(outcome)) = (&step.answer, &step.with) else {
            return step.input.clone();
        };
        let (to, kind) =
            port.split_once('.').map_or((port.as_str(), None), |(to, kind)| (to, Some(kind)));
        let is_meant = |effect: &&Value| {
            effect["to"] == *to && kind.is_none_or(|kind| effect["type"] == *kind)
        };
        let Some(effect) = self.open.iter().find(is_meant) else {
            let what = format!("there is no open effect to answer for port `{port}`");
            self.depart(number, step.at, what);
            return None;
        };
        let mut input = outcome.clone();
        input.insert("from".into(), "result".into());
        input.insert("id".into(), effect["id"].clone());
        Some(Value::Object(input))
    }

    fn input(&mut self, at: u64, input: &Value) -> Result<(), String> {
        self.note(at, '>', "", input);
        let now = (START + at).saturating_add_signed(-self.skew);
        let answer = self.machine.handle(now, input);
        if let Err(refusal) = &answer {
            self.note(at, '!', refusal, &Value::Null);
        }
        answer
    }

    fn drain(&mut self, at: u64) -> Vec<Value> {
        for write in self.machine.journal() {
            let Some(call) = write["call"].as_str().map(str::to_owned) else { continue };
            match write.get("entry") {
                Some(entry) => self.kept.insert(call, entry.clone()),
                None => self.kept.remove(&call),
            };
        }
        let effects = self.machine.drain();
        for effect in &effects {
            self.note(at, '<', "", effect);
            self.open.push_back(effect.clone());
        }
        effects
    }

    /// Notes the view and the deadline where they changed.
    fn look(&mut self, at: u64) {
        let view = self.machine.view();
        if view != self.shown {
            self.note(at, '=', "", &brief(view.clone()));
            self.shown = view;
        }
        let deadline = self.machine.deadline();
        if deadline != self.deadline {
            let shown = |at: u64| at.saturating_add_signed(self.skew).saturating_sub(START);
            let due = deadline.map(shown);
            self.note(at, '@', if due.is_none() { "none" } else { "" }, &json!(due));
            self.deadline = deadline;
        }
    }

    /// Keeps what a successful write put into the record.
    fn account(&mut self, input: &Value) {
        if input["from"] != "result" {
            return;
        }
        let Some(index) = self.open.iter().position(|effect| effect["id"] == input["id"]) else {
            return;
        };
        let effect = self.open.remove(index).unwrap_or_default();
        let Some(call) = effect["call"].as_str() else { return };
        if effect["to"] != "record" || input["type"] == "failed" {
            return;
        }
        let index = self.records.iter().position(|(key, _)| key == call).unwrap_or_else(|| {
            self.records.push((call.into(), Record::default()));
            self.records.len() - 1
        });
        let record = &mut self.records[index].1;
        record.writes += 1;
        if let Some(object) = input["record"]["objectApiName"].as_str() {
            record.object = Some(object.into());
        }
        if let Some(fields) = effect["fields"].as_object() {
            record.fields.extend(fields.clone());
        }
    }

    /// The record of a call; of the first, if none is named.
    fn record_of(&self, call: Option<&str>) -> Value {
        let mut records = self.records.iter();
        let found = records.find(|(key, _)| call.is_none_or(|call| call == key));
        found.map_or(Value::Null, |(_, record)| {
            json!({ "object": record.object, "writes": record.writes, "fields": record.fields })
        })
    }

    fn note(&mut self, at: u64, kind: char, word: &str, value: &Value) {
        self.report.note(at, kind, word, value);
    }

    fn depart(&mut self, step: usize, at: u64, what: String) {
        self.report.departures.push(Departure { step, at, what });
    }
}

/// The longest text that the trace shows whole, in characters.
const LONGEST_TEXT: usize = 1000;

/// A value as the trace shows it: of a very long text the beginning, and how long it is.
fn shortened(value: &Value) -> Value {
    match value {
        Value::String(text) if text.chars().nth(LONGEST_TEXT).is_some() => {
            let beginning: String = text.chars().take(20).collect();
            format!("{beginning}… ({} characters)", text.chars().count()).into()
        }
        Value::Array(list) => list.iter().map(shortened).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.clone(), shortened(value))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// A view as the trace shows it: of the controls those that work.
pub(crate) fn brief(mut view: Value) -> Value {
    for call in view["calls"].as_array_mut().into_iter().flatten() {
        let Some(can) = call["can"].as_object() else { continue };
        let works = can.iter().filter(|(_, works)| **works == Value::Bool(true));
        let names = works.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ");
        call["can"] = names.into();
    }
    view
}
