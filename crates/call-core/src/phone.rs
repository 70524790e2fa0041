//! The phone itself: token, registration, and what keeps it offline.

use serde::{Deserialize, Serialize};

use crate::{carrier_error::CarrierError, input::PortError};

/// How far the phone is from taking calls.
///
/// ```text
///   Down ──started──► FetchingToken ──token──► Registering ──registered──► Online
///                        ▲    │ failed             │  ▲                      │
///                        │    ▼                    │  └──── unregistered ────┘
///                        └─ Waiting ◄──token refused
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PhoneState {
    /// The host has not started it.
    Down,
    /// Waiting for an access token.
    FetchingToken,
    /// The device has a token and registers; the SDK goes on trying by itself.
    Registering,
    /// Registered.
    Online,
    /// No token could be had; tried again when the timer says so.
    Waiting,
}

/// What keeps the phone offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PhoneProblem {
    /// The org gave no token.
    NoToken {
        /// Why.
        error: PortError,
    },
    /// The carrier does not accept the token.
    TokenRefused {
        /// Its error.
        error: CarrierError,
    },
    /// The carrier cannot be reached, or does not answer.
    CarrierUnreachable,
}

/// The phone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Phone {
    /// How far it is.
    pub state: PhoneState,
    /// What went wrong last; cleared by success.
    pub(crate) problem: Option<PhoneProblem>,
    /// Failures in a row, for the back-off.
    pub(crate) failures: u32,
    /// A device exists: a new token updates it instead of registering.
    pub(crate) has_device: bool,
    /// The device's token was refused while a call was on: it is replaced when the leg is over.
    pub(crate) device_is_stale: bool,
}

impl Phone {
    pub(crate) const fn new() -> Self {
        Self {
            state: PhoneState::Down,
            problem: None,
            failures: 0,
            has_device: false,
            device_is_stale: false,
        }
    }

    /// Calls can be made and received.
    pub fn is_online(&self) -> bool {
        self.state == PhoneState::Online
    }

    /// On the way there.
    pub fn is_connecting(&self) -> bool {
        match self.state {
            PhoneState::FetchingToken | PhoneState::Registering => true,
            // At rest, at the goal, or between two tries.
            PhoneState::Down | PhoneState::Online | PhoneState::Waiting => false,
        }
    }

    /// What keeps it offline.
    pub const fn problem(&self) -> Option<&PhoneProblem> {
        self.problem.as_ref()
    }
}
