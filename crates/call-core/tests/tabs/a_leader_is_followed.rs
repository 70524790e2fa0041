//! When the tab with the phone is gone, another one has it at once.

use call_core::tabs::{TabInput, TabRole, Term};

use super::browser::Browser;

#[test]
fn a_closed_tab_hands_over_at_once() {
    let mut browser = Browser::with_tabs(3);
    browser.close(0);
    assert_eq!(browser.phones(), [1]);
    assert_eq!(browser.pages[1].phone, Some(Term(2)));
}

#[test]
fn a_crashed_tab_is_followed_at_once() {
    let mut browser = Browser::with_tabs(2);
    browser.crash(0);
    assert_eq!(browser.phones(), [1]);
}

#[test]
fn terms_rise_also_after_every_tab_was_closed() {
    let mut browser = Browser::with_tabs(1);
    browser.close(0);
    let next = browser.open();
    assert_eq!(browser.pages[next].phone, Some(Term(2)));
}

#[test]
fn followers_show_what_the_leader_shows() {
    let mut browser = Browser::with_tabs(2);
    browser.show(0, "ringing");
    assert_eq!(browser.pages[1].shown.as_deref(), Some("ringing"));
}

#[test]
fn a_tab_that_slept_and_lost_its_letters_is_told_what_is_shown() {
    let mut browser = Browser::with_tabs(2);
    browser.pages[1].is_frozen = true;
    browser.loses_letters = true;
    browser.show(0, "talking");
    browser.pass(30);
    browser.loses_letters = false;
    browser.thaw(1);
    browser.pass(1);
    assert_eq!(browser.pages[1].shown.as_deref(), Some("talking"));
}

#[test]
fn a_tab_that_stopped_for_a_few_seconds_is_told_too() {
    let mut browser = Browser::with_tabs(2);
    browser.show(0, "ringing");
    browser.loses_letters = true;
    browser.show(0, "talking");
    browser.loses_letters = false;
    assert_eq!(browser.pages[1].shown.as_deref(), Some("ringing"));
    browser.pass(6);
    assert_eq!(browser.pages[1].shown.as_deref(), Some("talking"));
}

#[test]
fn a_tab_that_comes_later_is_told_what_is_shown() {
    let mut browser = Browser::with_tabs(1);
    browser.show(0, "talking");
    let late = browser.open();
    assert_eq!(browser.pages[late].shown.as_deref(), Some("talking"));
}

#[test]
fn the_view_of_an_overtaken_leader_is_not_shown() {
    let mut browser = Browser::with_tabs(3);
    browser.pages[0].is_frozen = true;
    browser.pass(30);
    let leader = browser.phones()[1];
    browser.show(leader, "new");
    let other = 3 - leader;
    // It runs again, and its phone was in the middle of something.
    browser.pages[0].is_frozen = false;
    browser.pages[0].tab.handle(browser.now, TabInput::ViewChanged { view: "old".into() });
    while let Some(effect) = browser.pages[0].tab.poll_effect() {
        if let call_core::tabs::TabEffect::Post(letter) = effect {
            browser.give(other, TabInput::Heard(letter));
        }
    }
    assert_eq!(browser.pages[other].shown.as_deref(), Some("new"));
}

#[test]
fn a_tab_that_left_takes_no_part() {
    let mut browser = Browser::with_tabs(2);
    browser.give(1, TabInput::Left);
    browser.crash(0);
    browser.pass(60);
    assert!(browser.phones().is_empty());
    assert_eq!(browser.roles()[1], TabRole::Away);
    browser.give(1, TabInput::Joined);
    assert_eq!(browser.phones(), [1]);
}
