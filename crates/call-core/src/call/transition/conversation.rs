//! What the agent does in a conversation: holds, transfers, consults, merges, leaves. In which
//! state which of it is possible, [`talk`](super::talk) says.

use super::{Answer, At, PASS};
use crate::{
    call::{
        Act, Call, CallState, Handover, Hold, LegState, Party, PartyState, Role,
        changes::{
            party::{call_in, hold, take_out},
            snapshot::look,
            talk::settle_talk,
        },
    },
    effect::{ControlEffect, LeaveReason},
    ids::PartyId,
    pii::Pii,
    refusal::Refusal,
};

pub(super) fn needs_conference(at: At<'_>) -> Result<(), Refusal> {
    if at.settings.conferences { Ok(()) } else { Err(Refusal::NotSetUp) }
}

pub(super) fn put_on_hold(call: &mut Call, at: At<'_>) -> Answer {
    needs_conference(at)?;
    call.resume_on_join = false;
    let id = call.customer.id.clone();
    Ok(hold(call, at, &id, true).into_iter().collect())
}

/// Back to the customer, with the agent's audio first where it is elsewhere.
pub(super) fn resume(call: &mut Call, at: At<'_>) -> Answer {
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
pub(super) fn step_away(call: &mut Call, at: At<'_>) -> Answer {
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

pub(super) fn hold_party(call: &mut Call, at: At<'_>, party: &PartyId, on: bool) -> Answer {
    needs_conference(at)?;
    if call.party(party).is_none() {
        return Err(Refusal::UnknownParty);
    }
    let acts = hold(call, at, party, on).into_iter().collect();
    settle_talk(call, at);
    Ok(acts)
}

pub(super) fn remove(call: &Call, party: &PartyId) -> Answer {
    match call.party(party) {
        Some(party) if party.is_present() => Ok(vec![take_out(call, party.id.clone())]),
        // The second click.
        Some(_) => PASS,
        None => Err(Refusal::UnknownParty),
    }
}

pub(super) fn transfer(call: &mut Call, at: At<'_>, party: PartyId, to: Pii<String>) -> Answer {
    needs_conference(at)?;
    call.handed_to = Some(to.clone());
    call.state =
        CallState::HandingOver { since: at.now, how: Handover::Transfer { party: party.clone() } };
    let key = call.key.clone();
    Ok(vec![Act::Control(ControlEffect::Transfer { call: key, party, number: to })])
}

pub(super) fn consult(
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

pub(super) fn add(
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

/// The customer of another call has come in. The news of that may be on its way, or already be
/// older than the news that he has left again: the org knows.
pub(super) fn take_in(
    call: &mut Call,
    at: At<'_>,
    party: PartyId,
    number: Pii<String>,
    name: Option<Pii<String>>,
) -> Answer {
    let mut acts = Vec::new();
    if call.party(&party).is_none() {
        let mut party = Party::called(party, Role::Member, number, name);
        party.state = PartyState::Answered;
        call.others.push(party);
        acts.push(look(call));
    }
    settle_talk(call, at);
    Ok(acts)
}

/// Talks to the colleague if the customer is being heard, and the other way round.
pub(super) fn swap(call: &mut Call, at: At<'_>) -> Answer {
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

pub(super) fn complete(call: &mut Call, at: At<'_>) -> Answer {
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
pub(super) fn end_consult(call: &mut Call, at: At<'_>) -> Answer {
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
pub(super) fn merge(call: &mut Call, at: At<'_>) -> Answer {
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
pub(super) fn leave(call: &mut Call, at: At<'_>) -> Answer {
    let there = core::iter::once(&call.customer)
        .chain(&call.others)
        .filter(|party| party.state == PartyState::Answered)
        .count();
    if there < 2 {
        return Err(Refusal::NotPossible);
    }
    give_away(call, at, Handover::Leave)
}

pub(super) fn give_away(call: &mut Call, at: At<'_>, how: Handover) -> Answer {
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
