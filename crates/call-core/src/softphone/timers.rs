//! Timers of the phone as a whole. Those of a call follow from its state.

use crate::time::Timestamp;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timer {
    /// Fetch an access token: the present one ages, or none could be had.
    Token,
    /// The device should be registered by now.
    Registration,
}

const TIMERS: [Timer; 2] = [Timer::Token, Timer::Registration];

/// One optional instant per timer.
#[derive(Clone, Debug, Default)]
pub(super) struct TimerTable([Option<Timestamp>; TIMERS.len()]);

impl TimerTable {
    pub(super) fn set(&mut self, timer: Timer, at: Timestamp) {
        self.0[timer as usize] = Some(at);
    }

    pub(super) fn stop(&mut self, timer: Timer) {
        self.0[timer as usize] = None;
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
