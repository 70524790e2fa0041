//! DTMF on its way out.
//!
//! The SDK plays a string of digits in the background, and a second string replaces whatever has
//! not been played of the first: of two keys pressed within a quarter of a second one is lost, and
//! so are digits before a pause. Digits are therefore handed over one by one, each when the last
//! is over.

use super::Act;
use crate::{
    pii::Pii,
    time::{Millis, Timestamp},
};

/// How long the SDK takes for a digit: 160 ms of tone and 70 ms of silence.
const DIGIT: Millis = Millis(230);

/// What a `w` stands for.
const PAUSE: Millis = Millis(500);

/// Digits that wait for the ones before them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigitQueue {
    waiting: Pii<String>,
    busy_until: Timestamp,
}

impl DigitQueue {
    /// More digits, after those that wait.
    pub(super) fn push(&mut self, digits: &str) {
        self.waiting.0.push_str(digits);
    }

    /// The digit whose turn it is.
    pub(super) fn next(&mut self, now: Timestamp) -> Vec<Act> {
        if self.waiting.0.is_empty() || now < self.busy_until {
            return Vec::new();
        }
        let digit = self.waiting.0.remove(0);
        self.busy_until = now.plus(if digit == 'w' { PAUSE } else { DIGIT });
        if digit == 'w' { Vec::new() } else { vec![Act::SendDigits(Pii(digit.into()))] }
    }

    /// When the next one is due, if any waits.
    pub(super) fn due(&self) -> Option<Timestamp> {
        (!self.waiting.0.is_empty()).then_some(self.busy_until)
    }
}
