//! The page lost sight of the call: the org is asked how it stands, and the agent goes back in.

use super::{Answer, At, PASS};
use crate::{
    call::{
        Act, AgentStep, Call, CallState, CallTimer, ControlStep, Direction, EndReason, Goodbye,
        LegState, LegStep, PartyState, PartyStep, Step,
        changes::{
            end::{decline, end, end_by_snapshot, hang_up, party_end_reason, ring_out, settle},
            leg::audio,
            party::{held, hold_done, not_held, other_party},
            recording,
            snapshot::{go_back_in, learn, look},
        },
    },
    input::{CallSnapshot, SnapshotStatus},
    refusal::Refusal,
    settings::Settings,
    time::Timestamp,
};

/// Asks the org how the call stands, and waits for what it says.
pub(in crate::call) fn ask(call: &mut Call, since: Timestamp) -> Act {
    call.state = CallState::Restoring { since };
    look(call)
}

/// A call that another page had, which is no more since `lost_at`. Without conferences the carrier
/// ended it with that page's leg; else the org knows.
pub fn restore(
    call: &mut Call,
    now: Timestamp,
    settings: &Settings,
    lost_at: Timestamp,
) -> Vec<Act> {
    let at = At { now, settings };
    call.goodbye = match call.goodbye {
        Goodbye::Owed { attempts, .. } | Goodbye::Asked { attempts, .. } => {
            Goodbye::Owed { at: now, attempts }
        }
        done @ (Goodbye::None | Goodbye::Said) => done,
    };
    match &call.state {
        CallState::WrapUp { .. } | CallState::Filed { .. } => Vec::new(),
        CallState::Ending { ended } => {
            let ended = *ended;
            call.leg.state = LegState::Closed;
            settle(call, at, ended);
            Vec::new()
        }
        CallState::Dialling { .. }
        | CallState::Ringing { .. }
        | CallState::Offered { .. }
        | CallState::Answering { .. }
        | CallState::Connected { .. }
        | CallState::OnHold { .. }
        | CallState::Consulting { .. }
        | CallState::Conference { .. }
        | CallState::HandingOver { .. }
        | CallState::Restoring { .. } => {
            if settings.conferences {
                call.resume_on_join = call.accepted && !call.customer.hold.is_wished();
                let since = if call.accepted { now } else { call.state.since() };
                return vec![ask(call, since)];
            }
            let reason = match (call.connected_at, call.accepted) {
                (Some(_), _) => EndReason::ConnectionLost,
                (None, true) => EndReason::Interrupted,
                (None, false) => EndReason::CancelledByCaller,
            };
            end(call, at, lost_at, reason, None, false).unwrap_or_default()
        }
    }
}

pub(super) fn restoring(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => agent(call, at, &step),
        Step::Leg(step) => leg(call, at, step),
        Step::Party(party, step) if party == call.customer.id => customer(call, at, step),
        Step::Party(party, step) => other_party(call, at, &party, step),
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::Control(step) => control(call, at, step),
        Step::TimeUp(timer) => match timer {
            CallTimer::Look => Ok(vec![look(call)]),
            CallTimer::Closing => {
                call.leg.go_absent(&call.key, at.now);
                PASS
            }
            // It was offered, and nobody offers it again.
            CallTimer::Ring => ring_out(call, at),
            // Whatever becomes of the leg, the call has one to come.
            CallTimer::Connect => {
                let act = call.leg.leave(at.now);
                if act.is_none() {
                    call.leg.go_absent(&call.key, at.now);
                }
                Ok(act.into_iter().collect())
            }
            CallTimer::Recording => recording::unconfirmed(call, at),
            CallTimer::AutoAccept | CallTimer::Digit | CallTimer::Handover | CallTimer::WrapUp => {
                PASS
            }
        },
    }
}

fn agent(call: &mut Call, at: At<'_>, step: &AgentStep) -> Answer {
    match step {
        AgentStep::HangUp if call.accepted => {
            let reason = match call.connected_at {
                Some(_) => EndReason::HungUpByAgent,
                None => EndReason::CancelledByAgent,
            };
            hang_up(call, at, reason)
        }
        AgentStep::Decline if !call.accepted => decline(call, at, EndReason::Declined),
        // The agent wants to hear the customer, which is what happens next.
        AgentStep::Resume if call.accepted => {
            call.resume_on_join = true;
            PASS
        }
        AgentStep::SetConsent(given) => recording::consent(call, at, *given),
        AgentStep::Answer
        | AgentStep::Decline
        | AgentStep::ToVoicemail
        | AgentStep::HangUp
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
        | AgentStep::ExtendWrapUp
        | AgentStep::Finish => Err(Refusal::NotPossible),
    }
}

fn leg(call: &mut Call, at: At<'_>, step: LegStep) -> Answer {
    match step {
        LegStep::Ringing { .. } | LegStep::Reconnecting | LegStep::Reconnected => PASS,
        LegStep::Accepted => audio(call, at, step),
        LegStep::Muted(on) => {
            call.leg.muted = on;
            PASS
        }
        LegStep::Closed(_) => {
            if call.leg.takes_line() {
                call.leg.go_absent(&call.key, at.now);
            }
            PASS
        }
        LegStep::Error(error) => {
            call.leg.blame(error, at.now);
            PASS
        }
    }
}

fn customer(call: &mut Call, at: At<'_>, step: PartyStep) -> Answer {
    match step {
        PartyStep::Initiated => {
            call.customer.state = call.customer.state.max(PartyState::Initiated);
            PASS
        }
        PartyStep::Ringing { .. } => {
            call.customer.state = call.customer.state.max(PartyState::Ringing);
            PASS
        }
        PartyStep::Answered => {
            call.customer.state = call.customer.state.max(PartyState::Answered);
            PASS
        }
        PartyStep::Held | PartyStep::Resumed => {
            let id = call.customer.id.clone();
            held(call, at, &id, step == PartyStep::Held);
            PASS
        }
        PartyStep::Ended(how) => {
            let reason = match (call.connected_at, call.direction) {
                (Some(_), _) => EndReason::HungUpByCustomer,
                // He called, and was not answered in time.
                (None, Direction::Inbound) => EndReason::CancelledByCaller,
                (None, Direction::Outbound) => party_end_reason(how),
            };
            end(call, at, at.now, reason, None, false)
        }
    }
}

fn control(call: &mut Call, at: At<'_>, step: ControlStep) -> Answer {
    match step {
        ControlStep::Snapshot(snapshot) => how_it_stands(call, at, &snapshot),
        ControlStep::Held { party, on } => {
            Ok(hold_done(call, at, &party, on).into_iter().collect())
        }
        ControlStep::NotHeld { party, on, .. } => {
            not_held(call, &party, on);
            PASS
        }
        ControlStep::NotAdded { party, .. } => {
            call.others.retain(|other| other.id != party);
            PASS
        }
        ControlStep::NotRecorded { error } => recording::refused(call, at, error),
        ControlStep::NotRemoved { .. }
        | ControlStep::HandedOver
        | ControlStep::NotHandedOver { .. } => PASS,
    }
}

fn how_it_stands(call: &mut Call, at: At<'_>, snapshot: &CallSnapshot) -> Answer {
    match snapshot.status {
        SnapshotStatus::Live => {
            call.retrieving = false;
            let mut acts = learn(call, at, snapshot);
            if !call.accepted {
                // It is still the agent's to take, if it is offered again.
                return Ok(acts);
            }
            if call.customer.state == PartyState::Gone && call.others.is_empty() {
                return end_by_snapshot(call, at, snapshot);
            }
            acts.extend(go_back_in(call, at));
            if call.leg.is_open() && call.resume_on_join {
                // The audio never went.
                acts.extend(audio(call, at, LegStep::Accepted)?);
            }
            Ok(acts)
        }
        SnapshotStatus::HandedOver | SnapshotStatus::Ended | SnapshotStatus::Unknown => {
            debug_assert!(call.leg.state != LegState::Closed);
            end_by_snapshot(call, at, snapshot)
        }
    }
}
