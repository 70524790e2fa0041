//! `System`, `Assert`, `Boolean`, and what enums have of their own.

use super::Arguments;
use crate::{
    run::{Declared, Interpreter, Stop, Value},
    syntax::{Name, TypeName},
};

/// The ways to round, in the platform's order.
const ROUNDING: &[&str] =
    &["UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN", "UNNECESSARY"];

/// How important what is logged is.
const LEVELS: &[&str] = &["NONE", "ERROR", "WARN", "INFO", "DEBUG", "FINE", "FINER", "FINEST"];

/// The platform's enums.
const ENUMS: &[(&str, &[&str])] =
    &[("JSONToken", super::json::NAMES), ("LoggingLevel", LEVELS), ("RoundingMode", ROUNDING)];

impl Interpreter<'_> {
    pub(super) fn system(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "debug" => {
                if call.left() == 2 {
                    call.next(); // how important it is
                }
                let value = call.next();
                let text = self.print(&value)?;
                self.print_line(text);
                Ok(Value::Null)
            }
            "equals" => {
                let (left, right) = (call.next(), call.next());
                Ok(Value::Boolean(self.equals(&left, &right)?))
            }
            "enqueuejob" => self.enqueue(call),
            "hashcode" => {
                let value = call.next();
                self.hash_code(&value)
            }
            // Batches, futures and scheduled jobs are not run here.
            "isbatch" | "isfuture" | "isscheduled" => Ok(Value::Boolean(false)),
            "isqueueable" => Ok(Value::Boolean(self.limits.is_asynchronous)),
            "assert" | "assertequals" | "assertnotequals" => self.assertion(call),
            "now" => Ok(Value::Datetime(super::datetimes::now())),
            "today" => Ok(Value::Date(super::dates::today())),
            "currenttimemillis" => Ok(Value::Long(super::datetimes::now().as_millisecond())),
            _ => Err(self.no_method(call)),
        }
    }

    /// `System.assert…` and `Assert…`: a failure cannot be caught by its type's name alone, it is an
    /// `AssertException`.
    pub(super) fn assertion(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let word = call.word();
        let message = match word.as_str() {
            "assert" | "istrue" | "isfalse" => {
                let value = call.next();
                let wanted = word != "isfalse";
                let is = matches!(value, Value::Boolean(flag) if flag == wanted);
                (!is).then(|| "Assertion Failed".to_owned())
            }
            "assertequals" | "areequal" | "assertnotequals" | "arenotequal" => {
                let (expected, actual) = (call.next(), call.next());
                let (one, other) = (self.print(&expected)?, self.print(&actual)?);
                let is = self.key_of(&expected)? == self.key_of(&actual)?
                    || (!matches!(expected, Value::Text(_)) && self.equals(&expected, &actual)?);
                if word.contains("not") {
                    is.then(|| format!("Assertion Failed: Same value: {one}"))
                } else {
                    (!is).then(|| format!("Assertion Failed: Expected: {one}, Actual: {other}"))
                }
            }
            "isnull" | "isnotnull" => {
                let value = call.next();
                let is = value.is_null() == (word == "isnull");
                let actual = self.print(&value)?;
                (!is).then(|| match word.as_str() {
                    "isnull" => format!("Assertion Failed: Expected: null, Actual: {actual}"),
                    _ => "Assertion Failed: Same value: null".to_owned(),
                })
            }
            "isinstanceoftype" | "isnotinstanceoftype" => {
                let value = call.next();
                let Value::Type(wanted) = call.next() else { return Err(self.no_method(call)) };
                let is = self.is_of(&value, &wanted) == (word == "isinstanceoftype");
                (!is).then(|| "Assertion Failed".to_owned())
            }
            "fail" => Some("Assertion Failed".to_owned()),
            _ => return Err(self.no_method(call)),
        };
        let said = call.next();
        let Some(message) = message else { return Ok(Value::Null) };
        if said.is_null() {
            return Err(self.thrown("AssertException", message));
        }
        let said = self.print(&said)?;
        let message = match message.strip_prefix("Assertion Failed: ") {
            Some(rest) => format!("Assertion Failed: {said}: {rest}"),
            None => format!("Assertion Failed: {said}"),
        };
        Err(self.thrown("AssertException", message))
    }

    pub(super) fn boolean_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match (call.word().as_str(), call.next()) {
            (_, Value::Null) => Err(self.null_pointer()),
            ("valueof", Value::Text(text)) => Ok(Value::Boolean(text.eq_ignore_ascii_case("true"))),
            ("valueof", Value::Boolean(flag)) => Ok(Value::Boolean(flag)),
            _ => Err(self.no_method(call)),
        }
    }

    /// `values()` and `valueOf(name)` of an enum.
    pub(super) fn enum_statics(
        &mut self,
        type_name: &TypeName,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let Some(of) = self.find_enum(type_name) else { return Err(self.no_method(call)) };
        match call.word().as_str() {
            "values" => {
                let values = (0..of.values.len()).map(|index| Value::Enum(of.clone(), index));
                Ok(Value::list(type_name.clone(), values.collect()))
            }
            "valueof" => {
                let Value::Text(wanted) = call.next() else { return Err(self.null_pointer()) };
                if let Some(index) = of.values.iter().position(|value| value.is(&wanted)) {
                    Ok(Value::Enum(of, index))
                } else {
                    let message = format!("No enum constant {}.{wanted}", of.name);
                    Err(self.thrown("NoSuchElementException", message))
                }
            }
            _ => Err(self.no_method(call)),
        }
    }

    fn find_enum(&self, type_name: &TypeName) -> Option<std::rc::Rc<crate::run::EnumInfo>> {
        match self.declared(type_name)? {
            Declared::Enum(of) => Some(of),
            Declared::Class(_) => None,
        }
    }

    /// A static field of a type of the platform.
    pub(crate) fn platform_constant(
        &mut self,
        type_name: &TypeName,
        name: &Name,
    ) -> Result<Value, Stop> {
        if let Some(found) = self.schema_constant(type_name, name) {
            return Ok(found);
        }
        let of = Self::last(type_name);
        if of.is("AccessType")
            && let Some(access) = super::security::access_type(name)
        {
            return Ok(access);
        }
        if of.is("Integer") && name.is("MAX_VALUE") {
            return Ok(Value::Integer(i32::MAX));
        }
        if of.is("RestContext")
            && let Some(value) = self.rest_context(name)
        {
            return Ok(value);
        }
        for (known, names) in ENUMS {
            if of.is(known)
                && let Some(index) = names.iter().position(|own| name.is(own))
            {
                return Ok(platform_enum(known, names, index));
            }
        }
        if of.is("AccessLevel") {
            let values: Vec<Name> =
                ["SYSTEM_MODE", "USER_MODE"].iter().map(|mode| Name::new(mode)).collect();
            if let Some(index) = values.iter().position(|mode| mode == name) {
                let info = crate::run::EnumInfo { name: "AccessLevel".to_owned(), values };
                return Ok(Value::Enum(info.into(), index));
            }
        }
        if of.is("Trigger") {
            return self.trigger_variable(name);
        }
        if of.is("StatusCode") {
            return self.status_code(name.as_str());
        }
        Err(self.unknown(format!("{type_name}.{name} is not known")))
    }
}

/// A value of one of the platform's enums.
pub(crate) fn platform_enum(name: &str, names: &[&str], index: usize) -> Value {
    let values = names.iter().map(|own| Name::new(own)).collect();
    let info = crate::run::EnumInfo { name: format!("System.{name}"), values };
    Value::Enum(info.into(), index)
}
