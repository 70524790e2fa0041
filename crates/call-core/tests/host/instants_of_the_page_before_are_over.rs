//! The clock of a page may be behind that of the page before it, of another browser for instance:
//! what has happened there has happened.

use call_core::Input;
use serde_json::json;

use super::page::{Page, START};

/// A call that ended a hundred seconds after the start, and waits to be wrapped up.
fn wrapping_up() -> Page {
    let mut page = Page::online(0, &json!({ "wrapUpMs": 120_000 }));
    page.dial("key-1");
    page.leg("accepted", "key-1");
    page.answered("key-1");
    page.at = 100_000;
    page.cancel("key-1");
    page
}

/// A page that comes at the start by its own clock, and takes over what the journal holds.
fn behind(before: &Page) -> Page {
    let mut page = Page::online(0, &json!({ "wrapUpMs": 120_000 }));
    let entries = serde_json::to_value(&before.kept).expect("JSON");
    page.say(json!({ "from": "host", "type": "restored", "entries": entries, "lostAt": START }));
    page
}

#[test]
fn a_wrap_up_lasts_as_long_as_it_is_to_last() {
    let mut page = behind(&wrapping_up());
    assert_eq!(page.phone.deadline().map(|at| at.0 - START), Some(120_000));
    page.at = 120_000;
    page.say(serde_json::to_value(Input::Clock).expect("JSON"));
    assert!(page.phone.view().calls.is_empty());
}

#[test]
fn a_call_begins_after_the_one_that_was_wrapped_up() {
    let mut before = wrapping_up();
    before.writes = false;
    before.at = 150_000;
    before.agent("finish", "key-1");
    let mut page = behind(&before);
    page.dial("key-2");
    assert_eq!(page.phone.view().calls[0].since.0 - START, 150_000);
}
