//! A leg that said it is over is left alone; one without audio is neither muted nor sent digits.

use std::collections::BTreeMap;

use call_core::{
    Input,
    effect::{CarrierEffect, EffectBody},
    ids::LegId,
    input::LegNews,
};
use proptest::prelude::*;

use super::world::{Desk, moves, settings};

/// What the SDK said of a leg.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    New,
    HasAudio,
    Closed,
}

proptest! {
    #[test]
    fn commands_go_to_open_legs_only(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        let mut told: BTreeMap<LegId, Told> = BTreeMap::new();
        for (shift, next) in moves {
            let page = desk.page;
            let Some(turn) = desk.turn(shift, &next) else { continue };
            if desk.page != page {
                told.clear();
            }
            if let Input::Leg(event) = &turn.input {
                let known = desk.phone.calls().iter().any(|call| call.leg.id == event.leg);
                let now = match event.news {
                    LegNews::Invited { .. } if !known => Some(Told::New),
                    LegNews::Accepted { .. } if told.get(&event.leg) == Some(&Told::New) => {
                        Some(Told::HasAudio)
                    }
                    LegNews::Disconnected | LegNews::Cancelled | LegNews::Rejected if known => {
                        Some(Told::Closed)
                    }
                    _ => None,
                };
                if let Some(now) = now {
                    told.insert(event.leg.clone(), now);
                }
            }
            for effect in desk.feed(turn.input).effects {
                let EffectBody::Carrier(command) = effect.body else { continue };
                let (leg, allowed): (_, &[Told]) = match &command {
                    CarrierEffect::Register | CarrierEffect::UpdateToken => continue,
                    CarrierEffect::Connect { leg, .. } | CarrierEffect::Join { leg, .. } => {
                        told.insert(leg.clone(), Told::New);
                        continue;
                    }
                    CarrierEffect::Accept { leg } | CarrierEffect::Reject { leg } => {
                        (leg, &[Told::New])
                    }
                    CarrierEffect::Disconnect { leg } => (leg, &[Told::New, Told::HasAudio]),
                    CarrierEffect::Mute { leg, .. } | CarrierEffect::SendDigits { leg, .. } => {
                        (leg, &[Told::HasAudio])
                    }
                };
                let state = told.get(leg).copied();
                prop_assert!(
                    state.is_some_and(|state| allowed.contains(&state)),
                    "{command:?} for a leg that is {state:?}"
                );
            }
        }
    }
}
