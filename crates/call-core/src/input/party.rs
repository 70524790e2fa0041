//! How the other parties of a call fare, told by the carrier in call messages on the leg.

use serde::{Deserialize, Serialize};

use crate::ids::{CallKey, PartyId};

/// News about one party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartyNews {
    /// The call it takes part in.
    pub call: CallKey,
    /// Which party.
    pub party: PartyId,
    /// Rising number within the call; 0 where the sender has none. Lower or equal ones are stale.
    #[serde(default)]
    pub seq: u32,
    /// How far it got.
    #[serde(flatten)]
    pub progress: PartyProgress,
}

/// How far a party got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
pub enum PartyProgress {
    /// The carrier has begun to call it.
    Initiated,
    /// Its phone rings.
    Ringing {
        /// Its side can be heard already (an announcement, its own ringback).
        #[serde(default)]
        early_media: bool,
    },
    /// It answered and is in the conference.
    Answered,
    /// It hears hold music.
    Held,
    /// It hears the conference again.
    Resumed,
    /// The carrier could not, or no longer, connect it.
    Ended {
        /// Why.
        end: PartyEnd,
        /// SIP response of the far network, where there was one.
        #[serde(default)]
        sip_code: Option<u16>,
    },
}

/// Why a party is not, or no longer, in the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PartyEnd {
    /// The line is busy.
    Busy,
    /// It rang until the carrier gave up.
    NoAnswer,
    /// The far end declined.
    Rejected,
    /// The number could not be reached.
    Failed,
    /// It was there and hung up.
    Left,
}
