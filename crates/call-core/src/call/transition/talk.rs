//! The agent and somebody else are in the conference.

use super::{Answer, At, PASS};
use crate::{
    call::{
        Act, AgentStep, Call, CallState, CallTimer, ControlFailure, ControlStep, EndReason,
        Handover, Hold, LegState, Party, PartyState, PartyStep, Role, Step, Trouble,
        changes::{
            digits::{next_digit, send_digits},
            end::{customer_left, end_by_snapshot, hang_up},
            leg::mute,
            party::{
                call_in, held, hold, hold_done, let_go_of_hold, not_held, other_party, take_out,
            },
            recording,
            snapshot::learn,
            talk::{left, leg_timed_out, settle_or_end, settle_talk, talk_leg},
        },
    },
    effect::{ControlEffect, LeaveReason},
    ids::PartyId,
    input::{CallSnapshot, PortErrorKind, SnapshotStatus},
    pii::Pii,
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
            CallTimer::Restore => {
                call.looked_at = at.now;
                Ok(vec![Act::Control(ControlEffect::Snapshot { call: call.key.clone() })])
            }
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
            let is_there = call.party(&party).is_some_and(Party::is_present);
            not_held(call, &party, on);
            settle_talk(call, at);
            if !is_there {
                return PASS; // gone meanwhile, which is why
            }
            let what = if on { ControlFailure::Hold } else { ControlFailure::Resume };
            Ok(vec![Act::Tell(Trouble::Control(what, error))])
        }
        ControlStep::NotAdded { party, error } => {
            call.others.retain(|other| other.id != party);
            let acts = vec![Act::Tell(Trouble::Control(ControlFailure::Add, error))];
            settle_or_end(call, at, acts)
        }
        // Gone already.
        ControlStep::NotRemoved { error } if error.kind == PortErrorKind::NotFound => PASS,
        // Somebody whom the desk may not show any more is still there and hears: who is?
        ControlStep::NotRemoved { error } => Ok(vec![
            Act::Tell(Trouble::Control(ControlFailure::Remove, error)),
            Act::Control(ControlEffect::Snapshot { call: call.key.clone() }),
        ]),
        ControlStep::NotRecorded { error } => recording::refused(call, at, error),
        ControlStep::Snapshot(snapshot) => snapshot_in_talk(call, at, &snapshot),
        // Nothing of the kind is under way.
        ControlStep::HandedOver
        | ControlStep::NotHandedOver { .. }
        | ControlStep::NoSnapshot { .. } => PASS,
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

fn needs_conference(at: At<'_>) -> Result<(), Refusal> {
    if at.settings.conferences { Ok(()) } else { Err(Refusal::NotSetUp) }
}

fn put_on_hold(call: &mut Call, at: At<'_>) -> Answer {
    needs_conference(at)?;
    call.resume_on_join = false;
    let id = call.customer.id.clone();
    Ok(hold(call, at, &id, true).into_iter().collect())
}

/// Back to the customer, with the agent's audio first where it is elsewhere.
fn resume(call: &mut Call, at: At<'_>) -> Answer {
    needs_conference(at).or_else(|refusal| {
        // Without conferences nobody is ever on hold: there is nothing to do.
        if call.customer.hold == Hold::Off && call.leg.is_open() { Ok(()) } else { Err(refusal) }
    })?;
    match call.leg.state {
        LegState::Up | LegState::Reconnecting => {
            let id = call.customer.id.clone();
            let acts = hold(call, at, &id, false).into_iter().collect();
            settle_talk(call, at);
            Ok(acts)
        }
        LegState::Absent | LegState::Invited | LegState::Leaving { .. } | LegState::Closed => {
            call.resume_on_join = true;
            call.leg.want_again(&call.key, at.now);
            PASS
        }
        // On its way.
        LegState::Wanted { .. } | LegState::Joining { .. } => {
            call.resume_on_join = true;
            PASS
        }
    }
}

/// The customer waits while the agent's audio goes elsewhere.
fn step_away(call: &mut Call, at: At<'_>) -> Answer {
    let mut acts = put_on_hold(call, at)?;
    let (key, reason) = (call.key.clone(), LeaveReason::OtherCall);
    acts.push(Act::Control(ControlEffect::Leave { call: key, reason }));
    acts.extend(call.leg.leave(at.now));
    if call.leg.state == LegState::Closed {
        call.leg.go_absent(&call.key, at.now);
    }
    settle_talk(call, at);
    Ok(acts)
}

fn hold_party(call: &mut Call, at: At<'_>, party: &PartyId, on: bool) -> Answer {
    needs_conference(at)?;
    if call.party(party).is_none() {
        return Err(Refusal::UnknownParty);
    }
    let acts = hold(call, at, party, on).into_iter().collect();
    settle_talk(call, at);
    Ok(acts)
}

fn remove(call: &Call, party: &PartyId) -> Answer {
    match call.party(party) {
        Some(party) if party.is_present() => Ok(vec![take_out(call, party.id.clone())]),
        // The second click.
        Some(_) => PASS,
        None => Err(Refusal::UnknownParty),
    }
}

fn transfer(call: &mut Call, at: At<'_>, party: PartyId, to: Pii<String>) -> Answer {
    needs_conference(at)?;
    call.handed_to = Some(to.clone());
    call.state =
        CallState::HandingOver { since: at.now, how: Handover::Transfer { party: party.clone() } };
    let key = call.key.clone();
    Ok(vec![Act::Control(ControlEffect::Transfer { call: key, party, number: to })])
}

fn consult(
    call: &mut Call,
    at: At<'_>,
    party: PartyId,
    to: Pii<String>,
    name: Option<Pii<String>>,
) -> Answer {
    needs_conference(at)?;
    if !call.leg.is_open() {
        return Err(Refusal::NotPossible);
    }
    let add = call_in(call, party, Role::Consulted, to, name)?;
    let customer = call.customer.id.clone();
    let mut acts: Vec<Act> = hold(call, at, &customer, true).into_iter().collect();
    acts.push(add);
    settle_talk(call, at);
    Ok(acts)
}

fn add(
    call: &mut Call,
    at: At<'_>,
    party: PartyId,
    to: Pii<String>,
    name: Option<Pii<String>>,
) -> Answer {
    needs_conference(at)?;
    if call.party(&party).is_some() {
        return PASS; // the second click
    }
    let act = call_in(call, party, Role::Member, to, name)?;
    settle_talk(call, at);
    Ok(vec![act])
}

/// The customer of another call has come in.
fn take_in(
    call: &mut Call,
    at: At<'_>,
    party: PartyId,
    number: Pii<String>,
    name: Option<Pii<String>>,
) -> Answer {
    if call.party(&party).is_none() {
        let mut party = Party::called(party, Role::Member, number, name);
        party.state = PartyState::Answered;
        call.others.push(party);
    }
    settle_talk(call, at);
    PASS
}

/// Talks to the colleague if the customer is being heard, and the other way round.
fn swap(call: &mut Call, at: At<'_>) -> Answer {
    let Some(colleague) = call.consulted() else { return PASS };
    let is_pending = |party: &Party| party.hold.is_held() != party.hold.is_wished();
    if is_pending(colleague) && is_pending(&call.customer) {
        return PASS; // the second click: two swaps under way could overtake each other
    }
    let (colleague, to_customer) = (colleague.id.clone(), !colleague.hold.is_wished());
    let customer = call.customer.id.clone();
    let (waits, talks) = if to_customer { (colleague, customer) } else { (customer, colleague) };
    // Whoever is to wait first: for a moment nobody hears more than is meant for them.
    let acts = [hold(call, at, &waits, true), hold(call, at, &talks, false)];
    Ok(acts.into_iter().flatten().collect())
}

fn complete(call: &mut Call, at: At<'_>) -> Answer {
    let Some(colleague) = call.consulted() else { return PASS };
    if colleague.state != PartyState::Answered {
        return Err(Refusal::NotPossible);
    }
    let (party, number) = (colleague.id.clone(), colleague.number.clone());
    call.handed_to = Some(number);
    call.state = CallState::HandingOver {
        since: at.now,
        how: Handover::Completion { party: party.clone() },
    };
    Ok(vec![Act::Control(ControlEffect::CompleteTransfer { call: call.key.clone(), party })])
}

/// Lets the colleague go and brings the customer back.
fn end_consult(call: &mut Call, at: At<'_>) -> Answer {
    let Some(colleague) = call.consulted() else { return PASS };
    let colleague = colleague.id.clone();
    let mut acts = vec![take_out(call, colleague.clone())];
    call.others.retain(|party| party.id != colleague);
    let customer = call.customer.id.clone();
    acts.extend(hold(call, at, &customer, false));
    settle_talk(call, at);
    Ok(acts)
}

/// Everybody hears everybody.
fn merge(call: &mut Call, at: At<'_>) -> Answer {
    if call.consulted().is_none_or(|colleague| colleague.state != PartyState::Answered) {
        return Err(Refusal::NotPossible);
    }
    let mut everybody = vec![call.customer.id.clone()];
    for party in &mut call.others {
        party.role = Role::Member;
        everybody.push(party.id.clone());
    }
    let acts = everybody.iter().filter_map(|party| hold(call, at, party, false)).collect();
    settle_talk(call, at);
    Ok(acts)
}

/// The others go on without the agent; one alone cannot.
fn leave(call: &mut Call, at: At<'_>) -> Answer {
    let there = core::iter::once(&call.customer)
        .chain(&call.others)
        .filter(|party| party.state == PartyState::Answered)
        .count();
    if there < 2 {
        return Err(Refusal::NotPossible);
    }
    give_away(call, at, Handover::Leave)
}

fn give_away(call: &mut Call, at: At<'_>, how: Handover) -> Answer {
    needs_conference(at)?;
    let key = call.key.clone();
    let effect = match &how {
        Handover::Leave => ControlEffect::Leave { call: key, reason: LeaveReason::Conference },
        Handover::Park => ControlEffect::Park { call: key },
        Handover::Merge { into } => {
            ControlEffect::Merge { party: PartyId::of_call(&key), call: key, into: into.clone() }
        }
        Handover::Voicemail => ControlEffect::Voicemail { call: key },
        // These say to whom; they are asked where that is known.
        Handover::Transfer { .. } | Handover::Completion { .. } => {
            return Err(Refusal::NotPossible);
        }
    };
    call.state = CallState::HandingOver { since: at.now, how };
    Ok(vec![Act::Control(effect)])
}
