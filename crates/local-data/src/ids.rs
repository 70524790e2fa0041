//! Salesforce record ids: 15 characters that tell capitals from small letters, and three more that
//! protect them where a program does not.

use std::fmt;

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
/// The id of the org itself: there is one here.
pub const ORGANIZATION: &str = "00D000000000001EAA";
/// Where the id was made: a real org has its instance here.
const INSTANCE: &str = "Oh0";

/// A record id of 18 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordId(String);

impl RecordId {
    /// The `number`th id of the object with that key prefix.
    pub fn mint(key_prefix: &str, number: u64) -> Self {
        let mut digits = [b'0'; 9];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            *digit = BASE62[usize::try_from(rest % 62).unwrap_or_default()];
            rest /= 62;
        }
        let short: String =
            key_prefix.chars().chain(INSTANCE.chars()).chain(digits.map(char::from)).collect();
        Self(with_suffix(&short))
    }

    /// Reads an id of 15 or 18 characters; `None` if it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        match text.len() {
            15 => Some(Self(with_suffix(text))),
            18 => {
                let full = with_suffix(&text[..15]);
                (full == text).then_some(Self(full))
            }
            _ => None,
        }
    }

    /// The first three characters, which name the object.
    pub fn key_prefix(&self) -> &str {
        &self.0[..3]
    }

    /// The id without its suffix, as Salesforce writes it into messages.
    pub fn short(&self) -> &str {
        &self.0[..15]
    }

    /// All 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Each suffix character says which of five characters are capitals.
fn with_suffix(short: &str) -> String {
    let suffix = short.as_bytes().chunks(5).map(|chunk| {
        let capitals = chunk
            .iter()
            .enumerate()
            .filter(|(_, byte)| byte.is_ascii_uppercase())
            .fold(0, |bits, (place, _)| bits | 1 << place);
        char::from(SUFFIX[capitals])
    });
    short.chars().chain(suffix).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffix_is_salesforces() {
        // Gv7qJ has capitals in places 0 and 4: bits 10001, the 18th character, R.
        let id = RecordId::parse("0015000000Gv7qJ").expect("an id");
        assert_eq!(id.as_str(), "0015000000Gv7qJAAR");
        assert_eq!(id.key_prefix(), "001");
    }

    #[test]
    fn minted_ids_read_back_and_differ() {
        let ids: std::collections::BTreeSet<_> =
            (0..200).map(|n| RecordId::mint("0LQ", n)).collect();
        assert_eq!(ids.len(), 200);
        for id in ids {
            assert_eq!(RecordId::parse(id.as_str()), Some(id.clone()));
            assert_eq!(RecordId::parse(id.short()), Some(id));
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "001", "0015000000Gv7q!", "0015000000Gv7qJAAA", "0015000000Gv7qJAA"] {
            assert_eq!(RecordId::parse(text), None, "{text}");
        }
    }
}
