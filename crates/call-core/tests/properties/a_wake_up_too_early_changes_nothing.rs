//! Browsers fire timers early, twice and late; before its time a wake-up is nothing.

use call_core::Input;
use proptest::prelude::*;

use super::desk::{Desk, moves, settings};

proptest! {
    #[test]
    fn a_wake_up_too_early_changes_nothing(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        let mut latest = desk.clock;
        for (shift, next) in moves {
            let Some((input, _)) = desk.input(shift, &next) else { continue };
            latest = latest.max(desk.clock);
            let _ = desk.feed(input);
            if desk.phone.deadline().is_some_and(|deadline| deadline.0 <= latest) {
                continue; // due already: the host was late
            }
            let (view, deadline) = (desk.phone.view(), desk.phone.deadline());
            let (_, effects) = desk.feed(Input::Clock);
            prop_assert!(effects.is_empty(), "{effects:?}");
            prop_assert_eq!(desk.phone.view(), view);
            prop_assert_eq!(desk.phone.deadline(), deadline);
        }
    }
}
