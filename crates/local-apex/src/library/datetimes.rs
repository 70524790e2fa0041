//! `Datetime`.
//!
//! The running user's zone is GMT, so every part is the same in the user's zone and in GMT. The
//! forms of a locale (`format()`, `formatLong()`, `parse`) are not known.

use jiff::{Timestamp, civil::DateTime};

use super::{
    Arguments,
    date_patterns::{Wall, written},
    dates::{day_of, span, whole_numbers},
    times::clock,
};
use crate::run::{Interpreter, Stop, Value, moments};

impl Interpreter<'_> {
    pub(super) fn on_datetime(
        &mut self,
        instant: Timestamp,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let at = moments::in_gmt(instant);
        let word = call.word();
        let part = match word.strip_suffix("gmt").unwrap_or(&word) {
            "year" => i32::from(at.year()),
            "month" => i32::from(at.month()),
            "day" => i32::from(at.day()),
            "dayofyear" => i32::from(at.date().day_of_year()),
            "hour" => i32::from(at.hour()),
            "minute" => i32::from(at.minute()),
            "second" => i32::from(at.second()),
            "millisecond" => i32::from(at.millisecond()),
            "date" => return Ok(Value::Date(at.date())),
            "time" => return Ok(Value::Time(at.time())),
            _ => return self.of_datetime(instant, &word, call),
        };
        Ok(Value::Integer(part))
    }

    /// What is none of its parts.
    fn of_datetime(
        &mut self,
        instant: Timestamp,
        word: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let at = moments::in_gmt(instant);
        match word {
            "gettime" => Ok(Value::Long(instant.as_millisecond())),
            "adddays" | "addmonths" | "addyears" | "addhours" | "addminutes" | "addseconds" => {
                let by = self.integer(call)?;
                let moved = span(word, by).and_then(|span| at.checked_add(span).ok());
                self.datetime(moved)
            }
            "issameday" => {
                let other = moments::in_gmt(self.wanted_datetime(call)?);
                Ok(Value::Boolean(at.date() == other.date()))
            }
            "format" | "formatgmt" if call.left() == 1 => self.formatted(instant, None, call),
            "format" if call.left() == 2 => {
                let zone = call.values.pop();
                self.formatted(instant, zone, call)
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// By the pattern that is the next argument; in GMT where no zone is named.
    fn formatted(
        &mut self,
        instant: Timestamp,
        zone: Option<Value>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let pattern = self.wanted_text(call)?;
        let wall = match zone {
            None => Wall { at: moments::in_gmt(instant), offset: 0, zone: "GMT".to_owned() },
            Some(Value::Text(name)) => {
                let zone = self.zone(&name)?;
                let info = zone.to_offset_info(instant);
                let (offset, zone) = (info.offset(), info.abbreviation().to_owned());
                Wall { at: offset.to_datetime(instant), offset: offset.seconds(), zone }
            }
            Some(Value::Null) => return Err(self.unknown("a zone that is null is not known")),
            Some(_) => return Err(self.no_method(call)),
        };
        match written(&wall, &pattern) {
            Ok(text) => Ok(Value::text(text)),
            Err(what) => Err(self.unknown(format!("in the pattern {pattern}: {what}"))),
        }
    }

    pub(super) fn datetime_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "now" => Ok(Value::Datetime(now())),
            "newinstance" if call.left() == 1 => match call.next() {
                Value::Integer(milliseconds) => self.after_1970(i64::from(milliseconds)),
                Value::Long(milliseconds) => self.after_1970(milliseconds),
                Value::Null => Err(self.null_pointer()),
                _ => Err(self.no_method(call)),
            },
            "newinstance" | "newinstancegmt" => {
                let at = match call.left() {
                    2 => {
                        let day = self.wanted_date(call)?;
                        day.to_datetime(self.wanted_time(call)?)
                    }
                    3 => self.next_day(call)?.to_datetime(jiff::civil::Time::midnight()),
                    6 => {
                        let day = self.next_day(call)?;
                        let (hour, minute) = (self.integer(call)?, self.integer(call)?);
                        let Some(time) = clock(hour, minute, self.integer(call)?, 0) else {
                            let message = "what an instant with such parts is, is not known";
                            return Err(self.unknown(message));
                        };
                        day.to_datetime(time)
                    }
                    _ => return Err(self.no_method(call)),
                };
                self.datetime(Some(at))
            }
            "valueof" | "valueofgmt" => match call.next() {
                Value::Text(text) => self.datetime_of(&text),
                Value::Datetime(instant) if call.name.is("valueOf") => Ok(Value::Datetime(instant)),
                Value::Null => Err(self.thrown("NullPointerException", "Argument cannot be null.")),
                _ => Err(self.no_method(call)),
            },
            _ => Err(self.no_method(call)),
        }
    }

    /// The next argument, an instant; of a day its midnight.
    pub(super) fn wanted_datetime(&mut self, call: &mut Arguments<'_>) -> Result<Timestamp, Stop> {
        match call.next() {
            Value::Datetime(instant) => Ok(instant),
            Value::Date(day) => moments::midnight(day).ok_or_else(|| self.too_far()),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.no_method(call)),
        }
    }

    fn after_1970(&self, milliseconds: i64) -> Result<Value, Stop> {
        match Timestamp::from_millisecond(milliseconds) {
            Ok(instant) if moments::is_known(moments::in_gmt(instant).date()) => {
                Ok(Value::Datetime(instant))
            }
            _ => Err(self.too_far()),
        }
    }

    fn datetime(&self, at: Option<DateTime>) -> Result<Value, Stop> {
        at.and_then(moments::instant).map(Value::Datetime).ok_or_else(|| self.too_far())
    }

    /// `yyyy-MM-dd HH:mm:ss`.
    fn datetime_of(&self, text: &str) -> Result<Value, Stop> {
        let invalid = || self.thrown("TypeException", format!("Invalid date/time: {text}"));
        let (day, time) = text.split_once(' ').ok_or_else(invalid)?;
        let day = whole_numbers(day, '-').filter(|parts| parts.len() == 3).ok_or_else(invalid)?;
        let parts = whole_numbers(time, ':').filter(|parts| parts.len() == 3);
        let at = parts.and_then(|parts| {
            let time = clock(parts[0], parts[1], parts[2], 0)?;
            Some(day_of(day[0], day[1], day[2])?.to_datetime(time))
        });
        match at {
            Some(_) => self.datetime(at),
            None => Err(self.unknown(format!("whether {text} is a Datetime is not known"))),
        }
    }
}

/// The instant that it is, to the millisecond.
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// As the log shows it: in GMT, without milliseconds.
pub(super) fn print(instant: Timestamp) -> String {
    let at = moments::in_gmt(instant);
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{} {hour:02}:{minute:02}:{second:02}", at.date())
}
