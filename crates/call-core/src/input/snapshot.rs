//! How a call stands at the carrier, as the org knows it: the answer to
//! [`ControlEffect::Snapshot`](crate::effect::ControlEffect::Snapshot).

use serde::{Deserialize, Serialize};

use super::PartyEnd;
use crate::{
    call::{PartyState, RecordingNews, Role},
    ids::PartyId,
    pii::Pii,
    time::Timestamp,
};

/// Apex `callSnapshot`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallSnapshot {
    /// Whether it goes on, and for whom.
    pub status: SnapshotStatus,
    /// The number of the carrier's last message that it knows of; 0 where the org does not say. A
    /// page that has heard a later one asks again.
    #[serde(default)]
    pub seq: u32,
    /// Who is in the conference besides the agent.
    #[serde(default)]
    pub parties: Vec<PartySnapshot>,
    /// The last thing the carrier said about the recording.
    #[serde(default)]
    pub recording: Option<RecordingNews>,
    /// When the customer answered.
    #[serde(default)]
    pub connected_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    /// How the customer ended it.
    #[serde(default)]
    pub end: Option<PartyEnd>,
}

/// Whether a call goes on, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SnapshotStatus {
    /// It goes on, and is this agent's.
    Live,
    /// It goes on, and is somebody else's.
    HandedOver,
    /// It is over.
    Ended,
    /// The org has never heard of it.
    Unknown,
}

/// One participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartySnapshot {
    /// Its label.
    pub party: PartyId,
    /// How far it got.
    pub state: PartyState,
    /// It hears hold music.
    #[serde(default)]
    pub held: bool,
    /// What it is in the call; a member, if not said.
    #[serde(default)]
    pub role: Option<Role>,
    /// Its address.
    #[serde(default)]
    pub number: Option<Pii<String>>,
}
