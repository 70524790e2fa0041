//! Who answers: the far ends by number for outgoing calls, the scripts for callers.

use serde::{Deserialize, Serialize};
use std::time::Duration;

use crate::media::{Sound, Tone};

/// How long an ordinary far end rings before it answers or declines.
const RING: Duration = Duration::from_secs(1);
/// How long the far end that never answers rings.
const LONG_RING: Duration = Duration::from_secs(4);
/// How long the announcement before an answer, and the talk before a hang-up, last.
const THREE_SECONDS: Duration = Duration::from_secs(3);

/// One of the numbers that the carrier's far ends have, for documentation and help texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FarEnd {
    /// The number to dial (E.164).
    pub number: &'static str,
    /// A short name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub does: &'static str,
}

const fn far_end(number: &'static str, name: &'static str, does: &'static str) -> FarEnd {
    FarEnd { number, name, does }
}

/// Every number that has a far end. Any other number is not in service (SIP 404).
pub const FAR_ENDS: [FarEnd; 9] = [
    far_end("+15005550100", "echo", "Rings for 1 s, answers, and returns what it hears."),
    far_end("+15005550101", "tone", "Rings for 1 s, answers, and plays 1,000 Hz."),
    far_end("+15005550102", "busy", "Is busy (SIP 486)."),
    far_end("+15005550103", "no answer", "Rings for 4 s and does not answer."),
    far_end("+15005550104", "declines", "Rings for 1 s and declines (SIP 603)."),
    far_end("+15005550105", "hangs up", "Rings for 1 s, answers, and hangs up after 3 s."),
    far_end(
        "+15005550106",
        "keypad",
        "Rings for 1 s, answers, and plays each digit pressed as its dual tone.",
    ),
    far_end(
        "+15005550107",
        "early media",
        "Plays 425 Hz for 3 s while ringing, then answers and returns what it hears.",
    ),
    far_end("+15005550108", "out of service", "Fails as temporarily unavailable (SIP 480)."),
];

/// How a dialled number behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// Rings, then answers with a sound, and hangs up after a time if one is given.
    Answers {
        rings: Duration,
        early: Sound,
        talk: Sound,
        hangs_up_after: Option<Duration>,
    },
    /// Rings and declines.
    Declines {
        rings: Duration,
    },
    /// Rings for nothing.
    NoAnswer {
        rings: Duration,
    },
    Busy,
    /// Cannot be reached at all.
    Fails {
        sip_code: u16,
    },
}

const RINGBACK: Sound = Sound::Tone(Tone::Ringback);

impl Behaviour {
    /// The behaviour of a number.
    pub(crate) fn of(number: &str) -> Self {
        let answers =
            |talk| Self::Answers { rings: RING, early: RINGBACK, talk, hangs_up_after: None };
        match number {
            "+15005550100" => answers(Sound::Echo),
            "+15005550101" => answers(Sound::Tone(Tone::Kilohertz)),
            "+15005550102" => Self::Busy,
            "+15005550103" => Self::NoAnswer { rings: LONG_RING },
            "+15005550104" => Self::Declines { rings: RING },
            "+15005550105" => Self::Answers {
                rings: RING,
                early: RINGBACK,
                talk: Sound::Silence,
                hangs_up_after: Some(THREE_SECONDS),
            },
            "+15005550106" => answers(Sound::Keypad),
            "+15005550107" => Self::Answers {
                rings: THREE_SECONDS,
                early: Sound::Tone(Tone::Announcement),
                talk: Sound::Echo,
                hangs_up_after: None,
            },
            "+15005550108" => Self::Fails { sip_code: 480 },
            _ => Self::Fails { sip_code: 404 },
        }
    }
}

/// What the caller of an inbound call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// Returns what it hears.
    #[default]
    Echo,
    /// Plays 1,000 Hz.
    Tone,
    /// Says nothing.
    Silence,
    /// Says nothing and hangs up 3 s after it was answered.
    #[serde(rename = "hangup-after-3s")]
    HangupAfter3s,
    /// Gives up after ringing for 3 s; answered before that, returns what it hears.
    #[serde(rename = "cancel-after-3s")]
    CancelAfter3s,
    /// Plays each digit pressed as its dual tone.
    Keypad,
}

impl Script {
    /// What the agent hears.
    pub(crate) fn sound(self) -> Sound {
        match self {
            Self::Echo | Self::CancelAfter3s => Sound::Echo,
            Self::Tone => Sound::Tone(Tone::Kilohertz),
            Self::Silence | Self::HangupAfter3s => Sound::Silence,
            Self::Keypad => Sound::Keypad,
        }
    }

    /// How long after the answer the caller hangs up.
    pub(crate) fn hangs_up_after(self) -> Option<Duration> {
        match self {
            Self::HangupAfter3s => Some(THREE_SECONDS),
            Self::Echo | Self::Tone | Self::Silence | Self::CancelAfter3s | Self::Keypad => None,
        }
    }

    /// How long the caller waits for an answer.
    pub(crate) fn gives_up_after(self) -> Option<Duration> {
        match self {
            Self::CancelAfter3s => Some(THREE_SECONDS),
            Self::Echo | Self::Tone | Self::Silence | Self::HangupAfter3s | Self::Keypad => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_number_has_a_behaviour_of_its_own() {
        for entry in FAR_ENDS {
            let behaviour = Behaviour::of(entry.number);
            assert_ne!(behaviour, Behaviour::Fails { sip_code: 404 }, "{}", entry.number);
        }
        assert_eq!(Behaviour::of("+15005550109"), Behaviour::Fails { sip_code: 404 });
    }

    #[test]
    fn the_documentation_lists_every_far_end_as_it_is() {
        let guide = include_str!("../../../../docs/carrier.md");
        let crate_docs = include_str!("../lib.rs");
        for FarEnd { number, name, does } in FAR_ENDS {
            let row = format!("| {number} | {name} | {does} |");
            assert!(guide.contains(&row), "docs/carrier.md lacks: {row}");
            assert!(crate_docs.contains(&row), "the crate's documentation lacks: {row}");
        }
    }

    #[test]
    fn scripts_are_named_as_documented() {
        let names = ["echo", "tone", "silence", "hangup-after-3s", "cancel-after-3s", "keypad"];
        for name in names {
            let script: Script = serde_json::from_value(name.into()).unwrap();
            assert_eq!(serde_json::to_value(script).unwrap(), name);
        }
    }
}
