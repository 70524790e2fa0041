//! Browsers fire timers early, twice and late; before its time a wake-up is nothing.

use call_core::Input;
use proptest::prelude::*;

use super::world::{Desk, moves, settings};

proptest! {
    #[test]
    fn a_wake_up_too_early_changes_nothing(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let _ = desk.feed(turn.input);
            if desk.phone.deadline().is_some_and(|deadline| deadline.0 <= desk.clock) {
                continue; // due already: the host was late
            }
            let (view, deadline) = (desk.phone.view(), desk.phone.deadline());
            let heard = desk.feed(Input::Clock);
            prop_assert!(heard.effects.is_empty(), "{:?}", heard.effects);
            prop_assert!(heard.journal.is_empty(), "{:?}", heard.journal);
            prop_assert_eq!(desk.phone.view(), view);
            prop_assert_eq!(desk.phone.deadline(), deadline);
        }
    }
}
