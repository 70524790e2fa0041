//! `==`, `===` and the order of values.

use core::cmp::Ordering;
use std::rc::Rc;

use super::{
    Interpreter, Stop,
    number::{self, Outcome},
    value::Value,
};
use crate::syntax::{BinaryOperator, Name};

impl Interpreter<'_> {
    /// `==`: of text without its case, of collections member by member, of objects by their
    /// `equals` where they have one.
    pub(crate) fn equals(&mut self, left: &Value, right: &Value) -> Result<bool, Stop> {
        Ok(match (left, right) {
            (Value::Null, Value::Null) => true,
            (Value::Null, _) | (_, Value::Null) => false,
            (Value::Boolean(left), Value::Boolean(right)) => left == right,
            (Value::Text(left), Value::Text(right)) => left.to_lowercase() == right.to_lowercase(),
            // Also where the text has 15 characters of it.
            (Value::Text(text), Value::Id(id)) | (Value::Id(id), Value::Text(text)) => {
                self.is_that_id(text, id)?
            }
            (Value::Blob(left), Value::Blob(right)) => left == right,
            (Value::Enum(left, one), Value::Enum(right, other)) => {
                left.name == right.name && one == other
            }
            (Value::Type(left), Value::Type(right)) => left == right,
            (Value::Id(left), Value::Id(right))
            | (Value::ObjectToken(left), Value::ObjectToken(right)) => left == right,
            (Value::FieldToken(left, one), Value::FieldToken(right, other)) => {
                left == right && one == other
            }
            (Value::List(_), Value::List(_))
            | (Value::Record(_), Value::Record(_))
            | (Value::Set(_), Value::Set(_))
            | (Value::Map(_), Value::Map(_)) => self.key_of(left)? == self.key_of(right)?,
            (Value::Object(one), Value::Object(other)) => {
                if Rc::ptr_eq(one, other) {
                    true
                } else if self.has_method(left, &Name::new("equals"), 1) {
                    let answer = self.invoke(left, &Name::new("equals"), vec![right.clone()])?;
                    matches!(answer, Value::Boolean(true))
                } else {
                    false
                }
            }
            _ => match number::operate(BinaryOperator::Equal, left, right) {
                Outcome::Is(Value::Boolean(is)) => is,
                _ => false,
            },
        })
    }

    /// `===`: whether both are the very same; of values that are no objects, whether they are equal.
    pub(super) fn is_same(&mut self, left: &Value, right: &Value) -> Result<bool, Stop> {
        Ok(match (left, right) {
            (Value::Object(left), Value::Object(right)) => Rc::ptr_eq(left, right),
            (Value::Blob(left), Value::Blob(right)) => Rc::ptr_eq(left, right),
            (Value::List(left), Value::List(right)) => Rc::ptr_eq(left, right),
            (Value::Set(left), Value::Set(right)) => Rc::ptr_eq(left, right),
            (Value::Map(left), Value::Map(right)) => Rc::ptr_eq(left, right),
            (Value::Record(left), Value::Record(right)) => Rc::ptr_eq(left, right),
            _ => self.equals(left, right)?,
        })
    }

    /// Which comes first; none where the two have no order.
    pub(crate) fn order(left: &Value, right: &Value) -> Option<Ordering> {
        match (left, right) {
            (Value::Text(left) | Value::Id(left), Value::Text(right) | Value::Id(right)) => {
                Some(left.cmp(right))
            }
            (Value::Boolean(left), Value::Boolean(right)) => Some(left.cmp(right)),
            (Value::Enum(_, left), Value::Enum(_, right)) => Some(left.cmp(right)),
            _ => {
                let is = |operator| {
                    matches!(
                        number::operate(operator, left, right),
                        Outcome::Is(Value::Boolean(true))
                    )
                };
                if is(BinaryOperator::Less) {
                    Some(Ordering::Less)
                } else if is(BinaryOperator::Greater) {
                    Some(Ordering::Greater)
                } else if is(BinaryOperator::Equal) {
                    Some(Ordering::Equal)
                } else {
                    None
                }
            }
        }
    }
}
