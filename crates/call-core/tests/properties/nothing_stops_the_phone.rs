//! Whatever comes in, at whatever time: nothing panics, only commands are refused and then change
//! nothing, and after a wake-up the next one lies ahead.

use call_core::{
    Input, Settings, Softphone,
    effect::{EffectBody, RecordEffect},
    time::Timestamp,
};
use proptest::prelude::*;

use super::world::{Button, Desk, Move, Which, Who, moves, settings};

#[test]
fn a_clock_beyond_the_calendar_is_held_at_its_end() {
    let mut desk = Desk::online(Settings::default());
    desk.clock = u64::MAX;
    let dial = Move::Press {
        button: Button::Dial { to: "+15005550100", digits: None, from_record: false },
        call: Which::Named(0),
        party: Who::Customer,
        into: Which::Named(0),
    };
    let turn = desk.turn(0, &dial).expect("an input");
    let began = desk.feed(turn.input).effects.iter().find_map(|effect| match &effect.body {
        EffectBody::Record(RecordEffect::EnsureCall { fields, .. }) => {
            fields.get("CallStartDateTime").cloned()
        }
        _ => None,
    });
    assert_eq!(began, Some("9999-12-31T23:59:59.999Z".into()));
    let _ = desk.feed(Input::Clock);
    assert!(desk.phone.deadline().is_some_and(|at| at > Timestamp::LATEST));
}

/// Everything there is of a phone.
fn all_of(phone: &Softphone) -> serde_json::Value {
    serde_json::to_value(phone).expect("plain data")
}

proptest! {
    #[test]
    fn only_commands_are_refused_and_then_change_nothing(settings in settings(), moves in moves()) {
        let mut desk = Desk::off(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            if !matches!(turn.input, Input::Agent(_)) {
                let heard = desk.feed(turn.input);
                prop_assert!(heard.answer.is_ok(), "{next:?} was refused: {:?}", heard.answer);
                continue;
            }
            // What time alone brings about is not the command's doing.
            let _ = desk.feed(Input::Clock);
            let before = desk.phone.clone();
            let heard = desk.feed(turn.input);
            if let Err(refusal) = heard.answer {
                prop_assert!(heard.effects.is_empty(), "{refusal:?} with {:?}", heard.effects);
                prop_assert!(heard.journal.is_empty(), "{refusal:?} with {:?}", heard.journal);
                prop_assert_eq!(all_of(&before), all_of(&desk.phone), "{:?}", refusal);
            }
        }
    }

    #[test]
    fn after_a_wake_up_the_next_one_lies_ahead(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let _ = desk.feed(turn.input);
            for _ in 0..3 {
                if desk.phone.deadline().is_none_or(|at| at.0 > desk.clock) {
                    break;
                }
                let _ = desk.feed(Input::Clock);
            }
            let deadline = desk.phone.deadline();
            prop_assert!(
                deadline.is_none_or(|at| at.0 > desk.clock),
                "{deadline:?} is still due at {}: {:?}", desk.clock, desk.phone.calls()
            );
        }
    }

    #[test]
    fn no_clock_is_too_wrong(
        settings in settings(),
        moves in moves(),
        clocks in prop::collection::vec(any::<u64>().prop_map(|n| n << (n % 64)), 80),
    ) {
        let mut desk = Desk::off(settings);
        for ((_, next), clock) in moves.into_iter().zip(clocks) {
            desk.clock = clock;
            let Some(turn) = desk.turn(0, &next) else { continue };
            let _ = desk.feed(turn.input);
            let _ = desk.feed(Input::Clock);
            if let Some(deadline) = desk.phone.deadline() {
                prop_assert!(deadline.0 > desk.clock.min(Timestamp::LATEST.0));
            }
        }
    }
}
