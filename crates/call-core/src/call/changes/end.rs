//! How a call ends.

use crate::{
    call::{
        Act, Call, CallState, Direction, EndReason, Ended, Goodbye, Handover, LegState, PartyState,
        changes::party::let_go_of_hold,
        timers::LAST_WORD_LIMIT,
        transition::{Answer, At, PASS},
    },
    carrier_error::{CarrierError, Meaning},
    effect::ControlEffect,
    input::{CallSnapshot, PartyEnd, SnapshotStatus},
    time::{Millis, Timestamp},
};

/// Ends the call as of `when`: at once where the leg is closed, else when it has closed. Where
/// `is_silent`, the leg closed without an explanation, which may still come: the SDK reports a
/// denied microphone, and media that failed for good, only after `disconnect`.
pub(in crate::call) fn end(
    call: &mut Call,
    at: At<'_>,
    when: Timestamp,
    reason: EndReason,
    error: Option<CarrierError>,
    is_silent: bool,
) -> Answer {
    let was_connected = call.connected_at.is_some();
    // What happened while the page slept happened then, not when it woke.
    let is_news = when == at.now && !reason.is_the_agents_own();
    let when = call.unseen_since.filter(|_| is_news).unwrap_or(when);
    // Instants of an earlier page may lie ahead of this one's clock.
    let when = when.min(at.now).max(call.connected_at.unwrap_or(call.started_at));
    let ended = Ended { at: when, noticed_at: at.now, reason, error, was_connected };
    // Its record is that of whoever has it.
    if call.retrieving {
        call.record.discarded = true;
    }
    let_go_of_hold(call, when);
    // Where the end turns out to have been earlier than was thought, so was the end of the wait.
    call.held = call.held.min(call.connected_at.map_or(Millis(0), |at| when.since(at)));
    call.customer.state = PartyState::Gone;
    call.others.clear();
    call.question = None;
    let acts = call.leg.leave(at.now);
    if call.leg.state == LegState::Absent {
        call.leg.state = LegState::Closed;
    }
    if call.leg.state == LegState::Closed && !is_silent {
        settle(call, at, ended);
    } else {
        call.state = CallState::Ending { ended };
    }
    Ok(acts.into_iter().collect())
}

/// The agent ends the call for everybody: said to the org first, because a leg that merely vanishes
/// leaves the customer waiting on hold.
pub(in crate::call) fn hang_up(call: &mut Call, at: At<'_>, reason: EndReason) -> Answer {
    // A leg that only waits for the line: the carrier has not heard of the call.
    let is_known = call.direction == Direction::Inbound
        || call.leg.was_up
        || call.leg.takes_line()
        || call.leg.turn > 1
        || matches!(call.state, CallState::Restoring { .. });
    let mut acts = Vec::new();
    if at.settings.conferences && is_known && !call.retrieving {
        call.goodbye = Goodbye::Owed { at: at.now, attempts: 0 };
        acts.push(Act::Goodbye);
    }
    acts.extend(end(call, at, at.now, reason, None, false)?);
    Ok(acts)
}

/// The agent's audio did not come, or is gone, before the customer was there. The carrier may go on
/// calling the customer, who would answer to nobody: so that is said, too.
pub(in crate::call) fn give_up(
    call: &mut Call,
    at: At<'_>,
    reason: EndReason,
    error: Option<CarrierError>,
    is_silent: bool,
) -> Answer {
    // A leg that was refused at once brought no call about. One that failed on its way may have
    // been in the conference already.
    let is_refused = reason != EndReason::CarrierTimeout && error.is_some_and(is_refusal);
    let is_known = call.leg.was_up || call.leg.turn > 1 || !is_refused;
    let mut acts = Vec::new();
    if at.settings.conferences && is_known {
        // Its last word may still be that it was refused.
        let pause = if is_silent { LAST_WORD_LIMIT } else { Millis(0) };
        call.goodbye = Goodbye::Owed { at: at.now.plus(pause), attempts: 0 };
        if !is_silent {
            acts.push(Act::Goodbye);
        }
    }
    acts.extend(end(call, at, at.now, reason, error, is_silent)?);
    Ok(acts)
}

/// The last word of a leg that closed before the customer was there.
pub(in crate::call) fn forget_goodbye(call: &mut Call, error: CarrierError) {
    let is_owed = matches!(call.goodbye, Goodbye::Owed { attempts: 0, .. });
    if is_owed && is_refusal(error) && !call.leg.was_up && call.leg.turn == 1 {
        call.goodbye = Goodbye::None;
    }
}

/// Whether the error says that the carrier, or the browser before it, did not let the leg in.
const fn is_refusal(error: CarrierError) -> bool {
    match error.meaning() {
        Meaning::Token | Meaning::Microphone | Meaning::FarEnd | Meaning::Request => true,
        Meaning::Transient => false,
        Meaning::Final => matches!(error, CarrierError::ConnectionDeclinedError),
    }
}

/// The agent answered, and the audio does not come. The caller may be waiting in the conference: so
/// the org is told, as of an offer that nobody takes.
pub(in crate::call) fn fail_to_answer(
    call: &mut Call,
    at: At<'_>,
    reason: EndReason,
    error: Option<CarrierError>,
    is_silent: bool,
) -> Answer {
    let mut acts = Vec::new();
    if at.settings.conferences && matches!(call.state, CallState::Answering { .. }) {
        acts.push(Act::Control(ControlEffect::Decline { call: call.key.clone(), reason }));
    }
    acts.extend(end(call, at, at.now, reason, error, is_silent)?);
    Ok(acts)
}

/// Ends an offer that nobody takes here. The org is told, so that it offers the call elsewhere: a
/// leg that is rejected because its tab was closed looks the same.
pub(in crate::call) fn decline(call: &mut Call, at: At<'_>, reason: EndReason) -> Answer {
    decline_as_of(call, at, at.now, reason)
}

/// Nobody answered here in time, however late the page woke for it.
pub(in crate::call) fn ring_out(call: &mut Call, at: At<'_>) -> Answer {
    let due = call.state.since().plus(at.settings.ring_timeout_ms);
    decline_as_of(call, at, due.min(at.now), EndReason::RingTimeout)
}

fn decline_as_of(call: &mut Call, at: At<'_>, when: Timestamp, reason: EndReason) -> Answer {
    let mut acts = Vec::new();
    if at.settings.conferences && call.work.is_none() {
        acts.push(Act::Control(ControlEffect::Decline { call: call.key.clone(), reason }));
    }
    acts.extend(end(call, at, when, reason, None, false)?);
    Ok(acts)
}

/// The org says that the call is over, or somebody else's.
pub(in crate::call) fn end_by_snapshot(
    call: &mut Call,
    at: At<'_>,
    snapshot: &CallSnapshot,
) -> Answer {
    let known = match snapshot.status {
        SnapshotStatus::HandedOver => {
            call.unconfirmed.as_ref().map_or(EndReason::Transferred, Handover::reason)
        }
        SnapshotStatus::Unknown => EndReason::Interrupted,
        SnapshotStatus::Live | SnapshotStatus::Ended
            if call.connected_at.is_some() || call.retrieving =>
        {
            EndReason::HungUpByCustomer
        }
        // The agent called; a caller who was answered too late has given up.
        SnapshotStatus::Live | SnapshotStatus::Ended if call.direction == Direction::Outbound => {
            EndReason::NoAnswer
        }
        SnapshotStatus::Live | SnapshotStatus::Ended => EndReason::CancelledByCaller,
    };
    let reason = snapshot.end.map_or(known, |end| match end {
        PartyEnd::Left if call.connected_at.is_none() => known,
        end => party_end_reason(end),
    });
    let when = ended_at(call, snapshot).or(call.unseen_since).unwrap_or(at.now);
    end(call, at, when, reason, None, false)
}

/// When the org says that the call ended, by this page's clock. The two clocks may differ: what holds
/// is how long the org says that they talked.
fn ended_at(call: &Call, snapshot: &CallSnapshot) -> Option<Timestamp> {
    let ended = snapshot.ended_at?;
    match (call.connected_at, snapshot.connected_at) {
        (Some(own), Some(orgs)) => Some(own.plus(ended.since(orgs))),
        _ => Some(ended),
    }
}

/// The leg is closed: on to wrap-up, or straight to the file where there is nothing to wrap up.
pub(in crate::call) fn settle(call: &mut Call, at: At<'_>, ended: Ended) {
    call.state = if call.was_underway() {
        let limit = at.settings.wrap_up_ms;
        let until = (limit.0 > 0).then(|| at.now.plus(limit));
        CallState::WrapUp { ended, until }
    } else {
        CallState::Filed { ended, wrapped_up_at: None }
    };
}

/// How the call ended, where the customer ended it.
pub(in crate::call) const fn party_end_reason(how: PartyEnd) -> EndReason {
    match how {
        PartyEnd::Left => EndReason::HungUpByCustomer,
        PartyEnd::Busy => EndReason::Busy,
        PartyEnd::NoAnswer => EndReason::NoAnswer,
        PartyEnd::Rejected => EndReason::Rejected,
        PartyEnd::Failed => EndReason::Unreachable,
    }
}

/// The customer of a conversation is gone.
pub(in crate::call) fn customer_left(call: &mut Call, at: At<'_>, how: PartyEnd) -> Answer {
    match how {
        // Out of this call, and perhaps in the other one: the org is being asked.
        PartyEnd::Left if call.merges_into().is_some() => {
            let_go_of_hold(call, at.now);
            call.customer.state = PartyState::Gone;
            PASS
        }
        PartyEnd::Left => end(call, at, at.now, EndReason::HungUpByCustomer, None, false),
        // A party that is talking is not busy; such news is older than the answer.
        PartyEnd::Busy | PartyEnd::NoAnswer | PartyEnd::Rejected | PartyEnd::Failed => PASS,
    }
}
