//! A phone that was written down as JSON and read again goes on as the first would have: that is
//! what lets a simulation branch, and a flight record be taken up in the middle.

use call_core::Softphone;
use proptest::prelude::*;

use super::world::{Desk, moves, settings};

fn copy_of(phone: &Softphone) -> Softphone {
    let text = serde_json::to_string(phone).expect("plain data");
    serde_json::from_str(&text).expect("what was written")
}

proptest! {
    #[test]
    fn a_phone_read_from_json_goes_on_alike(
        settings in settings(),
        moves in moves(),
        pick in any::<prop::sample::Index>(),
    ) {
        let mut desk = Desk::online(settings);
        let copied_at = pick.index(moves.len());
        let mut copy = None;
        for (index, (shift, next)) in moves.into_iter().enumerate() {
            let page = desk.page;
            let Some(turn) = desk.turn(shift, &next) else { continue };
            // A new page has a phone of its own.
            if index >= copied_at && (copy.is_none() || desk.page != page) {
                copy = Some(copy_of(&desk.phone));
            }
            let Some(phone) = copy.take() else {
                let _ = desk.feed(turn.input);
                continue;
            };
            let mut other = Desk { phone, ..desk.clone() };
            prop_assert_eq!(desk.feed(turn.input.clone()), other.feed(turn.input));
            prop_assert_eq!(desk.phone.view(), other.phone.view());
            prop_assert_eq!(desk.phone.deadline(), other.phone.deadline());
            copy = Some(other.phone);
        }
    }
}
