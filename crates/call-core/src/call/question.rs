//! A question to the org how a call stands: asked until it is answered.
//!
//! Whoever asks has a reason that does not go away by itself: an answer that was lost, news of
//! somebody unknown, a page that slept. So a question that fails, or is not answered, is asked
//! again, as long as the call is on the desk.

use serde::{Deserialize, Serialize};

use crate::{
    ids::EffectId,
    input::PortError,
    time::{Millis, Timestamp},
};

/// How long an answer is awaited before the org is asked again.
const ANSWER_LIMIT: Millis = Millis::seconds(15);

/// After how many failures in a row the agent is told: half a minute at the earliest.
const TOLD_AFTER: u32 = 5;

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// The newest effect that asks; none once it has failed.
    asked: Option<EffectId>,
    /// Failures so far.
    attempts: u32,
    /// When it is asked again.
    pub again_at: Timestamp,
}

impl Question {
    /// It is asked, or asked again, by `effect`.
    pub(crate) fn ask(open: Option<Self>, effect: EffectId, now: Timestamp) -> Self {
        let attempts = open.map_or(0, |open| open.attempts);
        let patience = ANSWER_LIMIT.max(Millis::doubling(attempts));
        Self { asked: Some(effect), attempts, again_at: now.plus(patience) }
    }

    /// Whether this effect asks it. What older ones bring may be older than the reason to ask.
    pub(crate) fn is(self, effect: EffectId) -> bool {
        self.asked == Some(effect)
    }

    /// Whether nobody answered in time.
    pub(crate) fn is_unheard(self, now: Timestamp) -> bool {
        self.asked.is_some() && self.again_at <= now
    }

    /// The org could not say. Whether the agent is to be told.
    pub(crate) fn fail(&mut self, error: &PortError, now: Timestamp) -> bool {
        self.asked = None;
        self.attempts = self.attempts.saturating_add(1);
        let pause = error.pause().unwrap_or_else(|| Millis::doubling(self.attempts));
        self.again_at = now.plus(pause);
        self.attempts == TOLD_AFTER
    }
}
