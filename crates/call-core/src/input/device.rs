//! The SDK's `Device`: whether this page can place and receive calls.

use serde::{Deserialize, Serialize};

use crate::carrier_error::CarrierError;

/// An event of `Twilio.Device`. Any may come twice or late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
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
