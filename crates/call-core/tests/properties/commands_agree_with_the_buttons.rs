//! A button that is live works; a command whose button is dead is refused, or is so late that it
//! changes nothing.

use call_core::{Input, Refusal, view::CallView};
use proptest::prelude::*;

use super::desk::{Button, Desk, moves, settings};

fn buttons(call: &CallView) -> [(bool, Button); 8] {
    let can = call.can;
    [
        (can.answer, Button::Answer),
        (can.decline, Button::Decline),
        (can.hang_up, Button::HangUp),
        (can.mute, Button::Mute(!call.muted)),
        (can.send_digits, Button::Digits("1")),
        (false, Button::Digits("1a")),
        (can.extend_wrap_up, Button::Extend),
        (can.finish, Button::Finish),
    ]
}

proptest! {
    #[test]
    fn live_buttons_work_and_dead_ones_do_nothing(settings in settings(), moves in moves()) {
        let required = settings.disposition_required;
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some((input, _)) = desk.input(shift, &next) else { continue };
            let _ = desk.feed(input);
            let view = desk.phone.view();
            for call in &view.calls {
                for (live, button) in buttons(call) {
                    let mut tried = desk.clone();
                    let (answer, effects) =
                        tried.feed(Input::Agent(button.command(call.call.clone())));
                    // Digits may wait inside for the ones before them.
                    let changed = !effects.is_empty()
                        || tried.phone.view() != view
                        || tried.phone.calls() != desk.phone.calls();
                    let lacks_disposition = required && call.disposition.is_none();
                    let expected = match (live, button) {
                        (true, Button::Finish) if lacks_disposition => {
                            answer == Err(Refusal::DispositionRequired) && !changed
                        }
                        (true, _) => answer.is_ok() && changed,
                        (false, _) => !changed,
                    };
                    prop_assert!(expected, "{button:?} live={live} {answer:?} changed={changed}");
                }
            }
        }
    }
}
