//! The same inputs at the same times give the same effects, journal, views and deadlines: that is
//! what makes a recorded call a test.

use proptest::prelude::*;

use super::world::{Desk, moves, settings};

proptest! {
    #[test]
    fn two_phones_agree(settings in settings(), moves in moves()) {
        let (mut one, mut other) = (Desk::off(settings.clone()), Desk::off(settings));
        for (shift, next) in moves {
            let (Some(turn), Some(same)) = (one.turn(shift, &next), other.turn(shift, &next))
            else {
                continue;
            };
            prop_assert_eq!(&turn.input, &same.input);
            prop_assert_eq!(one.feed(turn.input), other.feed(same.input));
            prop_assert_eq!(one.phone.view(), other.phone.view());
            prop_assert_eq!(one.phone.deadline(), other.phone.deadline());
        }
    }
}
