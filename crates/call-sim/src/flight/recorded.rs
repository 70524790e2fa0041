//! Makes the flight records of a scenario's calls.

use std::collections::BTreeMap;

use call_core::{
    Input, Softphone,
    flight::{Recorder, Tape},
    time::Timestamp,
};
use serde_json::Value;

use crate::Machine;

/// The core with a recorder beside it, as a machine for scenarios. Its pages pass the tape on.
#[derive(Default)]
pub struct RecordedMachine {
    phone: Softphone,
    recorder: Recorder,
    /// The newest record of every call there was.
    pub records: BTreeMap<String, String>,
    /// What was kept for the next page, each time a page went.
    pub tapes: Vec<String>,
    /// How many pages there were before.
    page: u32,
    /// What the page before had noted, until it is read.
    unread: Option<String>,
    /// The next page does not find the tape.
    loses_tapes: bool,
}

impl RecordedMachine {
    /// One whose pages do not find the tape of the page before.
    pub fn without_tapes() -> Self {
        Self { loses_tapes: true, ..Self::default() }
    }

    /// What the next page would get.
    pub fn tape(&self) -> Option<String> {
        self.recorder.tape()
    }

    fn keep_records(&mut self) {
        for call in self.phone.calls() {
            if let Some(record) = self.recorder.record(&call.key) {
                self.records.insert(call.key.0.clone(), record);
            }
        }
    }
}

impl Machine for RecordedMachine {
    fn handle(&mut self, now: u64, input: &Value) -> Result<(), String> {
        let input: Input = serde_json::from_value(input.clone())
            .map_err(|error| format!("the input cannot be read: {error}"))?;
        let answer = self.recorder.handle(&mut self.phone, Timestamp(now), input);
        let restored = !self.phone.calls().is_empty();
        if let Some(tape) = self.unread.take_if(|_| restored) {
            let tape: Tape = serde_json::from_str(&tape).expect("a tape");
            self.recorder.put_before(tape);
        }
        self.keep_records();
        answer.map_err(|refusal| refusal.code().to_owned())
    }

    fn journal(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.phone.poll_journal()).map(|write| json(&write)).collect()
    }

    fn drain(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.phone.poll_effect()).map(|effect| json(&effect)).collect()
    }

    fn view(&self) -> Value {
        json(&self.phone.view())
    }

    fn deadline(&self) -> Option<u64> {
        self.phone.deadline().map(|at| at.0)
    }

    fn restart(&mut self) {
        let tape = self.recorder.tape();
        self.tapes.extend(tape.clone());
        self.unread = tape.filter(|_| !self.loses_tapes);
        self.page += 1;
        self.phone = Softphone::new();
        self.recorder = Recorder::of_page(self.page);
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("effects and views are plain data with text keys")
}
