//! Personal data that must not reach a log, nor a flight record.

use core::{cell::Cell, fmt};
use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer};

use crate::flight::Pseudonyms;

/// A value about a person (a phone number, a name, a note). Every formatter prints `[redacted]`;
/// only serialisation towards the carrier, the org and the screen lets it through, and towards a
/// flight record its pseudonym ([`Mask`]).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Deserialize)]
pub struct Pii<T>(pub T);

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Serialize for Pii<String> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        text(&self.0, serializer)
    }
}

thread_local! {
    /// What a serialisation on this thread does with personal data.
    static MODE: Cell<Mode> = const { Cell::new(Mode::Plain) };
    /// The names that are given while it is masked.
    static NAMES: Cell<Pseudonyms> = const { Cell::new(Pseudonyms::new()) };
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// It lets it through.
    Plain,
    /// It writes pseudonyms.
    Masked,
    /// It is masked, and within a field of a record that holds nothing about a person.
    Word,
    /// What it finds are pseudonyms.
    Known,
}

/// While it is on, whatever is serialised on this thread carries pseudonyms in the place of personal
/// data, and nothing of what the org said in its own words.
///
/// A mode of the thread rather than a serialiser of its own that wraps another: such a one would
/// have every type compiled a second time, which a browser has to download.
pub(crate) struct Mask<'n>(Option<&'n mut Pseudonyms>);

impl<'n> Mask<'n> {
    /// The names that are given are kept in `names`.
    pub(crate) fn put_on(names: &'n mut Pseudonyms) -> Self {
        MODE.set(Mode::Masked);
        NAMES.set(core::mem::take(names));
        Self(Some(names))
    }

    /// For what holds pseudonyms already.
    pub(crate) fn for_pseudonyms() -> Self {
        MODE.set(Mode::Known);
        Self(None)
    }
}

/// It is taken off whatever happens under it.
impl Drop for Mask<'_> {
    fn drop(&mut self) {
        MODE.set(Mode::Plain);
        if let Some(names) = &mut self.0 {
            **names = NAMES.take();
        }
    }
}

/// Begins a field of a record: what it holds is personal, or it is the core's own word.
pub(crate) fn begin_field(is_personal: bool) {
    if MODE.get() == Mode::Masked && !is_personal {
        MODE.set(Mode::Word);
    }
}

/// Ends it.
pub(crate) fn end_field() {
    if MODE.get() == Mode::Word {
        MODE.set(Mode::Masked);
    }
}

/// What is written of a text: decided once for all serialisers, of which there is code for each.
#[inline(never)]
fn written(text: &str, kind: Kind) -> Cow<'_, str> {
    match (MODE.get(), kind) {
        (Mode::Plain, _) | (Mode::Word | Mode::Known, Kind::Personal | Kind::Keys) => {
            Cow::Borrowed(text)
        }
        (Mode::Masked, Kind::Personal) => {
            let mut names = NAMES.take();
            let pseudonym = names.of(text);
            NAMES.set(names);
            pseudonym.into()
        }
        (Mode::Masked, Kind::Keys) => Pseudonyms::of_keys(text).into(),
        (Mode::Masked | Mode::Word | Mode::Known, Kind::Words) => Cow::Borrowed(""),
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Personal,
    Keys,
    Words,
}

/// A text about a person.
pub(crate) fn text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(text, Kind::Personal))
}

/// Keys the agent pressed: a PIN, a card number.
pub(crate) fn keys<S: Serializer>(keys: &Pii<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(&keys.0, Kind::Keys))
}

/// What the org said in its own words, which may quote anything.
pub(crate) fn words<S: Serializer>(words: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(words, Kind::Words))
}

/// Keys, where there may be none.
#[allow(clippy::ref_option)] // serde's way to call it
pub(crate) fn some_keys<S: Serializer>(
    keys: &Option<Pii<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match keys {
        Some(some) => self::keys(some, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::to_json;

    #[test]
    fn no_formatter_prints_the_value() {
        let number = Pii("+15005550100");
        assert_eq!(format!("{number} {number:?}"), "[redacted] [redacted]");
        assert_eq!(format!("{:#?}", Some(&number)).matches("5005").count(), 0);
    }

    #[test]
    fn pseudonyms_are_written_only_under_a_mask() {
        let number = Pii("+15005550100".to_owned());
        let mut names = Pseudonyms::new();
        for _ in 0..2 {
            assert_eq!(to_json(&number), r#""+15005550100""#);
            let mask = Mask::put_on(&mut names);
            assert_eq!(to_json(&number), r#""+99900000001""#);
            drop(mask);
        }
    }

    #[test]
    fn a_serialisation_that_panics_leaves_nothing_masked() {
        let number = Pii("+15005550100".to_owned());
        let mut names = Pseudonyms::new();
        let broken = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| {
            let _mask = Mask::put_on(&mut names);
            panic!("as a test");
        }));
        assert!(broken.is_err());
        assert_eq!(to_json(&number), r#""+15005550100""#);
    }
}
