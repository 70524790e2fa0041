//! What is done with an effect that was begun by a page that is no more.

use super::{CarrierEffect, EffectBody, RecordEffect, ScreenEffect};

/// How a new page treats an effect of which it cannot know whether it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Doing it twice is the same as doing it once.
    Repeat,
    /// Doing it twice would be felt; the truth must be read from the org first.
    AskFirst,
    /// It was about a moment that has passed.
    Forget,
}

impl EffectBody {
    /// The declared recovery of the effect.
    pub const fn recovery(&self) -> Recovery {
        match self {
            // A token is only read.
            Self::Token(_) => Recovery::Repeat,
            Self::Carrier(effect) => match effect {
                // Registration and token belong to the page that lives now.
                CarrierEffect::Register | CarrierEffect::UpdateToken => Recovery::Repeat,
                // A second dial rings a person twice.
                CarrierEffect::Connect { .. } => Recovery::AskFirst,
                // The offer may still stand, or somebody else took it.
                CarrierEffect::Accept { .. } | CarrierEffect::Reject { .. } => Recovery::AskFirst,
                // An ended leg stays ended.
                CarrierEffect::Disconnect { .. } => Recovery::Repeat,
                // The new leg starts with its own mute; digits belong to the moment.
                CarrierEffect::Mute { .. } | CarrierEffect::SendDigits { .. } => Recovery::Forget,
            },
            Self::Record(effect) => match effect {
                // One key, one record; an update writes the same values again.
                RecordEffect::EnsureCall { .. } | RecordEffect::Update { .. } => Recovery::Repeat,
                // The unique key refuses a second one, and `ensureCall` then finds the first.
                RecordEffect::Create { .. } => Recovery::Repeat,
            },
            Self::Directory(_) => Recovery::Repeat,
            Self::Screen(effect) => match effect {
                ScreenEffect::Attention { .. } | ScreenEffect::Pop { .. } => Recovery::Forget,
            },
        }
    }
}
