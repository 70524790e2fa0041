//! What the agent's leg says, and what an error on it means for the call.

use super::{digits::next_digit, party::ask_to_hold, talk::settle_talk};
use crate::{
    call::{
        Act, Call, CallState, EndReason, LegState, LegStep, Way,
        transition::{Answer, At, PASS},
    },
    carrier_error::{CarrierError, Meaning},
    refusal::Refusal,
};

/// What the leg says about its audio.
pub(in crate::call) fn audio(call: &mut Call, at: At<'_>, step: LegStep) -> Answer {
    let leg = &mut call.leg;
    match (step, leg.state) {
        // One that was never asked for, or is not wanted any more.
        (
            LegStep::Accepted,
            LegState::Absent
            | LegState::Wanted { way: Way::Dial | Way::Join, .. }
            | LegState::Leaving { .. }
            | LegState::Closed,
        ) => PASS,
        (LegStep::Accepted, before) => {
            leg.come_up(at.now);
            call.unseen_since = None;
            let mut acts = Vec::new();
            // A new leg hears everything; the agent was muted and believes to be.
            if call.leg.muted && !matches!(before, LegState::Up | LegState::Reconnecting) {
                acts.push(Act::Mute(true));
            }
            acts.extend(take_off_hold_on_join(call, at));
            Ok(acts)
        }
        (LegStep::Reconnecting, LegState::Up) => {
            leg.state = LegState::Reconnecting;
            PASS
        }
        (LegStep::Reconnected, LegState::Reconnecting) => {
            leg.state = LegState::Up;
            leg.forgive();
            call.unseen_since = None;
            PASS
        }
        (
            LegStep::Ringing { .. }
            | LegStep::Reconnecting
            | LegStep::Reconnected
            | LegStep::Muted(_)
            | LegStep::Closed(_)
            | LegStep::Error(_),
            _,
        ) => PASS,
    }
}

/// The agent is back: so is the customer, who waited for it.
fn take_off_hold_on_join(call: &mut Call, at: At<'_>) -> Option<Act> {
    if !call.resume_on_join {
        return None;
    }
    call.resume_on_join = false;
    call.customer.hold = call.customer.hold.wishing(false);
    // Asked as soon as that one is answered.
    if call.customer.hold_asked.is_some_and(|asked| asked.on && asked.is_awaited(at.now)) {
        return None;
    }
    // Also where he is not known to wait: the org may have seen to it when the audio went.
    let customer = call.customer.id.clone();
    ask_to_hold(call, at, &customer, false)
}

/// The call is connected as soon as both ends are in; on hold, where the customer is on hold.
pub(in crate::call) fn connect_if_through(call: &mut Call, at: At<'_>) -> Answer {
    if !call.is_through() {
        return PASS;
    }
    call.state = CallState::Connected { since: at.now };
    call.connected_at.get_or_insert(at.now);
    settle_talk(call, at);
    if call.post_dial.0.is_empty() {
        return PASS;
    }
    let digits = core::mem::take(&mut call.post_dial);
    call.leg.digits.push(&digits.0);
    next_digit(call, at)
}

/// The agent silences or opens the microphone.
pub(in crate::call) fn mute(call: &mut Call, on: bool) -> Answer {
    if !call.leg.is_open() {
        return Err(Refusal::NotPossible); // no audio to silence
    }
    if call.leg.muted == on {
        return PASS;
    }
    call.leg.muted = on;
    Ok(vec![Act::Mute(on)])
}

/// The end that an error on an open leg means; none where the leg may live on.
pub(in crate::call) fn leg_error_reason(call: &Call, error: CarrierError) -> Option<EndReason> {
    match error.meaning() {
        // About something else than the leg, which has audio: a message, the next registration.
        // If it is the end after all, the SDK closes the leg.
        Meaning::Token | Meaning::Request if call.leg.is_open() => None,
        _ => reason_of(call, error),
    }
}

/// The end an error means that comes with the closing of the leg; none where it says nothing.
pub(in crate::call) fn explained(call: &Call, error: Option<CarrierError>) -> Option<EndReason> {
    let error = error?;
    // Whatever it is, it cost two people their conversation.
    let lost = call.connected_at.is_some().then_some(EndReason::ConnectionLost);
    lost.or_else(|| reason_of(call, error))
}

fn reason_of(call: &Call, error: CarrierError) -> Option<EndReason> {
    let lost = if call.connected_at.is_some() {
        EndReason::ConnectionLost
    } else {
        EndReason::CarrierRefused
    };
    match error.meaning() {
        Meaning::Transient => None,
        Meaning::Microphone => Some(match error {
            CarrierError::PermissionDeniedError => EndReason::MicrophoneDenied,
            _ => EndReason::MicrophoneUnavailable,
        }),
        Meaning::FarEnd => Some(match error {
            CarrierError::BusyHere => EndReason::Busy,
            CarrierError::Decline => EndReason::Rejected,
            _ => EndReason::Unreachable,
        }),
        Meaning::Token | Meaning::Final | Meaning::Request => Some(lost),
    }
}
