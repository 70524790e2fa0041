//! Days, instants and times of day: what their operators do.
//!
//! The running user's zone is GMT. Years reach from 1 to 9999.

use core::cmp::Ordering;

use jiff::{
    SignedDuration, Span, Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::{
    number::{Outcome, compared, to_double, to_long},
    value::Value,
};
use crate::syntax::BinaryOperator;

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;

/// Does what an operator does between days, instants, times of day, and numbers of days.
pub fn operate(operator: BinaryOperator, left: &Value, right: &Value) -> Outcome {
    if let Some(order) = order(left, right) {
        return compared(operator, order);
    }
    let sign = match operator {
        BinaryOperator::Add => 1,
        BinaryOperator::Subtract => -1,
        _ => return Outcome::NoOperator,
    };
    let moved = match (left, right) {
        (Value::Date(day), Value::Integer(_) | Value::Long(_)) => {
            moved_by_days(*day, to_long(right).saturating_mul(sign)).map(Value::Date)
        }
        (
            Value::Datetime(instant),
            Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_),
        ) => {
            let sign = if sign < 0 { -DAY } else { DAY };
            #[allow(clippy::cast_possible_truncation)] // saturates; too far is refused
            let by = SignedDuration::from_millis((to_double(right) * sign).round() as i64);
            let moved = instant.checked_add(by).ok();
            moved.filter(|instant| is_known(in_gmt(*instant).date())).map(Value::Datetime)
        }
        _ => None,
    };
    moved.map_or(Outcome::NoOperator, Outcome::Is)
}

/// Which comes first. A day is its midnight where the other is an instant.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    Some(match (left, right) {
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Datetime(left), Value::Datetime(right)) => left.cmp(right),
        (Value::Time(left), Value::Time(right)) => left.cmp(right),
        (Value::Date(left), Value::Datetime(right)) => midnight(*left)?.cmp(right),
        (Value::Datetime(left), Value::Date(right)) => left.cmp(&midnight(*right)?),
        _ => return None,
    })
}

/// Whether a day is of a year that is known.
pub fn is_known(day: Date) -> bool {
    day.year() > 0
}

/// The day so many days later; none where that is too far.
pub fn moved_by_days(day: Date, by: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(by).ok()?).ok().filter(|day| is_known(*day))
}

/// The instant at which a day begins.
pub fn midnight(day: Date) -> Option<Timestamp> {
    instant(day.to_datetime(jiff::civil::Time::midnight()))
}

/// The instant of a day and a time of day in GMT.
pub fn instant(at: DateTime) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(at).ok().filter(|_| is_known(at.date()))
}

/// Day and time of day of an instant in GMT.
pub fn in_gmt(instant: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(instant)
}
