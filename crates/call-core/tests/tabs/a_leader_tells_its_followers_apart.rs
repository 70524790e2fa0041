//! A leader keeps apart what it hears of several followers, and a follower what is due of it.

use call_core::tabs::{CommandAnswer, Message, Place, TabEffect, TabInput, Term};

use super::alone::{Alone, id, ping, said};

fn command(id: u32) -> Message {
    Message::Command { id, command: format!("command {id}") }
}

fn answer(to: &str, number: u32, word: &str) -> Message {
    Message::Answer { to: id(to), id: number, answer: CommandAnswer(Some(word.into())) }
}

fn executed(from: &str, number: u32, word: &str) -> TabInput {
    let answer = CommandAnswer(Some(word.into()));
    TabInput::Executed { from: id(from), id: number, command: format!("command {number}"), answer }
}

fn effect(number: u32, place: Place) -> TabInput {
    TabInput::Effect { id: number, place, effect: "it".into() }
}

/// To whom an effect was given; none where it is carried out here.
fn given_to(effects: &[TabEffect]) -> Option<&str> {
    said(effects).into_iter().find_map(|message| match message {
        Message::Effect { to, .. } => Some(to.0.as_str()),
        _ => None,
    })
}

#[test]
fn a_command_is_sent_again_when_its_time_has_come_and_no_other_with_it() {
    let mut alone = Alone::following_another("a");
    alone.does(TabInput::Command { command: "command 1".into(), repeatable: true });
    assert_eq!(alone.deadline(), Some(1500));
    // The browser held the timer back.
    assert_eq!(said(&alone.at(1700).does(TabInput::Clock)), [&command(1)]);
    alone.at(2500).does(TabInput::Command { command: "command 2".into(), repeatable: true });
    assert_eq!(said(&alone.at(3300).does(TabInput::Clock)), [&command(1)]);
    assert_eq!(alone.deadline(), Some(4000));
}

#[test]
fn two_followers_that_count_alike_get_their_own_answers() {
    let mut alone = Alone::leading();
    for (from, number) in [("a", 1), ("a", 2), ("b", 1)] {
        alone.hears(from, 4, command(number));
    }
    alone.does(executed("b", 1, "busy"));
    alone.does(executed("a", 2, "late"));
    // Sent again, because the answer was lost.
    assert_eq!(alone.hears("a", 4, command(1)), [], "it is being carried out");
    assert_eq!(said(&alone.hears("b", 4, command(1))), [&answer("b", 1, "busy")]);
    assert_eq!(said(&alone.hears("a", 4, command(2))), [&answer("a", 2, "late")]);
}

#[test]
fn a_follower_that_is_heard_of_again_is_no_new_one() {
    let mut alone = Alone::leading();
    assert!(alone.hears("a", 4, ping(false, true)).contains(&TabEffect::AskView));
    assert!(!alone.hears("a", 4, ping(false, true)).contains(&TabEffect::AskView));
    // Others come and go, and it is still there.
    alone.hears("b", 4, ping(false, false));
    assert_eq!(given_to(&alone.does(effect(7, Place::OmniTab))), Some("a"));
    alone.hears("b", 4, Message::Bye);
    assert_eq!(given_to(&alone.does(effect(8, Place::OmniTab))), Some("a"));
}

#[test]
fn a_follower_that_was_not_heard_of_for_long_is_gone() {
    let mut alone = Alone::leading();
    alone.hears("a", 4, ping(false, false));
    alone.at(200_000).hears("b", 4, ping(false, false));
    alone.hears("b", 4, Message::Bye);
    assert!(!alone.tab.has_followers());
}

#[test]
fn where_the_leader_is_the_right_place_too_it_is_done_there() {
    let mut alone = Alone::leading();
    alone.does(TabInput::Focus(true));
    alone.does(TabInput::Omni(true));
    alone.at(10).hears("a", 4, ping(true, true));
    assert_eq!(given_to(&alone.does(effect(1, Place::FocusedTab))), None);
    assert_eq!(given_to(&alone.does(effect(2, Place::OmniTab))), None);
    // It is looked away from in the moment in which another one is last seen to be looked at.
    alone.does(TabInput::Focus(false));
    assert_eq!(given_to(&alone.does(effect(3, Place::FocusedTab))), None);
}

#[test]
fn what_is_not_done_in_time_is_taken_back_however_late_the_leader_wakes() {
    let mut alone = Alone::leading();
    alone.at(10).hears("a", 4, ping(true, false));
    assert_eq!(given_to(&alone.does(effect(7, Place::FocusedTab))), Some("a"));
    let performed = TabEffect::Perform { id: 7, effect: "it".into() };
    assert_eq!(alone.at(9000).does(TabInput::Clock), [performed]);
}

#[test]
fn only_the_tab_that_was_asked_says_what_came_of_it() {
    let mut alone = Alone::leading();
    alone.at(10).hears("a", 4, ping(true, false));
    alone.does(effect(7, Place::FocusedTab));
    let outcome = |id| Message::Outcome { id, of: Term(4), outcome: "done".into() };
    assert_eq!(alone.hears("b", 4, outcome(7)), []);
    assert_eq!(alone.hears("a", 4, outcome(8)), []);
    let settled = TabEffect::Settled { id: 7, outcome: Some("done".into()) };
    assert_eq!(alone.hears("a", 4, outcome(7)), [settled]);
}

#[test]
fn a_view_is_told_by_leaders_to_followers() {
    let view = || TabInput::ViewChanged { view: "ringing".into() };
    assert_eq!(Alone::leading().does(view()), [], "nobody would see it");
    assert_eq!(Alone::following_another("a").does(view()), []);
}
