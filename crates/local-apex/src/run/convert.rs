//! What a value becomes where a type is wanted: on assignment, as an argument, on return, and by a
//! cast.

use super::{
    Interpreter, Stop,
    number::{to_decimal, to_double, to_long},
    value::Value,
};
use crate::syntax::TypeName;

impl Interpreter<'_> {
    /// A value as a type that it becomes by itself: a number one that reaches further.
    pub(crate) fn convert(&mut self, value: Value, type_name: &TypeName) -> Result<Value, Stop> {
        let name = Self::last(type_name);
        if let Value::List(rows) = &value
            && (name.is("SObject")
                || name.is(crate::data::AGGREGATE_RESULT)
                || self.object_of(type_name).is_some())
        {
            return self.only_row(rows);
        }
        Ok(match &value {
            Value::Text(text) if name.is("Id") => self.id_of(text)?,
            Value::Id(text) if name.is("String") => Value::Text(text.clone()),
            Value::Integer(_) if name.is("Long") => Value::Long(to_long(&value)),
            Value::Integer(_) | Value::Long(_) | Value::Decimal(_) if name.is("Double") => {
                Value::Double(to_double(&value))
            }
            Value::Integer(_) | Value::Long(_) | Value::Double(_) if name.is("Decimal") => {
                Value::Decimal(to_decimal(&value))
            }
            Value::Date(day) if name.is("Datetime") => match super::moments::midnight(*day) {
                Some(instant) => Value::Datetime(instant),
                None => return Err(self.unknown(format!("{day} is too far away"))),
            },
            _ => value,
        })
    }

    /// `(Type) value`.
    pub(super) fn cast(&mut self, value: Value, type_name: &TypeName) -> Result<Value, Stop> {
        if value.is_null() {
            return Ok(value);
        }
        let name = Self::last(type_name);
        match &value {
            #[allow(clippy::cast_possible_truncation)] // the lower 32 bits, as Java does
            Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_)
                if name.is("Integer") =>
            {
                return Ok(match &value {
                    Value::Double(number) => Value::Integer(*number as i32),
                    _ => Value::Integer(to_long(&value) as i32),
                });
            }
            Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_)
                if name.is("Long") =>
            {
                return Ok(Value::Long(to_long(&value)));
            }
            _ => {}
        }
        let converted = self.convert(value, type_name)?;
        if self.is_of(&converted, type_name) {
            return Ok(converted);
        }
        let message = format!(
            "Invalid conversion from runtime type {} to {type_name}",
            Self::type_name_of(&converted)
        );
        Err(self.thrown("TypeException", message))
    }
}
