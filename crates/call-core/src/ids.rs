//! Names of things that outlive one function call. The host brings them in; only [`EffectId`] is
//! counted by the core, since an effect is the core's own.

use serde::{Deserialize, Serialize};

/// What page, carrier and org all call one call: a UUID, stored in `VoiceCall.Call_Key__c`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CallKey(pub String);

/// The agent's audio connection to the carrier. An inbound leg is named by its Twilio `CallSid`,
/// an outbound one by the key of the call it was made for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LegId(pub String);

/// One participant of a call besides the agent, as the carrier labels them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartyId(pub String);

impl PartyId {
    /// The label of the party a call is made with.
    pub fn customer() -> Self {
        Self("customer".into())
    }

    /// The label of a customer who was brought in from another call: that call's key.
    pub fn of_call(call: &CallKey) -> Self {
        Self(call.0.clone())
    }
}

/// A work item of Omni-Channel, `AgentWork`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WorkId(pub String);

/// An effect, unique in the life of one [`Softphone`](crate::Softphone); its answer carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EffectId(pub u32);

/// A Salesforce record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordRef {
    /// 18-character record id.
    pub record_id: String,
    /// API name of its object, `Contact`.
    pub object_api_name: String,
}
