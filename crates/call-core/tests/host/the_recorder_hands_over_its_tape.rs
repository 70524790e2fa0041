//! What the recorder keeps, and what it makes of the tape of the page before.

use call_core::{
    flight::{LONGEST, Tape},
    ids::CallKey,
};
use serde_json::{Value, json};

use super::page::Page;

/// The parts of a call's record: with what each begins.
fn parts(page: &Page, call: &str) -> Vec<String> {
    let text = page.recorder.record(&CallKey(call.into())).expect("a record");
    let record: Value = serde_json::from_str(&text).expect("JSON");
    let parts = record["parts"].as_array().expect("parts").iter();
    parts.map(|part| part["begins"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A tape of the format `flight` with the parts 3 and 4, in the second of which `call` began.
fn tape(flight: u32, call: &str) -> Tape {
    let part = |begins| format!(r#"{{"begins":"{begins}","steps":["#);
    serde_json::from_value(json!({
        "flight": flight, "first": 3, "begun": [{ "call": call, "part": 4 }],
        "parts": [part("first"), part("second")],
    }))
    .expect("a tape")
}

#[test]
fn a_click_that_begins_no_call_begins_no_part() {
    let mut page = Page::online(0, &json!({}));
    page.dial("key-1");
    page.dial("key-1");
    assert_eq!(parts(&page, "key-1"), ["call"]);
}

#[test]
fn it_says_once_that_there_is_something_to_keep() {
    let mut page = Page::online(0, &json!({}));
    assert!(!page.recorder.has_changed());
    page.dial("key-1");
    assert!(page.recorder.has_changed());
    assert!(!page.recorder.has_changed());
    page.recorder.clear();
    assert!(page.recorder.has_changed(), "the tape is to be dropped");
    page.recorder.clear();
    assert!(!page.recorder.has_changed());
}

#[test]
fn what_is_forgotten_before_it_was_kept_is_a_change_too() {
    let mut page = Page::online(0, &json!({}));
    page.dial("key-1");
    page.recorder.clear();
    assert!(page.recorder.has_changed());
}

#[test]
fn a_tape_goes_before_what_was_noted_since() {
    let mut page = Page::online(0, &json!({}));
    page.dial("key-1");
    page.invite("key-2");
    page.cancel("key-1");
    page.invite("key-3");
    assert_eq!(page.phone.calls().len(), 2, "the first call is forgotten");
    assert_eq!((parts(&page, "key-2"), parts(&page, "key-3")).1, ["call"]);
    let since = parts(&page, "key-2");
    page.recorder.has_changed();
    page.recorder.put_before(tape(1, "key-2"));
    assert!(page.recorder.has_changed());
    assert_eq!(parts(&page, "key-2"), [vec!["second".to_owned()], since].concat());
    assert_eq!(parts(&page, "key-3"), ["call"]);
}

#[test]
fn a_record_that_grows_too_long_loses_its_oldest_part_and_no_more() {
    let mut page = Page::online(0, &json!({}));
    page.dial("key-1");
    page.leg("accepted", "key-1");
    let mut longest = 0;
    for on in [true, false].into_iter().cycle().take(1600) {
        page.say(json!({ "from": "leg", "type": "muted", "leg": "key-1", "on": on }));
        let length = page.recorder.record(&CallKey("key-1".into())).expect("a record").len();
        assert!(length < LONGEST + 1000, "{length}");
        assert!(longest < LONGEST / 2 || length > LONGEST / 2, "{length} after {longest}");
        longest = longest.max(length);
    }
    assert!(longest > LONGEST - 1000, "{longest}");
}

#[test]
fn a_tape_of_another_format_or_of_other_calls_is_of_no_use() {
    for (flight, call) in [(2, "key-1"), (1, "key-9")] {
        let mut page = Page::online(0, &json!({}));
        page.dial("key-1");
        page.recorder.put_before(tape(flight, call));
        assert_eq!(parts(&page, "key-1"), ["call"]);
    }
}
