//! The transitions of a call: one function per state, one arm per step, no wildcard.
//!
//! Everything the agent may do and everything a carrier may say, in whatever order, has its answer
//! here. Steps of the carrier are never refused: what no longer matters is passed over. Commands
//! of the agent are refused where they make no sense, and accepted without effect where they are
//! only late (the second click on the same button).

use super::{
    Act, Call, CallState, CallTimer, EndReason, Ended, LegState, PartyState, Step,
    changes::{
        connect_if_through, end, leg_audio, leg_closed, leg_error, leg_muted, mute, next_digit,
        party_answered, party_ended, reason_of_close, reject, send_digits, settle,
    },
};
use crate::{
    refusal::Refusal,
    settings::Settings,
    time::{Millis, Timestamp},
};

/// How long a leg may take to say that it is closed, after we closed it.
const CLOSING_LIMIT: Millis = Millis::seconds(3);

/// How long a closed leg's explanation is awaited: the SDK reports a denied microphone only after
/// `disconnect`.
const LAST_WORD_LIMIT: Millis = Millis(300);

pub(super) type Answer = Result<Vec<Act>, Refusal>;

/// Nothing to do, and nothing wrong.
pub(super) const PASS: Answer = Ok(Vec::new());

/// Takes one step. The call is changed only where the answer is `Ok`.
pub fn advance(call: &mut Call, now: Timestamp, settings: &Settings, step: Step) -> Answer {
    match call.state {
        CallState::Dialling { .. } => dialling(call, now, settings, step),
        CallState::Ringing { early_media, .. } => ringing(call, now, settings, early_media, step),
        CallState::Offered { .. } => offered(call, now, settings, &step),
        CallState::Answering { .. } => answering(call, now, settings, &step),
        CallState::Connected { .. } => connected(call, now, settings, step),
        CallState::Ending { ended } => ending(call, now, settings, ended, &step),
        CallState::WrapUp { ended, until } => wrap_up(call, now, settings, ended, until, &step),
        CallState::Filed { .. } => filed(call, &step),
    }
}

/// When the call wants to be woken, and by which timer: it follows from the state alone, so no
/// timer can be left behind.
pub fn deadline(call: &Call, settings: &Settings) -> Option<(CallTimer, Timestamp)> {
    match &call.state {
        // The customer's phone may ring before the leg is up: the SDK delivers messages by then.
        CallState::Dialling { .. } | CallState::Ringing { .. }
            if call.leg.state == LegState::Joining =>
        {
            Some((CallTimer::Connect, call.started_at.plus(settings.connect_timeout_ms)))
        }
        // With the leg up the carrier's own timeouts rule; only digits may wait.
        CallState::Dialling { .. } | CallState::Ringing { .. } | CallState::Connected { .. } => {
            let due = call.leg.digits.due().filter(|_| call.leg.state == LegState::Up);
            due.map(|at| (CallTimer::Digit, at))
        }
        CallState::Offered { since } => {
            Some((CallTimer::Ring, since.plus(settings.ring_timeout_ms)))
        }
        CallState::Answering { since } => {
            Some((CallTimer::Connect, since.plus(settings.connect_timeout_ms)))
        }
        CallState::Ending { ended } => {
            let limit =
                if call.leg.state == LegState::Closed { LAST_WORD_LIMIT } else { CLOSING_LIMIT };
            Some((CallTimer::Closing, ended.at.plus(limit)))
        }
        CallState::WrapUp { until, .. } => until.map(|at| (CallTimer::WrapUp, at)),
        CallState::Filed { .. } => None,
    }
}

fn dialling(call: &mut Call, now: Timestamp, settings: &Settings, step: Step) -> Answer {
    match step {
        Step::HangUp => end(call, now, settings, EndReason::CancelledByAgent, None),
        Step::Mute(on) => mute(call, on),
        Step::SendDigits(digits) => send_digits(call, now, &digits),
        Step::Answer | Step::Decline | Step::ExtendWrapUp | Step::Finish => {
            Err(Refusal::NotPossible)
        }
        // The leg's own ringing says nothing about the customer's phone.
        Step::LegRinging { .. } | Step::LegReconnecting => {
            leg_audio(call, &step);
            PASS
        }
        // The customer may have answered while the leg was being sought.
        Step::LegAccepted | Step::LegReconnected => {
            leg_audio(call, &step);
            connect_if_through(call, now)
        }
        Step::LegMuted(on) => leg_muted(call, on),
        Step::LegClosed(close) => leg_closed(call, now, settings, close),
        Step::LegError(error) => leg_error(call, now, settings, error),
        Step::PartyInitiated => {
            call.customer.state = call.customer.state.max(PartyState::Initiated);
            PASS
        }
        Step::PartyRinging { early_media } => {
            call.customer.state = call.customer.state.max(PartyState::Ringing);
            call.state = CallState::Ringing { since: now, early_media };
            PASS
        }
        Step::PartyAnswered => party_answered(call, now),
        Step::PartyEnded(how) => party_ended(call, now, settings, how),
        Step::TimeUp(CallTimer::Connect) if call.leg.state == LegState::Joining => {
            end(call, now, settings, EndReason::CarrierTimeout, call.leg.explanation(now))
        }
        Step::TimeUp(CallTimer::Digit) => next_digit(call, now),
        Step::TimeUp(_) => PASS,
    }
}

fn ringing(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    was_early: bool,
    step: Step,
) -> Answer {
    match step {
        Step::HangUp => end(call, now, settings, EndReason::CancelledByAgent, None),
        Step::Mute(on) => mute(call, on),
        Step::SendDigits(digits) => send_digits(call, now, &digits),
        Step::Answer | Step::Decline | Step::ExtendWrapUp | Step::Finish => {
            Err(Refusal::NotPossible)
        }
        Step::LegRinging { .. } | Step::LegReconnecting => {
            leg_audio(call, &step);
            PASS
        }
        // The customer may have answered while the leg was being sought.
        Step::LegAccepted | Step::LegReconnected => {
            leg_audio(call, &step);
            connect_if_through(call, now)
        }
        Step::LegMuted(on) => leg_muted(call, on),
        Step::LegClosed(close) => leg_closed(call, now, settings, close),
        Step::LegError(error) => leg_error(call, now, settings, error),
        // Older news.
        Step::PartyInitiated => PASS,
        Step::PartyRinging { early_media } => {
            // An announcement may begin while it rings; it never un-begins.
            if let CallState::Ringing { early_media: shown, .. } = &mut call.state {
                *shown = was_early || early_media;
            }
            PASS
        }
        Step::PartyAnswered => party_answered(call, now),
        Step::PartyEnded(how) => party_ended(call, now, settings, how),
        Step::TimeUp(CallTimer::Connect) if call.leg.state == LegState::Joining => {
            end(call, now, settings, EndReason::CarrierTimeout, call.leg.explanation(now))
        }
        Step::TimeUp(CallTimer::Digit) => next_digit(call, now),
        Step::TimeUp(_) => PASS,
    }
}

fn offered(call: &mut Call, now: Timestamp, settings: &Settings, step: &Step) -> Answer {
    match step {
        Step::Answer => {
            call.state = CallState::Answering { since: now };
            Ok(vec![Act::Accept])
        }
        Step::Decline => reject(call, now, settings, EndReason::Declined),
        Step::HangUp | Step::Mute(_) | Step::SendDigits(_) | Step::ExtendWrapUp | Step::Finish => {
            Err(Refusal::NotPossible)
        }
        Step::LegRinging { .. } | Step::LegReconnected | Step::LegReconnecting => PASS,
        // Audio flows although nobody pressed Answer here: the carrier's truth wins.
        Step::LegAccepted => {
            leg_audio(call, step);
            connect_if_through(call, now)
        }
        Step::LegMuted(on) => leg_muted(call, *on),
        Step::LegClosed(close) => leg_closed(call, now, settings, *close),
        Step::LegError(error) => leg_error(call, now, settings, *error),
        // The caller is there from the start.
        Step::PartyInitiated | Step::PartyRinging { .. } | Step::PartyAnswered => PASS,
        Step::PartyEnded(_) => reject(call, now, settings, EndReason::CancelledByCaller),
        Step::TimeUp(CallTimer::Ring) => reject(call, now, settings, EndReason::RingTimeout),
        Step::TimeUp(_) => PASS,
    }
}

fn answering(call: &mut Call, now: Timestamp, settings: &Settings, step: &Step) -> Answer {
    match step {
        // The second click.
        Step::Answer => PASS,
        Step::HangUp => end(call, now, settings, EndReason::CancelledByAgent, None),
        Step::Decline | Step::Mute(_) | Step::SendDigits(_) | Step::ExtendWrapUp | Step::Finish => {
            Err(Refusal::NotPossible)
        }
        Step::LegRinging { .. } | Step::LegReconnected | Step::LegReconnecting => PASS,
        Step::LegAccepted => {
            leg_audio(call, step);
            connect_if_through(call, now)
        }
        Step::LegMuted(on) => leg_muted(call, *on),
        Step::LegClosed(close) => leg_closed(call, now, settings, *close),
        Step::LegError(error) => leg_error(call, now, settings, *error),
        Step::PartyInitiated | Step::PartyRinging { .. } | Step::PartyAnswered => PASS,
        Step::PartyEnded(_) => end(call, now, settings, EndReason::CancelledByCaller, None),
        Step::TimeUp(CallTimer::Connect) => {
            end(call, now, settings, EndReason::CarrierTimeout, call.leg.explanation(now))
        }
        Step::TimeUp(_) => PASS,
    }
}

fn connected(call: &mut Call, now: Timestamp, settings: &Settings, step: Step) -> Answer {
    match step {
        // The second click, late.
        Step::Answer => PASS,
        Step::HangUp => end(call, now, settings, EndReason::HungUpByAgent, None),
        Step::Mute(on) => mute(call, on),
        Step::SendDigits(digits) => send_digits(call, now, &digits),
        Step::Decline | Step::ExtendWrapUp | Step::Finish => Err(Refusal::NotPossible),
        Step::LegRinging { .. }
        | Step::LegAccepted
        | Step::LegReconnected
        | Step::LegReconnecting => {
            leg_audio(call, &step);
            PASS
        }
        Step::LegMuted(on) => leg_muted(call, on),
        Step::LegClosed(close) => leg_closed(call, now, settings, close),
        Step::LegError(error) => leg_error(call, now, settings, error),
        Step::PartyInitiated | Step::PartyRinging { .. } | Step::PartyAnswered => PASS,
        Step::PartyEnded(how) => party_ended(call, now, settings, how),
        Step::TimeUp(CallTimer::Digit) => next_digit(call, now),
        Step::TimeUp(_) => PASS,
    }
}

fn ending(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    ended: Ended,
    step: &Step,
) -> Answer {
    match step {
        // The same click again, or the same wish in other words.
        Step::HangUp | Step::Decline => PASS,
        Step::Answer | Step::Mute(_) | Step::SendDigits(_) | Step::ExtendWrapUp | Step::Finish => {
            Err(Refusal::NotPossible)
        }
        Step::LegClosed(_) => {
            // Ours, or the one whose last word is awaited: only the former is news.
            if call.leg.state != LegState::Closed {
                call.leg.state = LegState::Closed;
                settle(call, now, settings, ended);
            }
            PASS
        }
        Step::LegError(error) => {
            if call.leg.state == LegState::Closed && ended.error.is_none() {
                let reason = reason_of_close(call, *error).unwrap_or(ended.reason);
                settle(call, now, settings, Ended { reason, error: Some(*error), ..ended });
            }
            PASS
        }
        // We asked for its end; audio that comes up all the same is closed.
        Step::LegAccepted => {
            if call.leg.state == LegState::Closed {
                return PASS;
            }
            call.leg.was_up = true;
            Ok(vec![Act::Disconnect])
        }
        Step::LegRinging { .. }
        | Step::LegReconnecting
        | Step::LegReconnected
        | Step::LegMuted(_)
        | Step::PartyInitiated
        | Step::PartyRinging { .. }
        | Step::PartyAnswered
        | Step::PartyEnded(_) => PASS,
        Step::TimeUp(CallTimer::Closing) => {
            call.leg.state = LegState::Closed;
            settle(call, now, settings, ended);
            PASS
        }
        Step::TimeUp(_) => PASS,
    }
}

fn wrap_up(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    ended: Ended,
    until: Option<Timestamp>,
    step: &Step,
) -> Answer {
    match step {
        Step::Finish if settings.disposition_required && call.disposition.is_none() => {
            Err(Refusal::DispositionRequired)
        }
        Step::Finish | Step::TimeUp(CallTimer::WrapUp) => {
            call.state = CallState::Filed { ended, wrapped_up_at: Some(now) };
            PASS
        }
        Step::ExtendWrapUp => match until {
            Some(at) => {
                let until = Some(at.plus(settings.wrap_up_extension_ms));
                call.state = CallState::WrapUp { ended, until };
                PASS
            }
            None => Err(Refusal::NotPossible),
        },
        // The second click, late.
        Step::HangUp => PASS,
        Step::Answer | Step::Decline | Step::Mute(_) | Step::SendDigits(_) => {
            Err(Refusal::NotPossible)
        }
        Step::LegRinging { .. }
        | Step::LegAccepted
        | Step::LegReconnecting
        | Step::LegReconnected
        | Step::LegMuted(_)
        | Step::LegClosed(_)
        | Step::LegError(_)
        | Step::PartyInitiated
        | Step::PartyRinging { .. }
        | Step::PartyAnswered
        | Step::PartyEnded(_)
        | Step::TimeUp(
            CallTimer::Connect | CallTimer::Ring | CallTimer::Closing | CallTimer::Digit,
        ) => PASS,
    }
}

fn filed(call: &Call, step: &Step) -> Answer {
    debug_assert!(call.state.ended().is_some());
    match step {
        // Second clicks.
        Step::HangUp | Step::Decline | Step::Finish => PASS,
        Step::Answer | Step::Mute(_) | Step::SendDigits(_) | Step::ExtendWrapUp => {
            Err(Refusal::NotPossible)
        }
        Step::LegRinging { .. }
        | Step::LegAccepted
        | Step::LegReconnecting
        | Step::LegReconnected
        | Step::LegMuted(_)
        | Step::LegClosed(_)
        | Step::LegError(_)
        | Step::PartyInitiated
        | Step::PartyRinging { .. }
        | Step::PartyAnswered
        | Step::PartyEnded(_)
        | Step::TimeUp(_) => PASS,
    }
}
