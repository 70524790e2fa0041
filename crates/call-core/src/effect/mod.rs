//! What the core wants done, as data, addressed to a port.
//!
//! As JSON an effect is one flat object: `id`, `to` (the port), `type`, and its fields:
//! `{ "id": 3, "to": "carrier", "type": "connect", "leg": "…", … }`. Every effect is answered with
//! an [`EffectResult`](crate::input::EffectResult) that carries its id, except where
//! [`Effect::is_answered`] says no.

mod control;
mod presence;
mod recovery;

use serde::{Deserialize, Serialize};

pub use control::{ControlEffect, LeaveReason};
pub use presence::PresenceEffect;
pub use recovery::Recovery;

use crate::{
    ids::{CallKey, EffectId, LegId, RecordRef},
    pii::Pii,
    record::Fields,
};

/// An effect and its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Rises by one with every effect.
    pub id: EffectId,
    /// What is to be done, and by which port.
    #[serde(flatten)]
    pub body: EffectBody,
}

/// What is to be done, by port.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "camelCase")]
pub enum EffectBody {
    /// Apex: the Twilio access token.
    Token(TokenEffect),
    /// The Twilio SDK.
    Carrier(CarrierEffect),
    /// Apex: the conference at the carrier.
    Control(ControlEffect),
    /// Omni-Channel: work and capacity.
    Presence(PresenceEffect),
    /// Apex and Lightning Data Service: the call's record.
    Record(RecordEffect),
    /// Apex: who has this number.
    Directory(DirectoryEffect),
    /// The Lightning page: panel, record pages.
    Screen(ScreenEffect),
}

/// For the token port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum TokenEffect {
    /// Get a new access token; answered with `token`.
    Fetch,
}

/// For the SDK. `Device` first, then the agent's leg.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields are named in full
pub enum CarrierEffect {
    /// `Device.register` with the newest token; makes the device where there is none.
    Register,
    /// `Device.updateToken` with the newest token.
    UpdateToken,
    /// `Device.connect`: open a leg and have the carrier dial.
    Connect { leg: LegId, call: CallKey, number: Pii<String> },
    /// `Device.connect`: open a leg into the call's conference.
    Join { leg: LegId, call: CallKey },
    /// `Call.accept`.
    Accept { leg: LegId },
    /// `Call.reject`.
    Reject { leg: LegId },
    /// `Call.disconnect`.
    Disconnect { leg: LegId },
    /// `Call.mute`.
    Mute { leg: LegId, on: bool },
    /// `Call.sendDigits`.
    SendDigits {
        leg: LegId,
        #[serde(serialize_with = "crate::pii::keys")]
        digits: Pii<String>,
    },
}

/// For the record port.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields are named in full
pub enum RecordEffect {
    /// Apex `ensureCall`: make the record of this key, or find it; answered with `recorded`.
    EnsureCall { call: CallKey, fields: Fields },
    /// `createRecord` through LDS, where the org allows it; answered with `recorded`.
    Create { call: CallKey, object: String, fields: Fields },
    /// `updateRecord` through LDS.
    Update { call: CallKey, record: RecordRef, fields: Fields },
    /// Apex `updateCall`: the same, where LDS does not take the object.
    UpdateByApex { call: CallKey, record: RecordRef, fields: Fields },
    /// Store the call's [flight record](crate::flight), which the host adds: the core does not have
    /// it. Answered with `done`. Stored again it takes the place of the first.
    AttachFlight { call: CallKey },
}

/// For the directory port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields are named in full
pub enum DirectoryEffect {
    /// Find records by phone number; answered with `matched`.
    Match { call: CallKey, number: Pii<String> },
}

/// For the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields are named in full
pub enum ScreenEffect {
    /// Show the panel: a call comes in.
    Attention { call: CallKey },
    /// Open the record of the one who calls.
    Pop { call: CallKey, record: RecordRef },
    /// Sound the tone that says: you are being connected.
    Tone { call: CallKey },
}

impl Effect {
    /// Whether a port answers it. The carrier answers by what the SDK then says of device and leg
    /// (a command the SDK throws at is reported as that leg's error); the screen has nothing to say.
    pub const fn is_answered(&self) -> bool {
        match self.body {
            EffectBody::Token(_)
            | EffectBody::Control(_)
            | EffectBody::Presence(_)
            | EffectBody::Record(_)
            | EffectBody::Directory(_) => true,
            EffectBody::Carrier(_) | EffectBody::Screen(_) => false,
        }
    }
}
