//! What Omni-Channel says: work comes, and work goes.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{CallKey, WorkId},
    pii::Pii,
};

/// An event of Omni-Channel. Any may come twice or late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
pub enum OmniNews {
    /// A work item was assigned to the agent.
    WorkAssigned {
        /// Which.
        work: WorkId,
        /// What it asks for.
        #[serde(default)]
        kind: WorkKind,
        /// The call it stands for.
        call: CallKey,
        /// Who calls, or is to be called back.
        number: Pii<String>,
        /// Which of the company's numbers was called.
        #[serde(default)]
        called: Pii<String>,
        /// The queue it came from.
        #[serde(default)]
        queue: Option<String>,
    },
    /// It is not the agent's any more: too late, taken, or cancelled.
    WorkRevoked {
        /// Which.
        work: WorkId,
    },
}

/// What a work item asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WorkKind {
    /// Somebody waits in a conference to be answered.
    #[default]
    Call,
    /// Somebody asked in the queue to be called back.
    Callback,
}
