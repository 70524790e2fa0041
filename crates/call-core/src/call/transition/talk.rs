//! The agent and somebody else are in the conference.

use super::{
    Answer, At, PASS,
    conversation::{
        add, complete, consult, end_consult, give_away, hold_party, leave, merge, put_on_hold,
        remove, resume, step_away, swap, take_in, transfer,
    },
};
use crate::{
    call::{
        Act, AgentStep, Call, CallState, CallTimer, ControlFailure, ControlStep, EndReason,
        Handover, Party, PartyState, PartyStep, Step, Trouble,
        changes::{
            digits::{next_digit, send_digits},
            end::{customer_left, end_by_snapshot, hang_up},
            leg::mute,
            party::{held, hold_done, let_go_of_hold, not_held, other_party},
            recording,
            snapshot::{learn, look},
            talk::{left, leg_timed_out, settle_or_end, settle_talk, talk_leg},
        },
    },
    input::{CallSnapshot, PortErrorKind, SnapshotStatus},
    refusal::Refusal,
};

pub(super) fn connected(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => match step {
            // The second click, late.
            AgentStep::Answer => PASS,
            AgentStep::Resume => resume(call, at),
            AgentStep::Hold => put_on_hold(call, at),
            AgentStep::Transfer { party, to } => transfer(call, at, party, to),
            AgentStep::Consult { party, to, name } => consult(call, at, party, to, name),
            AgentStep::AddParty { party, to, name } => add(call, at, party, to, name),
            AgentStep::StepAway => step_away(call, at),
            AgentStep::HoldParty { party, on } => hold_party(call, at, &party, on),
            AgentStep::TakeIn { party, number, name } => take_in(call, at, party, number, name),
            AgentStep::Park => give_away(call, at, Handover::Park),
            other @ (AgentStep::HangUp
            | AgentStep::Mute(_)
            | AgentStep::SendDigits(_)
            | AgentStep::Record(_)
            | AgentStep::SetConsent(_)) => common(call, at, &other),
            AgentStep::MergeInto { .. }
            | AgentStep::Decline
            | AgentStep::ToVoicemail
            | AgentStep::RemoveParty { .. }
            | AgentStep::Swap
            | AgentStep::CompleteTransfer
            | AgentStep::EndConsult
            | AgentStep::Merge
            | AgentStep::Leave
            | AgentStep::ExtendWrapUp
            | AgentStep::Finish => Err(Refusal::NotPossible),
        },
        step => surroundings(call, at, step),
    }
}

pub(super) fn on_hold(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => match step {
            AgentStep::Hold => put_on_hold(call, at),
            AgentStep::Resume => resume(call, at),
            AgentStep::Transfer { party, to } => transfer(call, at, party, to),
            AgentStep::Consult { party, to, name } => consult(call, at, party, to, name),
            AgentStep::StepAway => step_away(call, at),
            AgentStep::HoldParty { party, on } => hold_party(call, at, &party, on),
            // The carrier has brought him in, whoever else waits.
            AgentStep::TakeIn { party, number, name } => take_in(call, at, party, number, name),
            AgentStep::MergeInto { call: into } => give_away(call, at, Handover::Merge { into }),
            AgentStep::Park => give_away(call, at, Handover::Park),
            other @ (AgentStep::HangUp
            | AgentStep::Mute(_)
            | AgentStep::SendDigits(_)
            | AgentStep::Record(_)
            | AgentStep::SetConsent(_)) => common(call, at, &other),
            AgentStep::Answer
            | AgentStep::Decline
            | AgentStep::ToVoicemail
            // Whoever comes in would be alone with the agent; that is a consultation.
            | AgentStep::AddParty { .. }
            | AgentStep::RemoveParty { .. }
            | AgentStep::Swap
            | AgentStep::CompleteTransfer
            | AgentStep::EndConsult
            | AgentStep::Merge
            | AgentStep::Leave
            | AgentStep::ExtendWrapUp
            | AgentStep::Finish => Err(Refusal::NotPossible),
        },
        step => surroundings(call, at, step),
    }
}

pub(super) fn consulting(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => match step {
            AgentStep::Swap => swap(call, at),
            AgentStep::CompleteTransfer => complete(call, at),
            AgentStep::EndConsult => end_consult(call, at),
            AgentStep::Merge => merge(call, at),
            AgentStep::HoldParty { party, on } => hold_party(call, at, &party, on),
            other @ (AgentStep::HangUp
            | AgentStep::Mute(_)
            | AgentStep::SendDigits(_)
            | AgentStep::Record(_)
            | AgentStep::SetConsent(_)) => common(call, at, &other),
            AgentStep::TakeIn { party, number, name } => take_in(call, at, party, number, name),
            // The second click.
            AgentStep::Consult { party, .. } if call.party(&party).is_some() => PASS,
            AgentStep::Answer
            | AgentStep::Decline
            | AgentStep::ToVoicemail
            | AgentStep::Hold
            // Swap and the end of the consultation say what becomes of the colleague.
            | AgentStep::Resume
            // A colleague would be left alone with the music.
            | AgentStep::StepAway
            | AgentStep::RemoveParty { .. }
            | AgentStep::Transfer { .. }
            | AgentStep::Consult { .. }
            | AgentStep::AddParty { .. }
            | AgentStep::MergeInto { .. }
            | AgentStep::Leave
            | AgentStep::Park
            | AgentStep::ExtendWrapUp
            | AgentStep::Finish => Err(Refusal::NotPossible),
        },
        step => surroundings(call, at, step),
    }
}

pub(super) fn conference(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        Step::Agent(step) => match step {
            AgentStep::AddParty { party, to, name } => add(call, at, party, to, name),
            AgentStep::TakeIn { party, number, name } => take_in(call, at, party, number, name),
            AgentStep::HoldParty { party, on } => hold_party(call, at, &party, on),
            AgentStep::RemoveParty { party } => remove(call, &party),
            AgentStep::Leave => leave(call, at),
            AgentStep::Resume => resume(call, at),
            // The second click.
            AgentStep::Merge => PASS,
            other @ (AgentStep::HangUp
            | AgentStep::Mute(_)
            | AgentStep::SendDigits(_)
            | AgentStep::Record(_)
            | AgentStep::SetConsent(_)) => common(call, at, &other),
            AgentStep::Answer
            | AgentStep::Decline
            | AgentStep::ToVoicemail
            // Which of them? Each can be put on hold.
            | AgentStep::Hold
            // The others would go on without the agent's knowing; leaving says so.
            | AgentStep::StepAway
            | AgentStep::Transfer { .. }
            | AgentStep::Consult { .. }
            | AgentStep::Swap
            | AgentStep::CompleteTransfer
            | AgentStep::EndConsult
            | AgentStep::MergeInto { .. }
            | AgentStep::Park
            | AgentStep::ExtendWrapUp
            | AgentStep::Finish => Err(Refusal::NotPossible),
        },
        step => surroundings(call, at, step),
    }
}

/// Whether the agent's audio can go to another call for a while.
pub fn can_step_away(call: &Call) -> bool {
    match &call.state {
        CallState::Connected { .. } | CallState::OnHold { .. } => true,
        // Somebody would be left alone who does not expect it.
        CallState::Dialling { .. }
        | CallState::Ringing { .. }
        | CallState::Answering { .. }
        | CallState::Consulting { .. }
        | CallState::Conference { .. } => false,
        // There is no audio to take away, or it goes by itself.
        CallState::Offered { .. }
        | CallState::HandingOver { .. }
        | CallState::Restoring { .. }
        | CallState::Ending { .. }
        | CallState::WrapUp { .. }
        | CallState::Filed { .. } => !call.leg.takes_line(),
    }
}

/// What the agent can do in every conversation.
fn common(call: &mut Call, at: At<'_>, step: &AgentStep) -> Answer {
    match step {
        AgentStep::HangUp => hang_up(call, at, EndReason::HungUpByAgent),
        AgentStep::Mute(on) => mute(call, *on),
        AgentStep::SendDigits(digits) => send_digits(call, at, digits),
        AgentStep::Record(action) => recording::ask(call, at, *action),
        AgentStep::SetConsent(given) => recording::consent(call, at, *given),
        _ => Err(Refusal::NotPossible),
    }
}

/// What everybody but the agent says, which is the same in every conversation.
fn surroundings(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    match step {
        // Answered by the states themselves.
        Step::Agent(_) => Err(Refusal::NotPossible),
        Step::Leg(step) => talk_leg(call, at, step),
        Step::Party(party, step) if party == call.customer.id => customer(call, at, step),
        Step::Party(party, step) => {
            let acts = other_party(call, at, &party, step)?;
            settle_or_end(call, at, acts)
        }
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::Control(step) => control(call, at, step),
        Step::TimeUp(timer) => match timer {
            CallTimer::Connect => leg_timed_out(call, at),
            CallTimer::Closing => left(call, at),
            CallTimer::Digit => next_digit(call, at),
            CallTimer::Recording => recording::unconfirmed(call, at),
            CallTimer::Look => Ok(vec![look(call)]),
            CallTimer::Ring | CallTimer::AutoAccept | CallTimer::Handover | CallTimer::WrapUp => {
                PASS
            }
        },
    }
}

fn customer(call: &mut Call, at: At<'_>, step: PartyStep) -> Answer {
    match step {
        // Older news.
        PartyStep::Initiated | PartyStep::Ringing { .. } | PartyStep::Answered => PASS,
        PartyStep::Held | PartyStep::Resumed => {
            let id = call.customer.id.clone();
            held(call, at, &id, step == PartyStep::Held);
            settle_talk(call, at);
            PASS
        }
        // The others of a conference go on talking.
        PartyStep::Ended(_) if matches!(call.state, CallState::Conference { .. }) => {
            let_go_of_hold(call, at.now);
            call.customer.state = PartyState::Gone;
            PASS
        }
        PartyStep::Ended(how) => customer_left(call, at, how),
    }
}

fn control(call: &mut Call, at: At<'_>, step: ControlStep) -> Answer {
    match step {
        ControlStep::Held { party, on } => {
            let again = hold_done(call, at, &party, on);
            settle_talk(call, at);
            Ok(again.into_iter().collect())
        }
        ControlStep::NotHeld { party, on, error } => {
            // Gone meanwhile, which is why; or the carrier says that it is so.
            let is_wrong = |party: &Party| party.is_present() && party.hold.is_held() != on;
            let is_wrong = call.party(&party).is_some_and(is_wrong);
            not_held(call, &party, on);
            settle_talk(call, at);
            if !is_wrong {
                return PASS;
            }
            let what = if on { ControlFailure::Hold } else { ControlFailure::Resume };
            Ok(vec![Act::Tell(Trouble::Control(what, error))])
        }
        // On its way, whatever became of the answer.
        ControlStep::NotAdded { party, .. }
            if call.party(&party).is_some_and(|party| party.state > PartyState::Pending) =>
        {
            PASS
        }
        ControlStep::NotAdded { party, error } => {
            call.others.retain(|other| other.id != party);
            let acts = vec![Act::Tell(Trouble::Control(ControlFailure::Add, error))];
            settle_or_end(call, at, acts)
        }
        // Gone already.
        ControlStep::NotRemoved { error } if error.kind == PortErrorKind::NotFound => PASS,
        // Somebody whom the desk may not show any more is still there and hears: who is?
        ControlStep::NotRemoved { error } => {
            Ok(vec![Act::Tell(Trouble::Control(ControlFailure::Remove, error)), look(call)])
        }
        ControlStep::NotRecorded { error } => recording::refused(call, at, error),
        ControlStep::Snapshot(snapshot) => snapshot_in_talk(call, at, &snapshot),
        // Nothing of the kind is under way.
        ControlStep::HandedOver | ControlStep::NotHandedOver { .. } => PASS,
    }
}

fn snapshot_in_talk(call: &mut Call, at: At<'_>, snapshot: &CallSnapshot) -> Answer {
    match snapshot.status {
        SnapshotStatus::Live => {
            let acts = learn(call, at, snapshot);
            settle_or_end(call, at, acts)
        }
        SnapshotStatus::Ended | SnapshotStatus::HandedOver => end_by_snapshot(call, at, snapshot),
        // The org may lag behind; the leg says more.
        SnapshotStatus::Unknown => PASS,
    }
}
