//! The core's own time: the host's, made to run forward only.
//!
//! A host's clock may step back (somebody set it) or stand still. Durations are differences of
//! instants, and timers are instants in the future: after a step back both would be wrong for as
//! long as the step was. So the step is noticed once and taken off from then on: the core's time
//! goes on where it stood, at the host's pace. A step forward cannot be told from a page that
//! slept; what a sleeping page missed is [`HostEvent::Woke`](crate::input::HostEvent::Woke).

use serde::{Deserialize, Serialize};

use crate::time::{Millis, Timestamp};

/// Translates between the host's time and the core's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clock {
    now: Timestamp,
    /// What the host's clock was set back by, in all.
    behind: Millis,
}

impl Clock {
    /// The host says it is `host`.
    pub fn advance(&mut self, host: Timestamp) {
        let host = host.min(Timestamp::LATEST);
        self.now = self.now.max(host.plus(self.behind));
        self.behind = self.now.since(host);
    }

    /// Another page of this phone has seen `at`: time does not run backwards between pages either.
    pub fn has_been(&mut self, at: Timestamp) {
        let host = Timestamp(self.now.0.saturating_sub(self.behind.0));
        self.now = self.now.max(at.min(Timestamp::LATEST));
        self.behind = self.now.since(host);
    }

    /// The core's time.
    pub const fn now(self) -> Timestamp {
        self.now
    }

    /// When the host's clock will show what the core calls `at`.
    pub const fn to_host(self, at: Timestamp) -> Timestamp {
        Timestamp(at.0.saturating_sub(self.behind.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_back_is_taken_off_and_time_goes_on_at_the_same_pace() {
        let mut clock = Clock::default();
        clock.advance(Timestamp(10_000));
        clock.advance(Timestamp(4_000));
        assert_eq!(clock.now(), Timestamp(10_000));
        clock.advance(Timestamp(5_000));
        assert_eq!(clock.now(), Timestamp(11_000));
        assert_eq!(clock.to_host(Timestamp(12_000)), Timestamp(6_000));
    }

    #[test]
    fn a_clock_that_was_a_year_ahead_for_a_moment_delays_no_timer() {
        let mut clock = Clock::default();
        let year = 31_536_000_000;
        clock.advance(Timestamp(1_000 + year));
        clock.advance(Timestamp(1_001));
        let due = clock.now().plus(Millis(500));
        assert_eq!(clock.to_host(due), Timestamp(1_501));
    }

    #[test]
    fn what_another_page_has_seen_is_not_seen_again() {
        let mut clock = Clock::default();
        clock.advance(Timestamp(10_000));
        clock.has_been(Timestamp(9_000));
        assert_eq!((clock.now(), clock.to_host(clock.now())), (Timestamp(10_000), clock.now()));
        clock.has_been(Timestamp(12_000));
        assert_eq!(clock.now(), Timestamp(12_000));
        clock.advance(Timestamp(10_500));
        assert_eq!(clock.now(), Timestamp(12_500));
        assert_eq!(clock.to_host(Timestamp(13_000)), Timestamp(11_000));
    }

    #[test]
    fn a_clock_without_sense_for_a_moment_stops_no_timer() {
        let mut clock = Clock::default();
        clock.advance(Timestamp(u64::MAX));
        assert_eq!(clock.now(), Timestamp::LATEST);
        clock.advance(Timestamp(5));
        assert_eq!(clock.now(), Timestamp::LATEST);
        clock.advance(Timestamp(9));
        assert_eq!(clock.now(), Timestamp::LATEST.plus(Millis(4)));
        assert_eq!(clock.to_host(Timestamp::LATEST.plus(Millis(7))), Timestamp(12));
    }
}
