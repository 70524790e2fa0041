//! Names in the place of personal data.
//!
//! | what | becomes | so that |
//! |---|---|---|
//! | a number in E.164 form | `+999…`, a country code that nobody has | it is one |
//! | a colleague, a queue | the same kind, with an id that nobody has | it is called the same way |
//! | two to eight digits (a short code, or a note that is one) | as many other digits | it is one |
//! | any other text | `text-1`, `text-2`, … | it is equal to what it was equal to |
//! | longer than notes may be | the same, as long as is too long | it is refused |
//! | keys | `0` for each, pauses as they are | they take as long |
//! | nothing, `anonymous` | itself | |
//!
//! The same value has the same pseudonym for as long as the list is kept, and two values have two
//! (of two digits there are only a hundred). A pseudonym says nothing of the value but its kind:
//! they are counted, not computed. Pages of one phone count from different numbers, so that the
//! pseudonyms of two pages do not mean each other's people.

use crate::{
    address::{AddressKind, address_kind_of},
    softphone::{LONGEST_NOTES, characters},
};

/// Who calls and does not say who it is: says nothing about anybody.
const ANONYMOUS: &str = "anonymous";

/// Who is called what.
#[derive(Debug, Default)]
pub struct Pseudonyms {
    /// Original and pseudonym. A call has a handful: a list is searched as quickly as a map.
    known: Vec<(String, String)>,
    /// The number before the first.
    page: u32,
}

/// How many pseudonyms a page has to give before its numbers are those of the next page: a call has
/// a handful.
const PER_PAGE: u32 = 1000;

/// How many pages there are before their numbers come again.
const PAGES: u32 = 99_999;

impl Pseudonyms {
    /// Nobody so far.
    pub const fn new() -> Self {
        Self { known: Vec::new(), page: 0 }
    }

    /// Nobody so far, on this page of the phone.
    pub(super) const fn of_page(page: u32) -> Self {
        Self { known: Vec::new(), page: page % PAGES * PER_PAGE }
    }

    /// Forgets everybody.
    pub(super) fn clear(&mut self) {
        self.known.clear();
    }

    /// The pseudonym of a text.
    pub(crate) fn of(&mut self, text: &str) -> String {
        if text.is_empty() || text == ANONYMOUS {
            return text.into();
        }
        if let Some((_, known)) = self.known.iter().find(|(original, _)| original == text) {
            return known.clone();
        }
        let n = self.page + u32::try_from(self.known.len()).unwrap_or_default() + 1;
        let pseudonym = match address_kind_of(text) {
            Some(AddressKind::Number) => format!("+999{n:08}"),
            Some(AddressKind::Agent) => format!("agent:005{n:012}"),
            Some(AddressKind::Queue) => format!("queue:00G{n:012}"),
            // The last digits of the count; of two digits there are not many.
            Some(AddressKind::ShortCode) => {
                let digits = format!("{n:08}");
                digits.get(digits.len() - text.len()..).unwrap_or_default().into()
            }
            None => {
                let mut name = format!("text-{n}");
                if characters(text) > LONGEST_NOTES {
                    let missing = (LONGEST_NOTES + 1).saturating_sub(name.len());
                    name.extend(core::iter::repeat_n('.', missing));
                }
                name
            }
        };
        self.known.push((text.into(), pseudonym.clone()));
        pseudonym
    }

    /// Keys of a telephone, of which not even that two are equal is told.
    pub(crate) fn of_keys(keys: &str) -> String {
        let mask = |key| match key {
            'w' => 'w',
            '0'..='9' | '*' | '#' => '0',
            // Not a key, and refused as such.
            _ => 'x',
        };
        keys.chars().map(mask).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::is_digits;

    #[test]
    fn every_kind_stays_what_it_is() {
        let mut names = Pseudonyms::new();
        for (text, pseudonym) in [
            ("+15005550100", "+99900000001"),
            ("agent:005000000000001AAA", "agent:005000000000002"),
            ("queue:00G000000000001", "queue:00G000000000003"),
            ("4711", "0004"),
            ("Rosalind", "text-5"),
            ("+1 500 555 0100", "text-6"),
            ("73914", "00007"),
            ("", ""),
            ("anonymous", "anonymous"),
            ("Rosalind", "text-5"),
            ("+15005550100", "+99900000001"),
        ] {
            assert_eq!(names.of(text), pseudonym);
            assert_eq!(address_kind_of(pseudonym), address_kind_of(text), "{text}");
        }
    }

    #[test]
    fn pages_count_from_different_numbers() {
        for (page, first) in [(0, "text-1"), (1, "text-1001"), (99_998, "text-99998001")] {
            let mut names = Pseudonyms::of_page(page);
            assert_eq!(names.of("Rosalind"), first);
            names.clear();
            assert_eq!(names.of("somebody else"), first);
        }
        assert_eq!(Pseudonyms::of_page(100_000).of("Rosalind"), "text-1001");
    }

    #[test]
    fn a_text_that_is_too_long_stays_too_long() {
        let mut names = Pseudonyms::new();
        let just = names.of(&"ä".repeat(LONGEST_NOTES));
        let more = names.of(&"ä".repeat(LONGEST_NOTES + 1));
        assert_eq!(just, "text-1");
        assert_eq!(more.chars().count(), LONGEST_NOTES + 1);
    }

    #[test]
    fn keys_are_all_alike_and_take_as_long() {
        assert_eq!(Pseudonyms::of_keys("ww12w3#*"), "ww00w000");
        let invalid = Pseudonyms::of_keys("12é");
        assert!(!is_digits(&invalid), "{invalid}");
    }
}
