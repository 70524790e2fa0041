//! Timers of the phone as a whole. Those of a call follow from its state.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timer {
    /// Fetch an access token: the present one ages, or none could be had.
    Token,
    /// The device should be registered by now.
    Registration,
    /// Tell Omni-Channel again, which did not take it.
    Presence,
}

const TIMERS: [Timer; 3] = [Timer::Token, Timer::Registration, Timer::Presence];

/// One optional instant per timer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct TimerTable([Option<Timestamp>; TIMERS.len()]);

impl TimerTable {
    pub(super) fn set(&mut self, timer: Timer, at: Timestamp) {
        self.0[timer as usize] = Some(at);
    }

    pub(super) fn stop(&mut self, timer: Timer) {
        self.0[timer as usize] = None;
    }

    pub(super) const fn is_set(&self, timer: Timer) -> bool {
        self.0[timer as usize].is_some()
    }

    /// The earliest instant at which something is due.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.0.iter().flatten().min().copied()
    }

    /// Takes out one timer that is due.
    pub(super) fn expired(&mut self, now: Timestamp) -> Option<Timer> {
        let timer = TIMERS.into_iter().find(|t| self.0[*t as usize].is_some_and(|at| at <= now))?;
        self.stop(timer);
        Some(timer)
    }
}
