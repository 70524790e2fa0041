//! Instants and lengths of time, as the host gives them.
//!
//! The core has no clock: every input carries the time at which it happened. Hosts should give a
//! clock that does not jump (in a browser `performance.timeOrigin + performance.now()`); where it
//! still steps back, [`Timestamp::since`] saturates, so that no duration is ever negative.

use core::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// An instant, in milliseconds since the Unix epoch.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Timestamp(pub u64);

/// A length of time, in milliseconds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Millis(pub u64);

impl Millis {
    /// `n` seconds.
    pub const fn seconds(n: u64) -> Self {
        Self(n * 1000)
    }

    /// The pause after the given number of failures in a row: 2 s, doubling up to a minute.
    pub const fn doubling(failures: u32) -> Self {
        Self(if failures > 5 { 60_000 } else { 1000 << failures })
    }

    /// Whole seconds, rounded to the nearest: what the record's fields hold.
    pub const fn to_seconds(self) -> u64 {
        self.0.saturating_add(500) / 1000
    }
}

impl Timestamp {
    /// The last instant that Salesforce can write, 9999-12-31T23:59:59.999Z. A host whose clock
    /// says more has no clock.
    pub const LATEST: Self = Self(253_402_300_799_999);

    /// The time from `earlier` to `self`; zero when the clock ran backwards in between.
    pub const fn since(self, earlier: Self) -> Millis {
        Millis(self.0.saturating_sub(earlier.0))
    }

    /// The instant `length` later.
    #[must_use]
    pub const fn plus(self, length: Millis) -> Self {
        Self(self.0.saturating_add(length.0))
    }

    /// The instant as Salesforce reads and writes it, `2026-01-05T09:00:00.000Z`.
    pub fn to_iso(self) -> String {
        let instant = self.0.min(Self::LATEST.0);
        let (days, of_day) = (instant / 86_400_000, instant % 86_400_000);
        let (year, month, day) = civil_from_days(days);
        let mut out = String::with_capacity(24);
        let seconds = of_day / 1000;
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            of_day % 1000,
        );
        out
    }
}

/// Year, month and day of a day number counted from 1970-01-01, in the Gregorian calendar.
/// The usual arithmetic on 400-year eras that begin in March, where leap days come last.
const fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + (month <= 2) as u64, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_read_as_salesforce_writes_them() {
        assert_eq!(Timestamp(0).to_iso(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Timestamp(1_767_603_600_000).to_iso(), "2026-01-05T09:00:00.000Z");
        assert_eq!(Timestamp(951_825_599_999).to_iso(), "2000-02-29T11:59:59.999Z");
        assert_eq!(Timestamp(4_102_444_799_001).to_iso(), "2099-12-31T23:59:59.001Z");
        assert_eq!(Timestamp::LATEST.to_iso(), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn every_day_of_five_centuries_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for number in 0..182_500 {
            assert_eq!(civil_from_days(number), (year, month, day), "day {number}");
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 if is_leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (year, month, day) = match (month, day == last) {
                (12, true) => (year + 1, 1, 1),
                (_, true) => (year, month + 1, 1),
                (_, false) => (year, month, day + 1),
            };
        }
    }

    #[test]
    fn a_clock_that_ran_backwards_gives_no_negative_duration() {
        assert_eq!(Timestamp(1000).since(Timestamp(5000)), Millis(0));
    }

    #[test]
    fn pauses_double_from_two_seconds_up_to_a_minute() {
        let seconds = [1, 2, 3, 4, 5, 6, 7, u32::MAX].map(|n| Millis::doubling(n).to_seconds());
        assert_eq!(seconds, [2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn seconds_are_rounded_to_the_nearest() {
        assert_eq!(Millis(1499).to_seconds(), 1);
        assert_eq!(Millis(1500).to_seconds(), 2);
        assert_eq!(Millis(u64::MAX).to_seconds(), u64::MAX / 1000);
    }
}
