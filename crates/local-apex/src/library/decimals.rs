//! Decimals.

use bigdecimal::{BigDecimal, RoundingMode, Zero};

use super::Arguments;
use crate::run::{
    Interpreter, Stop, Value,
    number::{to_decimal, to_double, to_long},
};

impl Interpreter<'_> {
    pub(super) fn on_decimal(
        &mut self,
        number: &BigDecimal,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let value = Value::Decimal(number.clone());
        match call.word().as_str() {
            "scale" => Ok(whole(number.fractional_digit_count())),
            "precision" => {
                let digits = number.digits();
                let scale = u64::try_from(number.fractional_digit_count()).unwrap_or_default();
                Ok(whole(i64::try_from(digits.max(scale)).unwrap_or(i64::MAX)))
            }
            "abs" => Ok(Value::Decimal(number.abs())),
            "setscale" => {
                let scale = self.integer(call)?;
                let mode = self.rounding(call, RoundingMode::HalfUp)?;
                Ok(Value::Decimal(self.rounded(number, scale, mode)?))
            }
            "round" => {
                let mode = self.rounding(call, RoundingMode::HalfEven)?;
                Ok(Value::Long(to_long(&Value::Decimal(self.rounded(number, 0, mode)?))))
            }
            "divide" => {
                let divisor = call.next();
                let divisor = to_decimal(&divisor);
                let scale = self.integer(call)?;
                let mode = self.rounding(call, RoundingMode::HalfUp)?;
                if divisor.is_zero() {
                    return Err(self.thrown("MathException", "Divide by 0"));
                }
                Ok(Value::Decimal(self.rounded(&(number / divisor), scale, mode)?))
            }
            "pow" => {
                let power = self.integer(call)?;
                Ok(Value::Decimal(number.powi(power)))
            }
            "striptrailingzeros" => {
                let stripped = number.normalized();
                let scale = stripped.fractional_digit_count().max(0);
                Ok(Value::Decimal(stripped.with_scale(scale)))
            }
            "toplainstring" | "tostring" => Ok(Value::text(number.to_plain_string())),
            #[allow(clippy::cast_possible_truncation)] // the lower 32 bits, as Java does
            "intvalue" => Ok(Value::Integer(to_long(&value) as i32)),
            "longvalue" => Ok(Value::Long(to_long(&value))),
            "doublevalue" => Ok(Value::Double(to_double(&value))),
            _ => self.on_number(&value, call),
        }
    }

    /// The next argument, a whole number.
    pub(super) fn integer(&mut self, call: &mut Arguments<'_>) -> Result<i64, Stop> {
        match call.next() {
            Value::Integer(number) => Ok(i64::from(number)),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.no_method(call)),
        }
    }

    /// With so many digits behind the point. Without a mode nothing may be lost.
    fn rounded(
        &self,
        number: &BigDecimal,
        scale: i64,
        mode: Option<RoundingMode>,
    ) -> Result<BigDecimal, Stop> {
        let rounded = number.with_scale_round(scale, mode.unwrap_or(RoundingMode::Down));
        if mode.is_none() && rounded != *number {
            return Err(self.thrown("MathException", "Rounding necessary"));
        }
        Ok(rounded)
    }

    /// The next argument, a mode; none where rounding is to be unnecessary.
    fn rounding(
        &self,
        call: &mut Arguments<'_>,
        usual: RoundingMode,
    ) -> Result<Option<RoundingMode>, Stop> {
        let Value::Enum(of, index) = call.next() else { return Ok(Some(usual)) };
        Ok(Some(match of.values[index].as_str() {
            "UP" => RoundingMode::Up,
            "DOWN" => RoundingMode::Down,
            "CEILING" => RoundingMode::Ceiling,
            "FLOOR" => RoundingMode::Floor,
            "HALF_UP" => RoundingMode::HalfUp,
            "HALF_DOWN" => RoundingMode::HalfDown,
            "HALF_EVEN" => RoundingMode::HalfEven,
            "UNNECESSARY" => return Ok(None),
            _ => return Err(self.no_method(call)),
        }))
    }
}

fn whole(number: i64) -> Value {
    Value::Integer(i32::try_from(number).unwrap_or(i32::MAX))
}
