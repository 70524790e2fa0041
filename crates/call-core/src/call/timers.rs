//! When a call wants to be woken: a table that is derived, never kept.
//!
//! | timer | runs | due | then |
//! |---|---|---|---|
//! | Connect | while the leg is sought | `connectTimeoutMs` after it was asked for | the call ends, or waits on hold |
//! | Ring | while it is offered | `ringTimeoutMs` after the offer | missed |
//! | AutoAccept | while it is offered to an agent without another call | `autoAcceptMs` after the offer | answered |
//! | Closing | while a leg's last word is awaited | 3 s after we closed it; 0.3 s after it closed itself | it is taken for closed |
//! | Digit | while DTMF waits | when the digits before it are over | the next ones |
//! | Recording | while a confirmation is awaited | 10 s after the request | back to what was confirmed |
//! | Handover | while the call is given away | 30 s after the request, and each 30 s | the org is asked |
//! | Look | while the org does not say how the call stands | after doubling pauses up to a minute | it is asked again |
//! | Look | while a conversation has no leg, so that no news come | each 20 s | the org is asked |
//! | Look | while the customer is called, and the agent's audio was away | each 20 s | the org is asked |
//! | WrapUp | in wrap-up | `wrapUpMs` after the end, and as extended | filed |

use super::{Call, CallState, CallTimer, LegState};
use crate::{
    settings::Settings,
    time::{Millis, Timestamp},
};

/// How long a leg may take to say that it is closed, after we closed it.
const CLOSING_LIMIT: Millis = Millis::seconds(3);

/// How long a closed leg's explanation is awaited: the SDK reports a denied microphone only after
/// `disconnect`.
pub(super) const LAST_WORD_LIMIT: Millis = Millis(300);

/// How long the org may take to say whether a call is given away.
pub(super) const HANDOVER_LIMIT: Millis = Millis::seconds(30);

/// How often the org is asked about a call of which no leg brings news, or did not for a while.
const LOOK_AGAIN: Millis = Millis::seconds(20);

/// One optional instant per timer, in the order of [`CallTimer::ALL`].
pub fn timers(call: &Call, settings: &Settings) -> [Option<Timestamp>; CallTimer::ALL.len()] {
    let mut table = [None; CallTimer::ALL.len()];
    let mut set = |timer: CallTimer, at: Timestamp| table[timer as usize] = Some(at);
    let state = &call.state;
    if state.ended().is_none() {
        match call.leg.state {
            LegState::Leaving { since } => set(CallTimer::Closing, since.plus(CLOSING_LIMIT)),
            LegState::Up => {
                if let Some(at) = call.leg.digits.due() {
                    set(CallTimer::Digit, at);
                }
                let is_calling =
                    matches!(state, CallState::Dialling { .. } | CallState::Ringing { .. });
                if is_calling && call.leg.turn > 1 {
                    set(CallTimer::Look, call.looked_at.plus(LOOK_AGAIN));
                }
            }
            LegState::Wanted { since, .. } | LegState::Joining { since } => {
                set(CallTimer::Connect, since.plus(settings.connect_timeout_ms));
            }
            LegState::Absent if state.is_talk() => {
                set(CallTimer::Look, call.looked_at.plus(LOOK_AGAIN));
            }
            LegState::Absent
            | LegState::Invited
            // Digits wait until it is back.
            | LegState::Reconnecting
            | LegState::Closed => {}
        }
        if let Some(at) = call.recording.deadline() {
            set(CallTimer::Recording, at);
        }
        // A call that is given away is asked about by its own timer.
        if let Some(question) = call.question
            && !matches!(state, CallState::HandingOver { .. })
        {
            set(CallTimer::Look, question.again_at);
        }
    }
    match state {
        CallState::Offered { since } => {
            set(CallTimer::Ring, since.plus(settings.ring_timeout_ms));
            if call.accepts_itself {
                set(CallTimer::AutoAccept, since.plus(settings.auto_accept_ms));
            }
        }
        CallState::HandingOver { since, .. } => {
            set(CallTimer::Handover, since.plus(HANDOVER_LIMIT));
        }
        CallState::Restoring { since } if !call.accepted => {
            set(CallTimer::Ring, since.plus(settings.ring_timeout_ms));
        }
        CallState::Ending { ended } => {
            let at = match call.leg.state {
                LegState::Leaving { since } => since.plus(CLOSING_LIMIT),
                _ => ended.noticed_at.plus(LAST_WORD_LIMIT),
            };
            set(CallTimer::Closing, at);
        }
        CallState::WrapUp { until: Some(at), .. } => set(CallTimer::WrapUp, *at),
        CallState::Dialling { .. }
        | CallState::Ringing { .. }
        | CallState::Answering { .. }
        | CallState::Connected { .. }
        | CallState::OnHold { .. }
        | CallState::Consulting { .. }
        | CallState::Conference { .. }
        | CallState::Restoring { .. }
        | CallState::WrapUp { until: None, .. }
        | CallState::Filed { .. } => {}
    }
    table
}

/// The earliest of them.
pub fn deadline(call: &Call, settings: &Settings) -> Option<Timestamp> {
    timers(call, settings).into_iter().flatten().min()
}

/// One that has run out by `now`.
pub fn due(call: &Call, settings: &Settings, now: Timestamp) -> Option<CallTimer> {
    let table = timers(call, settings);
    CallTimer::ALL.into_iter().find(|timer| table[*timer as usize].is_some_and(|at| at <= now))
}
