//! Whatever comes in, at whatever time: nothing panics, only commands are refused, and after a
//! wake-up the next one lies ahead.

use call_core::{
    Input, Settings,
    effect::{EffectBody, RecordEffect},
    time::Timestamp,
};
use proptest::prelude::*;

use super::desk::{Desk, Move, moves, settings};

#[test]
fn a_clock_beyond_the_calendar_is_held_at_its_end() {
    let mut desk = Desk::online(Settings::default());
    desk.clock = u64::MAX;
    let (dial, _) = desk.input(0, &Move::Dial { key: 0, to: "+15005550100" }).expect("an input");
    let (_, effects) = desk.feed(dial);
    let began = effects.iter().find_map(|effect| match &effect.body {
        EffectBody::Record(RecordEffect::EnsureCall { fields, .. }) => {
            fields.get("CallStartDateTime")
        }
        _ => None,
    });
    assert_eq!(began, Some(&"9999-12-31T23:59:59.999Z".into()));
    let _ = desk.feed(Input::Clock);
    assert!(desk.phone.deadline().is_some_and(|at| at > Timestamp::LATEST));
}

proptest! {
    #[test]
    fn only_commands_are_refused(settings in settings(), moves in moves()) {
        let mut desk = Desk::off(settings);
        for (shift, next) in moves {
            let Some((input, _)) = desk.input(shift, &next) else { continue };
            let is_command = matches!(input, Input::Agent(_));
            // What time alone brings about is not the command's doing.
            let _ = desk.feed(Input::Clock);
            let before = (desk.phone.view(), desk.phone.calls().to_vec(), desk.phone.deadline());
            let (answer, effects) = desk.feed(input);
            prop_assert!(is_command || answer.is_ok(), "{next:?} was refused: {answer:?}");
            if answer.is_err() {
                prop_assert!(effects.is_empty(), "{effects:?}");
                let after =
                    (desk.phone.view(), desk.phone.calls().to_vec(), desk.phone.deadline());
                prop_assert_eq!(before, after);
            }
        }
    }

    #[test]
    fn after_a_wake_up_the_next_one_lies_ahead(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        let mut latest = desk.clock;
        for (shift, next) in moves {
            let Some((input, _)) = desk.input(shift, &next) else { continue };
            latest = latest.max(desk.clock);
            let woken = matches!(input, Input::Clock);
            let _ = desk.feed(input);
            if let (true, Some(deadline)) = (woken, desk.phone.deadline()) {
                prop_assert!(deadline.0 > latest, "{deadline:?} is not after {latest}");
            }
        }
    }

    #[test]
    fn no_clock_is_too_wrong(
        settings in settings(),
        moves in moves(),
        clocks in prop::collection::vec(any::<u64>().prop_map(|n| n << (n % 64)), 60),
    ) {
        let mut desk = Desk::off(settings);
        for ((_, next), clock) in moves.into_iter().zip(clocks) {
            desk.clock = clock;
            let Some((input, _)) = desk.input(0, &next) else { continue };
            let _ = desk.feed(input);
            let latest = desk.clock.max(clock).min(Timestamp::LATEST.0);
            if matches!(next, Move::Clock) && let Some(deadline) = desk.phone.deadline() {
                prop_assert!(deadline.0 > latest);
            }
        }
    }
}
