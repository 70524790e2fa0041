//! Nobody is offered to an agent who still has something to do.

use call_core::{
    call::CallState,
    effect::{EffectBody, PresenceEffect},
    presence::Occupation,
    view::Status,
};
use proptest::prelude::*;

use super::world::{Desk, moves, settings};

fn is_filed(state: &CallState) -> bool {
    matches!(state, CallState::Filed { .. })
}

proptest! {
    #[test]
    fn never_free_beside_a_call(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let effects = desk.feed(turn.input).effects;
            let view = desk.phone.view();
            let all_filed = desk.phone.calls().iter().all(|call| is_filed(&call.state));
            let is_idle = matches!(view.occupation, Occupation::Free | Occupation::Offline);
            prop_assert_eq!(is_idle, all_filed, "{:?}", desk.phone.calls());
            prop_assert_eq!(view.occupation == Occupation::Free, view.status == Status::Ready);
            prop_assert_eq!(view.calls.is_empty(), all_filed);
            for effect in effects {
                if let EffectBody::Presence(PresenceEffect::Occupy { occupation }) = effect.body {
                    prop_assert_eq!(occupation, view.occupation);
                }
            }
        }
    }
}
