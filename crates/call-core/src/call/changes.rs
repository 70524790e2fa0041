//! What the transitions of several states have in common: how a leg's news and a party's news
//! change a call, and how it ends.
//!
//! It does not decide which of these applies in which state; `transition` does.

use super::{
    Act, Call, CallState, EndReason, Ended, LegClose, LegState, PartyState, Step,
    transition::{Answer, PASS},
};
use crate::{
    carrier_error::{CarrierError, Meaning},
    input::PartyEnd,
    pii::Pii,
    refusal::Refusal,
    settings::Settings,
    time::Timestamp,
};

/// Ends the call: at once where the leg is closed, else when it has closed.
pub(super) fn end(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    reason: EndReason,
    error: Option<CarrierError>,
) -> Answer {
    let ended = Ended { at: now, reason, error, was_connected: call.connected_at.is_some() };
    call.customer.state = PartyState::Gone;
    if call.leg.state == LegState::Closed {
        settle(call, now, settings, ended);
        return PASS;
    }
    call.state = CallState::Ending { ended };
    Ok(vec![Act::Disconnect])
}

/// Ends an offer that nobody takes here.
pub(super) fn reject(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    reason: EndReason,
) -> Answer {
    let acts = end(call, now, settings, reason, None)?;
    // A leg that was never accepted is rejected, not disconnected.
    Ok(if acts.is_empty() { acts } else { vec![Act::Reject] })
}

/// The leg is closed: on to wrap-up, or straight to the file where there is nothing to wrap up.
pub(super) fn settle(call: &mut Call, now: Timestamp, settings: &Settings, ended: Ended) {
    call.state = if call.was_underway() {
        let limit = settings.wrap_up_ms;
        let until = (limit.0 > 0).then(|| now.plus(limit));
        CallState::WrapUp { ended, until }
    } else {
        CallState::Filed { ended, wrapped_up_at: None }
    };
}

/// What the leg says about its audio.
pub(super) fn leg_audio(call: &mut Call, step: &Step) {
    match step {
        Step::LegAccepted => {
            call.leg.state = LegState::Up;
            call.leg.was_up = true;
            call.leg.forgive();
        }
        Step::LegReconnecting if call.leg.state == LegState::Up => {
            call.leg.state = LegState::Reconnecting;
        }
        Step::LegReconnected if call.leg.state == LegState::Reconnecting => {
            call.leg.state = LegState::Up;
            call.leg.forgive();
        }
        _ => {}
    }
}

/// The call is connected as soon as both ends are in.
pub(super) fn connect_if_through(call: &mut Call, now: Timestamp) -> Answer {
    if call.is_through() {
        call.state = CallState::Connected { since: now };
        call.connected_at.get_or_insert(now);
    }
    PASS
}

/// The other party is in the conference.
pub(super) fn party_answered(call: &mut Call, now: Timestamp) -> Answer {
    call.customer.state = call.customer.state.max(PartyState::Answered);
    connect_if_through(call, now)
}

/// The other party is not, or no longer, in the conference.
pub(super) fn party_ended(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    how: PartyEnd,
) -> Answer {
    let reason = match how {
        PartyEnd::Left => EndReason::HungUpByCustomer,
        // A party that is talking is not busy; such news is older than the answer.
        PartyEnd::Busy | PartyEnd::NoAnswer | PartyEnd::Rejected | PartyEnd::Failed
            if call.connected_at.is_some() =>
        {
            return PASS;
        }
        PartyEnd::Busy => EndReason::Busy,
        PartyEnd::NoAnswer => EndReason::NoAnswer,
        PartyEnd::Rejected => EndReason::Rejected,
        PartyEnd::Failed => EndReason::Unreachable,
    };
    end(call, now, settings, reason, None)
}

/// The leg closed without our asking.
pub(super) fn leg_closed(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    close: LegClose,
) -> Answer {
    let was = call.leg.state;
    let error = call.leg.explanation(now);
    call.leg.state = LegState::Closed;
    let known = error.and_then(|e| reason_of_close(call, e));
    let reason = match (&call.state, close) {
        (CallState::Offered { .. } | CallState::Answering { .. }, LegClose::Cancelled) => {
            EndReason::CancelledByCaller
        }
        (CallState::Offered { .. }, LegClose::Rejected) => EndReason::Declined,
        (CallState::Connected { .. }, _) if was == LegState::Reconnecting => {
            EndReason::ConnectionLost
        }
        (CallState::Connected { .. }, _) => known.unwrap_or(EndReason::HungUpByCustomer),
        (CallState::Offered { .. } | CallState::Answering { .. }, _) => {
            known.unwrap_or(EndReason::CancelledByCaller)
        }
        // Dialling or ringing, and the carrier gave up without a word about the customer.
        _ => known.unwrap_or(EndReason::CarrierRefused),
    };
    let answer = end(call, now, settings, reason, error);
    if error.is_none() && close == LegClose::Disconnected {
        // The explanation may still come: the SDK reports a denied microphone, and media that
        // failed for good, only after `disconnect`.
        if let Some(ended) = call.state.ended().copied() {
            call.state = CallState::Ending { ended };
        }
    }
    answer
}

/// An error on the leg ends the call where its meaning says so; else it is kept as explanation.
pub(super) fn leg_error(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    error: CarrierError,
) -> Answer {
    if let Some(reason) = reason_of(call, error) {
        return end(call, now, settings, reason, Some(error));
    }
    call.leg.blame(error, now);
    PASS
}

/// The end that an error on an open leg means; none where the leg may live on.
fn reason_of(call: &Call, error: CarrierError) -> Option<EndReason> {
    match (error.meaning(), call.leg.state) {
        // About something else than the leg, which has audio: a message, the next registration.
        // If it is the end after all, the SDK closes the leg.
        (Meaning::Token | Meaning::Request, LegState::Up | LegState::Reconnecting) => None,
        _ => reason_of_any(call, error),
    }
}

/// The end an error means that comes with the closing of the leg; none where it says nothing.
pub(super) fn reason_of_close(call: &Call, error: CarrierError) -> Option<EndReason> {
    // Whatever it is, it cost two people their conversation.
    let lost = call.connected_at.is_some().then_some(EndReason::ConnectionLost);
    lost.or_else(|| reason_of_any(call, error))
}

fn reason_of_any(call: &Call, error: CarrierError) -> Option<EndReason> {
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

/// The agent silences or opens the microphone.
pub(super) fn mute(call: &mut Call, on: bool) -> Answer {
    match call.leg.state {
        LegState::Up | LegState::Reconnecting => {
            if call.leg.muted == on {
                return PASS;
            }
            call.leg.muted = on;
            Ok(vec![Act::Mute(on)])
        }
        // No audio to silence.
        LegState::Joining | LegState::Closed => Err(Refusal::NotPossible),
    }
}

/// The SDK says how the microphone is.
pub(super) fn leg_muted(call: &mut Call, on: bool) -> Answer {
    call.leg.muted = on;
    PASS
}

/// The agent presses keys.
pub(super) fn send_digits(call: &mut Call, now: Timestamp, digits: &Pii<String>) -> Answer {
    match call.leg.state {
        LegState::Up => {
            call.leg.digits.push(&digits.0);
            Ok(call.leg.digits.next(now))
        }
        LegState::Joining | LegState::Reconnecting | LegState::Closed => Err(Refusal::NotPossible),
    }
}

/// The last digit is over. On a lost leg the next one waits until it is back.
pub(super) fn next_digit(call: &mut Call, now: Timestamp) -> Answer {
    match call.leg.state {
        LegState::Up => Ok(call.leg.digits.next(now)),
        LegState::Joining | LegState::Reconnecting | LegState::Closed => PASS,
    }
}
