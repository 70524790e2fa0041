//! Before the customer is there: the agent has called somebody.

use super::{Answer, At, PASS};
use crate::{
    call::{
        AgentStep, Call, CallState, CallTimer, ControlStep, EndReason, LegClose, LegState, LegStep,
        PartyState, PartyStep, Step,
        changes::{
            digits::{next_digit, send_digits},
            end::{end, end_by_snapshot, hang_up, party_end_reason},
            leg::{audio, connect_if_through, explained, leg_error_reason, mute},
            party::other_party,
            recording,
        },
    },
    input::SnapshotStatus,
    refusal::Refusal,
};

/// `Dialling` and `Ringing`: they differ in what the desk shows, not in what can happen.
pub(super) fn calling(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => agent(call, at, step),
        Step::Leg(step) => leg(call, at, step),
        Step::Party(party, step) if party == call.customer.id => customer(call, at, step),
        Step::Party(party, step) => other_party(call, at, &party, step),
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::Control(step) => control(call, at, step),
        Step::TimeUp(timer) => time_up(call, at, timer),
    }
}

fn agent(call: &mut Call, at: At<'_>, step: AgentStep) -> Answer {
    match step {
        AgentStep::HangUp => hang_up(call, at, EndReason::CancelledByAgent),
        AgentStep::Mute(on) => mute(call, on),
        AgentStep::SendDigits(digits) => send_digits(call, at, &digits),
        AgentStep::SetConsent(given) => recording::consent(call, at, given),
        AgentStep::Answer
        | AgentStep::Decline
        | AgentStep::ToVoicemail
        | AgentStep::Hold
        | AgentStep::Resume
        // The customer would hear nobody when he answers.
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
        | AgentStep::ExtendWrapUp
        | AgentStep::Finish => Err(Refusal::NotPossible),
    }
}

fn leg(call: &mut Call, at: At<'_>, step: LegStep) -> Answer {
    match step {
        // The leg's own ringing says nothing about the customer's phone.
        LegStep::Ringing { .. } | LegStep::Reconnecting => audio(call, step),
        // The customer may have answered while the leg was being sought.
        LegStep::Accepted | LegStep::Reconnected => {
            let mut acts = audio(call, step)?;
            acts.extend(connect_if_through(call, at)?);
            Ok(acts)
        }
        LegStep::Muted(on) => {
            call.leg.muted = on;
            PASS
        }
        LegStep::Closed(close) => {
            let error = call.leg.explanation(at.now);
            call.leg.state = LegState::Closed;
            // The carrier gave up, perhaps without a word about the customer.
            let reason = explained(call, error).unwrap_or(EndReason::CarrierRefused);
            let is_silent = error.is_none() && close == LegClose::Disconnected;
            end(call, at, at.now, reason, error, is_silent)
        }
        LegStep::Error(error) => match leg_error_reason(call, error) {
            Some(reason) => end(call, at, at.now, reason, Some(error), false),
            None => {
                call.leg.blame(error, at.now);
                PASS
            }
        },
    }
}

fn customer(call: &mut Call, at: At<'_>, step: PartyStep) -> Answer {
    let customer = &mut call.customer;
    match step {
        PartyStep::Initiated => {
            customer.state = customer.state.max(PartyState::Initiated);
            PASS
        }
        PartyStep::Ringing { early_media: early } => {
            customer.state = customer.state.max(PartyState::Ringing);
            match &mut call.state {
                // An announcement may begin while it rings; it never un-begins.
                CallState::Ringing { early_media, .. } => *early_media |= early,
                state => *state = CallState::Ringing { since: at.now, early_media: early },
            }
            PASS
        }
        PartyStep::Answered => {
            customer.state = customer.state.max(PartyState::Answered);
            connect_if_through(call, at)
        }
        // It can only be held once it is there.
        PartyStep::Held | PartyStep::Resumed => PASS,
        PartyStep::Ended(how) => end(call, at, at.now, party_end_reason(how), None, false),
    }
}

fn control(call: &mut Call, at: At<'_>, step: ControlStep) -> Answer {
    match step {
        ControlStep::Snapshot(snapshot) => match snapshot.status {
            // News say the rest.
            SnapshotStatus::Live | SnapshotStatus::Unknown => {
                call.unseen_since = None;
                PASS
            }
            SnapshotStatus::HandedOver | SnapshotStatus::Ended => {
                end_by_snapshot(call, at, &snapshot)
            }
        },
        // Nothing was asked that matters here any more.
        ControlStep::Held { .. }
        | ControlStep::NotHeld { .. }
        | ControlStep::NotAdded { .. }
        | ControlStep::NotRemoved { .. }
        | ControlStep::HandedOver
        | ControlStep::NotHandedOver { .. }
        | ControlStep::NotRecorded { .. }
        | ControlStep::NoSnapshot { .. } => PASS,
    }
}

fn time_up(call: &mut Call, at: At<'_>, timer: CallTimer) -> Answer {
    match timer {
        CallTimer::Connect => {
            let error = call.leg.explanation(at.now);
            end(call, at, at.now, EndReason::CarrierTimeout, error, false)
        }
        CallTimer::Digit => next_digit(call, at),
        CallTimer::Recording => recording::unconfirmed(call, at),
        CallTimer::Closing => {
            call.leg.go_absent(&call.key, at.now);
            PASS
        }
        CallTimer::Ring
        | CallTimer::AutoAccept
        | CallTimer::Handover
        | CallTimer::Restore
        | CallTimer::WrapUp => PASS,
    }
}
