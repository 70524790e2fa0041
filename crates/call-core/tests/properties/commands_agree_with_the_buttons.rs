//! A button that is live works; a command whose button is dead is refused, or is so late that it
//! changes nothing.

use call_core::{
    Input, Refusal,
    call::RecordingAction,
    ids::{CallKey, PartyId},
    view::CallView,
};
use proptest::prelude::*;

use super::world::{Button, Desk, moves, settings};

/// Every button of a call, and whether it is live.
fn buttons(call: &CallView) -> [(bool, Button); 26] {
    let can = call.can;
    [
        (can.answer, Button::Answer),
        (can.decline, Button::Decline),
        (can.to_voicemail, Button::ToVoicemail),
        (can.hang_up, Button::HangUp),
        (can.mute, Button::Mute(!call.muted)),
        (can.send_digits, Button::Digits("1")),
        (false, Button::Digits("1a")),
        (can.hold, Button::Hold),
        (can.resume, Button::Resume),
        (can.transfer, Button::Transfer("+15005550103")),
        (can.consult, Button::Consult("+15005550103")),
        (can.swap, Button::Swap),
        (can.complete_transfer, Button::CompleteTransfer),
        (can.end_consult, Button::EndConsult),
        (can.merge, Button::Merge),
        (can.merge_calls, Button::MergeCalls),
        (can.add_party, Button::AddParty("+15005550103")),
        (can.remove_party, Button::RemoveParty),
        (can.leave, Button::Leave),
        (can.park, Button::Park),
        (can.start_recording, Button::Record(RecordingAction::Start)),
        (can.pause_recording, Button::Record(RecordingAction::Pause)),
        (can.resume_recording, Button::Record(RecordingAction::Resume)),
        (can.stop_recording, Button::Record(RecordingAction::Stop)),
        (can.extend_wrap_up, Button::Extend),
        (can.finish, Button::Finish),
    ]
}

/// Refusals that explain more than a dead button would: see `call_core::view::Controls`.
fn may_be_refused(button: Button, call: &CallView, refusal: Refusal) -> bool {
    match (button, refusal) {
        // Somebody would be left alone.
        (Button::Answer | Button::Resume, Refusal::AgentBusy) => true,
        (Button::Finish, Refusal::DispositionRequired) => call.disposition.is_none(),
        (Button::Record(_), Refusal::ConsentRequired) => true,
        (Button::Consult(_) | Button::AddParty(_), Refusal::TooManyParties) => true,
        // No call takes the customer in.
        (Button::MergeCalls, Refusal::NotPossible) => true,
        _ => false,
    }
}

/// What was asked already, and is on its way: pressing it again changes nothing.
fn may_be_idle(button: Button) -> bool {
    match button {
        // Everybody who could be asked was.
        Button::Resume | Button::Swap | Button::Merge => true,
        Button::Record(_) | Button::EndConsult | Button::HangUp => true,
        _ => false,
    }
}

proptest! {
    #[test]
    fn live_buttons_work_and_dead_ones_do_nothing(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let _ = desk.feed(turn.input);
            // What time alone brings about is no button's doing.
            let _ = desk.feed(Input::Clock);
            let view = desk.phone.view();
            let other = view.calls.iter().find(|call| call.audio);
            let into = other.map_or_else(|| CallKey("key-9".into()), |call| call.call.clone());
            for call in &view.calls {
                for (live, button) in buttons(call) {
                    let party = match button {
                        Button::RemoveParty => call.parties.first().map(|p| p.party.clone()),
                        _ => None,
                    };
                    let party = party.unwrap_or_else(|| PartyId("party-9".into()));
                    let mut tried = desk.clone();
                    let command = button.command(call.call.clone(), party, into.clone());
                    let heard = tried.feed(Input::Agent(command));
                    // Digits may wait inside for the ones before them.
                    let changed = !heard.effects.is_empty()
                        || tried.phone.view() != view
                        || tried.phone.calls() != desk.phone.calls();
                    let expected = match heard.answer {
                        Ok(()) => changed == live || (live && may_be_idle(button)),
                        Err(refusal) => {
                            !changed && (!live || may_be_refused(button, call, refusal))
                        }
                    };
                    prop_assert!(
                        expected,
                        "{button:?} live={live} {:?} changed={changed} in {call:?} {:?}",
                        heard.answer, heard.effects
                    );
                }
            }
        }
    }
}
