//! `Math`.

use super::{Arguments, numbers::round};
use crate::{
    run::{Interpreter, Stop, Value, number},
    syntax::BinaryOperator,
};

impl Interpreter<'_> {
    pub(super) fn math(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        if call.name.is("random") {
            return Ok(Value::Double(random()));
        }
        let value = call.next();
        if value.is_null() {
            return Err(self.null_pointer());
        }
        let double = number::to_double(&value);
        let is_decimal = matches!(value, Value::Decimal(_));
        #[allow(clippy::cast_possible_truncation)] // saturates
        Ok(match call.word().as_str() {
            "abs" => match value {
                Value::Integer(number) => Value::Integer(number.wrapping_abs()),
                Value::Long(number) => Value::Long(number.wrapping_abs()),
                Value::Double(number) => Value::Double(number.abs()),
                Value::Decimal(number) => Value::Decimal(number.abs()),
                _ => return Err(self.no_method(call)),
            },
            "max" | "min" => {
                let other = call.next();
                if other.is_null() {
                    return Err(self.null_pointer());
                }
                let zero = Value::Integer(0);
                // Both become what reaches further.
                let (one, other) = (
                    self.operate(BinaryOperator::Add, &value, &self_zero(&other, &zero))?,
                    self.operate(BinaryOperator::Add, &other, &self_zero(&value, &zero))?,
                );
                let is_less = Self::order(&one, &other).is_some_and(core::cmp::Ordering::is_lt);
                if is_less == call.name.is("max") { other } else { one }
            }
            "mod" => {
                let other = call.next();
                self.operate(BinaryOperator::Remainder, &value, &other)?
            }
            "round" if is_decimal => {
                let rounded = number::to_decimal(&value)
                    .with_scale_round(0, bigdecimal::RoundingMode::HalfEven);
                Value::Integer(number::to_long(&Value::Decimal(rounded)) as i32)
            }
            "round" => Value::Integer(i32::try_from(round(double)).unwrap_or(i32::MAX)),
            "roundtolong" if is_decimal => {
                let rounded = number::to_decimal(&value)
                    .with_scale_round(0, bigdecimal::RoundingMode::HalfEven);
                Value::Long(number::to_long(&Value::Decimal(rounded)))
            }
            "roundtolong" => Value::Long((double + 0.5).floor() as i64),
            "ceil" if is_decimal => Value::Decimal(
                number::to_decimal(&value).with_scale_round(0, bigdecimal::RoundingMode::Ceiling),
            ),
            "floor" if is_decimal => Value::Decimal(
                number::to_decimal(&value).with_scale_round(0, bigdecimal::RoundingMode::Floor),
            ),
            "rint" if is_decimal => Value::Decimal(
                number::to_decimal(&value).with_scale_round(0, bigdecimal::RoundingMode::HalfEven),
            ),
            "rint" => Value::Double(double.round_ties_even()),
            "ceil" => Value::Double(double.ceil()),
            "floor" => Value::Double(double.floor()),
            "sqrt" => Value::Double(double.sqrt()),
            "cbrt" => Value::Double(double.cbrt()),
            "exp" => Value::Double(double.exp()),
            "log" => Value::Double(double.ln()),
            "log10" => Value::Double(double.log10()),
            "signum" if is_decimal => Value::Decimal(number::to_decimal(&Value::Integer(
                i32::from(double > 0.0) - i32::from(double < 0.0),
            ))),
            "signum" if double == 0.0 => Value::Double(double),
            "signum" => Value::Double(double.signum()),
            "pow" => {
                let power = number::to_double(&call.next());
                Value::Double(double.powf(power))
            }
            _ => return Err(self.no_method(call)),
        })
    }
}

/// At least 0 and less than 1, of the seed that the standard library gives each map.
fn random() -> f64 {
    use std::hash::{BuildHasher, RandomState};
    let bits = RandomState::new().hash_one(0_u8) >> 11;
    #[allow(clippy::cast_precision_loss)] // 53 bits are what a Double holds
    let number = bits as f64;
    number * (0.5_f64).powi(53)
}

/// Zero as a number of the kind of `like`: adding it makes a number reach as far.
fn self_zero(like: &Value, zero: &Value) -> Value {
    match like {
        Value::Long(_) => Value::Long(0),
        Value::Double(_) => Value::Double(0.0),
        Value::Decimal(_) => Value::Decimal(bigdecimal::BigDecimal::from(0)),
        _ => zero.clone(),
    }
}
