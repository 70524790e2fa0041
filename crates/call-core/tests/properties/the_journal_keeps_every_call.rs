//! What the journal holds is enough for the next page: no call is lost, what the agent wrote is
//! there, what had ended has ended in the same way; and it holds no more than that.

use std::collections::BTreeSet;

use call_core::{
    Input, Settings, Softphone,
    call::{Call, CallState},
    journal::JournalWrite,
    time::Timestamp,
};
use proptest::prelude::*;

use super::world::{Desk, moves, settings};

/// The page that would come next, with what the journal holds.
fn next_page(desk: &Desk) -> Desk {
    let mut next = desk.clone();
    let _ = next.reload();
    let restored = next.restored(Some(desk.clock));
    next.feed(restored).answer.expect("only commands are refused");
    next
}

/// What must not change when the page does.
fn lasting(call: &Call) -> (impl PartialEq + std::fmt::Debug + '_, Option<Option<Timestamp>>) {
    let what_is_known = (
        (&call.key, call.direction, call.started_at, call.connected_at, call.accepted),
        (&call.notes, &call.disposition, &call.related, &call.matches),
        (call.customer.number.clone(), call.recording.consent, call.recording.was_on),
        call.state.ended(),
    );
    let until = match &call.state {
        CallState::WrapUp { until, .. } => Some(*until),
        _ => None,
    };
    (what_is_known, until)
}

proptest! {
    #[test]
    fn the_next_page_knows_what_this_one_knew(settings in settings(), moves in moves()) {
        let conferences = settings.conferences;
        let mut desk = Desk::online(settings);
        for (index, (shift, next)) in moves.into_iter().enumerate() {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let _ = desk.feed(turn.input);
            if index % 4 != 0 {
                continue; // a reload at every step is slow
            }
            let page = next_page(&desk);
            for call in desk.phone.calls() {
                let restored = page.call(&call.key);
                // Work that was not taken leaves nothing to write once its leg has closed, which a
                // page that is gone has seen to.
                let is_done = call.work.is_some() && !call.accepted && call.state.ended().is_some();
                if is_done && restored.is_none() {
                    continue;
                }
                prop_assert!(restored.is_some(), "lost {call:?}");
                let is_same = match &call.state {
                    CallState::WrapUp { .. } | CallState::Filed { .. } => {
                        restored.is_some_and(|next| {
                            lasting(next) == lasting(call) && next.state == call.state
                        })
                    }
                    CallState::Ending { .. } => restored.is_some_and(|next| {
                        next.state.ended() == call.state.ended() && next.notes == call.notes
                    }),
                    // Without conferences the carrier ended it with the page.
                    _ => restored.is_some_and(|next| {
                        next.notes == call.notes
                            && next.disposition == call.disposition
                            && next.connected_at == call.connected_at
                            && next.state.ended().is_some() != conferences
                    }),
                };
                prop_assert!(is_same, "{call:?} became {restored:?}");
            }
            prop_assert!(page.phone.calls().len() <= desk.phone.calls().len());
        }
    }

    #[test]
    fn it_holds_one_entry_for_each_call(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let heard = desk.feed(turn.input);
            let calls: BTreeSet<_> = desk.phone.calls().iter().map(|call| &call.key).collect();
            prop_assert_eq!(desk.journal.keys().collect::<BTreeSet<_>>(), calls);
            // Kept once at the most: what is written synchronously holds up the page. One that
            // came and went, work that nobody could take, may be kept and dropped.
            let mut kept = BTreeSet::new();
            let mut dropped = BTreeSet::new();
            for write in &heard.journal {
                let is_first = match write {
                    JournalWrite::Put { call, .. } => kept.insert(call),
                    JournalWrite::Remove { call } => dropped.insert(call),
                };
                prop_assert!(is_first, "twice: {write:?}");
            }
            for (key, entry) in &desk.journal {
                prop_assert_eq!(key, &entry.call.key);
                let size = serde_json::to_string(entry).expect("plain data").len();
                prop_assert!(size < 20_000, "{size} characters");
            }
        }
    }

    #[test]
    fn what_did_not_change_is_not_written_again(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let before = desk.journal.clone();
            for write in desk.feed(turn.input).journal {
                match write {
                    JournalWrite::Put { call, entry } => {
                        prop_assert_ne!(before.get(&call), Some(&entry));
                    }
                    JournalWrite::Remove { call } => prop_assert!(before.contains_key(&call)),
                }
            }
        }
    }
}

#[test]
fn entries_of_another_version_are_let_be() {
    let mut desk = Desk::online(Settings::default());
    let dial = super::world::Button::Dial { to: "+15005550100", digits: None, from_record: false };
    let command = dial.command(
        super::world::key_of(0),
        call_core::ids::PartyId::customer(),
        super::world::key_of(0),
    );
    desk.feed(Input::Agent(command)).answer.expect("a phone that is online dials");
    let mut entry = desk.journal.values().next().expect("an entry").clone();
    entry.version += 1;
    let mut phone = Softphone::new();
    let restored = call_core::input::HostEvent::Restored { entries: vec![entry], lost_at: None };
    phone.handle(Timestamp(desk.clock), Input::Host(restored)).expect("only commands are refused");
    assert!(phone.calls().is_empty() && phone.poll_journal().is_none());
}
