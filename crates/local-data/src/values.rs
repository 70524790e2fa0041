//! What may be written into a field, and how it is shown.
//!
//! Follows the platform: text loses its outer blanks and empty text is no value, instants lose their
//! milliseconds, numbers are rounded to the field's scale. A value of the wrong kind is refused with
//! the platform's code and message, never bent.

use serde_json::{Number, Value};

use crate::ids::RecordId;
use crate::problem::Problem;
use crate::schema::{DataType, Field};
use crate::time;

/// Brings a value into the form in which it is kept.
pub fn accept(field: &Field, value: &Value) -> Result<Value, Problem> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    match field.data_type {
        DataType::Boolean => match value {
            Value::Bool(_) => Ok(value.clone()),
            _ => Err(wrong_type(field, value)),
        },
        DataType::Int => {
            let whole = numeric(value)
                .filter(|n| n.fract() == 0.0 && n.abs() <= f64::from(i32::MAX))
                .ok_or_else(|| wrong_type(field, value))?;
            Ok(number(whole))
        }
        DataType::Double => {
            let given = numeric(value).ok_or_else(|| wrong_type(field, value))?;
            let factor = 10_f64.powi(i32::try_from(field.scale).unwrap_or_default());
            let rounded = (given * factor).round() / factor;
            let digits = field.precision.saturating_sub(field.scale);
            if rounded.abs() >= 10_f64.powi(i32::try_from(digits).unwrap_or_default()) {
                return Err(Problem::of(
                    "NUMBER_OUTSIDE_VALID_RANGE",
                    format!(
                        "{}: value outside of valid range on numeric field: {given}",
                        field.label
                    ),
                    field,
                ));
            }
            Ok(number(rounded))
        }
        DataType::Date => {
            text(value).and_then(time::day).map(Value::from).ok_or_else(|| wrong_type(field, value))
        }
        DataType::DateTime => text(value)
            .and_then(time::instant)
            .map(Value::from)
            .ok_or_else(|| wrong_type(field, value)),
        DataType::Time => text(value)
            .and_then(time::of_day)
            .map(Value::from)
            .ok_or_else(|| wrong_type(field, value)),
        DataType::Reference => match text(value) {
            Some("") => Ok(Value::Null),
            given => given
                .and_then(RecordId::parse)
                .map(|id| id.as_str().into())
                .ok_or_else(|| malformed_id(field, value)),
        },
        DataType::Email
        | DataType::EncryptedString
        | DataType::Phone
        | DataType::Picklist
        | DataType::String
        | DataType::TextArea
        | DataType::Url => accept_text(field, value),
    }
}

fn accept_text(field: &Field, value: &Value) -> Result<Value, Problem> {
    let given = text(value).ok_or_else(|| wrong_type(field, value))?.trim();
    if given.is_empty() {
        return Ok(Value::Null);
    }
    if field.data_type == DataType::Picklist {
        if field.restricted && !field.values.iter().any(|known| known == given) {
            return Err(Problem::of(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                format!("{}: bad value for restricted picklist field: {given}", field.label),
                field,
            ));
        }
    } else if field.length > 0 && given.chars().count() > field.length {
        return Err(Problem::of(
            "STRING_TOO_LONG",
            format!("{}: data value too large: {given} (max length={})", field.label, field.length),
            field,
        ));
    }
    if field.data_type == DataType::Email && !is_email(given) {
        return Err(Problem::of(
            "INVALID_EMAIL_ADDRESS",
            format!("{}: invalid email address: {given}", field.label),
            field,
        ));
    }
    Ok(given.into())
}

/// Somebody at a place with a point in it: what is certainly none is refused.
fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(somebody, place)| {
        !somebody.is_empty()
            && !text.contains(char::is_whitespace)
            && !place.contains('@')
            && place.split('.').count() > 1
            && place.split('.').all(|part| !part.is_empty())
    })
}

/// The problem of an id that is none, or of an object the field does not take.
pub fn malformed_id(field: &Field, value: &Value) -> Problem {
    Problem::of(
        "MALFORMED_ID",
        format!("{}: id value of incorrect type: {}", field.label, plain(value)),
        field,
    )
}

fn wrong_type(field: &Field, value: &Value) -> Problem {
    Problem::of(
        "INVALID_TYPE_ON_FIELD_IN_RECORD",
        format!("{}: value not of required type: {}", field.label, plain(value)),
        field,
    )
}

/// A finite number as JSON, whole ones without a point.
pub fn number(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 53 bits, checked here")]
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        return (number as i64).into();
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// Numbers may come as text, as form fields send them.
fn numeric(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

/// A value as a message quotes it.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The value as it may leave the org: every character of a secret is an asterisk.
pub fn masked(field: &Field, value: Value) -> Value {
    match (field.data_type, value) {
        (DataType::EncryptedString, Value::String(text)) => "*".repeat(text.chars().count()).into(),
        (_, value) => value,
    }
}

/// What a user reads in place of the value; `null` where it is the value itself.
pub fn display(field: &Field, value: &Value) -> Value {
    let shown = match (field.data_type, value) {
        (DataType::DateTime, Value::String(text)) => time::display(text),
        (DataType::Date, Value::String(text)) => time::display_day(text),
        (DataType::Picklist, Value::String(text)) => Some(text.clone()),
        (DataType::Int, Value::Number(_)) => value.as_f64().map(|n| grouped(n, 0)),
        (DataType::Double, Value::Number(_)) => value.as_f64().map(|n| grouped(n, field.scale)),
        _ => None,
    };
    shown.map_or(Value::Null, Value::String)
}

fn grouped(number: f64, scale: u32) -> String {
    let plain = format!("{:.*}", usize::try_from(scale).unwrap_or_default(), number.abs());
    let (whole, rest) = plain.find('.').map_or((plain.as_str(), ""), |point| plain.split_at(point));
    let mut shown = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    let sign = if number < 0.0 { "-" } else { "" };
    format!("{sign}{shown}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_shown_to_users() {
        assert_eq!(grouped(1_234_567.0, 0), "1,234,567");
        assert_eq!(grouped(-999.0, 0), "-999");
        assert_eq!(grouped(4.256, 2), "4.26");
    }

    #[test]
    fn whole_numbers_have_no_point() {
        assert_eq!(number(12.0).to_string(), "12");
        assert_eq!(number(4.25).to_string(), "4.25");
    }
}
