//! Personal data that must not reach a log.

use core::fmt;

use serde::{Deserialize, Serialize};

/// A value about a person (a phone number, a name, a note). Every formatter prints `[redacted]`;
/// only serialisation towards the carrier, the org and the screen lets it through.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_formatter_prints_the_value() {
        let number = Pii("+15005550100");
        assert_eq!(format!("{number} {number:?} {:#?}", Some(&number)).matches("5005").count(), 0);
    }
}
