//! `TimeZone`.
//!
//! Its display name is not known: the names of zones are those of a locale.

use jiff::tz::TimeZone;

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

impl Interpreter<'_> {
    pub(super) fn on_zone(
        &mut self,
        zone: &TimeZone,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        match call.word().as_str() {
            "getid" | "tostring" => Ok(Value::text(id(zone))),
            "getoffset" => {
                let instant = self.wanted_datetime(call)?;
                // In milliseconds.
                Ok(Value::Integer(zone.to_offset(instant).seconds() * 1000))
            }
            _ => Err(self.no_method(call)),
        }
    }

    pub(super) fn zone_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        if call.word() != "gettimezone" {
            return Err(self.no_method(call));
        }
        let name = self.wanted_text(call)?;
        self.zone(&name).map(Value::Zone)
    }

    /// The zone of a name. What the platform makes of a name that is none is not said.
    pub(super) fn zone(&self, name: &str) -> Result<TimeZone, Stop> {
        TimeZone::get(name).map_err(|_| self.unknown(format!("the time zone {name} is not known")))
    }
}

/// By what it is named.
pub(super) fn id(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("GMT").to_owned()
}
