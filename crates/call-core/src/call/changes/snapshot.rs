//! What the org says about a call of which the page lost sight.

use crate::{
    call::{
        Act, Call, CallState, Hold, LegState, Party, PartyState, Role,
        changes::{party::let_go_of_hold, recording, talk::settle_talk},
        transition::At,
    },
    effect::{ControlEffect, LeaveReason},
    input::{CallSnapshot, PartySnapshot},
};

/// Asks the org how the call stands.
pub(in crate::call) fn look(call: &Call) -> Act {
    Act::Control(ControlEffect::Snapshot { call: call.key.clone() })
}

/// Takes over who is in the call, and how the recording stands.
pub(in crate::call) fn learn(call: &mut Call, at: At<'_>, snapshot: &CallSnapshot) -> Vec<Act> {
    call.unseen_since = None;
    call.looked_at = at.now;
    // It was not given away.
    call.unconfirmed = None;
    call.handed_to = None;
    // Whoever has not taken it has not talked, whatever the org says of others.
    if call.connected_at.is_none() && call.accepted {
        call.connected_at = snapshot.connected_at.map(|when| when.min(at.now).max(call.started_at));
    }
    for told in &snapshot.parties {
        if told.party == call.customer.id {
            call.customer.state = told.state;
            let wish = call.customer.hold_asked.map(|_| call.customer.hold.is_wished());
            match (told.held, call.customer.hold.is_held()) {
                (true, false) => call.customer.hold = Hold::On { since: at.now },
                (false, true) => let_go_of_hold(call, at.now),
                // Known; but whatever was asked of it belonged to the page that was lost.
                (true, true) => {
                    let since = call.customer.hold.since().unwrap_or(at.now);
                    call.customer.hold = Hold::On { since };
                }
                (false, false) => call.customer.hold = Hold::Off,
            }
            if let Some(wish) = wish {
                call.customer.hold = call.customer.hold.wishing(wish);
            }
        }
    }
    let told = snapshot.parties.iter().filter(|told| told.party != call.customer.id);
    // Of those who are to be called in the org may not have heard yet. What another page asked, it
    // has, or never will.
    let is_new_page = matches!(call.state, CallState::Restoring { .. });
    let is_under_way = |party: &&Party| {
        !is_new_page
            && party.state == PartyState::Pending
            && snapshot.parties.iter().all(|told| told.party != party.id)
    };
    let under_way: Vec<Party> = call.others.iter().filter(is_under_way).cloned().collect();
    call.others = told
        .filter(|told| told.state != PartyState::Gone)
        .map(|told| match call.others.iter().find(|party| party.id == told.party) {
            Some(known) => {
                let hold = hold_of(told, at);
                let wish = known.hold_asked.map(|_| known.hold.is_wished());
                let hold = wish.map_or(hold, |wish| hold.wishing(wish));
                Party { state: told.state, hold, ..known.clone() }
            }
            None => Party {
                state: told.state,
                hold: hold_of(told, at),
                ..Party::called(
                    told.party.clone(),
                    told.role.unwrap_or(Role::Member),
                    told.number.clone().unwrap_or_default(),
                    None,
                )
            },
        })
        .chain(under_way)
        .collect();
    match snapshot.recording {
        Some(news) if snapshot.seq == 0 || snapshot.seq >= call.recording.seq => {
            call.recording.seq = call.recording.seq.max(snapshot.seq);
            recording::hear(call, at, news)
        }
        // The carrier has said something else since.
        Some(_) | None => Vec::new(),
    }
}

const fn hold_of(told: &PartySnapshot, at: At<'_>) -> Hold {
    if told.held { Hold::On { since: at.now } } else { Hold::Off }
}

/// The call lives, and is what its parties say. The agent's audio goes back in, unless all it would
/// hear is that the customer waits on hold; then the org is told that the agent knows.
pub(in crate::call) fn go_back_in(call: &mut Call, at: At<'_>) -> Vec<Act> {
    let is_there = call.customer.state >= PartyState::Answered;
    if !is_there {
        call.resume_on_join = false;
    }
    let waits = is_there && call.others.is_empty() && !call.resume_on_join;
    let mut acts = Vec::new();
    match call.leg.state {
        LegState::Absent | LegState::Invited | LegState::Leaving { .. } | LegState::Closed => {
            if waits {
                let (key, reason) = (call.key.clone(), LeaveReason::OtherCall);
                acts.push(Act::Control(ControlEffect::Leave { call: key, reason }));
            } else {
                call.leg.want_again(&call.key, at.now);
            }
        }
        // It is there, or on its way.
        LegState::Wanted { .. }
        | LegState::Joining { .. }
        | LegState::Up
        | LegState::Reconnecting => {}
    }
    let since = at.now;
    call.state = match call.customer.state {
        PartyState::Pending | PartyState::Initiated => CallState::Dialling { since },
        PartyState::Ringing => CallState::Ringing { since, early_media: false },
        PartyState::Answered | PartyState::Gone => CallState::OnHold { since },
    };
    if is_there {
        call.connected_at.get_or_insert(at.now);
    }
    settle_talk(call, at);
    acts
}
