//! Numbers: what their operators do, how they become each other, how they are printed.

use bigdecimal::{BigDecimal, RoundingMode, Zero, num_bigint::BigInt};

use super::value::Value;
use crate::syntax::BinaryOperator;

/// Quotients of Decimals have this many digits at least, before zeros at their end are dropped.
const QUOTIENT_SCALE: i64 = 32;

/// What came of an operator between two numbers.
pub enum Outcome {
    /// A number, or a comparison's answer.
    Is(Value),
    /// A division by zero.
    DivideByZero,
    /// These two have no such operator.
    NoOperator,
}

/// How far a number reaches: an operator between two makes both what reaches further.
fn rank(value: &Value) -> Option<u8> {
    match value {
        Value::Integer(_) => Some(0),
        Value::Long(_) => Some(1),
        Value::Double(_) => Some(2),
        Value::Decimal(_) => Some(3),
        _ => None,
    }
}

/// Does what an operator does between two numbers, or between days, instants and times.
pub fn operate(operator: BinaryOperator, left: &Value, right: &Value) -> Outcome {
    let (Some(a), Some(b)) = (rank(left), rank(right)) else {
        return super::moments::operate(operator, left, right);
    };
    match a.max(b) {
        0 => match (left, right) {
            (Value::Integer(left), Value::Integer(right)) => integers(operator, *left, *right),
            _ => Outcome::NoOperator,
        },
        1 => longs(operator, to_long(left), to_long(right)),
        2 => doubles(operator, to_double(left), to_double(right)),
        _ => decimals(operator, &to_decimal(left), &to_decimal(right)),
    }
}

fn integers(operator: BinaryOperator, left: i32, right: i32) -> Outcome {
    // The lower five bits say how far, as in Java.
    let by = right.cast_unsigned();
    Outcome::Is(Value::Integer(match operator {
        BinaryOperator::Add => left.wrapping_add(right),
        BinaryOperator::Subtract => left.wrapping_sub(right),
        BinaryOperator::Multiply => left.wrapping_mul(right),
        BinaryOperator::Divide | BinaryOperator::Remainder if right == 0 => {
            return Outcome::DivideByZero;
        }
        BinaryOperator::Divide => left.wrapping_div(right),
        BinaryOperator::Remainder => left.wrapping_rem(right),
        BinaryOperator::BitAnd => left & right,
        BinaryOperator::BitOr => left | right,
        BinaryOperator::BitXor => left ^ right,
        BinaryOperator::ShiftLeft => left.wrapping_shl(by),
        BinaryOperator::ShiftRight => left.wrapping_shr(by),
        BinaryOperator::ShiftRightUnsigned => left.cast_unsigned().wrapping_shr(by).cast_signed(),
        _ => return compared(operator, left.cmp(&right)),
    }))
}

fn longs(operator: BinaryOperator, left: i64, right: i64) -> Outcome {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the lower six bits
    let by = (right & 63) as u32;
    Outcome::Is(Value::Long(match operator {
        BinaryOperator::Add => left.wrapping_add(right),
        BinaryOperator::Subtract => left.wrapping_sub(right),
        BinaryOperator::Multiply => left.wrapping_mul(right),
        BinaryOperator::Divide | BinaryOperator::Remainder if right == 0 => {
            return Outcome::DivideByZero;
        }
        BinaryOperator::Divide => left.wrapping_div(right),
        BinaryOperator::Remainder => left.wrapping_rem(right),
        BinaryOperator::BitAnd => left & right,
        BinaryOperator::BitOr => left | right,
        BinaryOperator::BitXor => left ^ right,
        BinaryOperator::ShiftLeft => left.wrapping_shl(by),
        BinaryOperator::ShiftRight => left.wrapping_shr(by),
        BinaryOperator::ShiftRightUnsigned => left.cast_unsigned().wrapping_shr(by).cast_signed(),
        _ => return compared(operator, left.cmp(&right)),
    }))
}

fn doubles(operator: BinaryOperator, left: f64, right: f64) -> Outcome {
    Outcome::Is(Value::Double(match operator {
        BinaryOperator::Add => left + right,
        BinaryOperator::Subtract => left - right,
        BinaryOperator::Multiply => left * right,
        BinaryOperator::Divide if right == 0.0 => return Outcome::DivideByZero,
        BinaryOperator::Divide => left / right,
        _ => match left.partial_cmp(&right) {
            Some(order) => return compared(operator, order),
            None => return Outcome::Is(Value::Boolean(operator == BinaryOperator::NotEqual)),
        },
    }))
}

fn decimals(operator: BinaryOperator, left: &BigDecimal, right: &BigDecimal) -> Outcome {
    Outcome::Is(Value::Decimal(match operator {
        BinaryOperator::Add => left + right,
        BinaryOperator::Subtract => left - right,
        BinaryOperator::Multiply => left * right,
        BinaryOperator::Divide if right.is_zero() => return Outcome::DivideByZero,
        BinaryOperator::Divide => quotient(left, right),
        _ => return compared(operator, left.cmp(right)),
    }))
}

/// As many digits as it takes, at most [`QUOTIENT_SCALE`] behind the point.
fn quotient(left: &BigDecimal, right: &BigDecimal) -> BigDecimal {
    let exact = (left / right).with_scale_round(QUOTIENT_SCALE, RoundingMode::HalfEven);
    let least = left.fractional_digit_count() - right.fractional_digit_count();
    let mut whole = exact;
    // Zeros at the end are no digits of it.
    while whole.fractional_digit_count() > least.max(0) {
        let shorter = whole.with_scale(whole.fractional_digit_count() - 1);
        if shorter != whole {
            break;
        }
        whole = shorter;
    }
    whole
}

pub(super) fn compared(operator: BinaryOperator, order: core::cmp::Ordering) -> Outcome {
    let is = match operator {
        BinaryOperator::Equal | BinaryOperator::Same => order.is_eq(),
        BinaryOperator::NotEqual | BinaryOperator::NotSame => order.is_ne(),
        BinaryOperator::Less => order.is_lt(),
        BinaryOperator::LessOrEqual => order.is_le(),
        BinaryOperator::Greater => order.is_gt(),
        BinaryOperator::GreaterOrEqual => order.is_ge(),
        _ => return Outcome::NoOperator,
    };
    Outcome::Is(Value::Boolean(is))
}

/// A number as a Long; its fraction is dropped.
#[allow(clippy::cast_possible_truncation)] // saturates, as Java's conversion does
pub fn to_long(value: &Value) -> i64 {
    match value {
        Value::Integer(number) => i64::from(*number),
        Value::Long(number) => *number,
        Value::Double(number) => *number as i64,
        Value::Decimal(number) => whole_part(number),
        _ => 0,
    }
}

/// The lower 64 bits of what is before the point, as Java's conversion does.
fn whole_part(number: &BigDecimal) -> i64 {
    let (digits, _) = number.with_scale_round(0, RoundingMode::Down).into_bigint_and_exponent();
    let low: BigInt = digits & BigInt::from(u64::MAX);
    let bits: u64 = low.try_into().unwrap_or_default();
    bits.cast_signed()
}

/// A number as a Double.
#[allow(clippy::cast_precision_loss)] // that is what a Double is
pub fn to_double(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => f64::from(*number),
        Value::Long(number) => *number as f64,
        Value::Double(number) => *number,
        Value::Decimal(number) => number.to_plain_string().parse().unwrap_or(f64::NAN),
        _ => 0.0,
    }
}

/// A number as a Decimal: a Double with the digits that it prints.
pub fn to_decimal(value: &Value) -> BigDecimal {
    match value {
        Value::Integer(number) => BigDecimal::from(*number),
        Value::Long(number) => BigDecimal::from(*number),
        Value::Double(number) => number.to_string().parse().unwrap_or_default(),
        Value::Decimal(number) => number.clone(),
        _ => BigDecimal::zero(),
    }
}

/// A Double as Java prints it: between a thousandth and ten millions with a point, else with an
/// exponent.
pub fn print_double(number: f64) -> String {
    if number.is_nan() || number.is_infinite() {
        let sign = if number < 0.0 { "-" } else { "" };
        return if number.is_nan() { "NaN".into() } else { format!("{sign}Infinity") };
    }
    let size = number.abs();
    if size != 0.0 && !(1e-3..1e7).contains(&size) {
        let text = format!("{number:E}");
        return match text.split_once('E') {
            Some((digits, _)) if digits.contains('.') => text,
            Some((digits, exponent)) => format!("{digits}.0E{exponent}"),
            None => text,
        };
    }
    let text = number.to_string();
    if text.contains('.') { text } else { text + ".0" }
}

/// A Decimal, with all digits of its scale.
pub fn print_decimal(number: &BigDecimal) -> String {
    number.to_plain_string()
}
