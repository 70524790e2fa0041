//! The work item by which Omni-Channel offered a call, and what it was told of it.

use serde::{Deserialize, Serialize};

use super::{Call, CallState};
use crate::{
    ids::WorkId,
    input::WorkKind,
    time::{Millis, Timestamp},
};

/// How long an answer of Omni-Channel is awaited.
const ANSWER_LIMIT: Millis = Millis::seconds(60);

/// How a work item stands with Omni-Channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WorkState {
    /// Offered to the agent.
    Assigned,
    /// Accepted: it counts against the agent's capacity until it is closed.
    Accepted,
    /// Not accepted, or taken away.
    Declined,
    /// Done, wrap-up included.
    Closed,
}

/// A work item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Work {
    /// Its id.
    pub id: WorkId,
    /// What it asks for.
    pub kind: WorkKind,
    /// The queue it came from.
    pub queue: Option<String>,
    /// What Omni-Channel was told last.
    pub told: WorkState,
    /// Since when its answer is awaited.
    pub asked_at: Option<Timestamp>,
    /// Failures in a row.
    pub attempts: u32,
    /// When it is told again, after a failure.
    pub retry_at: Option<Timestamp>,
}

impl Work {
    /// Work that has just been assigned.
    pub const fn assigned(id: WorkId, kind: WorkKind, queue: Option<String>) -> Self {
        Self {
            id,
            kind,
            queue,
            told: WorkState::Assigned,
            asked_at: None,
            attempts: 0,
            retry_at: None,
        }
    }

    /// When it is told again: an answer that does not come within a minute is not waited for.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.asked_at.map(|at| at.plus(ANSWER_LIMIT)).or(self.retry_at)
    }

    /// How the work should stand, by how its call stands.
    pub const fn wanted(call: &Call) -> WorkState {
        match &call.state {
            CallState::Filed { .. } if call.accepted => WorkState::Closed,
            CallState::Ending { .. } | CallState::WrapUp { .. } | CallState::Filed { .. }
                if !call.accepted =>
            {
                WorkState::Declined
            }
            _ if call.accepted => WorkState::Accepted,
            _ => WorkState::Assigned,
        }
    }

    /// What Omni-Channel is to be told now, and of which work. A state that was told is never taken
    /// back: work that is declined or closed stays so.
    pub(crate) fn due(call: &Call, now: Timestamp) -> Option<(WorkId, WorkState)> {
        let work = call.work.as_ref()?;
        let wanted = Self::wanted(call);
        let is_over = matches!(work.told, WorkState::Declined | WorkState::Closed);
        let waits = work.deadline().is_some_and(|at| now < at);
        (wanted != work.told && !is_over && !waits).then(|| (work.id.clone(), wanted))
    }

    /// When Omni-Channel is told again of the work of a call.
    pub(crate) fn due_at(call: &Call) -> Option<Timestamp> {
        call.work.as_ref().filter(|_| !Self::is_settled(call)).and_then(Self::deadline)
    }

    /// Whether Omni-Channel knows all there is to know.
    pub(crate) fn is_settled(call: &Call) -> bool {
        call.work.as_ref().is_none_or(|work| {
            let is_over = matches!(work.told, WorkState::Declined | WorkState::Closed);
            work.asked_at.is_none() && (is_over || work.told == Self::wanted(call))
        })
    }
}
