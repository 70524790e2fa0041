//! However the org behaves while the calls go on, and however often the page is reloaded: as soon
//! as the org behaves, every call has exactly one record, that record is complete, written in few
//! writes, and nothing in it lasts longer than it can have. Work that the agent did not take is
//! somebody else's to complete: of that nothing is written.

use call_core::record::{FieldValue, Fields};
use proptest::prelude::*;

use super::world::{Desk, Move, Org, createable, moves, settings};

fn number(fields: &Fields, name: &str) -> u64 {
    match fields.get(name) {
        Some(FieldValue::Number(number)) => *number,
        _ => 0,
    }
}

/// The instant of a field, in milliseconds since the epoch.
fn instant(fields: &Fields, name: &str) -> Option<u64> {
    let FieldValue::Text(text) = fields.get(name)? else { return None };
    let part = |range: std::ops::Range<usize>| text.0[range].parse::<u64>().expect("digits");
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    // Days since the epoch; March is the first month of a year that ends with the leap day.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days =
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    let of_day = part(11..13) * 3600 + part(14..16) * 60 + part(17..19);
    Some((days * 86_400 + of_day) * 1000 + part(20..23))
}

/// Durations that fit together and into `lasted` milliseconds.
fn is_consistent(fields: &Fields, lasted: u64) -> bool {
    let (Some(began), Some(ended)) =
        (instant(fields, "CallStartDateTime"), instant(fields, "Ended_At__c"))
    else {
        return false;
    };
    let connected = instant(fields, "Connected_At__c");
    let seconds = |name| 1000 * number(fields, name);
    // Each is rounded to the nearest second.
    let (one, two) = (500, 1000);
    let rang_until = connected.unwrap_or(ended);
    let talked = connected.map_or(0, |at| ended.saturating_sub(at));
    began <= rang_until
        && rang_until <= ended
        && seconds("Ring_Seconds__c") <= rang_until - began + one
        && seconds("Talk_Seconds__c") + seconds("Hold_Seconds__c") <= talked + two
        && seconds("Talk_Seconds__c") + seconds("Hold_Seconds__c") + two >= talked
        && ended - began + seconds("Wrap_Up_Seconds__c") <= lasted + two
}

proptest! {
    #[test]
    fn every_call_gets_one_record_in_the_end(
        settings in settings(),
        by_lds in any::<bool>(),
        moves in moves(),
    ) {
        let (mut desk, mut org) = (Desk::online(settings), Org::default());
        if by_lds {
            desk.feed(createable()).answer.expect("news are not refused");
        }
        for (shift, next) in &moves {
            // An org without the fields gets no complete record; one whose user gave up neither.
            let is_spoilt = matches!(next, Move::Org(_))
                || matches!(next, Move::Press { button: super::world::Button::Discard, .. });
            if !is_spoilt {
                org.play(&mut desk, *shift, next);
            }
        }
        org.bring_to_an_end(&mut desk);

        prop_assert!(desk.phone.calls().is_empty());
        prop_assert!(desk.journal.is_empty(), "left behind: {:?}", desk.journal);
        prop_assert_eq!(org.records.keys().collect::<Vec<_>>(), org.began.iter().collect::<Vec<_>>());
        for (key, fields) in &org.records {
            if org.not_taken.contains(key) {
                // What an earlier offer under the same key came to may stand there.
                let is_untouched = !fields.contains_key("Outcome__c");
                prop_assert!(is_untouched || org.came_again.contains(key), "{key:?}: {fields:?}");
                continue;
            }
            let state = fields.get("Call_State__c");
            prop_assert!(
                state == Some(&"Completed".into()) || state == Some(&"Transferred".into()),
                "{key:?} is {state:?}"
            );
            for name in ["Outcome__c", "End_Reason__c", "Talk_Seconds__c", "Ring_Seconds__c"] {
                prop_assert!(fields.contains_key(name), "{key:?} has no {name}: {fields:?}");
            }
            // One that came again holds times of both.
            prop_assert!(
                org.came_again.contains(key) || is_consistent(fields, desk.elapsed),
                "{:?} in {} ms", serde_json::to_string(fields), desk.elapsed
            );
        }
    }
}
