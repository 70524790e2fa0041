//! DTMF on its way out.
//!
//! The SDK plays a string of digits in the background, and a second string replaces whatever has
//! not been played of the first: of two keys pressed within a quarter of a second one is lost, and
//! so are digits before a pause. What is pressed meanwhile therefore waits until the last string is
//! over, and then goes as one string.

use serde::{Deserialize, Serialize};

use super::Act;
use crate::{
    pii::Pii,
    time::{Millis, Timestamp},
};

/// How long the SDK takes for a digit: 160 ms of tone and 70 ms of silence.
const DIGIT: Millis = Millis(230);

/// How much later than asked for the browser may begin to play.
const SLACK: Millis = Millis(120);

/// What a `w` stands for.
const PAUSE: Millis = Millis(500);

/// Digits that wait for the ones before them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DigitQueue {
    #[serde(serialize_with = "crate::pii::keys")]
    waiting: Pii<String>,
    busy_until: Timestamp,
}

impl DigitQueue {
    /// More digits, after those that wait.
    pub(super) fn push(&mut self, digits: &str) {
        self.waiting.0.push_str(digits);
    }

    /// The digits whose turn it is.
    pub(super) fn next(&mut self, now: Timestamp) -> Vec<Act> {
        let waiting = &mut self.waiting.0;
        if waiting.is_empty() || now < self.busy_until {
            return Vec::new();
        }
        if waiting.starts_with('w') {
            waiting.remove(0);
            self.busy_until = now.plus(PAUSE);
            return Vec::new();
        }
        let digits: String = waiting.drain(..waiting.find('w').unwrap_or(waiting.len())).collect();
        let playing = Millis(DIGIT.0 * digits.len() as u64);
        self.busy_until = now.plus(playing).plus(SLACK);
        vec![Act::SendDigits(Pii(digits))]
    }

    /// When the next one is due, if any waits.
    pub(super) fn due(&self) -> Option<Timestamp> {
        (!self.waiting.0.is_empty()).then_some(self.busy_until)
    }
}
