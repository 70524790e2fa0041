//! What a file says that is to be a flight record: of any version, whole and broken.

use crate::{FlightRecord, explain, flight::replay};

/// Reads a flight record, replays it and tells it, as far as it can be read.
///
/// # Panics
/// Where something does that must not, whatever the file says.
pub fn flight(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    if let Ok(record) = FlightRecord::parse(text) {
        let _ = record.remarks();
        let report = replay(&record);
        let _ = explain(&report.events, record.began());
    }
}
