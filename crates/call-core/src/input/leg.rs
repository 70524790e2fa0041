//! The agent's leg: the SDK's `Call`, audio between this page and the carrier.
//!
//! In a conference the SDK says `accept` as soon as the agent is in it; how the customer fares is
//! [`PartyNews`](super::PartyNews).

use serde::{Deserialize, Serialize};

use crate::{
    carrier_error::CarrierError,
    ids::{CallKey, LegId},
    pii::Pii,
};

/// An event of one `Twilio.Call`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LegEvent {
    /// Which leg.
    pub leg: LegId,
    /// What it says.
    #[serde(flatten)]
    pub news: LegNews,
}

/// What a leg can say. Any may come twice, late, or after it was closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
#[allow(missing_docs)] // the fields are named in full
pub enum LegNews {
    /// `Device.incoming`: somebody calls.
    Invited {
        /// The key the org gave the call, from the custom parameters; the host makes one where
        /// the carrier sent none.
        call: CallKey,
        /// Who calls, E.164 or `anonymous`.
        number: Pii<String>,
        /// Which of the company's numbers was called.
        called: Pii<String>,
    },
    /// `ringing`: the carrier tries the far end.
    Ringing {
        /// Its audio can be heard already.
        early_media: bool,
    },
    /// `accept`: audio flows between page and carrier.
    Accepted {
        /// The leg's Twilio `CallSid`, known from here on.
        #[serde(default)]
        call_sid: Option<String>,
    },
    /// `reconnecting`: signalling or media was lost.
    Reconnecting { error: CarrierError },
    /// `reconnected`.
    Reconnected,
    /// `mute`.
    Muted { on: bool },
    /// `disconnect`: the leg is over, whoever ended it.
    Disconnected,
    /// `cancel`: the caller gave up, or another page answered.
    Cancelled,
    /// `reject`: we declined.
    Rejected,
    /// `error`. Final or not depends on the code; the microphone's come after `disconnect`.
    Failed { error: CarrierError },
}
