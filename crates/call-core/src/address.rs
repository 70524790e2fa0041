//! What can be called: a number, a colleague, a queue.

use crate::pii::Pii;

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressKind {
    /// A telephone number in E.164 form, `+15005550100`.
    Number,
    /// A short code or emergency number as it is dialled inside one country, `911`.
    ShortCode,
    /// A colleague, `agent:` and the user's id.
    Agent,
    /// A queue, `queue:` and its id.
    Queue,
}

/// What the text names; none where it can be neither called nor transferred to. Parsing what
/// people type happens before the core.
pub fn address_kind(text: &Pii<String>) -> Option<AddressKind> {
    address_kind_of(&text.0)
}

pub(crate) fn address_kind_of(text: &str) -> Option<AddressKind> {
    let is_id = |id: &str| {
        matches!(id.len(), 15 | 18) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if let Some(id) = text.strip_prefix("agent:") {
        return is_id(id).then_some(AddressKind::Agent);
    }
    if let Some(id) = text.strip_prefix("queue:") {
        return is_id(id).then_some(AddressKind::Queue);
    }
    if is_e164(text) {
        return Some(AddressKind::Number);
    }
    let is_short = (2..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_short.then_some(AddressKind::ShortCode)
}

/// Whether the number is in E.164 form: a plus, a country code that does not begin with zero, at
/// most 15 digits.
pub(crate) fn is_e164(number: &str) -> bool {
    let Some(digits) = number.strip_prefix('+') else { return false };
    (5..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether every character is a key of a telephone, or `w` for a pause.
pub(crate) fn is_digits(digits: &str) -> bool {
    digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'*' | b'#' | b'w'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<AddressKind> {
        address_kind(&Pii(text.into()))
    }

    #[test]
    fn e164_is_a_plus_and_five_to_fifteen_digits() {
        for number in ["+12345", "+15005550100", "+123456789012345"] {
            assert_eq!(kind(number), Some(AddressKind::Number), "{number}");
        }
        // Digits of other scripts are digits to Unicode, not to a telephone network.
        for number in [
            "",
            "+",
            "+1234",
            "+1234567890123456",
            "+0123456",
            "15005550100",
            "++12345",
            "+1 500 555",
            "+1500555x",
            "+１２３４５６",
            "+٣٤٥٦٧٨",
            "anonymous",
        ] {
            assert_eq!(kind(number), None, "{number}");
        }
    }

    #[test]
    fn short_codes_have_two_to_eight_digits_and_no_plus() {
        for number in ["17", "911", "112", "12345", "12345678"] {
            assert_eq!(kind(number), Some(AddressKind::ShortCode), "{number}");
        }
        for number in ["1", "123456789", "9 1 1", "*72"] {
            assert_eq!(kind(number), None, "{number}");
        }
    }

    #[test]
    fn colleagues_and_queues_are_named_by_their_salesforce_ids() {
        assert_eq!(kind("agent:005000000000001AAA"), Some(AddressKind::Agent));
        assert_eq!(kind("queue:00G000000000001"), Some(AddressKind::Queue));
        for text in ["agent:", "agent:jo", "queue:00G 00000000001", "agent:005000000000001AAAA"] {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
