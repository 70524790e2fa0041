//! How the recording of a call stands, told by the carrier in call messages on the leg.

use serde::{Deserialize, Serialize};

use crate::{call::RecordingNews, ids::CallKey};

/// News about a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordingEvent {
    /// The call that is recorded.
    pub call: CallKey,
    /// Rising number within the recording; 0 where the sender has none. Lower or equal ones are
    /// stale.
    #[serde(default)]
    pub seq: u32,
    /// What it says: `started`, `paused`, `resumed`, `stopped` or `failed`.
    #[serde(rename = "type")]
    pub news: RecordingNews,
}
