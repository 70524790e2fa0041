//! `Date`.
//!
//! The running user's locale is that of the United States: weeks begin with Sunday, and the short
//! form is month, day, year.

use jiff::{Span, civil::Date};

use super::Arguments;
use crate::run::{Interpreter, Stop, Value, moments};

impl Interpreter<'_> {
    pub(super) fn on_date(&mut self, day: Date, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let word = call.word();
        Ok(match word.as_str() {
            "year" => Value::Integer(i32::from(day.year())),
            "month" => Value::Integer(i32::from(day.month())),
            "day" => Value::Integer(i32::from(day.day())),
            "dayofyear" => Value::Integer(i32::from(day.day_of_year())),
            "adddays" | "addmonths" | "addyears" => {
                let by = self.integer(call)?;
                let moved = span(&word, by).and_then(|span| day.checked_add(span).ok());
                let moved = moved.filter(|day| moments::is_known(*day));
                return moved.map(Value::Date).ok_or_else(|| self.too_far());
            }
            "daysbetween" => {
                let hours = day.duration_until(self.wanted_date(call)?).as_hours();
                Value::Integer(i32::try_from(hours / 24).unwrap_or(i32::MAX))
            }
            "monthsbetween" => {
                let other = self.wanted_date(call)?;
                let months = |of: Date| i32::from(of.year()) * 12 + i32::from(of.month());
                Value::Integer(months(other) - months(day))
            }
            "issameday" => Value::Boolean(day == self.wanted_date(call)?),
            "tostartofmonth" => Value::Date(day.first_of_month()),
            "tostartofweek" => {
                let by = i64::from(day.weekday().to_sunday_zero_offset());
                let sunday = moments::moved_by_days(day, -by);
                return sunday.map(Value::Date).ok_or_else(|| self.too_far());
            }
            "format" => Value::text(format!("{}/{}/{}", day.month(), day.day(), day.year())),
            _ => return Err(self.no_method(call)),
        })
    }

    pub(super) fn date_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "newinstance" => self.next_day(call).map(Value::Date),
            "today" => Ok(Value::Date(today())),
            "isleapyear" => {
                let year = self.integer(call)?;
                let is = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
                Ok(Value::Boolean(is))
            }
            "daysinmonth" => {
                let (year, month) = (self.integer(call)?, self.integer(call)?);
                match day_of(year, month, 1) {
                    Some(day) => Ok(Value::Integer(i32::from(day.days_in_month()))),
                    None => Err(self.unknown(format!("there is no month {month} of {year}"))),
                }
            }
            "valueof" => match call.next() {
                Value::Text(text) => self.date_of(&text).map(Value::Date),
                Value::Date(day) => Ok(Value::Date(day)),
                Value::Null => Err(self.thrown("NullPointerException", "Argument cannot be null.")),
                _ => Err(self.no_method(call)),
            },
            "parse" => {
                let text = self.wanted_text(call)?;
                self.parsed_date(&text).map(Value::Date)
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// The next argument, a day.
    pub(super) fn wanted_date(&mut self, call: &mut Arguments<'_>) -> Result<Date, Stop> {
        match call.next() {
            Value::Date(day) => Ok(day),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.no_method(call)),
        }
    }

    /// The next three arguments as a day. What is no month and no day of it counts on, forward and
    /// backward: the day 0 is the last one of the month before.
    pub(super) fn next_day(&mut self, call: &mut Arguments<'_>) -> Result<Date, Stop> {
        let (year, month) = (self.integer(call)?, self.integer(call)?);
        let months = year * 12 + month - 1;
        let first = day_of(months.div_euclid(12), months.rem_euclid(12) + 1, 1);
        let by = self.integer(call)? - 1;
        let day = first.and_then(|first| moments::moved_by_days(first, by));
        day.filter(|day| year > 0 && moments::is_known(*day)).ok_or_else(|| self.too_far())
    }

    /// `yyyy-MM-dd`, as `Date.valueOf` reads it; a time after it is left out.
    fn date_of(&self, text: &str) -> Result<Date, Stop> {
        let invalid = || self.thrown("TypeException", format!("Invalid date: {text}"));
        let mut words = text.split(' ');
        let written = words.next().unwrap_or_default();
        let parts = whole_numbers(written, '-').ok_or_else(invalid)?;
        let [year, month, day] = parts[..] else { return Err(invalid()) };
        match day_of(year, month, day) {
            Some(day) if words.all(|word| whole_numbers(word, ':').is_some()) => Ok(day),
            _ => Err(self.unknown(format!("whether {text} is a Date is not known"))),
        }
    }

    /// `M/d/yyyy`, as `Date.parse` reads it.
    fn parsed_date(&self, text: &str) -> Result<Date, Stop> {
        let invalid = || self.thrown("TypeException", format!("Invalid date: {text}"));
        let parts = whole_numbers(text, '/').ok_or_else(invalid)?;
        let [month, day, year] = parts[..] else { return Err(invalid()) };
        // Which century a short year is of is not said.
        match day_of(year, month, day) {
            Some(day) if year > 999 => Ok(day),
            _ => Err(self.unknown(format!("whether {text} is a Date is not known"))),
        }
    }

    pub(super) fn too_far(&self) -> Stop {
        self.unknown("only the years from 1 to 9999 are known")
    }
}

/// How far a method whose name begins with `add` goes.
pub(super) fn span(word: &str, by: i64) -> Option<Span> {
    let span = Span::new();
    match word {
        "adddays" => span.try_days(by),
        "addmonths" => span.try_months(by),
        "addyears" => span.try_years(by),
        "addhours" => span.try_hours(by),
        "addminutes" => span.try_minutes(by),
        "addseconds" => span.try_seconds(by),
        _ => return None,
    }
    .ok()
}

/// A day by its parts, where there is one.
pub(super) fn day_of(year: i64, month: i64, day: i64) -> Option<Date> {
    let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// Whole numbers with something between them.
pub(super) fn whole_numbers(text: &str, between: char) -> Option<Vec<i64>> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    text.split(between).map(|part| part.parse().ok().filter(|_| digits(part))).collect()
}

/// The day that it is in GMT.
pub(super) fn today() -> Date {
    moments::in_gmt(super::datetimes::now()).date()
}
