//! `Time`.
//!
//! Parts that no clock shows, as an hour of 24, stop: what the platform makes of them is not said.

use jiff::{SignedDuration, civil::Time};

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

impl Interpreter<'_> {
    pub(super) fn on_time(&mut self, time: Time, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let word = call.word();
        let milliseconds = match word.as_str() {
            "hour" => return Ok(Value::Integer(i32::from(time.hour()))),
            "minute" => return Ok(Value::Integer(i32::from(time.minute()))),
            "second" => return Ok(Value::Integer(i32::from(time.second()))),
            "millisecond" => return Ok(Value::Integer(i32::from(time.millisecond()))),
            "addhours" => 3_600_000,
            "addminutes" => 60_000,
            "addseconds" => 1_000,
            "addmilliseconds" => 1,
            _ => return Err(self.no_method(call)),
        };
        // After the last hour comes the first.
        let by = self.integer(call)? * milliseconds;
        Ok(Value::Time(time.wrapping_add(SignedDuration::from_millis(by))))
    }

    pub(super) fn time_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        if call.word() != "newinstance" {
            return Err(self.no_method(call));
        }
        let (hour, minute) = (self.integer(call)?, self.integer(call)?);
        let (second, millisecond) = (self.integer(call)?, self.integer(call)?);
        match clock(hour, minute, second, millisecond) {
            Some(time) => Ok(Value::Time(time)),
            None => Err(self.unknown("what a time of day with such parts is, is not known")),
        }
    }

    /// The next argument, a time of day.
    pub(super) fn wanted_time(&mut self, call: &mut Arguments<'_>) -> Result<Time, Stop> {
        match call.next() {
            Value::Time(time) => Ok(time),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.no_method(call)),
        }
    }
}

/// A time of day by its parts.
pub(super) fn clock(hour: i64, minute: i64, second: i64, millisecond: i64) -> Option<Time> {
    let nanoseconds = i32::try_from(millisecond.checked_mul(1_000_000)?).ok()?;
    let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
    Time::new(hour, minute, i8::try_from(second).ok()?, nanoseconds).ok()
}

/// As the log shows it.
pub(super) fn print(time: Time) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{hour:02}:{minute:02}:{second:02}.{:03}Z", time.millisecond())
}
