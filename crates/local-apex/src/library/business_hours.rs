//! `BusinessHours`: whether, when and how long an office is open.
//!
//! Days are those of the record's time zone; a day without times is closed, one from midnight to
//! midnight is open all day. Intervals are whole minutes.
//!
//! On the platform a holiday counts for the business hours that it is given to in Setup, which no
//! record tells; here every `Holiday` counts for all of them. Holidays that recur, intervals below
//! zero, and hours that do not open for ten years stop the program.

use std::collections::HashMap;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use local_data::{ids::RecordId, schema::Object, store, store::Row};

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

/// Days that are looked at for an opening.
const MOST_DAYS: usize = 3_660;
const MINUTES_OF_DAY: i64 = 1_440;

/// From when to when, the end not included.
type Span = (Timestamp, Timestamp);

/// The hours of a record.
struct Hours {
    zone: TimeZone,
    /// By the days of the week from Monday on: minutes of the day.
    week: [Option<(i64, i64)>; 7],
    /// By days: minutes of the day.
    holidays: HashMap<Date, Vec<(i64, i64)>>,
}

impl<'o> Interpreter<'o> {
    pub(super) fn business_hours(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let word = call.word();
        if !matches!(word.as_str(), "iswithin" | "nextstartdate" | "diff" | "add" | "addgmt") {
            return Err(self.no_method(call));
        }
        let id = call.next();
        let hours = self.hours(&id)?;
        let start = self.wanted_datetime(call)?;
        match word.as_str() {
            "iswithin" => {
                let span = hours.spans(start).next();
                let is = span.is_some_and(|(from, to)| from <= start && start < to);
                Ok(Value::Boolean(is))
            }
            "nextstartdate" => match hours.spans(start).next() {
                Some((from, _)) => Ok(Value::Datetime(from.max(start))),
                None => Err(self.never_open()),
            },
            "diff" => {
                let end = self.wanted_datetime(call)?;
                let (first, last) = (start.min(end), start.max(end));
                let open: i64 = hours
                    .spans(first)
                    .take_while(|(from, _)| *from < last)
                    .map(|(from, to)| length(from.max(first), to.min(last)))
                    .sum();
                Ok(Value::Long(if start <= end { open } else { -open }))
            }
            _ => {
                let milliseconds = match call.next() {
                    Value::Integer(number) => i64::from(number),
                    Value::Long(number) => number,
                    _ => return Err(self.null_pointer()),
                };
                self.added(&hours, start, milliseconds).map(Value::Datetime)
            }
        }
    }

    fn added(&self, hours: &Hours, start: Timestamp, interval: i64) -> Result<Timestamp, Stop> {
        if interval < 0 {
            return Err(self.unknown("business hours before a time are not known"));
        }
        // What is less than a minute does not count.
        let mut left = interval - interval % 60_000;
        for (from, to) in hours.spans(start) {
            let from = from.max(start);
            let own = length(from, to);
            if left <= own {
                return Ok(from + SignedDuration::from_millis(left));
            }
            left -= own;
        }
        Err(self.never_open())
    }

    fn never_open(&self) -> Stop {
        self.unknown("business hours that do not open for ten years")
    }

    /// The hours of the record with that id.
    fn hours(&self, id: &Value) -> Result<Hours, Stop> {
        let id = match id {
            Value::Id(text) | Value::Text(text) => RecordId::parse(text),
            Value::Null => return Err(self.null_pointer()),
            _ => None,
        };
        let object = self.standard("BusinessHours")?;
        let failed = |error| self.database_failed("a record", &error);
        let row = match &id {
            Some(id) => store::find(self.org.connection, object, id).map_err(failed)?,
            None => None,
        };
        let row = row.ok_or_else(|| self.unknown("there are no BusinessHours of that id"))?;
        let zone = self.zone(text(&row, "TimeZoneSidKey").unwrap_or("GMT"))?;
        let mut hours = Hours { zone, week: [None; 7], holidays: HashMap::new() };
        for (day, open) in DAYS.iter().zip(&mut hours.week) {
            let time = |part| text(&row, &format!("{day}{part}Time")).and_then(minute);
            *open = match (time("Start"), time("End")) {
                // Midnight at the end of the day.
                (Some(from), Some(0)) => Some((from, MINUTES_OF_DAY)),
                (Some(from), Some(to)) => Some((from, to)),
                _ => None,
            };
        }
        let holidays = self.standard("Holiday")?;
        for row in store::all(self.org.connection, holidays).map_err(failed)? {
            if flag(&row, "IsRecurrence") {
                return Err(self.unknown("holidays that recur are not known"));
            }
            let Some(day) = text(&row, "ActivityDate").and_then(|day| day.parse().ok()) else {
                continue;
            };
            let minute = |name| row.get(name).and_then(serde_json::Value::as_i64);
            let closed = match (minute("StartTimeInMinutes"), minute("EndTimeInMinutes")) {
                (Some(from), Some(to)) if !flag(&row, "IsAllDay") => (from, to),
                _ => (0, MINUTES_OF_DAY),
            };
            hours.holidays.entry(day).or_default().push(closed);
        }
        Ok(hours)
    }

    fn standard(&self, name: &str) -> Result<&'o Object, Stop> {
        let object = self.org.schema.object(name);
        object.ok_or_else(|| self.unknown(format!("there is no object {name}")))
    }
}

/// The days of the week, as fields name them.
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Hours {
    /// When it is open, from an instant on.
    fn spans(&self, from: Timestamp) -> impl Iterator<Item = Span> {
        let first = from.to_zoned(self.zone.clone()).date();
        // What is open through midnight goes on from the day before, and ends no span.
        let days = core::iter::successors(first.yesterday().ok(), |day| day.tomorrow().ok());
        let spans = days.take(MOST_DAYS).flat_map(|day| self.of_day(day));
        spans.filter(move |(_, to)| *to > from)
    }

    fn of_day(&self, day: Date) -> Vec<Span> {
        let place = day.weekday().to_monday_zero_offset();
        let open = usize::try_from(place).ok().and_then(|place| self.week[place]);
        let mut spans: Vec<(i64, i64)> = open.into_iter().collect();
        for (closed, reopened) in self.holidays.get(&day).into_iter().flatten() {
            spans = spans
                .into_iter()
                .flat_map(|(from, to)| [(from, to.min(*closed)), (from.max(*reopened), to)])
                .filter(|(from, to)| from < to)
                .collect();
        }
        spans
            .into_iter()
            .filter_map(|(from, to)| Some((self.at(day, from)?, self.at(day, to)?)))
            .collect()
    }

    /// A minute of a day, which is none of the day itself where it is its end.
    fn at(&self, day: Date, minute: i64) -> Option<Timestamp> {
        let day = if minute < MINUTES_OF_DAY { day } else { day.tomorrow().ok()? };
        let minute = minute % MINUTES_OF_DAY;
        let time = Time::MIN.checked_add(SignedDuration::from_mins(minute)).ok()?;
        self.zone.to_timestamp(day.to_datetime(time)).ok()
    }
}

fn length(from: Timestamp, to: Timestamp) -> i64 {
    to.as_millisecond() - from.as_millisecond()
}

fn text<'r>(row: &'r Row, name: &str) -> Option<&'r str> {
    row.get(name).and_then(serde_json::Value::as_str)
}

fn flag(row: &Row, name: &str) -> bool {
    row.get(name).and_then(serde_json::Value::as_bool).unwrap_or_default()
}

fn minute(text: &str) -> Option<i64> {
    let time: Time = text.trim_end_matches('Z').parse().ok()?;
    Some(i64::from(time.hour()) * 60 + i64::from(time.minute()))
}
