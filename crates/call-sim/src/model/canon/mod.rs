//! The form of a state in which two states look equal if they behave equally.
//!
//! A model never ends while its states carry what only grows: instants, numbers of effects, names
//! of legs, sequence numbers. So a state is serialised into tokens in which these are replaced by
//! what matters of them ([`meaning`] says what does), and the tokens are hashed.
//!
//! That this is right is argued there, and tried: [`check_canon`](super::check_canon) compares what
//! follows from every state that was taken for a known one with what follows from the known one.

mod meaning;
mod tokens;

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash, Hasher};

use call_core::time::Timestamp;
use serde::Serialize;

use meaning::Kind;
use tokens::{Token, Tokens};

/// The fingerprint of a state at `now`.
pub fn fingerprint(state: &impl Serialize, now: Timestamp) -> u64 {
    let mut tokens = Tokens::new(now);
    state.serialize(&mut tokens).expect("states are plain data");
    let list = tokens.into_list();
    let seqs = ranks(&list, Kind::Seq);
    let beginnings = ranks(&list, Kind::Beginning);
    let mut names: Vec<u64> = Vec::new();
    let mut hasher = BuildHasherDefault::<DefaultHasher>::default().build_hasher();
    for token in &list {
        match token {
            Token::Plain(value) => (0_u8, *value).hash(&mut hasher),
            Token::Ranked(kind, number) => {
                let all = if *kind == Kind::Seq { &seqs } else { &beginnings };
                (1_u8, all.binary_search(number).unwrap_or(usize::MAX)).hash(&mut hasher);
            }
            Token::Name(name) => {
                let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
                    names.push(*name);
                    names.len() - 1
                });
                (2_u8, at).hash(&mut hasher);
            }
        }
    }
    // Zero is no fingerprint.
    hasher.finish().max(1)
}

fn ranks(tokens: &[Token], wanted: Kind) -> Vec<u64> {
    let of_kind = |token: &Token| match token {
        Token::Ranked(kind, number) if *kind == wanted => Some(*number),
        _ => None,
    };
    let mut all: Vec<u64> = tokens.iter().filter_map(of_kind).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use call_core::{
        Effect,
        effect::{ControlEffect, EffectBody},
        ids::{CallKey, EffectId, LegId, PartyId},
        input::{PartyNews, PartyProgress},
    };

    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn of(state: &impl Serialize) -> u64 {
        fingerprint(state, NOW)
    }

    #[test]
    fn of_instants_the_distance_from_now_matters() {
        let at = |time: u64, now: u64| fingerprint(&Timestamp(time), Timestamp(now));
        assert_eq!(at(100_010, 100_000), at(7_010, 7_000));
        assert_ne!(at(100_010, 100_000), at(100_011, 100_000));
        // Past the longest memory of the core all are the same.
        assert_eq!(at(1_000, 61_000), at(500, 90_000));
        assert_ne!(at(1_001, 61_000), at(1_000, 61_000));
    }

    #[test]
    fn of_ids_it_matters_which_are_the_same() {
        let ids = |ids: [u32; 3]| of(&ids.map(EffectId));
        assert_eq!(ids([4, 5, 4]), ids([17, 2, 17]));
        assert_ne!(ids([4, 5, 4]), ids([4, 5, 5]));
        let leg = |name: &str| of(&LegId(name.into()));
        assert_eq!(leg("key-1.2"), leg("key-1.7"));
    }

    #[test]
    fn what_is_asked_and_told_matters() {
        let hold = |on| {
            let (call, party) = (CallKey("a".into()), PartyId::customer());
            let body = EffectBody::Control(ControlEffect::Hold { call, party, on });
            of(&Effect { id: EffectId(1), body })
        };
        assert_ne!(hold(true), hold(false));
        let news = |seq, progress| {
            of(&PartyNews { call: CallKey("a".into()), party: PartyId::customer(), seq, progress })
        };
        assert_ne!(news(1, PartyProgress::Answered), news(1, PartyProgress::Held));
        assert_eq!(news(1, PartyProgress::Held), news(7, PartyProgress::Held));
        assert_ne!(news(0, PartyProgress::Held), news(7, PartyProgress::Held));
    }
}
