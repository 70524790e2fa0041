//! `JSON.deserializeUntyped`: tokens to maps, lists and plain values.

use super::{
    Cursor,
    tokens::{Kind, Token},
};
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::TypeName,
};

impl Interpreter<'_> {
    /// The value that comes next.
    pub(super) fn untyped(&mut self, cursor: &mut Cursor<'_>) -> Result<Value, Stop> {
        let token = self.next_token(cursor)?;
        match token.kind {
            Kind::StartObject => {
                let arguments = vec![TypeName::plain("String"), TypeName::plain("Object")];
                let map = TypeName { arguments, ..TypeName::plain("Map") };
                let map = self.new_collection(&map)?;
                loop {
                    let token = self.next_token(cursor)?;
                    if token.kind == Kind::EndObject {
                        return Ok(map);
                    }
                    let value = self.untyped(cursor)?;
                    self.put(&map, Value::Text(token.text.clone()), value)?;
                }
            }
            Kind::StartArray => {
                let mut items = Vec::new();
                loop {
                    if cursor.peek().is_some_and(|token| token.kind == Kind::EndArray) {
                        cursor.next += 1;
                        return Ok(Value::list(TypeName::plain("Object"), items));
                    }
                    items.push(self.untyped(cursor)?);
                }
            }
            _ => self.untyped_scalar(token),
        }
    }

    /// A whole number is an Integer, or a Long where it is too large for that.
    fn untyped_scalar(&self, token: &Token) -> Result<Value, Stop> {
        let text = &token.text;
        match token.kind {
            Kind::Null => Ok(Value::Null),
            Kind::True => Ok(Value::Boolean(true)),
            Kind::False => Ok(Value::Boolean(false)),
            Kind::Text => Ok(Value::Text(text.clone())),
            Kind::Int => {
                let short = text.parse().map(Value::Integer);
                short.or_else(|_| text.parse().map(Value::Long)).map_err(|_| {
                    self.unknown(format!(
                        "what {text} is, which is too large for a Long, is not known"
                    ))
                })
            }
            Kind::Float => self.decimal_of(token),
            _ => Err(self.json_error("Illegal value for primitive")),
        }
    }
}
