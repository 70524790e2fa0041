//! The SDK's `Device`: whether this page can place and receive calls.

use serde::{Deserialize, Serialize};

use crate::carrier_error::CarrierError;

/// An event of `Twilio.Device`. Any may come twice or late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields are named in full
pub enum DeviceEvent {
    /// `registering`.
    Registering,
    /// `registered`: calls can come in.
    Registered,
    /// `unregistered`: they cannot.
    Unregistered,
    /// `error` without a call.
    Error { error: CarrierError },
    /// `destroyed`.
    Destroyed,
}
