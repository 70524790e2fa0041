//! Who is in the call, and who of them is on hold.

use crate::{
    call::{
        Act, Call, Hold, HoldRequest, Party, PartyState, PartyStep, Role, Trouble,
        transition::{Answer, At, PASS},
    },
    effect::ControlEffect,
    ids::PartyId,
    input::PartyEnd,
    pii::Pii,
    refusal::Refusal,
    time::{Millis, Timestamp},
};

/// The most parties besides the customer: a Twilio conference takes more, a desk does not.
const MOST_OTHERS: usize = 8;

/// Asks to put a party on hold or to bring it back; nothing where that is wished already, or where
/// the answer to another request is awaited.
pub(in crate::call) fn hold(call: &mut Call, at: At<'_>, id: &PartyId, on: bool) -> Option<Act> {
    let party = call.party_mut(id)?;
    if party.hold.is_wished() == on {
        return None;
    }
    party.hold = party.hold.wishing(on);
    if party.hold_asked.is_some_and(|asked| asked.is_awaited(at.now)) {
        return None;
    }
    ask_to_hold(call, at, id, on)
}

/// Asks, whatever was wished before.
pub(in crate::call) fn ask_to_hold(
    call: &mut Call,
    at: At<'_>,
    id: &PartyId,
    on: bool,
) -> Option<Act> {
    call.party_mut(id)?.hold_asked = Some(HoldRequest { on, at: at.now });
    let key = call.key.clone();
    Some(Act::Control(ControlEffect::Hold { call: key, party: id.clone(), on }))
}

/// A party is known to be on hold, or off it.
pub(in crate::call) fn held(call: &mut Call, at: At<'_>, id: &PartyId, on: bool) {
    let is_customer = call.customer.id == *id;
    let Some(party) = call.party_mut(id) else { return };
    if party.state != PartyState::Gone {
        // Only who is there can be held, or brought back; that it answered may be told later.
        party.state = PartyState::Answered;
    }
    let wish = party.hold_asked.map(|_| party.hold.is_wished());
    match (on, party.hold) {
        (true, Hold::Off | Hold::Asked) => party.hold = Hold::On { since: at.now },
        // What was asked meanwhile is on its way.
        (true, Hold::On { .. } | Hold::Resuming { .. }) | (false, Hold::Off | Hold::Asked) => {}
        (false, Hold::On { .. } | Hold::Resuming { .. }) => {
            if is_customer {
                let_go_of_hold(call, at.now);
            } else {
                party.hold = Hold::Off;
            }
        }
    }
    if let (Some(wish), Some(party)) = (wish, call.party_mut(id)) {
        party.hold = party.hold.wishing(wish);
    }
}

/// The org has done what was asked about a party's hold. What was wished since is asked now.
pub(in crate::call) fn hold_done(
    call: &mut Call,
    at: At<'_>,
    id: &PartyId,
    on: bool,
) -> Option<Act> {
    held(call, at, id, on);
    let party = call.party_mut(id)?;
    party.hold_asked = None;
    let wish = party.hold.is_wished();
    if wish == on { None } else { ask_to_hold(call, at, id, wish) }
}

/// The org could not do what was asked: back to what is known.
pub(in crate::call) fn not_held(call: &mut Call, id: &PartyId, on: bool) {
    let Some(party) = call.party_mut(id) else { return };
    party.hold_asked = None;
    party.hold = match (on, party.hold) {
        (true, Hold::Asked) => Hold::Off,
        (false, Hold::Resuming { since }) => Hold::On { since },
        // It was not wished any more.
        (_, hold) => hold,
    };
}

/// The customer's time on hold ends.
pub(in crate::call) fn let_go_of_hold(call: &mut Call, when: Timestamp) {
    let waited = call.customer.hold.since().map_or(0, |since| when.since(since).0);
    call.held = Millis(call.held.0.saturating_add(waited));
    call.customer.hold = Hold::Off;
}

/// Calls somebody in.
///
/// # Errors
/// Where there is no more room, or somebody of that label is there already.
pub(in crate::call) fn call_in(
    call: &mut Call,
    id: PartyId,
    role: Role,
    to: Pii<String>,
    name: Option<Pii<String>>,
) -> Result<Act, Refusal> {
    if call.party(&id).is_some() || call.others.len() >= MOST_OTHERS {
        return Err(Refusal::TooManyParties);
    }
    let act =
        ControlEffect::Add { call: call.key.clone(), party: id.clone(), role, number: to.clone() };
    call.others.push(Party::called(id, role, to, name));
    Ok(Act::Control(act))
}

/// Takes a party out.
pub(in crate::call) fn take_out(call: &Call, party: PartyId) -> Act {
    Act::Control(ControlEffect::Remove { call: call.key.clone(), party })
}

/// News about a party that is not the customer. One that is gone is forgotten; an agent who waited
/// for it is told.
pub(in crate::call) fn other_party(
    call: &mut Call,
    at: At<'_>,
    id: &PartyId,
    step: PartyStep,
) -> Answer {
    let Some(index) = call.others.iter().position(|party| party.id == *id) else { return PASS };
    let party = &mut call.others[index];
    match step {
        PartyStep::Initiated => party.state = party.state.max(PartyState::Initiated),
        PartyStep::Ringing { .. } => party.state = party.state.max(PartyState::Ringing),
        PartyStep::Answered => party.state = party.state.max(PartyState::Answered),
        PartyStep::Held => held(call, at, id, true),
        PartyStep::Resumed => held(call, at, id, false),
        PartyStep::Ended(how) => {
            let had_answered = party.state == PartyState::Answered;
            // A party that is talking is not busy; such news is older than the answer.
            if had_answered && how != PartyEnd::Left {
                return PASS;
            }
            let gone = call.others.remove(index);
            if !had_answered {
                return Ok(vec![Act::Tell(Trouble::Party(gone.number, how))]);
            }
        }
    }
    PASS
}
