//! With a call that is over nothing is done any more at the carrier: its leg is closed, the org is
//! told that the agent hung up or declined, and that is all.

use std::collections::BTreeSet;

use call_core::{
    effect::{CarrierEffect, ControlEffect, EffectBody},
    ids::{CallKey, LegId},
};
use proptest::prelude::*;

use super::world::{Desk, moves, settings};

fn ended(desk: &Desk) -> (BTreeSet<CallKey>, BTreeSet<LegId>) {
    let over = || desk.phone.calls().iter().filter(|call| call.state.ended().is_some());
    (
        over().map(|call| call.key.clone()).collect(),
        over().map(|call| call.leg.id.clone()).collect(),
    )
}

proptest! {
    #[test]
    fn an_ended_call_gets_no_commands(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let (calls, legs) = ended(&desk);
            for effect in desk.feed(turn.input).effects {
                let is_allowed = match &effect.body {
                    EffectBody::Control(
                        ControlEffect::End { .. }
                        | ControlEffect::Decline { .. }
                        | ControlEffect::Snapshot { .. },
                    )
                    | EffectBody::Carrier(
                        CarrierEffect::Register
                        | CarrierEffect::UpdateToken
                        | CarrierEffect::Disconnect { .. }
                        | CarrierEffect::Reject { .. },
                    ) => true,
                    EffectBody::Control(effect) => !calls.contains(effect.call()),
                    EffectBody::Carrier(
                        CarrierEffect::Connect { leg, .. }
                        | CarrierEffect::Join { leg, .. }
                        | CarrierEffect::Accept { leg }
                        | CarrierEffect::Mute { leg, .. }
                        | CarrierEffect::SendDigits { leg, .. },
                    ) => !legs.contains(leg),
                    EffectBody::Token(_)
                    | EffectBody::Presence(_)
                    | EffectBody::Record(_)
                    | EffectBody::Directory(_)
                    | EffectBody::Screen(_) => true,
                };
                prop_assert!(is_allowed, "{effect:?} for a call that is over");
            }
        }
    }
}
