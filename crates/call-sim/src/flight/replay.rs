//! Replays a record and notes where it departs from what was noted.

use call_core::{
    Input, Softphone,
    flight::{as_noted, digest},
    json::to_json,
    time::Timestamp,
};
use serde_json::{Value, json};

use super::{FlightRecord, Step};
use crate::{
    compare::differences,
    replay::{Departure, Report, brief},
};

/// Replays a record, part by part.
pub fn replay(record: &FlightRecord) -> Report {
    let mut run = Run {
        report: Report::default(),
        phone: Softphone::new(),
        shown: 0,
        deadline: None,
        began: record.began(),
        step: 0,
    };
    for (index, part) in record.parts.iter().enumerate() {
        run.phone = part.base.clone();
        run.shown = 0;
        if index > 0 {
            let at = part.steps.first().map_or(0, |step| run.since(step.at));
            run.report.note(at, '~', &part.begins.to_string(), &Value::Null);
        }
        for step in &part.steps {
            run.step += 1;
            run.step(step);
        }
    }
    run.report
}

struct Run {
    report: Report,
    phone: Softphone,
    /// Digest of the last view.
    shown: u32,
    deadline: Option<Timestamp>,
    began: u64,
    /// Number of the step in the record, from 1.
    step: usize,
}

impl Run {
    fn step(&mut self, step: &Step) {
        let at = self.since(step.at);
        self.report.note(at, '>', "", &step.input);
        let input = match serde_json::from_value::<Input>(step.input.clone()) {
            Ok(input) => input,
            Err(error) => return self.depart(at, format!("the input cannot be read: {error}")),
        };
        let refused = self.phone.handle(Timestamp(step.at), input).err();
        let refused = refused.map(|refusal| refusal.code().to_owned());
        if let Some(code) = &refused {
            self.report.note(at, '!', code, &Value::Null);
        }
        self.compare(at, "refused", &json!(step.refused), &json!(refused));
        while self.phone.poll_journal().is_some() {}
        let effects: Vec<_> = std::iter::from_fn(|| self.phone.poll_effect()).collect();
        let texts: Vec<String> = as_noted(|| effects.iter().map(to_json).collect());
        let got: Vec<Value> = texts.iter().map(|text| value(text)).collect();
        for effect in &got {
            self.report.note(at, '<', "", effect);
        }
        let before = self.report.departures.len();
        self.compare(at, "effects", &json!(step.effects), &json!(got));
        let same = (!texts.is_empty()).then(|| digest(texts.iter().map(String::as_str)));
        if same != step.effects_digest && before == self.report.departures.len() {
            self.depart(at, "the effects are the same ones, but what is in them differs".into());
        }
        self.look(at, step);
    }

    /// Compares the view with the one that was noted: nothing was where it did not change.
    fn look(&mut self, at: u64, step: &Step) {
        let text = as_noted(|| to_json(&self.phone.view()));
        let shown = digest([text.as_str()]);
        let view = value(&text);
        let noted = step.view_digest.unwrap_or(self.shown);
        if noted != shown {
            let status = json!(step.status);
            if step.status.is_some() && status != view["status"] {
                self.compare(at, "status", &status, &view["status"]);
            } else {
                self.depart(at, "the view has the same status, but differs elsewhere".into());
            }
        }
        if self.shown != shown {
            self.shown = shown;
            self.report.note(at, '=', "", &brief(view));
        }
        let deadline = self.phone.deadline();
        if deadline != self.deadline {
            let due = deadline.map(|due| self.since(due.0));
            self.report.note(at, '@', if due.is_none() { "none" } else { "" }, &json!(due));
            self.deadline = deadline;
        }
    }

    fn compare(&mut self, at: u64, what: &str, noted: &Value, got: &Value) {
        for what in differences(what, noted, got) {
            self.depart(at, what);
        }
    }

    fn depart(&mut self, at: u64, what: String) {
        self.report.departures.push(Departure { step: self.step, at, what });
    }

    fn since(&self, at: u64) -> u64 {
        at.saturating_sub(self.began)
    }
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("serde_json writes JSON")
}
