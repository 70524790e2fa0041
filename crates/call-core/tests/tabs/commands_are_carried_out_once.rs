//! What an agent presses in any tab reaches the phone once.

use call_core::tabs::TabInput;

use super::browser::Browser;

fn told(browser: &Browser, index: usize) -> Vec<(&str, &str)> {
    browser.pages[index].told.iter().map(|(c, w)| (c.as_str(), w.as_str())).collect()
}

#[test]
fn a_followers_command_is_given_to_the_phone_and_answered() {
    let mut browser = Browser::with_tabs(2);
    browser.command(1, "hold");
    browser.command(1, "bad");
    assert_eq!(browser.pages[0].executed, ["hold", "bad"]);
    assert_eq!(told(&browser, 1), [("hold", "done"), ("bad", "notPossible")]);
}

#[test]
fn a_command_whose_answer_is_lost_is_answered_again_and_not_done_again() {
    let mut browser = Browser::with_tabs(2);
    let (_, term) = (browser.pages[0].tab.id().clone(), browser.pages[0].tab.term());
    browser.command(1, "swap");
    // The same letter again, as if its answer had been lost.
    let letter = call_core::tabs::Letter {
        from: browser.pages[1].tab.id().clone(),
        term,
        message: call_core::tabs::Message::Command { id: 1, command: "swap".into() },
    };
    browser.give(0, TabInput::Heard(letter));
    assert_eq!(browser.pages[0].executed, ["swap"]);
}

#[test]
fn a_command_that_was_lost_is_sent_again() {
    let mut browser = Browser::with_tabs(2);
    browser.loses_letters = true;
    browser.command(1, "hold");
    assert!(browser.pages[0].executed.is_empty());
    browser.loses_letters = false;
    browser.pass(2);
    assert_eq!(browser.pages[0].executed, ["hold"]);
    assert_eq!(told(&browser, 1), [("hold", "done")]);
}

#[test]
fn a_new_leader_gets_what_may_be_done_twice() {
    let mut browser = Browser::with_tabs(3);
    browser.pages[0].is_frozen = true;
    browser.command(2, "hangUp");
    browser.crash(0);
    assert_eq!(browser.phones(), [1]);
    browser.pass(2);
    assert_eq!(browser.pages[1].executed, ["hangUp"]);
    assert_eq!(told(&browser, 2), [("hangUp", "done")]);
}

#[test]
fn what_was_meant_for_the_last_leader_is_not_done_by_the_next() {
    let mut browser = Browser::with_tabs(3);
    let term = browser.pages[0].tab.term();
    let from = browser.pages[2].tab.id().clone();
    browser.crash(0);
    assert_eq!(browser.phones(), [1]);
    // It was on its way to all tabs when the first one was lost.
    let message = call_core::tabs::Message::Command { id: 1, command: "once".into() };
    browser.give(1, TabInput::Heard(call_core::tabs::Letter { from, term, message }));
    assert!(browser.pages[1].executed.is_empty());
}

#[test]
fn what_was_pressed_before_a_leader_was_known_is_done_by_the_first_one_that_is() {
    let mut browser = Browser::with_tabs(1);
    browser.loses_letters = true;
    let second = browser.open();
    browser.command(second, "once");
    browser.loses_letters = false;
    browser.pass(7);
    assert_eq!(browser.pages[0].executed, ["once"]);
    assert_eq!(told(&browser, second), [("once", "done")]);
}

#[test]
fn a_new_leader_does_itself_what_it_had_asked_for_and_says_what_came_of_it() {
    let mut browser = Browser::with_tabs(2);
    browser.pages[0].is_frozen = true;
    browser.command(1, "bad");
    browser.crash(0);
    assert_eq!(browser.pages[1].executed, ["bad"]);
    assert_eq!(told(&browser, 1), [("bad", "notPossible")]);
}

#[test]
fn what_would_be_felt_twice_is_not_sent_to_a_new_leader() {
    let mut browser = Browser::with_tabs(3);
    browser.pages[0].is_frozen = true;
    browser.command(2, "once: digits");
    browser.crash(0);
    browser.pass(30);
    assert!(browser.pages[1].executed.is_empty());
    assert_eq!(told(&browser, 2), [("once: digits", "LeaderLost")]);
}

#[test]
fn a_tab_that_becomes_the_leader_does_its_own_commands() {
    let mut browser = Browser::with_tabs(2);
    browser.pages[0].is_frozen = true;
    browser.command(1, "hangUp");
    browser.crash(0);
    assert_eq!(browser.pages[1].executed, ["hangUp"]);
}

#[test]
fn where_nobody_leads_the_agent_is_told() {
    let mut browser = Browser::with_tabs(2);
    browser.pages[0].is_frozen = true;
    browser.give(1, TabInput::Left);
    browser.command(1, "hold");
    assert_eq!(told(&browser, 1), [("hold", "NoLeader")]);
}
