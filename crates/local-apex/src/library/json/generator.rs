//! `JSONGenerator`.
//!
//! What it writes after it was closed, and what it makes of null where a value is wanted, is not
//! known.

use core::cell::RefCell;
use std::rc::Rc;

use super::{Writer, reader, serialize::quoted_text, tokens::Kind};
use crate::{
    library::Arguments,
    run::{Interpreter, Stop, Value},
};

impl Interpreter<'_> {
    pub(in crate::library) fn on_generator(
        &mut self,
        generator: &Rc<RefCell<Writer>>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let word = call.word();
        match word.as_str() {
            "isclosed" => return Ok(Value::Boolean(generator.borrow().is_closed)),
            "getasstring" | "close" => {
                let done = generator.borrow_mut().close();
                self.wrote(done)?;
                return Ok(match word.as_str() {
                    "close" => Value::Null,
                    _ => Value::text(generator.borrow().text()),
                });
            }
            _ => {}
        }
        if generator.borrow().is_closed {
            return Err(self.unknown("what a JSONGenerator writes when it is closed is not known"));
        }
        let done = match word.as_str() {
            "writestartobject" => generator.borrow_mut().start(true),
            "writestartarray" => generator.borrow_mut().start(false),
            "writeendobject" => generator.borrow_mut().end(true),
            "writeendarray" => generator.borrow_mut().end(false),
            "writefieldname" => {
                let name = self.wanted_text(call)?;
                generator.borrow_mut().name(&name)
            }
            _ => return self.generated(generator, &word, call),
        };
        self.wrote(done)?;
        Ok(Value::Null)
    }

    /// `write…` of a value, and `write…Field` with a name before it.
    fn generated(
        &mut self,
        generator: &Rc<RefCell<Writer>>,
        word: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let (kind, is_field) = match word.strip_suffix("field") {
            Some(kind) => (kind, true),
            None => (word, false),
        };
        let name = if is_field { Some(self.wanted_text(call)?) } else { None };
        let value = if kind == "writenull" { Value::Null } else { call.next() };
        let fits = match kind {
            "writenull" | "writeobject" => true,
            _ if value.is_null() => {
                let what = format!("what {} writes of null is not known", call.name);
                return Err(self.unknown(what));
            }
            "writestring" => matches!(value, Value::Text(_)),
            "writeid" => quoted_text(&value).is_some(),
            "writeboolean" => matches!(value, Value::Boolean(_)),
            "writedate" => matches!(value, Value::Date(_)),
            "writedatetime" => matches!(value, Value::Datetime(_)),
            "writetime" => matches!(value, Value::Time(_)),
            "writenumber" => matches!(
                value,
                Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_)
            ),
            _ => false,
        };
        if !fits {
            return Err(self.no_method(call));
        }
        // Written apart first: the object's own properties may write with this generator.
        let text = self.written(&value, false, false)?;
        let mut writer = generator.borrow_mut();
        let done = name.map_or(Ok(()), |name| writer.name(&name));
        self.wrote(done.and_then(|()| rewritten(&mut writer, &text)))?;
        Ok(Value::Null)
    }
}

/// Writes what a text says.
fn rewritten(writer: &mut Writer, text: &str) -> Result<(), String> {
    for token in reader::read(text).all {
        match token.kind {
            Kind::StartObject => writer.start(true)?,
            Kind::StartArray => writer.start(false)?,
            Kind::EndObject => writer.end(true)?,
            Kind::EndArray => writer.end(false)?,
            Kind::FieldName => writer.name(&token.text)?,
            Kind::Text => writer.string(&token.text)?,
            _ => writer.plain(&token.text)?,
        }
    }
    Ok(())
}
