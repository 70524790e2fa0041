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
    /// Another call needs the agent.
    #[error("another call is still going on")]
    AgentBusy,
    /// The org's carrier account is not set up for conferences, so for hold, transfer and the like.
    #[error("this phone is not set up for that")]
    NotSetUp,
    /// There is no such party in the call.
    #[error("this party is not in the call")]
    UnknownParty,
    /// No more parties fit into the call, or this one is there.
    #[error("there are too many parties in the call")]
    TooManyParties,
    /// The org wants the customer's consent before it records.
    #[error("the customer's consent is required")]
    ConsentRequired,
    /// Longer than Salesforce takes.
    #[error("the notes are too long")]
    NotesTooLong,
    /// The phone is offline.
    #[error("the phone is offline")]
    PhoneOffline,
    /// Neither a number in E.164 form nor a short code, a colleague or a queue.
    #[error("not a number that can be called")]
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
            Self::NotSetUp => "notSetUp",
            Self::UnknownParty => "unknownParty",
            Self::TooManyParties => "tooManyParties",
            Self::ConsentRequired => "consentRequired",
            Self::NotesTooLong => "notesTooLong",
            Self::PhoneOffline => "phoneOffline",
            Self::InvalidNumber => "invalidNumber",
            Self::InvalidDigits => "invalidDigits",
            Self::DispositionRequired => "dispositionRequired",
        }
    }
}
