//! What is done with an effect that was begun by a page that is no more.

use super::{CarrierEffect, ControlEffect, EffectBody, PresenceEffect, RecordEffect, ScreenEffect};

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
                // The call may be over, or somebody else's.
                CarrierEffect::Join { .. } => Recovery::AskFirst,
                // The offer may still stand, or somebody else took it.
                CarrierEffect::Accept { .. } | CarrierEffect::Reject { .. } => Recovery::AskFirst,
                // An ended leg stays ended.
                CarrierEffect::Disconnect { .. } => Recovery::Repeat,
                // The new leg starts with its own mute; digits belong to the moment.
                CarrierEffect::Mute { .. } | CarrierEffect::SendDigits { .. } => Recovery::Forget,
            },
            Self::Control(effect) => match effect {
                // These are felt by people: what the org says of the call tells whether they
                // happened.
                ControlEffect::Add { .. }
                | ControlEffect::Transfer { .. }
                | ControlEffect::CompleteTransfer { .. }
                | ControlEffect::Merge { .. }
                | ControlEffect::Park { .. }
                | ControlEffect::Voicemail { .. }
                | ControlEffect::Record { .. }
                | ControlEffect::Hold { .. }
                | ControlEffect::Remove { .. } => Recovery::AskFirst,
                // The new page's leg is in again, or never left.
                ControlEffect::Leave { .. } => Recovery::Forget,
                // Offered again, it can be declined again.
                ControlEffect::Decline { .. } => Recovery::Forget,
                // What has ended stays ended; what is only read can be read again.
                ControlEffect::End { .. } | ControlEffect::Snapshot { .. } => Recovery::Repeat,
            },
            Self::Presence(effect) => match effect {
                PresenceEffect::Occupy { .. }
                | PresenceEffect::AcceptWork { .. }
                | PresenceEffect::DeclineWork { .. }
                | PresenceEffect::CloseWork { .. } => Recovery::Repeat,
            },
            Self::Record(effect) => match effect {
                // One key, one record; an update writes the same values again.
                RecordEffect::EnsureCall { .. }
                | RecordEffect::Update { .. }
                | RecordEffect::UpdateByApex { .. } => Recovery::Repeat,
                // The unique key refuses a second one, and `ensureCall` then finds the first.
                RecordEffect::Create { .. } => Recovery::Repeat,
                // Stored under the call's key: the second takes the place of the first.
                RecordEffect::AttachFlight { .. } => Recovery::Repeat,
            },
            Self::Directory(_) => Recovery::Repeat,
            Self::Screen(effect) => match effect {
                ScreenEffect::Attention { .. }
                | ScreenEffect::Pop { .. }
                | ScreenEffect::Tone { .. } => Recovery::Forget,
            },
        }
    }
}
