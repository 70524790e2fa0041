//! What the phone wants done is done in the tab where it belongs.

use call_core::tabs::{Place, TabInput};

use super::browser::Browser;

#[test]
fn a_record_is_opened_where_the_agent_looks() {
    let mut browser = Browser::with_tabs(3);
    browser.give(2, TabInput::Focus(true));
    browser.effect(0, 7, Place::FocusedTab, "pop");
    assert_eq!(browser.pages[2].performed, ["pop"]);
    assert!(browser.pages[0].performed.is_empty());
    assert_eq!(browser.pages[0].settled, [(7, Some("outcome of pop".into()))]);
}

#[test]
fn where_no_tab_is_looked_at_it_is_the_last_one_that_was() {
    let mut browser = Browser::with_tabs(3);
    browser.give(1, TabInput::Focus(true));
    browser.give(1, TabInput::Focus(false));
    browser.effect(0, 7, Place::FocusedTab, "pop");
    assert_eq!(browser.pages[1].performed, ["pop"]);
}

#[test]
fn the_leader_does_it_where_the_agent_looks_at_the_leader() {
    let mut browser = Browser::with_tabs(2);
    browser.give(1, TabInput::Focus(true));
    browser.give(1, TabInput::Focus(false));
    browser.pass(1);
    browser.give(0, TabInput::Focus(true));
    browser.effect(0, 7, Place::FocusedTab, "pop");
    assert_eq!(browser.pages[0].performed, ["pop"]);
}

#[test]
fn a_tab_that_does_not_do_it_in_time_leaves_it_to_the_leader() {
    let mut browser = Browser::with_tabs(2);
    browser.give(1, TabInput::Focus(true));
    browser.pages[1].is_frozen = true;
    browser.effect(0, 7, Place::FocusedTab, "pop");
    browser.pass(6);
    assert_eq!(browser.pages[0].performed, ["pop"]);
}

#[test]
fn a_tab_that_goes_away_leaves_it_to_the_leader_at_once() {
    let mut browser = Browser::with_tabs(2);
    browser.give(1, TabInput::Focus(true));
    browser.pages[1].is_frozen = true;
    browser.effect(0, 7, Place::FocusedTab, "pop");
    browser.pages[1].is_frozen = false;
    browser.close(1);
    assert_eq!(browser.pages[0].performed, ["pop"]);
}

#[test]
fn omni_channel_is_spoken_to_where_it_lives() {
    let mut browser = Browser::with_tabs(3);
    browser.give(1, TabInput::Omni(true));
    browser.effect(0, 9, Place::OmniTab, "acceptWork");
    assert_eq!(browser.pages[1].performed, ["acceptWork"]);
    assert_eq!(browser.pages[0].settled, [(9, Some("outcome of acceptWork".into()))]);
}

#[test]
fn what_omni_channel_was_not_told_fails_and_is_tried_again() {
    let mut browser = Browser::with_tabs(2);
    browser.give(1, TabInput::Omni(true));
    browser.pages[1].is_frozen = true;
    browser.effect(0, 9, Place::OmniTab, "acceptWork");
    browser.pass(6);
    assert_eq!(browser.pages[0].settled, [(9, None)]);
    assert!(browser.pages[0].performed.is_empty(), "it is not done where Omni-Channel is not");
}
