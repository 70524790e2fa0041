//! The flight record's way to the org: once the call is filed and its own record is written.
//!
//! Best effort: what passes by itself is tried again for some minutes, and an org that does not take
//! flight records costs nobody a call record, a word on the screen or the agent's time.

use serde::{Deserialize, Serialize};

use super::{OrgShape, RecordBook};
use crate::{
    call::{Call, CallState},
    ids::EffectId,
    input::PortError,
    time::{Millis, Timestamp},
};

/// How often it is tried: for some five minutes.
const MOST_TRIES: u32 = 8;

/// How long a port may take to answer.
const ANSWER_LIMIT: Millis = Millis::seconds(60);

/// How the flight record of a call stands with the org.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FlightBook {
    /// When it is to be stored, or was asked to be; none before the call is done with, and after
    /// the org has it.
    at: Option<Timestamp>,
    /// By which effect, where the org has not answered.
    asked: Option<EffectId>,
    /// Failures so far.
    attempts: u32,
    /// The org has it, or will not.
    settled: bool,
}

impl FlightBook {
    /// Whether it is to be stored now. It falls due when the call is filed and its record written.
    pub(crate) fn is_due(call: &mut Call, org: &OrgShape, now: Timestamp) -> bool {
        let begins = call.flight == Self::default()
            && matches!(call.state, CallState::Filed { .. })
            && !call.record.discarded
            && RecordBook::is_settled(call, org);
        let flight = &mut call.flight;
        if begins {
            flight.at = Some(now);
        }
        if flight.asked.is_some() && flight.deadline().is_some_and(|at| at <= now) {
            flight.fail(&PortError::silence(), now);
        }
        flight.asked.is_none() && flight.at.is_some_and(|at| at <= now)
    }

    /// It was handed to its port.
    pub(crate) const fn begin(&mut self, effect: EffectId, now: Timestamp) {
        self.asked = Some(effect);
        self.at = Some(now);
    }

    /// Whether that is the effect that is awaited.
    pub(crate) fn awaits(&self, effect: EffectId) -> bool {
        self.asked == Some(effect)
    }

    /// The org has it, or will not.
    pub(crate) const fn settle(&mut self) {
        *self = Self { at: None, asked: None, attempts: self.attempts, settled: true };
    }

    /// The org did not store it.
    pub(crate) fn fail(&mut self, error: &PortError, now: Timestamp) {
        self.attempts = self.attempts.saturating_add(1);
        if error.kind.is_transient() && self.attempts < MOST_TRIES {
            let pause = error.pause().unwrap_or_else(|| Millis::doubling(self.attempts));
            self.asked = None;
            self.at = Some(now.plus(pause));
        } else {
            self.settle();
        }
    }

    /// When it is to be stored, or stored again because there was no answer.
    pub(crate) fn deadline(self) -> Option<Timestamp> {
        let pause = if self.asked.is_some() { ANSWER_LIMIT } else { Millis(0) };
        self.at.map(|at| at.plus(pause))
    }

    /// Whether the call must be remembered for it.
    pub(crate) const fn is_under_way(self) -> bool {
        self.at.is_some()
    }

    /// The page that asked is no more.
    pub(crate) const fn forget_page(&mut self) {
        self.asked = None;
    }
}
