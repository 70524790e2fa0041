//! Identifiers in Twilio's form, and telephone numbers in E.164.

use uuid::Uuid;

fn sid(prefix: &str) -> String {
    format!("{prefix}{}", Uuid::new_v4().simple())
}

/// A new call sid, `CA` and 32 hexadecimal digits.
pub(crate) fn call_sid() -> String {
    sid("CA")
}

/// A new sid of a call message, `KX` and 32 hexadecimal digits.
pub(crate) fn message_sid() -> String {
    sid("KX")
}

/// A token that nobody can guess, with which a client takes its leg up again.
pub(crate) fn reconnect_token() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// A key under which page and org keep one record of a call.
pub(crate) fn call_key() -> String {
    Uuid::new_v4().to_string()
}

/// Whether the text is a telephone number in E.164: a plus sign and 7 to 15 digits.
pub(crate) fn is_e164(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sids_have_twilios_form() {
        let sid = call_sid();
        assert_eq!((sid.len(), &sid[..2]), (34, "CA"));
        assert_ne!(sid, call_sid());
    }

    #[test]
    fn e164_is_a_plus_and_seven_to_fifteen_digits() {
        for good in ["+15005550100", "+4915112345678", "+1234567"] {
            assert!(is_e164(good), "{good}");
        }
        for bad in [
            "",
            "+",
            "15005550100",
            "+0123456789",
            "+1 500 555 0100",
            "+123456",
            "+1234567890123456",
        ] {
            assert!(!is_e164(bad), "{bad}");
        }
    }
}
