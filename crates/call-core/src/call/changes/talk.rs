//! Which conversation it is: it follows from who is in the conference and who is on hold.

use crate::{
    call::{
        Act, Call, CallState, EndReason, LegClose, LegState, LegStep, PartyState, Role, Trouble,
        changes::{
            end::end,
            leg::{audio, explained, leg_error_reason},
        },
        transition::{Answer, At, PASS, ask},
    },
    carrier_error::{CarrierError, Meaning},
};

/// How often the agent's audio is brought back without the agent's asking, until it stays.
const MOST_JOINS: u8 = 3;

/// Brings the state in line with the parties. `since` changes only where the state does.
pub(in crate::call) fn settle_talk(call: &mut Call, at: At<'_>) {
    if !call.state.is_talk() {
        return;
    }
    let since = at.now;
    let is_there = |role| call.others.iter().any(|party| party.role == role);
    let next = if is_there(Role::Consulted) {
        CallState::Consulting { since }
    } else if is_there(Role::Member) {
        CallState::Conference { since }
    } else if !call.leg.is_open() || call.customer.hold.is_held() {
        CallState::OnHold { since }
    } else {
        CallState::Connected { since }
    };
    if core::mem::discriminant(&next) != core::mem::discriminant(&call.state) {
        call.state = next;
    }
}

/// Who is in a conversation has changed; without anybody it is over.
pub(in crate::call) fn settle_or_end(call: &mut Call, at: At<'_>, mut acts: Vec<Act>) -> Answer {
    if call.customer.state == PartyState::Gone && call.others.is_empty() {
        acts.extend(end(call, at, at.now, EndReason::HungUpByCustomer, None, false)?);
    } else {
        settle_talk(call, at);
    }
    Ok(acts)
}

/// The leg of a conversation says something.
pub(in crate::call) fn talk_leg(call: &mut Call, at: At<'_>, step: LegStep) -> Answer {
    match step {
        LegStep::Ringing { .. }
        | LegStep::Accepted
        | LegStep::Reconnecting
        | LegStep::Reconnected => {
            let acts = audio(call, at, step)?;
            settle_talk(call, at);
            Ok(acts)
        }
        LegStep::Muted(on) => {
            call.leg.muted = on;
            PASS
        }
        LegStep::Closed(close) => match call.leg.state {
            LegState::Leaving { .. } => left(call, at),
            LegState::Joining { .. } | LegState::Up | LegState::Reconnecting => {
                lost(call, at, close)
            }
            LegState::Absent | LegState::Invited | LegState::Wanted { .. } | LegState::Closed => {
                PASS
            }
        },
        LegStep::Error(error) => match call.leg.state {
            LegState::Joining { .. } | LegState::Up | LegState::Reconnecting => {
                failed(call, at, error)
            }
            // An error that comes again, or of a leg that we are done with.
            LegState::Absent
            | LegState::Invited
            | LegState::Wanted { .. }
            | LegState::Leaving { .. }
            | LegState::Closed => PASS,
        },
    }
}

/// An error on a leg that has audio, or is about to.
fn failed(call: &mut Call, at: At<'_>, error: CarrierError) -> Answer {
    match leg_error_reason(call, error) {
        Some(reason) if !at.settings.conferences => {
            end(call, at, at.now, reason, Some(error), false)
        }
        Some(_) => {
            let told = go_on_without(call, at, Some(error));
            let mut acts: Vec<Act> = call.leg.leave(at.now).into_iter().collect();
            acts.extend(told);
            settle_talk(call, at);
            Ok(acts)
        }
        None => {
            call.leg.blame(error, at.now);
            PASS
        }
    }
}

/// The leg has closed as we asked, and the call goes on.
pub(in crate::call) fn left(call: &mut Call, at: At<'_>) -> Answer {
    call.looked_at = at.now;
    call.leg.go_absent(&call.key, at.now);
    settle_talk(call, at);
    PASS
}

/// The leg closed without our asking. Without conferences the call is over with it. With them it
/// says nothing about the customer, however clean the close: he may have hung up, or be waiting.
fn lost(call: &mut Call, at: At<'_>, close: LegClose) -> Answer {
    let error = call.leg.explanation(at.now);
    if !at.settings.conferences {
        call.leg.state = LegState::Closed;
        let reason = explained(call, error).unwrap_or(EndReason::HungUpByCustomer);
        let is_silent = error.is_none() && close == LegClose::Disconnected;
        return end(call, at, at.now, reason, error, is_silent);
    }
    if error.is_none() {
        // If it was the end, it was now.
        call.unseen_since.get_or_insert(at.now);
    }
    let acts = go_on_without(call, at, error);
    call.leg.go_absent(&call.key, at.now);
    settle_talk(call, at);
    Ok(acts)
}

/// The agent's audio is gone, the call perhaps not: the org is asked, and the agent goes back in.
/// Where that would fail again, the agent is told.
pub(in crate::call) fn go_on_without(
    call: &mut Call,
    at: At<'_>,
    error: Option<CarrierError>,
) -> Vec<Act> {
    if call.leg.lasted(at.now) {
        call.failed_joins = 0;
    }
    let is_hopeless = error.is_some_and(|error| error.meaning() == Meaning::Microphone);
    if is_hopeless || call.failed_joins >= MOST_JOINS {
        call.failed_joins = 0;
        call.resume_on_join = false;
        return vec![Act::Tell(Trouble::Leg(error))];
    }
    call.failed_joins = call.failed_joins.saturating_add(1);
    call.resume_on_join |= !call.customer.hold.is_wished();
    vec![ask(call, at.now)]
}

/// The agent's audio did not come back in time: the call waits on hold until somebody tries again.
pub(in crate::call) fn leg_timed_out(call: &mut Call, at: At<'_>) -> Answer {
    let error = call.leg.explanation(at.now);
    let mut acts: Vec<Act> = call.leg.leave(at.now).into_iter().collect();
    if call.leg.state == LegState::Closed {
        call.leg.go_absent(&call.key, at.now);
    }
    call.resume_on_join = false;
    settle_talk(call, at);
    acts.push(Act::Tell(Trouble::Leg(error)));
    Ok(acts)
}
