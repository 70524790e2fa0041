//! Of all tabs one has the phone, and only one.

use call_core::tabs::{TabInput, TabRole, Term};

use super::browser::Browser;

#[test]
fn the_first_tab_leads_and_the_others_follow() {
    let browser = Browser::with_tabs(3);
    assert_eq!(browser.phones(), [0]);
    assert_eq!(browser.roles(), [TabRole::Leading, TabRole::Following, TabRole::Following]);
}

#[test]
fn while_the_leader_answers_nobody_takes_the_phone() {
    let mut browser = Browser::with_tabs(3);
    browser.pass(600);
    assert_eq!(browser.phones(), [0]);
    assert_eq!(browser.pages[0].phone, Some(Term(1)));
}

#[test]
fn a_leader_that_does_not_run_loses_the_phone_within_twenty_seconds() {
    let mut browser = Browser::with_tabs(3);
    browser.give(2, TabInput::Focus(true));
    browser.pages[0].is_frozen = true;
    browser.pass(20);
    // The tab the agent looks at takes it; the frozen one does not know yet.
    assert_eq!(browser.phones(), [0, 2]);
    assert_eq!(browser.pages[2].phone, Some(Term(2)));
}

#[test]
fn a_leader_that_thaws_does_nothing_any_more() {
    let mut browser = Browser::with_tabs(2);
    browser.pages[0].is_frozen = true;
    browser.pass(30);
    browser.thaw(0);
    assert_eq!(browser.phones(), [1]);
    assert_eq!(browser.roles(), [TabRole::Following, TabRole::Leading]);
}

#[test]
fn a_leader_that_thaws_looks_before_it_does_anything() {
    let mut browser = Browser::with_tabs(2);
    browser.pages[0].is_frozen = true;
    browser.pass(30);
    // Its own timer runs before it hears of the others.
    browser.pages[0].is_frozen = false;
    browser.give(0, TabInput::Clock);
    assert_eq!(browser.phones(), [1]);
    browser.thaw(0);
    assert_eq!(browser.phones(), [1]);
}

#[test]
fn a_follower_that_slept_asks_again_before_it_takes_the_phone() {
    let mut browser = Browser::with_tabs(2);
    browser.pages[1].is_frozen = true;
    browser.pass(3600);
    browser.thaw(1);
    browser.pass(3600);
    assert_eq!(browser.phones(), [0]);
    assert_eq!(browser.pages[0].phone, Some(Term(1)));
}

#[test]
fn a_tab_without_a_component_gives_the_phone_up_when_it_has_no_call() {
    let mut browser = Browser::with_tabs(2);
    browser.give(0, TabInput::Left);
    assert_eq!(browser.phones(), [1]);
    assert_eq!(browser.roles(), [TabRole::Away, TabRole::Leading]);
}

#[test]
fn a_tab_without_a_component_keeps_the_phone_until_its_call_is_over() {
    let mut browser = Browser::with_tabs(2);
    browser.give(0, TabInput::Busy(true));
    browser.give(0, TabInput::Left);
    assert_eq!(browser.phones(), [0], "the component is rendered again in another app");
    browser.give(0, TabInput::Joined);
    browser.give(0, TabInput::Left);
    browser.give(0, TabInput::Busy(false));
    assert_eq!(browser.phones(), [1]);
}

#[test]
fn without_locks_the_letters_decide() {
    let mut browser = Browser::new();
    browser.has_locks = false;
    browser.open();
    browser.open();
    browser.pass(30);
    assert_eq!(browser.phones().len(), 1);
    let leader = browser.phones()[0];
    browser.crash(leader);
    browser.pass(30);
    assert_eq!(browser.phones(), [1 - leader]);
}

#[test]
fn without_locks_two_that_began_at_once_become_one() {
    let mut browser = Browser::new();
    browser.has_locks = false;
    browser.loses_letters = true;
    browser.open();
    browser.open();
    browser.pass(30);
    assert_eq!(browser.phones(), [0, 1], "they cannot hear each other");
    browser.loses_letters = false;
    let third = browser.open();
    browser.pass(30);
    assert_eq!(browser.phones().len(), 1);
    assert_ne!(browser.phones(), [third]);
}
