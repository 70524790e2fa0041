//! What can happen to one call, and what the call then wants.
//!
//! [`Step`] is every input that concerns a call, with the parts that do not matter to its state
//! taken off; [`Act`] is what a transition asks of the surroundings.

use crate::{carrier_error::CarrierError, input::PartyEnd, pii::Pii};

/// Something that happens to one call.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    // The agent
    /// Answer the offered call.
    Answer,
    /// Do not answer it.
    Decline,
    /// End it.
    HangUp,
    /// Silence or open the microphone.
    Mute(bool),
    /// Send DTMF.
    SendDigits(Pii<String>),
    /// More time to wrap up.
    ExtendWrapUp,
    /// Wrap-up is done.
    Finish,
    // The leg
    /// The carrier tries the far end.
    LegRinging {
        /// Its audio can be heard.
        early_media: bool,
    },
    /// Audio flows.
    LegAccepted,
    /// It was lost and is sought.
    LegReconnecting,
    /// It is back.
    LegReconnected,
    /// The SDK says how the microphone is.
    LegMuted(bool),
    /// The leg is over.
    LegClosed(LegClose),
    /// An error on the leg. Not the end, unless its meaning says so.
    LegError(CarrierError),
    // The other party
    /// The carrier calls it.
    PartyInitiated,
    /// Its phone rings.
    PartyRinging {
        /// Its audio can be heard.
        early_media: bool,
    },
    /// It is in the conference.
    PartyAnswered,
    /// It is not, or no longer.
    PartyEnded(PartyEnd),
    // Time
    /// A timer of the call ran out.
    TimeUp(CallTimer),
}

/// How a leg closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegClose {
    /// `disconnect`.
    Disconnected,
    /// `cancel`.
    Cancelled,
    /// `reject`.
    Rejected,
}

/// Timers of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallTimer {
    /// The carrier opens no leg.
    Connect,
    /// Nobody answers here.
    Ring,
    /// The leg's last word does not come.
    Closing,
    /// The next DTMF digit may be sent.
    Digit,
    /// The wrap-up takes too long.
    WrapUp,
}

/// What a transition asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// `Call.accept`.
    Accept,
    /// `Call.reject`.
    Reject,
    /// `Call.disconnect`.
    Disconnect,
    /// `Call.mute`.
    Mute(bool),
    /// `Call.sendDigits`.
    SendDigits(Pii<String>),
}
