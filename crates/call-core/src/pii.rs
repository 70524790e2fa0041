//! Personal data that must not reach a log, nor a flight record.

use core::{
    cell::{Cell, RefCell},
    fmt,
};
use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer};

use crate::flight::Pseudonyms;

/// A value about a person (a phone number, a name, a note). Every formatter prints `[redacted]`;
/// only serialisation towards the carrier, the org and the screen lets it through, and towards a
/// flight record its pseudonym ([`masked`]).
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
    static NAMES: RefCell<Pseudonyms> = const { RefCell::new(Pseudonyms::new()) };
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

/// Puts everything back as it was, whatever `work` does.
struct Guard(Mode);

impl Drop for Guard {
    fn drop(&mut self) {
        MODE.set(self.0);
    }
}

fn in_mode<R>(mode: Mode, work: impl FnOnce() -> R) -> R {
    let _guard = Guard(MODE.replace(mode));
    work()
}

/// Whatever `serialise` serialises carries pseudonyms in the place of personal data, and nothing of
/// what the org said in its own words.
///
/// A mode of the thread rather than a serialiser of its own that wraps another: such a one would
/// have every type compiled a second time, which a browser has to download.
pub(crate) fn masked<R>(names: &mut Pseudonyms, serialise: impl FnOnce() -> R) -> R {
    NAMES.with_borrow_mut(|own| core::mem::swap(own, names));
    let done = in_mode(Mode::Masked, serialise);
    NAMES.with_borrow_mut(|own| core::mem::swap(own, names));
    done
}

/// The same for what holds pseudonyms already.
pub(crate) fn masked_already<R>(serialise: impl FnOnce() -> R) -> R {
    in_mode(Mode::Known, serialise)
}

/// Serialises a field of a record: what it holds is personal, or it is the core's own word.
pub(crate) fn in_field<R>(is_personal: bool, serialise: impl FnOnce() -> R) -> R {
    match MODE.get() {
        Mode::Masked if !is_personal => in_mode(Mode::Word, serialise),
        Mode::Plain | Mode::Masked | Mode::Word | Mode::Known => serialise(),
    }
}

/// What is written of a text: decided once for all serialisers, of which there is code for each.
#[inline(never)]
fn written(text: &str, kind: Kind) -> Cow<'_, str> {
    match (MODE.get(), kind) {
        (Mode::Plain, _) | (Mode::Word | Mode::Known, Kind::Personal | Kind::Keys) => {
            Cow::Borrowed(text)
        }
        (Mode::Masked, Kind::Personal) => NAMES.with_borrow_mut(|names| names.of(text)).into(),
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

    #[test]
    fn no_formatter_prints_the_value() {
        let number = Pii("+15005550100");
        assert_eq!(format!("{number} {number:?} {:#?}", Some(&number)).matches("5005").count(), 0);
    }

    #[test]
    fn pseudonyms_are_written_only_while_they_are_asked_for() {
        let number = Pii("+15005550100".to_owned());
        let json = || serde_json::to_string(&number).expect("a text");
        let mut names = Pseudonyms::new();
        assert_eq!(json(), r#""+15005550100""#);
        assert_eq!(masked(&mut names, json), r#""+99900000001""#);
        assert_eq!(json(), r#""+15005550100""#);
        assert_eq!(masked(&mut names, json), r#""+99900000001""#);
    }

    #[test]
    fn a_serialisation_that_panics_leaves_nothing_masked() {
        let number = Pii("+15005550100".to_owned());
        let mut names = Pseudonyms::new();
        let broken = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| {
            masked(&mut names, || panic!("as a test"));
        }));
        assert!(broken.is_err());
        assert_eq!(serde_json::to_string(&number).expect("a text"), r#""+15005550100""#);
    }
}
