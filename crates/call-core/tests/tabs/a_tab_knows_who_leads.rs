//! A tab knows who leads, and when to take the phone itself.

use call_core::tabs::{CommandAnswer, Message, TabEffect, TabInput, TabRole, Term};

use super::alone::{Alone, id, ping, said};

#[test]
fn a_leader_says_under_which_term_and_lease() {
    let mut alone = Alone::following();
    alone.does(TabInput::LockGranted { stored: Term(3) });
    assert_eq!((alone.tab.term(), alone.tab.leased_term()), (Term(4), None));
    alone.does(TabInput::Lease(call_core::tabs::LeaseAnswer::Granted));
    assert_eq!(alone.tab.leased_term(), Some(Term(4)));
    assert_eq!(alone.tab.leader(), Some(&id("m")));
    assert!(!alone.tab.has_followers());
    alone.hears("a", 4, ping(false, false));
    assert!(alone.tab.has_followers());
}

#[test]
fn a_leader_whose_call_is_over_keeps_the_phone() {
    let mut alone = Alone::leading();
    alone.does(TabInput::Busy(true));
    alone.does(TabInput::Busy(false));
    assert_eq!(alone.tab.role(), TabRole::Leading);
}

#[test]
fn a_leader_that_is_robbed_of_the_lock_stops_its_phone_and_queues() {
    let mut alone = Alone::leading();
    let effects = alone.does(TabInput::LockLost);
    assert!(effects.contains(&TabEffect::StandDown) && effects.contains(&TabEffect::RequestLock));
    assert_eq!(alone.tab.role(), TabRole::Following);
}

#[test]
fn a_leader_that_learns_of_a_higher_term_gives_the_lock_back() {
    let mut alone = Alone::leading();
    let effects = alone.does(TabInput::TermSeen(Term(5)));
    assert!(effects.contains(&TabEffect::StandDown) && effects.contains(&TabEffect::ReleaseLock));
    assert_eq!(alone.tab.role(), TabRole::Following);
}

#[test]
fn without_locks_the_first_name_of_two_leaders_keeps_the_phone() {
    for (other, role) in [("a", TabRole::Following), ("z", TabRole::Leading)] {
        let mut alone = Alone::following();
        alone.does(TabInput::LockUnavailable);
        for at in [5000, 10_000, 15_000, 20_000] {
            alone.at(at).does(TabInput::Clock);
        }
        assert_eq!(alone.tab.role(), TabRole::Leading);
        alone.hears(other, 1, Message::Lead);
        assert_eq!(alone.tab.role(), role, "{other}");
    }
}

#[test]
fn a_follower_learns_who_leads_also_of_a_term_it_knows() {
    let mut alone = Alone::following();
    alone.hears("b", 4, ping(false, false));
    assert_eq!(alone.tab.leader(), None);
    alone.hears("a", 4, Message::Lead);
    assert_eq!(alone.tab.leader(), Some(&id("a")));
    alone.hears("b", 4, Message::Bye);
    assert_eq!(alone.tab.leader(), Some(&id("a")), "only a follower has gone");
    alone.hears("a", 4, Message::Bye);
    assert_eq!(alone.tab.leader(), None);
}

#[test]
fn where_another_browser_has_the_phone_only_the_tab_with_the_lock_says_so() {
    let mut alone = Alone::following_another("a");
    alone.hears("a", 4, Message::Elsewhere);
    assert_eq!(alone.tab.role(), TabRole::Elsewhere);
    assert!(said(&alone.hears("b", 4, ping(false, false))).is_empty());
}

#[test]
fn what_is_said_to_another_tab_is_not_meant() {
    let mut alone = Alone::following_another("a");
    alone.does(TabInput::Command { command: "hold".into(), repeatable: true });
    let (to, answer) = (id("b"), CommandAnswer(None));
    assert!(alone.hears("a", 4, Message::Answer { to, id: 1, answer }).is_empty());
    let (to, effect) = (id("b"), "pop".into());
    assert!(alone.hears("a", 4, Message::Effect { to, id: 1, effect }).is_empty());
}

#[test]
fn the_tab_the_agent_looks_at_waits_for_three_answers_and_any_other_for_four() {
    for (focused, patience) in [(true, 3), (false, 4)] {
        let mut alone = Alone::following();
        alone.does(TabInput::Focus(focused));
        for asked in 1..=patience {
            let effects = alone.at(5000 * asked).does(TabInput::Clock);
            let steals = effects.contains(&TabEffect::StealLock);
            assert_eq!(steals, asked == patience, "after {asked}, looked at: {focused}");
        }
    }
}

#[test]
fn a_follower_says_once_that_it_is_looked_at_and_a_leader_never() {
    let mut alone = Alone::following_another("a");
    for (input, letter) in
        [(TabInput::Focus(true), ping(true, false)), (TabInput::Omni(true), ping(true, true))]
    {
        assert_eq!(said(&alone.does(input.clone())), [&letter]);
        assert!(said(&alone.does(input)).is_empty());
    }
    let mut alone = Alone::leading();
    assert!(said(&alone.does(TabInput::Focus(true))).is_empty());
    assert!(said(&alone.does(TabInput::Omni(true))).is_empty());
}

#[test]
fn a_follower_has_seen_nothing_yet_of_a_new_leader() {
    for term in [4, 5] {
        let mut alone = Alone::following_another("a");
        alone.hears("a", 4, Message::View { view: "ringing".into(), number: 3 });
        let seen = |seen| Message::Ping { focused: true, omni: false, seen };
        assert_eq!(said(&alone.does(TabInput::Focus(true))), [&seen(3)]);
        alone.does(TabInput::Focus(false));
        alone.hears("b", term, Message::Lead);
        assert_eq!(said(&alone.does(TabInput::Focus(true))), [&seen(0)], "under {term}");
    }
}

#[test]
fn a_leader_that_leads_again_has_shown_nothing_yet() {
    let mut alone = Alone::leading();
    alone.hears("a", 4, ping(false, false));
    alone.does(TabInput::ViewChanged { view: "ringing".into() });
    alone.does(TabInput::LockLost);
    alone.does(TabInput::LockGranted { stored: Term(5) });
    let asks = |effects: Vec<TabEffect>| effects.contains(&TabEffect::AskView);
    assert!(asks(alone.hears("a", 6, ping(false, false))), "it does not know that tab yet");
    assert!(!asks(alone.hears("a", 6, ping(false, false))), "there is nothing that it missed");
}
