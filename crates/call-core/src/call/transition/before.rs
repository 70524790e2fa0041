//! Before the customer is there: the agent has called somebody.

use super::{Answer, At, PASS, ask};
use crate::{
    call::{
        Act, AgentStep, Call, CallState, CallTimer, ControlStep, EndReason, LegClose, LegState,
        LegStep, PartyState, PartyStep, Step,
        changes::{
            digits::{next_digit, send_digits},
            end::{end, end_by_snapshot, give_up, hang_up, party_end_reason},
            leg::{audio, connect_if_through, explained, leg_error_reason, mute},
            party::{held, hold_done, not_held, other_party},
            recording,
            snapshot::look,
            talk::settle_talk,
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
        LegStep::Ringing { .. } | LegStep::Reconnecting => audio(call, at, step),
        // The customer may have answered while the leg was being sought.
        LegStep::Accepted | LegStep::Reconnected => {
            let came_up = !call.leg.is_open();
            let mut acts = audio(call, at, step)?;
            acts.extend(connect_if_through(call, at)?);
            // Not the first leg: what was told before it came up nobody heard.
            if came_up && call.leg.turn > 1 && call.leg.is_open() && !call.is_through() {
                acts.push(look(call));
            }
            Ok(acts)
        }
        LegStep::Muted(on) => {
            call.leg.muted = on;
            PASS
        }
        LegStep::Closed(close) => closed(call, at, close),
        LegStep::Error(error) => match leg_error_reason(call, error) {
            Some(reason) => give_up(call, at, reason, Some(error), false),
            None => {
                call.leg.blame(error, at.now);
                PASS
            }
        },
    }
}

/// The leg closed without our asking.
fn closed(call: &mut Call, at: At<'_>, close: LegClose) -> Answer {
    let error = call.leg.explanation(at.now);
    let was_up = call.leg.state == LegState::Up;
    if at.settings.conferences && was_up && error.is_none() {
        // The customer's end of it, of which no leg brings news any more; or not.
        call.unseen_since.get_or_insert(at.now);
        // Should he have answered, nobody but the carrier put him on hold.
        call.resume_on_join = true;
        let acts = vec![ask(call, at.now)];
        call.leg.go_absent(&call.key, at.now);
        return Ok(acts);
    }
    call.leg.state = LegState::Closed;
    let reason = explained(call, error).unwrap_or(EndReason::CarrierRefused);
    give_up(call, at, reason, error, error.is_none() && close == LegClose::Disconnected)
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
        // It can only be held once it is there: the news of its answer were overtaken.
        PartyStep::Held | PartyStep::Resumed => {
            let id = customer.id.clone();
            held(call, at, &id, step == PartyStep::Held);
            let acts = connect_if_through(call, at)?;
            settle_talk(call, at);
            Ok(acts)
        }
        PartyStep::Ended(how) => end(call, at, at.now, party_end_reason(how), None, false),
    }
}

fn control(call: &mut Call, at: At<'_>, step: ControlStep) -> Answer {
    match step {
        ControlStep::Snapshot(snapshot) => match snapshot.status {
            SnapshotStatus::Live => {
                call.unseen_since = None;
                let customer = &mut call.customer;
                let told = snapshot.parties.iter().find(|told| told.party == customer.id);
                // One that is gone is told of as an end, with the reason.
                if let Some(told) = told.filter(|told| told.state != PartyState::Gone) {
                    customer.state = customer.state.max(told.state);
                }
                connect_if_through(call, at)
            }
            // The org may lag behind.
            SnapshotStatus::Unknown => {
                call.unseen_since = None;
                PASS
            }
            SnapshotStatus::HandedOver | SnapshotStatus::Ended => {
                end_by_snapshot(call, at, &snapshot)
            }
        },
        // Nothing was asked that matters here any more.
        // The agent's audio came back before the customer's answer was heard of.
        ControlStep::Held { party, on } => {
            let mut acts: Vec<Act> = hold_done(call, at, &party, on).into_iter().collect();
            acts.extend(connect_if_through(call, at)?);
            settle_talk(call, at);
            Ok(acts)
        }
        ControlStep::NotHeld { party, on, .. } => {
            not_held(call, &party, on);
            PASS
        }
        ControlStep::NotAdded { .. }
        | ControlStep::NotRemoved { .. }
        | ControlStep::HandedOver
        | ControlStep::NotHandedOver { .. }
        | ControlStep::NotRecorded { .. } => PASS,
    }
}

fn time_up(call: &mut Call, at: At<'_>, timer: CallTimer) -> Answer {
    match timer {
        CallTimer::Connect => {
            let error = call.leg.explanation(at.now);
            give_up(call, at, EndReason::CarrierTimeout, error, false)
        }
        CallTimer::Digit => next_digit(call, at),
        CallTimer::Recording => recording::unconfirmed(call, at),
        CallTimer::Closing => {
            call.leg.go_absent(&call.key, at.now);
            PASS
        }
        CallTimer::Look => Ok(vec![look(call)]),
        CallTimer::Ring | CallTimer::AutoAccept | CallTimer::Handover | CallTimer::WrapUp => PASS,
    }
}
