//! The flight record: what happened in a call, so that it can be replayed.
//!
//! A [`Recorder`] stands beside a [`Softphone`] and notes every input while a call lives, with what
//! followed from it. A core is deterministic; so its state before a call ([`Part`](recorder), the
//! base) and the inputs since are the whole call, and replaying them reproduces every effect and
//! view. What followed is noted only as far as it takes to see that a replay departs: the effects'
//! ids and types, and a digest of all of it.
//!
//! Nothing about a person is in it: whatever is [`Pii`](crate::pii::Pii) is replaced by a
//! [pseudonym](Pseudonyms) that takes the core the same ways, keys are masked, and what the org said
//! in its own words is left out.
//!
//! `docs/flight-record.md` describes the format.
//!
//! # What it does not do
//! It stores and sends nothing, and is no part of the phone's state. Replaying is `call-sim`'s.

#[cfg(target_arch = "wasm32")]
mod flat;
mod pseudonyms;
mod recorder;

pub use pseudonyms::Pseudonyms;
pub use recorder::{Begun, Recorder, Tape};

#[cfg(doc)]
use crate::Softphone;

/// The version of the format. A record of another is not read.
pub const VERSION: u32 = 1;

/// The core that makes these records.
pub const CORE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The longest record, in bytes: `Flight_Record__c.Record__c` takes 131,072 characters.
pub const LONGEST: usize = 120_000;

/// What the digests of a record are of: the JSON of an effect or a view, by FNV-1a.
pub fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> u32 {
    let bytes = texts.into_iter().flat_map(str::bytes);
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Serialises an effect or a view of a replay as the recorder did: a replay knows only pseudonyms,
/// and none of the org's own words.
pub fn as_noted<R>(serialise: impl FnOnce() -> R) -> R {
    let _mask = crate::pii::Mask::for_pseudonyms();
    serialise()
}

/// An input as JSON, one flat object.
pub(crate) fn input_json(input: &crate::Input) -> String {
    #[cfg(target_arch = "wasm32")]
    return flat::input(input);
    #[cfg(not(target_arch = "wasm32"))]
    crate::json::to_json(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_fnv_1a() {
        assert_eq!(digest([]), 0x811c_9dc5);
        assert_eq!(digest(["a"]), 0xe40c_292c);
        assert_eq!(digest(["foo", "bar"]), 0xbf9c_f968);
    }
}
