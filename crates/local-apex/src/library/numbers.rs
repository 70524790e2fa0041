//! Integers, Longs and Doubles, and what their types have of their own.

use bigdecimal::BigDecimal;

use super::Arguments;
use crate::run::{
    Interpreter, Stop, Value,
    number::{to_decimal, to_double, to_long},
};

impl Interpreter<'_> {
    pub(super) fn on_number(
        &mut self,
        value: &Value,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        match call.word().as_str() {
            #[allow(clippy::cast_possible_truncation)] // the lower 32 bits, as Java does
            "intvalue" => Ok(match value {
                Value::Double(number) => Value::Integer(*number as i32),
                _ => Value::Integer(to_long(value) as i32),
            }),
            "longvalue" => Ok(Value::Long(to_long(value))),
            "doublevalue" => Ok(Value::Double(to_double(value))),
            "format" => {
                let text = self.print(value)?;
                Ok(Value::text(grouped(&text)))
            }
            "round" => Ok(Value::Long(round(to_double(value)))),
            "tostring" => Ok(Value::text(self.print(value)?)),
            "equals" => {
                let other = call.next();
                Ok(Value::Boolean(self.equals(value, &other)?))
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// `Integer.valueOf` and the like.
    pub(super) fn number_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        if call.word() != "valueof" {
            return Err(self.no_method(call));
        }
        let value = call.next();
        let of = call.of.to_ascii_lowercase();
        match (&value, of.as_str()) {
            (Value::Null, "integer" | "long") => {
                Err(self.thrown("NullPointerException", "Argument cannot be null."))
            }
            (Value::Null, _) => Err(self.null_pointer()),
            (Value::Text(text), "integer") => match text.parse::<i32>() {
                Ok(number) => Ok(Value::Integer(number)),
                Err(_) => Err(self.thrown("TypeException", format!("Invalid integer: {text}"))),
            },
            (Value::Text(text), "long") => match text.parse::<i64>() {
                Ok(number) => Ok(Value::Long(number)),
                Err(_) => Err(self.thrown("TypeException", format!("Invalid long: {text}"))),
            },
            (Value::Text(text), "double") => match text.trim().parse::<f64>() {
                Ok(number) => Ok(Value::Double(number)),
                Err(_) => Err(self.thrown("TypeException", format!("Invalid double: {text}"))),
            },
            (Value::Text(text), _) => match text.trim().parse::<BigDecimal>() {
                Ok(number) => Ok(Value::Decimal(number)),
                Err(_) => Err(self.thrown("TypeException", format!("Invalid decimal: {text}"))),
            },
            #[allow(clippy::cast_possible_truncation)] // as Java does
            (
                Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_),
                "integer",
            ) => Ok(Value::Integer(to_long(&value) as i32)),
            (Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_), "long") => {
                Ok(Value::Long(to_long(&value)))
            }
            (
                Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_),
                "double",
            ) => Ok(Value::Double(to_double(&value))),
            (Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_), _) => {
                Ok(Value::Decimal(to_decimal(&value)))
            }
            _ => Err(self.no_method(call)),
        }
    }
}

/// To the nearest whole number, the middle to the even one.
#[allow(clippy::cast_possible_truncation)] // saturates
pub(super) fn round(number: f64) -> i64 {
    number.round_ties_even() as i64
}

/// With a comma at each thousand.
fn grouped(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{out}{point}{rest}")
}
