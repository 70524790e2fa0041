//! What Omni-Channel is told about the agent's work.

use serde::{Deserialize, Serialize};

use crate::{ids::WorkId, presence::Occupation};

/// For the presence port, `lightning/omniToolkitApi` or the org. Answered with `done` or `failed`.
/// The port carries them out one after the other, in their order: the last word counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields are named in full
pub enum PresenceEffect {
    /// What the agent's calls leave room for. Nobody is to be available while a call lives.
    Occupy { occupation: Occupation },
    /// The agent takes the work.
    AcceptWork { work: WorkId },
    /// The agent does not.
    DeclineWork { work: WorkId },
    /// The work is done, wrap-up included: the agent's capacity is free again.
    CloseWork { work: WorkId },
}
