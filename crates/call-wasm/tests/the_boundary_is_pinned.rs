//! Numbers, names and errors that cross to JavaScript: a change here breaks who builds on it.

#![cfg(target_arch = "wasm32")]

use call_wasm::{CallCore, Changed, Signal};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn text(value: &JsValue, name: &str) -> String {
    js_sys::Reflect::get(value, &name.into()).unwrap().as_string().unwrap_or_default()
}

#[wasm_bindgen_test]
fn signals_and_bits_keep_their_numbers() {
    let signals = [
        Signal::Clock,
        Signal::Answer,
        Signal::Decline,
        Signal::HangUp,
        Signal::Mute,
        Signal::Digit,
        Signal::ExtendWrapUp,
        Signal::Finish,
        Signal::Registered,
        Signal::Unregistered,
        Signal::LegAccepted,
        Signal::LegReconnecting,
        Signal::LegReconnected,
        Signal::LegMuted,
        Signal::LegDisconnected,
    ];
    let numbers: Vec<_> = signals.iter().map(|signal| *signal as u32).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 32, 33, 34, 35, 36]);
    let bits = [
        Changed::Status,
        Changed::Calls,
        Changed::Phone,
        Changed::Notices,
        Changed::Effects,
        Changed::Deadline,
        Changed::Refused,
    ];
    assert_eq!(bits.map(|bit| bit as u32), [1, 2, 4, 8, 16, 32, 64]);
}

#[wasm_bindgen_test]
fn a_refusal_is_an_error_with_a_code_and_a_sentence() {
    let mut core = CallCore::new();
    let hang_up = r#"{ "from": "agent", "type": "hangUp", "call": "nobody" }"#;
    let error = core.handle(0.0, &js_sys::JSON::parse(hang_up).unwrap()).unwrap_err();
    assert_eq!(text(&error, "code"), "unknownCall");
    assert_eq!(text(&error, "message"), "this call is over");
}

#[wasm_bindgen_test]
fn what_is_not_an_input_is_named_and_changes_nothing() {
    let mut core = CallCore::new();
    let before = js_sys::JSON::stringify(&core.view()).unwrap();
    for bad in
        ["null", "{}", "[1]", r#"{ "from": "leg" }"#, r#"{ "from": "moon", "type": "rises" }"#]
    {
        let error = core.handle(0.0, &js_sys::JSON::parse(bad).unwrap()).unwrap_err();
        assert_eq!(text(&error, "code"), "unreadableInput", "{bad}");
    }
    assert_eq!(js_sys::JSON::stringify(&core.view()).unwrap(), before);
}

#[wasm_bindgen_test]
fn what_cannot_be_read_is_told_by_its_kind_and_never_by_its_value() {
    let mut core = CallCore::new();
    for (bad, told) in [
        (r#"{ "from": "agent", "type": "dial", "call": "k", "to": 15005550100 }"#, "a number"),
        (r#"{ "from": "agent", "type": "mute", "call": "k", "on": "15005550100" }"#, "a text"),
        (r#"{ "from": "leg", "type": "reconnecting", "leg": "k", "error": 1.5 }"#, "a number"),
        (r#"{ "from": "result", "id": 1, "type": "matched", "matches": {} }"#, "an object"),
    ] {
        let error = core.handle(0.0, &js_sys::JSON::parse(bad).unwrap()).unwrap_err();
        let message = text(&error, "message");
        assert!(message.contains(told) && !message.contains("5005"), "{message}");
    }
}

#[wasm_bindgen_test]
fn a_command_without_a_call_is_refused_by_number_too() {
    assert_eq!(CallCore::new().signal(0.0, Signal::HangUp, 0.0), Changed::Refused as u32);
}
