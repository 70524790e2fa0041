//! Why a command of the agent was not carried out.

use serde::{Deserialize, Serialize};

/// A refused command. It changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Refusal {
    /// There is no such call (any more).
    #[error("this call is over")]
    UnknownCall,
    /// The call is in a state in which this makes no sense.
    #[error("this is not possible in the call's present state")]
    NotPossible,
    /// One call at a time.
    #[error("another call is still going on")]
    AgentBusy,
    /// The phone is offline.
    #[error("the phone is offline")]
    PhoneOffline,
    /// Not an E.164 number.
    #[error("not a number in E.164 form")]
    InvalidNumber,
    /// Not DTMF.
    #[error("not a sequence of the keys 0 to 9, star and hash")]
    InvalidDigits,
    /// The org wants a disposition before the call is finished.
    #[error("a disposition is required")]
    DispositionRequired,
}

impl Refusal {
    /// The name by which it crosses to JavaScript.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownCall => "unknownCall",
            Self::NotPossible => "notPossible",
            Self::AgentBusy => "agentBusy",
            Self::PhoneOffline => "phoneOffline",
            Self::InvalidNumber => "invalidNumber",
            Self::InvalidDigits => "invalidDigits",
            Self::DispositionRequired => "dispositionRequired",
        }
    }
}
