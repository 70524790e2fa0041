//! `System.hashCode` and `hashCode()`: equal values have the same.

use core::hash::{Hash, Hasher};
use std::hash::DefaultHasher;

use crate::{
    run::{Interpreter, Stop, Value},
    syntax::Name,
};

impl Interpreter<'_> {
    /// Of text and whole numbers what Java says; of an object what it says itself; else a number
    /// that is the same for what is equal, though not the platform's.
    pub(super) fn hash_code(&mut self, value: &Value) -> Result<Value, Stop> {
        let own = Name::new("hashCode");
        if self.has_method(value, &own, 0) {
            return self.invoke(value, &own, Vec::new());
        }
        #[allow(clippy::cast_possible_truncation)] // the lower 32 bits are as good as any
        Ok(Value::Integer(match value {
            Value::Null => return Err(self.unknown("the hash code of null is not known")),
            Value::Text(text) | Value::Id(text) => text
                .encode_utf16()
                .fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit))),
            Value::Integer(number) => *number,
            Value::Long(number) => (number ^ (number.cast_unsigned() >> 32).cast_signed()) as i32,
            _ => {
                let mut hasher = DefaultHasher::new();
                self.key_of(value)?.hash(&mut hasher);
                hasher.finish() as i32
            }
        }))
    }
}
