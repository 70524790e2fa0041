//! The call is being given away; until the org says that it is, it is this agent's.

use super::{Answer, At, PASS, ask};
use crate::{
    call::{
        Act, AgentStep, Call, CallState, CallTimer, ControlFailure, ControlStep, EndReason,
        Handover, LegState, LegStep, PartyState, PartyStep, Step, Trouble,
        changes::{
            digits::next_digit,
            end::{customer_left, end, end_by_snapshot},
            leg::{audio, mute},
            party::{held, hold_done, let_go_of_hold, not_held, other_party},
            recording,
            snapshot::{learn, look},
            talk::settle_talk,
        },
    },
    input::{CallSnapshot, PartyEnd, PortError, PortErrorKind, SnapshotStatus},
    refusal::Refusal,
};

pub(super) fn handing_over(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => agent(call, at, step),
        Step::Leg(step) => leg(call, at, step),
        Step::Party(party, step) if party == call.customer.id => customer(call, at, step),
        Step::Party(party, step) => other_party(call, at, &party, step),
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::Control(step) => control(call, at, step),
        Step::TimeUp(timer) => match timer {
            CallTimer::Handover => {
                if let CallState::HandingOver { since, .. } = &mut call.state {
                    *since = at.now;
                }
                Ok(vec![look(call)])
            }
            CallTimer::Connect | CallTimer::Closing => {
                let act = call.leg.leave(at.now);
                if act.is_none() {
                    call.leg.go_absent(&call.key, at.now);
                }
                Ok(act.into_iter().collect())
            }
            CallTimer::Digit => next_digit(call, at),
            CallTimer::Recording => recording::unconfirmed(call, at),
            CallTimer::Ring | CallTimer::AutoAccept | CallTimer::Look | CallTimer::WrapUp => PASS,
        },
    }
}

fn agent(call: &mut Call, at: At<'_>, step: AgentStep) -> Answer {
    match step {
        AgentStep::Mute(on) => mute(call, on),
        // The agent does not wait for the org's answer. That ends the audio, not the call: the
        // customer is on the way to somebody else.
        AgentStep::HangUp if call.leg.takes_line() => {
            Ok(call.leg.leave(at.now).into_iter().collect())
        }
        // There is no audio to end. Should the call come back, it must not be without a leg for
        // good: one that is merely absent is asked about.
        AgentStep::HangUp => PASS,
        AgentStep::SetConsent(given) => recording::consent(call, at, given),
        // A leg that was still to come is not needed for a call that goes.
        AgentStep::StepAway if matches!(call.leg.state, LegState::Wanted { .. }) => {
            call.leg.go_absent(&call.key, at.now);
            call.resume_on_join = false;
            PASS
        }
        // Second clicks.
        AgentStep::Transfer { .. }
            if matches!(
                &call.state,
                CallState::HandingOver { how: Handover::Transfer { .. }, .. }
            ) =>
        {
            PASS
        }
        AgentStep::CompleteTransfer
        | AgentStep::Leave
        | AgentStep::Park
        | AgentStep::ToVoicemail
        | AgentStep::MergeInto { .. } => PASS,
        AgentStep::Answer
        | AgentStep::Decline
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
        | AgentStep::EndConsult
        | AgentStep::Merge
        | AgentStep::TakeIn { .. }
        | AgentStep::Record(_)
        | AgentStep::ExtendWrapUp
        | AgentStep::Finish => Err(Refusal::NotPossible),
    }
}

fn leg(call: &mut Call, at: At<'_>, step: LegStep) -> Answer {
    match step {
        LegStep::Ringing { .. } | LegStep::Reconnecting | LegStep::Reconnected => {
            audio(call, at, step)
        }
        // Where nobody pressed Answer here, audio flows all the same: the call is no mere offer any
        // more, should it come back.
        LegStep::Accepted => {
            let acts = audio(call, at, step)?;
            call.accepted |= call.leg.is_open();
            if call.is_through() {
                call.connected_at.get_or_insert(at.now);
            }
            Ok(acts)
        }
        LegStep::Muted(on) => {
            call.leg.muted = on;
            PASS
        }
        // The org takes the agent out before it says that it is done; whether it is, it will say.
        LegStep::Closed(_) => {
            let was_invited = call.leg.state == LegState::Invited;
            call.leg.go_absent(&call.key, at.now);
            if was_invited {
                call.leg.state = LegState::Closed;
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
        PartyStep::Initiated | PartyStep::Ringing { .. } | PartyStep::Answered => PASS,
        PartyStep::Held | PartyStep::Resumed => {
            let id = call.customer.id.clone();
            held(call, at, &id, step == PartyStep::Held);
            PASS
        }
        PartyStep::Ended(how) => match kind(call) {
            Some(Handover::Voicemail) => {
                end(call, at, at.now, EndReason::CancelledByCaller, None, false)
            }
            // The others go on; or he moves into another call, and so out of this one.
            Some(Handover::Leave | Handover::Merge { .. }) => {
                if how == PartyEnd::Left {
                    let_go_of_hold(call, at.now);
                    call.customer.state = PartyState::Gone;
                }
                PASS
            }
            Some(Handover::Transfer { .. } | Handover::Completion { .. } | Handover::Park)
            | None => customer_left(call, at, how),
        },
    }
}

fn control(call: &mut Call, at: At<'_>, step: ControlStep) -> Answer {
    match step {
        ControlStep::HandedOver => handed_over(call, at),
        ControlStep::NotHandedOver { error } => not_handed_over(call, at, error),
        ControlStep::Snapshot(snapshot) => snapshot_while_handing_over(call, at, &snapshot),
        // Asked before; what it says is still so.
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
        // Whoever it is, the call goes.
        ControlStep::NotRemoved { .. } => PASS,
    }
}

fn snapshot_while_handing_over(call: &mut Call, at: At<'_>, snapshot: &CallSnapshot) -> Answer {
    match snapshot.status {
        SnapshotStatus::HandedOver => handed_over(call, at),
        SnapshotStatus::Ended => end_by_snapshot(call, at, snapshot),
        // It has not been given away, or not yet: the agent decides again.
        SnapshotStatus::Live => {
            let acts = learn(call, at, snapshot);
            if call.customer.state == PartyState::Gone && call.others.is_empty() {
                return end_by_snapshot(call, at, snapshot);
            }
            take_back(call, at);
            Ok(acts)
        }
        SnapshotStatus::Unknown => PASS,
    }
}

fn kind(call: &Call) -> Option<&Handover> {
    match &call.state {
        CallState::HandingOver { how, .. } => Some(how),
        _ => None,
    }
}

fn handed_over(call: &mut Call, at: At<'_>) -> Answer {
    let Some(reason) = kind(call).map(Handover::reason) else { return PASS };
    end(call, at, at.now, reason, None, false)
}

/// The org could not do it: the call is the agent's again, if it still goes on.
fn not_handed_over(call: &mut Call, at: At<'_>, error: PortError) -> Answer {
    // A caller whose leg stopped ringing meanwhile gave up. By Omni-Channel he may be there still.
    let gave_up = !call.accepted && call.leg.state == LegState::Closed && call.work.is_none();
    if gave_up {
        return end(call, at, at.now, EndReason::CancelledByCaller, None, false);
    }
    // Did he hang up, or get lost between two calls?
    let is_gone = call.customer.state == PartyState::Gone && call.others.is_empty();
    if error.kind == PortErrorKind::Offline {
        call.unconfirmed = kind(call).cloned();
    } else {
        call.handed_to = None;
    }
    take_back(call, at);
    let mut acts = vec![Act::Tell(Trouble::Control(ControlFailure::HandOver, error))];
    if is_gone {
        acts.push(ask(call, at.now));
    }
    Ok(acts)
}

/// The call is the agent's again.
fn take_back(call: &mut Call, at: At<'_>) {
    let was_offer = matches!(kind(call), Some(Handover::Voicemail)) && !call.accepted;
    if call.leg.state == LegState::Closed {
        call.leg.go_absent(&call.key, at.now);
    }
    call.state = if was_offer {
        CallState::Offered { since: at.now }
    } else {
        CallState::OnHold { since: at.now }
    };
    settle_talk(call, at);
}
