//! Date literals: `TODAY`, `LAST_N_DAYS:7`.
//!
//! Days are those of the user's time zone on the platform; here of UTC, as are all times.

use jiff::{ToSpan, Zoned, civil::Date};
use local_data::schema::{DataType, Field};
use rusqlite::types::Value as Sql;

use super::plan::Plan;
use crate::{
    run::{Interpreter, Stop},
    syntax::Comparison,
};

/// From the first day to the one after the last.
type Days = (Date, Date);

impl<'o> Interpreter<'o> {
    pub(super) fn compare_with_days(
        &mut self,
        plan: &mut Plan<'o>,
        sql: &str,
        field: Option<&'o Field>,
        comparison: Comparison,
        literal: (&str, Option<i32>),
    ) -> Result<String, Stop> {
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
        let days = days(literal.0, literal.1, &today)
            .ok_or_else(|| self.unknown(format!("{} is not known", literal.0)))?;
        let is_instant = field.is_some_and(|field| field.data_type == DataType::DateTime);
        let mut place = |day: Date| {
            let text = if is_instant { format!("{day}T00:00:00.000Z") } else { day.to_string() };
            plan.bind(Sql::Text(text))
        };
        let (first, after) = (place(days.0), place(days.1));
        Ok(match comparison {
            Comparison::Equal => format!("({sql} >= {first} AND {sql} < {after})"),
            Comparison::NotEqual => format!("NOT ({sql} >= {first} AND {sql} < {after})"),
            Comparison::Less => format!("{sql} < {first}"),
            Comparison::LessOrEqual => format!("{sql} < {after}"),
            Comparison::Greater => format!("{sql} >= {after}"),
            Comparison::GreaterOrEqual => format!("{sql} >= {first}"),
            Comparison::Like
            | Comparison::In
            | Comparison::NotIn
            | Comparison::Includes
            | Comparison::Excludes => return Err(self.unknown("days are not compared so")),
        })
    }
}

fn days(name: &str, count: Option<i32>, now: &Zoned) -> Option<Days> {
    let today = now.date();
    let plus = |days: i32| today.checked_add(i64::from(days).days()).ok();
    let span = |from: i32, to: i32| Some((plus(from)?, plus(to)?));
    let month = |months: i32| today.first_of_month().checked_add(i64::from(months).months()).ok();
    match (name.to_ascii_uppercase().as_str(), count) {
        ("YESTERDAY", None) => span(-1, 0),
        ("TODAY", None) => span(0, 1),
        ("TOMORROW", None) => span(1, 2),
        ("LAST_MONTH", None) => Some((month(-1)?, month(0)?)),
        ("THIS_MONTH", None) => Some((month(0)?, month(1)?)),
        ("NEXT_MONTH", None) => Some((month(1)?, month(2)?)),
        ("LAST_90_DAYS", None) => span(-90, 1),
        // The days before today; of the past ones today is one.
        ("LAST_N_DAYS", Some(count)) => span(-count, 1),
        ("NEXT_N_DAYS", Some(count)) => span(1, count + 1),
        ("N_DAYS_AGO", Some(count)) => span(-count, 1 - count),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_days() {
        let now: Zoned = "2026-03-01T12:00:00[UTC]".parse().unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let of = |name, count| days(name, count, &now).unwrap();
        assert_eq!(of("YESTERDAY", None), (day("2026-02-28"), day("2026-03-01")));
        assert_eq!(of("LAST_N_DAYS", Some(2)), (day("2026-02-27"), day("2026-03-02")));
        assert_eq!(of("LAST_MONTH", None), (day("2026-02-01"), day("2026-03-01")));
        assert_eq!(days("LAST_FISCAL_YEAR", None, &now), None);
    }
}
