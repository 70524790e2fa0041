//! Drives [`CallCore`] through its JavaScript faces as a scenario's machine.

use call_sim::{Machine, Scenario, replay};
use call_wasm::{CallCore, Signal};
use include_dir::{Dir, include_dir};
use serde_json::Value;
use wasm_bindgen::JsValue;

static SCENARIOS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../tests/scenarios");

/// The core behind a face.
struct Behind {
    core: CallCore,
    /// Say by numbers what can be said by numbers.
    numeric: bool,
    said_by_number: usize,
}

impl Machine for Behind {
    #[allow(clippy::cast_precision_loss)] // milliseconds
    fn handle(&mut self, now: u64, input: &Value) -> Result<(), String> {
        if self.numeric
            && let Some((signal, value)) = as_signal(input, &self.view())
        {
            self.said_by_number += 1;
            // The bits say that it was refused, not why: the scenario's other face says that.
            let bits = self.core.signal(now as f64, signal, value);
            return if bits & REFUSED == 0 { Ok(()) } else { Err(String::from("refused")) };
        }
        self.core.handle(now as f64, &to_js(input)).map(|_| ()).map_err(|error| {
            js_sys::Reflect::get(&error, &"code".into())
                .ok()
                .and_then(|code| code.as_string())
                .unwrap_or_else(|| "no code".into())
        })
    }

    fn journal(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| {
            let write = self.core.poll_journal();
            (!write.is_undefined()).then(|| from_js(&write))
        })
        .collect()
    }

    fn restart(&mut self) {
        self.core = CallCore::new();
    }

    fn drain(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| {
            let effect = self.core.poll_effect();
            (!effect.is_undefined()).then(|| from_js(&effect))
        })
        .collect()
    }

    fn view(&self) -> Value {
        from_js(&self.core.view())
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn deadline(&self) -> Option<u64> {
        self.core.deadline().map(|at| at as u64)
    }
}

const REFUSED: u32 = call_wasm::Changed::Refused as u32;

/// The number that says the same, where there is one: the input must be about the most pressing
/// call.
fn as_signal(input: &Value, view: &Value) -> Option<(Signal, f64)> {
    let about_current = input["call"].is_string() && input["call"] == view["current"];
    match (input["from"].as_str()?, input["type"].as_str().unwrap_or_default()) {
        ("clock", _) => Some((Signal::Clock, 0.0)),
        ("agent", "answer") if about_current => Some((Signal::Answer, 0.0)),
        ("agent", "decline") if about_current => Some((Signal::Decline, 0.0)),
        ("agent", "hangUp") if about_current => Some((Signal::HangUp, 0.0)),
        ("agent", "mute") if about_current => {
            Some((Signal::Mute, f64::from(u8::from(input["on"] == true))))
        }
        ("agent", "extendWrapUp") if about_current => Some((Signal::ExtendWrapUp, 0.0)),
        ("agent", "finish") if about_current => Some((Signal::Finish, 0.0)),
        ("device", "registered") => Some((Signal::Registered, 0.0)),
        ("device", "unregistered") => Some((Signal::Unregistered, 0.0)),
        _ => None,
    }
}

fn to_js(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).expect("serde_json writes JSON")
}

fn from_js(value: &JsValue) -> Value {
    let text = js_sys::JSON::stringify(value).expect("plain data");
    serde_json::from_str(&String::from(text)).expect("JSON.stringify writes JSON")
}

/// Every scenario, its name and the trace the native core left of it.
fn scenarios() -> impl Iterator<Item = (String, Scenario, &'static str)> {
    SCENARIOS.files().filter(|file| file.path().extension().is_some_and(|e| e == "json")).map(
        |file| {
            let name = file.path().file_stem().expect("a name").to_string_lossy().into_owned();
            let text = file.contents_utf8().expect("UTF-8");
            let trace = SCENARIOS
                .get_file(format!("traces/{name}.txt"))
                .unwrap_or_else(|| panic!("{name} has no trace: cargo xtask replay --bless"))
                .contents_utf8()
                .expect("UTF-8");
            (name.clone(), Scenario::parse(text).unwrap_or_else(|e| panic!("{name}: {e}")), trace)
        },
    )
}

/// Replays every scenario through the typed face and compares with the native traces.
pub fn typed_face_gives_the_native_traces() {
    let mut replayed = 0;
    for (name, scenario, native) in scenarios() {
        let mut machine = Behind { core: CallCore::new(), numeric: false, said_by_number: 0 };
        let report = replay(&scenario, &mut machine);
        assert_eq!(report.departures, [], "{name}");
        let native: Vec<_> = native.lines().collect();
        assert_eq!(report.trace, native, "{name}");
        replayed += 1;
    }
    assert!(replayed > 0, "there are no scenarios");
}

/// Replays every scenario saying by number what can be said by number.
pub fn numeric_face_gives_the_native_traces() {
    let mut said_by_number = 0;
    for (name, scenario, native) in scenarios() {
        let mut machine = Behind { core: CallCore::new(), numeric: true, said_by_number: 0 };
        let report = replay(&scenario, &mut machine);
        // A refusal has no reason by number; all else must be the same.
        let without_reasons = |lines: Vec<String>| -> Vec<String> {
            lines.into_iter().filter(|line| line.as_bytes().get(8) != Some(&b'!')).collect()
        };
        let native = native.lines().map(String::from).collect();
        assert_eq!(without_reasons(report.trace), without_reasons(native), "{name}");
        said_by_number += machine.said_by_number;
    }
    assert!(said_by_number > 0, "no scenario says anything a number can say");
}
