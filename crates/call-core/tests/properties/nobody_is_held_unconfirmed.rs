//! Nobody is shown as held who may still be listening, nor as heard who still hears music: what is
//! shown changes by the carrier's or the org's word only.

use std::collections::BTreeMap;

use call_core::{
    Input,
    effect::{ControlEffect, EffectBody},
    ids::{CallKey, PartyId},
    input::{Outcome, PartyProgress},
    view::View,
};
use proptest::prelude::*;

use super::world::{Desk, Turn, moves, settings};

/// Who hears music, as it is shown.
fn held(view: &View) -> BTreeMap<(CallKey, PartyId), bool> {
    let parties = view.calls.iter().flat_map(|call| {
        call.parties.iter().map(|party| ((call.call.clone(), party.party.clone()), party.held))
    });
    parties.collect()
}

/// Whether the input says that the party is on hold, or off it.
fn says(turn: &Turn, call: &CallKey, party: &PartyId, on: bool) -> bool {
    match &turn.input {
        Input::Party(news) => {
            let wanted = if on { PartyProgress::Held } else { PartyProgress::Resumed };
            news.call == *call && news.party == *party && news.progress == wanted
        }
        Input::Result(result) => {
            match (turn.answers.as_ref().map(|(e, _)| &e.body), &result.outcome) {
                (
                    Some(EffectBody::Control(ControlEffect::Hold {
                        call: of,
                        party: who,
                        on: asked,
                    })),
                    Outcome::Done,
                ) => of == call && who == party && *asked == on,
                (
                    Some(EffectBody::Control(ControlEffect::Snapshot { call: of })),
                    Outcome::Snapshot { snapshot },
                ) => {
                    let told = snapshot.parties.iter().any(|p| p.party == *party && p.held == on);
                    of == call && told
                }
                _ => false,
            }
        }
        _ => false,
    }
}

proptest! {
    #[test]
    fn hold_is_shown_as_it_was_confirmed(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let before = held(&desk.phone.view());
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let input = turn.input.clone();
            let _ = desk.feed(input);
            for ((call, party), now) in held(&desk.phone.view()) {
                let was = before.get(&(call.clone(), party.clone())).copied();
                if was.unwrap_or(false) == now {
                    continue;
                }
                // A call that is over holds nobody.
                let is_over = desk.call(&call).is_some_and(|call| call.state.ended().is_some());
                prop_assert!(
                    (is_over && !now) || says(&turn, &call, &party, now),
                    "{party:?} of {call:?} is shown as held={now}"
                );
            }
        }
    }
}
