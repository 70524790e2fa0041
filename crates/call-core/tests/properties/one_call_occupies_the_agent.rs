//! The SDK holds one call at a time, and so does the agent.

use call_core::{
    effect::{CarrierEffect, EffectBody},
    view::Status,
};
use proptest::prelude::*;

use super::desk::{Desk, moves, settings};

proptest! {
    #[test]
    fn never_two_at_once(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some((input, _)) = desk.input(shift, &next) else { continue };
            let was_busy = desk.current().is_some();
            let (_, effects) = desk.feed(input);
            let view = desk.phone.view();
            prop_assert!(view.calls.len() <= 1);
            prop_assert_eq!(view.calls.is_empty(), matches!(view.status, Status::Ready | Status::Offline));
            let dials = effects.iter().any(|effect| {
                matches!(effect.body, EffectBody::Carrier(CarrierEffect::Connect { .. }))
            });
            prop_assert!(!(dials && was_busy), "dialled beside another call");
        }
    }
}
