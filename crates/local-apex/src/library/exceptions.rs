//! Exceptions: how they are made, and what can be asked of them.

use core::cell::RefCell;
use std::rc::Rc;

use super::Arguments;
use crate::{
    run::{Exception, Interpreter, Kind, Object, Stop, Value},
    syntax::TypeName,
};

impl Interpreter<'_> {
    /// Whether an object is an exception.
    pub(crate) fn is_thrown(&self, object: &Object) -> bool {
        match &object.kind {
            Kind::Exception(_) => true,
            Kind::Class(class) => self.is_exception(class),
            Kind::Platform(_) => false,
        }
    }

    /// `new Type(…)` of a type of the platform.
    pub(crate) fn construct_platform(
        &mut self,
        type_name: &TypeName,
        values: &[Value],
    ) -> Result<Value, Stop> {
        let name = Self::last(type_name);
        if Self::is_platform_exception(&name) {
            let object = Rc::new(Object {
                kind: Kind::Exception(name),
                fields: RefCell::default(),
                exception: RefCell::new(Exception {
                    line: self.line(),
                    stack: self.stack().into(),
                    ..Exception::default()
                }),
            });
            self.set_message(&object, values)?;
            return Ok(Value::Object(object));
        }
        if values.is_empty()
            && let Some(message) = self.new_message(&name)?
        {
            return Ok(message);
        }
        let collection = self.new_collection(type_name)?;
        match values {
            [] => {}
            [from] => match (&collection, from) {
                (Value::Map(map), Value::List(records)) => self.map_of_records(map, records)?,
                _ => self.add_all(&collection, from)?,
            },
            _ => return Err(self.unknown(format!("{type_name} is not made of these"))),
        }
        Ok(collection)
    }

    /// The message, the cause, or both, that an exception is made with.
    pub(crate) fn set_message(
        &mut self,
        object: &Rc<Object>,
        values: &[Value],
    ) -> Result<(), Stop> {
        let mut exception = object.exception.borrow_mut();
        for value in values {
            match value {
                Value::Text(message) => exception.message = Some(message.clone()),
                Value::Object(cause) => {
                    exception.cause = Some(cause.clone());
                    if exception.message.is_none() {
                        exception.message = Some(Self::message_of(cause).into());
                    }
                }
                Value::Null => {}
                _ => return Err(self.unknown("an exception is made with a message or a cause")),
            }
        }
        Ok(())
    }

    /// A method of an object that is not one of its class.
    pub(super) fn on_object(
        &mut self,
        object: &Rc<Object>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let word = call.word();
        match word.as_str() {
            "equals" => {
                let other = call.next();
                let is = matches!(&other, Value::Object(other) if Rc::ptr_eq(object, other));
                return Ok(Value::Boolean(is));
            }
            "tostring" => return Ok(Value::text(self.print(&Value::Object(object.clone()))?)),
            _ => {}
        }
        if let Kind::Platform(of) = &object.kind {
            let of = of.clone();
            let is_described =
                of.as_str().starts_with("Schema.") || of.is("System.SObjectAccessDecision");
            return if is_described {
                self.on_description(object, &of, call)
            } else if of.as_str().starts_with("Database.") {
                self.on_row_result(object, &of, call)
            } else {
                self.on_message(object, &of, call)
            };
        }
        if !self.is_thrown(object) {
            return Err(self.no_method(call));
        }
        match word.as_str() {
            "getmessage" => Ok(Value::text(Self::message_of(object))),
            "gettypename" => Ok(Value::text(Self::type_of(object))),
            "getstacktracestring" => Ok(Value::text(&object.exception.borrow().stack)),
            "getlinenumber" => {
                let line = object.exception.borrow().line;
                Ok(Value::Integer(i32::try_from(line).unwrap_or(i32::MAX)))
            }
            "getcause" => Ok(match &object.exception.borrow().cause {
                Some(cause) => Value::Object(cause.clone()),
                None => Value::Null,
            }),
            "initcause" => {
                let cause = call.next();
                if let Value::Object(cause) = cause {
                    object.exception.borrow_mut().cause = Some(cause);
                }
                Ok(Value::Null)
            }
            "setmessage" => {
                let message = call.next();
                if let Value::Text(message) = message {
                    object.exception.borrow_mut().message = Some(message);
                }
                Ok(Value::Null)
            }
            word if word.starts_with("getdml") || word == "getnumdml" => {
                self.on_dml_exception(object, call)
            }
            _ => Err(self.no_method(call)),
        }
    }
}
