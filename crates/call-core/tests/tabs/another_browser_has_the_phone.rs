//! The org keeps one lease per user: two browsers do not both have the phone.

use call_core::tabs::{LeaseAnswer, TabInput, TabRole, Term};

use super::browser::Browser;

#[test]
fn the_newest_browser_has_the_phone() {
    let mut browser = Browser::new();
    browser.org.term = Term(5); // of another browser, which is not in a call
    browser.open();
    assert_eq!(browser.roles(), [TabRole::Leading]);
    assert_eq!(browser.org.term, Term(6));
}

#[test]
fn a_browser_in_a_call_keeps_the_phone() {
    let mut browser = Browser::new();
    (browser.org.term, browser.org.busy) = (Term(5), true);
    browser.open();
    browser.open();
    browser.pass(60);
    assert!(browser.phones().is_empty());
    assert_eq!(browser.roles(), [TabRole::Elsewhere, TabRole::Elsewhere]);
}

#[test]
fn the_agent_can_take_it_over_from_any_tab() {
    for index in [0, 1] {
        let mut browser = Browser::new();
        (browser.org.term, browser.org.busy) = (Term(5), true);
        browser.open();
        browser.open();
        browser.give(index, TabInput::TakeOver);
        browser.pass(10);
        assert_eq!(browser.phones(), [index]);
        assert!(browser.org.term > Term(5));
    }
}

#[test]
fn a_term_that_the_org_refuses_ends_the_leadership() {
    let mut browser = Browser::with_tabs(1);
    // A request under term 1 was refused: the org knows 4.
    (browser.org.term, browser.org.busy) = (Term(4), true);
    browser.give(0, TabInput::Lease(LeaseAnswer::Taken { term: Term(4), busy: true }));
    assert!(browser.phones().is_empty());
    assert_eq!(browser.roles(), [TabRole::Elsewhere]);
}

#[test]
fn a_browser_that_came_later_keeps_the_phone_also_without_a_call() {
    let mut browser = Browser::with_tabs(1);
    browser.org.term = Term(9);
    browser.give(0, TabInput::Lease(LeaseAnswer::Taken { term: Term(9), busy: false }));
    assert_eq!(browser.roles(), [TabRole::Elsewhere]);
    assert_eq!(browser.org.term, Term(9), "they do not take turns");
}

#[test]
fn without_the_org_the_phone_works_and_asks_again() {
    let mut browser = Browser::new();
    browser.org.offline = true;
    browser.open();
    assert_eq!(browser.phones(), [0]);
    browser.org.offline = false;
    browser.pass(5);
    assert_eq!(browser.org.term, Term(1));
}
