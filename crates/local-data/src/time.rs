//! Instants and days as Salesforce keeps them: UTC, and whole seconds (milliseconds are cut off,
//! not rounded).

use jiff::Timestamp;
use jiff::civil::{Date, Time};

/// The present moment, as stored.
pub fn now() -> String {
    stored(Timestamp::now())
}

/// The present moment, seconds since 1970.
pub fn now_seconds() -> i64 {
    Timestamp::now().as_second()
}

/// Reads an ISO 8601 instant with its offset and gives it as stored; `None` if it is not one.
pub fn instant(text: &str) -> Option<String> {
    text.parse::<Timestamp>().ok().map(stored)
}

/// Reads an ISO 8601 day; `None` if it is not one.
pub fn day(text: &str) -> Option<String> {
    text.parse::<Date>().ok().map(|date| date.to_string())
}

/// Reads a time of day, with the Z that Salesforce writes behind it or without; `None` if it is none.
pub fn of_day(text: &str) -> Option<String> {
    let time: Time = text.strip_suffix(['Z', 'z']).unwrap_or(text).parse().ok()?;
    Some(time.strftime("%H:%M:%S%.3fZ").to_string())
}

/// A stored instant as milliseconds since 1970; 0 if it is none.
pub fn milliseconds(stored: &str) -> i64 {
    stored.parse::<Timestamp>().map(Timestamp::as_millisecond).unwrap_or_default()
}

/// A date of an HTTP header, or an ISO 8601 instant, as milliseconds since 1970.
pub fn header_milliseconds(text: &str) -> Option<i64> {
    let http = jiff::fmt::rfc2822::parse(text).map(|date| date.timestamp());
    let instant = http.or_else(|_| text.parse::<Timestamp>()).ok()?;
    Some(instant.as_millisecond())
}

/// A stored instant as a US user in UTC reads it, `11/22/2026, 10:00 PM`.
pub fn display(stored: &str) -> Option<String> {
    let instant = stored.parse::<Timestamp>().ok()?;
    Some(instant.strftime("%-m/%-d/%Y, %-I:%M %p").to_string())
}

/// A stored day as a US user reads it, `11/22/2026`.
pub fn display_day(stored: &str) -> Option<String> {
    let day = stored.parse::<Date>().ok()?;
    Some(day.strftime("%-m/%-d/%Y").to_string())
}

fn stored(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_cut_off_and_offsets_resolved() {
        assert_eq!(instant("2026-02-18T06:40:41.999Z").unwrap(), "2026-02-18T06:40:41.000Z");
        assert_eq!(instant("2026-02-18T08:40:41+02:00").unwrap(), "2026-02-18T06:40:41.000Z");
        assert_eq!(instant("2026-02-18 06:40"), None);
        assert_eq!(display("2026-02-18T18:04:41.000Z").unwrap(), "2/18/2026, 6:04 PM");
        assert_eq!(milliseconds("1970-01-01T00:00:01.000Z"), 1000);
    }
}
