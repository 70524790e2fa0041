//! The same inputs at the same times give the same effects, views and deadlines: that is what
//! makes a recorded call a test.

use proptest::prelude::*;

use super::desk::{Desk, moves, settings};

proptest! {
    #[test]
    fn two_phones_agree(settings in settings(), moves in moves()) {
        let (mut one, mut other) = (Desk::off(settings.clone()), Desk::off(settings));
        for (shift, next) in moves {
            let (Some((input, _)), Some((same, _))) =
                (one.input(shift, &next), other.input(shift, &next))
            else {
                continue;
            };
            prop_assert_eq!(&input, &same);
            prop_assert_eq!(one.feed(input), other.feed(same));
            prop_assert_eq!(one.phone.view(), other.phone.view());
            prop_assert_eq!(one.phone.deadline(), other.phone.deadline());
        }
    }
}
