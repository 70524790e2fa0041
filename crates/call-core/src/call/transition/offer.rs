//! Somebody calls: offered at the desk, and answered.

use super::{Answer, At, PASS};
use crate::{
    call::{
        Act, AgentStep, Call, CallState, CallTimer, ControlStep, Direction, EndReason, Handover,
        Leg, LegClose, LegState, LegStep, PartyState, PartyStep, Step, Way,
        changes::{
            digits::next_digit,
            end::{decline, end, end_by_snapshot, fail_to_answer, hang_up, ring_out, settle},
            leg::{audio, connect_if_through, explained, leg_error_reason},
            party::other_party,
            recording,
            snapshot::look,
        },
    },
    effect::ControlEffect,
    input::SnapshotStatus,
    refusal::Refusal,
};

pub(super) fn offered(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => offered_agent(call, at, step),
        Step::Leg(step) => leg(call, at, step),
        Step::Party(party, step) if party == call.customer.id => customer(call, at, step),
        Step::Party(party, step) => other_party(call, at, &party, step),
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::Control(step) => control(call, at, &step),
        Step::TimeUp(timer) => match timer {
            CallTimer::Ring => ring_out(call, at),
            CallTimer::AutoAccept => {
                let mut acts = answer(call, at);
                acts.insert(0, Act::Tone);
                Ok(acts)
            }
            CallTimer::Recording => recording::unconfirmed(call, at),
            CallTimer::Closing => {
                call.leg.go_absent(&call.key, at.now);
                PASS
            }
            CallTimer::Look => Ok(vec![look(call)]),
            CallTimer::Connect | CallTimer::Digit | CallTimer::Handover | CallTimer::WrapUp => PASS,
        },
    }
}

fn offered_agent(call: &mut Call, at: At<'_>, step: AgentStep) -> Answer {
    match step {
        AgentStep::Answer => Ok(answer(call, at)),
        AgentStep::Decline => decline(call, at, EndReason::Declined),
        AgentStep::ToVoicemail => {
            if !at.settings.conferences {
                return Err(Refusal::NotSetUp);
            }
            if call.is_callback() {
                return Err(Refusal::NotPossible); // nobody is there to leave a message
            }
            call.state = CallState::HandingOver { since: at.now, how: Handover::Voicemail };
            Ok(vec![Act::Control(ControlEffect::Voicemail { call: call.key.clone() })])
        }
        AgentStep::HangUp
        | AgentStep::Mute(_)
        | AgentStep::SendDigits(_)
        | AgentStep::Hold
        | AgentStep::Resume
        | AgentStep::StepAway
        | AgentStep::HoldParty { .. }
        | AgentStep::RemoveParty { .. }
        | AgentStep::Transfer { .. }
        | AgentStep::Consult { .. }
        | AgentStep::AddParty { .. }
        | AgentStep::Swap
        | AgentStep::CompleteTransfer
        | AgentStep::EndConsult
        | AgentStep::Merge
        | AgentStep::MergeInto { .. }
        | AgentStep::TakeIn { .. }
        | AgentStep::Leave
        | AgentStep::Park
        | AgentStep::Record(_)
        | AgentStep::SetConsent(_)
        | AgentStep::ExtendWrapUp
        | AgentStep::Finish => Err(Refusal::NotPossible),
    }
}

/// The agent, or the org's setting, takes the call.
fn answer(call: &mut Call, at: At<'_>) -> Vec<Act> {
    call.accepted = true;
    call.accepts_itself = false;
    let since = at.now;
    if call.is_callback() {
        // Nobody waits: the customer asked to be called back.
        call.direction = Direction::Outbound;
        call.customer.state = PartyState::Pending;
        call.leg = Leg::wanted(&call.key, Way::Dial, since);
        call.state = CallState::Dialling { since };
        return Vec::new();
    }
    match call.leg.state {
        LegState::Invited => call.leg.state = LegState::Wanted { way: Way::Accept, since },
        // Offered by Omni-Channel: the caller is in the conference already.
        _ => call.leg = Leg::wanted(&call.key, Way::Join, since),
    }
    call.state = CallState::Answering { since };
    Vec::new()
}

pub(super) fn answering(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => answering_agent(call, at, step),
        Step::Leg(step) => leg(call, at, step),
        Step::Party(party, step) if party == call.customer.id => customer(call, at, step),
        Step::Party(party, step) => other_party(call, at, &party, step),
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::Control(step) => control(call, at, &step),
        Step::TimeUp(timer) => match timer {
            CallTimer::Connect => {
                let error = call.leg.explanation(at.now);
                fail_to_answer(call, at, EndReason::CarrierTimeout, error, false)
            }
            CallTimer::Digit => next_digit(call, at),
            CallTimer::Recording => recording::unconfirmed(call, at),
            CallTimer::Closing => {
                call.leg.go_absent(&call.key, at.now);
                PASS
            }
            CallTimer::Look => Ok(vec![look(call)]),
            CallTimer::Ring | CallTimer::AutoAccept | CallTimer::Handover | CallTimer::WrapUp => {
                PASS
            }
        },
    }
}

fn answering_agent(call: &mut Call, at: At<'_>, step: AgentStep) -> Answer {
    match step {
        // The second click.
        AgentStep::Answer => PASS,
        AgentStep::HangUp => hang_up(call, at, EndReason::CancelledByAgent),
        AgentStep::Decline
        | AgentStep::ToVoicemail
        | AgentStep::Mute(_)
        | AgentStep::SendDigits(_)
        | AgentStep::Hold
        | AgentStep::Resume
        | AgentStep::StepAway
        | AgentStep::HoldParty { .. }
        | AgentStep::RemoveParty { .. }
        | AgentStep::Transfer { .. }
        | AgentStep::Consult { .. }
        | AgentStep::AddParty { .. }
        | AgentStep::Swap
        | AgentStep::CompleteTransfer
        | AgentStep::EndConsult
        | AgentStep::Merge
        | AgentStep::MergeInto { .. }
        | AgentStep::TakeIn { .. }
        | AgentStep::Leave
        | AgentStep::Park
        | AgentStep::Record(_)
        | AgentStep::SetConsent(_)
        | AgentStep::ExtendWrapUp
        | AgentStep::Finish => Err(Refusal::NotPossible),
    }
}

fn leg(call: &mut Call, at: At<'_>, step: LegStep) -> Answer {
    match step {
        LegStep::Ringing { .. } | LegStep::Reconnected | LegStep::Reconnecting => PASS,
        // Where nobody pressed Answer here, audio flows all the same: the carrier's truth wins.
        LegStep::Accepted => {
            let mut acts = audio(call, at, step)?;
            call.accepted |= call.leg.is_open();
            acts.extend(connect_if_through(call, at)?);
            Ok(acts)
        }
        LegStep::Muted(on) => {
            call.leg.muted = on;
            PASS
        }
        LegStep::Closed(close) => {
            let was_offered = matches!(call.state, CallState::Offered { .. });
            let error = call.leg.explanation(at.now);
            call.leg.state = LegState::Closed;
            let reason = match close {
                LegClose::Cancelled => EndReason::CancelledByCaller,
                LegClose::Rejected if was_offered => EndReason::Declined,
                LegClose::Rejected | LegClose::Disconnected => {
                    explained(call, error).unwrap_or(EndReason::CancelledByCaller)
                }
            };
            let is_silent = error.is_none() && close == LegClose::Disconnected;
            if close == LegClose::Cancelled {
                return end(call, at, at.now, reason, error, is_silent);
            }
            fail_to_answer(call, at, reason, error, is_silent)
        }
        LegStep::Error(error) => match leg_error_reason(call, error) {
            Some(reason) => fail_to_answer(call, at, reason, Some(error), false),
            None => {
                call.leg.blame(error, at.now);
                PASS
            }
        },
    }
}

fn customer(call: &mut Call, at: At<'_>, step: PartyStep) -> Answer {
    match step {
        // The caller is there from the start.
        PartyStep::Initiated
        | PartyStep::Ringing { .. }
        | PartyStep::Answered
        | PartyStep::Held
        | PartyStep::Resumed => PASS,
        PartyStep::Ended(_) => end(call, at, at.now, EndReason::CancelledByCaller, None, false),
    }
}

fn control(call: &mut Call, at: At<'_>, step: &ControlStep) -> Answer {
    match step {
        ControlStep::Snapshot(snapshot) => match snapshot.status {
            SnapshotStatus::Live | SnapshotStatus::Unknown => {
                call.unseen_since = None;
                PASS
            }
            SnapshotStatus::HandedOver | SnapshotStatus::Ended => {
                end_by_snapshot(call, at, snapshot)
            }
        },
        ControlStep::Held { .. }
        | ControlStep::NotHeld { .. }
        | ControlStep::NotAdded { .. }
        | ControlStep::NotRemoved { .. }
        | ControlStep::HandedOver
        | ControlStep::NotHandedOver { .. }
        | ControlStep::NotRecorded { .. } => PASS,
    }
}

/// Ends an offer that the agent does not get to decide about.
pub fn pass_on(
    call: &mut Call,
    now: crate::time::Timestamp,
    settings: &crate::settings::Settings,
    reason: EndReason,
) -> Vec<Act> {
    let at = At { now, settings };
    let acts = decline(call, at, reason).unwrap_or_default();
    if let CallState::Ending { ended } = call.state {
        // It never was on the desk: nothing it still says is waited for.
        call.leg.state = LegState::Closed;
        settle(call, at, ended);
    }
    acts
}
