//! Flight records that are made here are those that are made natively, to the letter.

use std::collections::BTreeMap;

use call_core::{Input, flight::Recorder};
use call_sim::{Machine, Scenario, replay};
use include_dir::{Dir, include_dir};
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{CallCore, error::FaceError, wire};

static TESTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../tests");

/// The core behind its typed face, with a recorder beside it.
#[derive(Default)]
struct Recorded {
    core: CallCore,
    recorder: Recorder,
    records: BTreeMap<String, String>,
    /// What the page before had noted.
    tape: Option<String>,
    page: u32,
}

impl Machine for Recorded {
    #[allow(clippy::cast_precision_loss)] // milliseconds
    fn handle(&mut self, now: u64, input: &Value) -> Result<(), String> {
        let input = js_sys::JSON::parse(&input.to_string()).expect("serde_json writes JSON");
        let input: Input = wire::input(&input).map_err(|error| error.to_string())?;
        let answer = self.core.record(now as f64, input, &mut self.recorder);
        let has_calls = self.core.has_calls();
        if let Some(tape) = self.tape.take_if(|_| has_calls) {
            let tape = js_sys::JSON::parse(&tape).expect("the recorder writes JSON");
            self.recorder.put_before(crate::read::read(tape).expect("a tape"));
        }
        for call in self.core.calls() {
            self.records.extend(self.recorder.record(call).map(|text| (call.0.clone(), text)));
        }
        match answer {
            Ok(_) => Ok(()),
            Err(FaceError::Refused(refusal)) => Err(refusal.code().into()),
            Err(other) => Err(other.to_string()),
        }
    }

    fn journal(&mut self) -> Vec<Value> {
        let writes = std::iter::from_fn(|| self.core.next_journal_write());
        writes.map(|write| parsed(&call_core::json::to_json(&write))).collect()
    }

    fn drain(&mut self) -> Vec<Value> {
        let effects = std::iter::from_fn(|| self.core.next_effect());
        effects.map(|effect| parsed(&call_core::json::to_json(&effect))).collect()
    }

    fn view(&self) -> Value {
        let view: JsValue = self.core.view();
        parsed(&String::from(js_sys::JSON::stringify(&view).expect("plain data")))
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn deadline(&self) -> Option<u64> {
        self.core.deadline().map(|at| at as u64)
    }

    fn restart(&mut self) {
        self.tape = self.recorder.tape();
        self.page += 1;
        self.core = CallCore::new();
        self.recorder = Recorder::of_page(self.page);
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[wasm_bindgen_test]
fn the_records_of_the_samples_are_the_same() {
    let samples = TESTS.get_dir("flights").expect("tests/flights is there");
    let mut compared = 0;
    for sample in samples.files() {
        let name = sample.path().file_name().expect("a name").to_string_lossy();
        let scenario = TESTS.get_file(format!("scenarios/{name}")).expect("made of a scenario");
        let scenario = scenario.contents_utf8().expect("UTF-8");
        // Nothing is noted here where the org does not want it.
        let mut scenario = Scenario::parse(scenario).expect("a scenario");
        let wanted = scenario.settings.insert("flightRecords".into(), true.into()).is_some();
        let mut machine = Recorded::default();
        replay(&scenario, &mut machine);
        let (_, record) = machine.records.pop_first().expect("a call begins");
        let native = sample.contents_utf8().expect("UTF-8").trim_end();
        if wanted {
            assert_eq!(record, native, "{name}");
            compared += 1;
        }
    }
    assert!(compared >= 3, "{compared} samples were compared");
}
