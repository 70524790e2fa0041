//! Keys the agent presses, and the extension that is dialled after the answer.

use crate::{
    call::{
        Call, LegState,
        transition::{Answer, At, PASS},
    },
    pii::Pii,
    refusal::Refusal,
};

/// The agent presses keys.
pub(in crate::call) fn send_digits(call: &mut Call, at: At<'_>, digits: &Pii<String>) -> Answer {
    match call.leg.state {
        LegState::Up => {
            call.leg.digits.push(&digits.0);
            Ok(call.leg.digits.next(at.now))
        }
        LegState::Absent
        | LegState::Invited
        | LegState::Wanted { .. }
        | LegState::Joining { .. }
        | LegState::Reconnecting
        | LegState::Leaving { .. }
        | LegState::Closed => Err(Refusal::NotPossible),
    }
}

/// The last digit is over. On a lost leg the next one waits until it is back.
pub(in crate::call) fn next_digit(call: &mut Call, at: At<'_>) -> Answer {
    match call.leg.state {
        LegState::Up => Ok(call.leg.digits.next(at.now)),
        LegState::Absent
        | LegState::Invited
        | LegState::Wanted { .. }
        | LegState::Joining { .. }
        | LegState::Reconnecting
        | LegState::Leaving { .. }
        | LegState::Closed => PASS,
    }
}
