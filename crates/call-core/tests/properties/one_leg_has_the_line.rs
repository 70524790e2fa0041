//! The SDK takes one leg at a time: told from the effects alone, none is opened before the last one
//! is over, by its own word or 3 s after it was closed.

use call_core::{
    Input,
    effect::{CarrierEffect, EffectBody},
    ids::LegId,
    input::LegNews,
};
use proptest::prelude::*;

use super::world::{Desk, moves, settings};

/// How long a leg that was closed may take to say so, in milliseconds.
const CLOSING_LIMIT: u64 = 3_000;

/// The leg that was opened last.
struct Line {
    leg: LegId,
    closed_at: Option<u64>,
}

proptest! {
    #[test]
    fn one_leg_at_a_time(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        let mut line: Option<Line> = None;
        for (shift, next) in moves {
            let page = desk.page;
            let Some(turn) = desk.turn(shift, &next) else { continue };
            if desk.page != page {
                line = None; // its legs went with the page
            }
            if let Input::Leg(event) = &turn.input {
                let is_over = matches!(
                    event.news,
                    LegNews::Disconnected | LegNews::Cancelled | LegNews::Rejected
                );
                line = line.filter(|line| !(is_over && line.leg == event.leg));
            }
            let effects = desk.feed(turn.input).effects;
            for effect in effects {
                let EffectBody::Carrier(command) = effect.body else { continue };
                match command {
                    CarrierEffect::Connect { leg, .. }
                    | CarrierEffect::Join { leg, .. }
                    | CarrierEffect::Accept { leg } => {
                        let is_free = line.as_ref().is_none_or(|line| {
                            line.closed_at.is_some_and(|at| desk.elapsed >= at + CLOSING_LIMIT)
                        });
                        prop_assert!(is_free, "{leg:?} beside {:?}", line.map(|line| line.leg));
                        line = Some(Line { leg, closed_at: None });
                    }
                    CarrierEffect::Disconnect { leg } => {
                        if let Some(line) = line.as_mut().filter(|line| line.leg == leg) {
                            line.closed_at.get_or_insert(desk.elapsed);
                        }
                    }
                    CarrierEffect::Register
                    | CarrierEffect::UpdateToken
                    | CarrierEffect::Reject { .. }
                    | CarrierEffect::Mute { .. }
                    | CarrierEffect::SendDigits { .. } => {}
                }
            }
        }
    }
}
