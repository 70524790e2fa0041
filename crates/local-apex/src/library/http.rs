//! `HttpRequest`, `HttpResponse`, `RestRequest`, `RestResponse` and `RestContext`: what is set is
//! what is got.
//!
//! A body that nobody set is not known, nor a header that is there in another case only: what the
//! platform answers then is not documented.

use core::cell::RefCell;
use std::{collections::HashMap, rc::Rc};

use super::Arguments;
use crate::{
    run::{Exception, Interpreter, Kind, Object, Stop, Value},
    syntax::{Name, TypeName},
};

/// Fields that are read and written, and what they are of.
const REST: &[(&str, &[(&str, &str)])] = &[
    (
        "RestRequest",
        &[
            ("headers", "Map"),
            ("params", "Map"),
            ("httpMethod", "String"),
            ("remoteAddress", "String"),
            ("requestBody", "Blob"),
            ("requestURI", "String"),
            ("resourcePath", "String"),
        ],
    ),
    ("RestResponse", &[("headers", "Map"), ("responseBody", "Blob"), ("statusCode", "Integer")]),
    ("RestContext", &[("request", "RestRequest"), ("response", "RestResponse")]),
    ("HttpRequest", &[]),
    ("HttpResponse", &[]),
    ("Http", &[]),
];

/// The type of a field of one of these; none where it has no such field.
fn field_type(of: &Name, field: &Name) -> Option<TypeName> {
    let (_, fields) = REST.iter().find(|(name, _)| of.is(name))?;
    let (_, type_name) = fields.iter().find(|(name, _)| field.is(name))?;
    Some(TypeName::plain(type_name))
}

impl Interpreter<'_> {
    /// `new HttpRequest()` and the like; none where the type is another one.
    pub(super) fn new_message(&mut self, name: &Name) -> Result<Option<Value>, Stop> {
        let Some((known, fields)) = REST.iter().find(|(known, _)| name.is(known)) else {
            return Ok(None);
        };
        if *known == "RestContext" {
            return Err(self.unknown("RestContext cannot be constructed"));
        }
        let mut own = HashMap::new();
        for (field, type_name) in *fields {
            own.insert(Name::new(field), self.first_of(type_name)?);
        }
        // What is set by methods has names that no field can have.
        own.insert(Name::new("set headers"), self.first_of("Map")?);
        Ok(Some(Value::Object(Rc::new(Object {
            kind: Kind::Platform(Name::new(known)),
            fields: RefCell::new(own),
            exception: RefCell::new(Exception::default()),
        }))))
    }

    fn first_of(&mut self, type_name: &str) -> Result<Value, Stop> {
        if type_name != "Map" {
            return Ok(Value::Null);
        }
        let text = || TypeName::plain("String");
        self.new_collection(&TypeName {
            path: vec![Name::new("Map")],
            arguments: vec![text(), text()],
        })
    }

    /// A field of one.
    pub(crate) fn write_message_field(
        &mut self,
        object: &Rc<Object>,
        of: &Name,
        name: &Name,
        value: Value,
    ) -> Result<Value, Stop> {
        let value = self.as_field(of, name, value)?;
        object.fields.borrow_mut().insert(name.clone(), value.clone());
        Ok(value)
    }

    /// `RestContext.request` and `RestContext.response`; none is there before one is set.
    pub(super) fn rest_context(&self, name: &Name) -> Option<Value> {
        if name.is("request") {
            Some(self.outside.request.clone().unwrap_or(Value::Null))
        } else if name.is("response") {
            Some(self.outside.response.clone().unwrap_or(Value::Null))
        } else {
            None
        }
    }

    /// A static field of a type of the platform: only those of `RestContext` are written.
    pub(crate) fn write_platform_static(
        &mut self,
        type_name: &TypeName,
        name: &Name,
        value: Value,
    ) -> Result<Value, Stop> {
        let of = Self::last(type_name);
        if !of.is("RestContext") {
            return Err(self.unknown(format!("there is no class {type_name}")));
        }
        let value = self.as_field(&of, name, value)?;
        if name.is("request") {
            self.outside.request = Some(value.clone());
        } else {
            self.outside.response = Some(value.clone());
        }
        Ok(value)
    }

    /// A value as one of a field, which it has to fit.
    fn as_field(&mut self, of: &Name, name: &Name, value: Value) -> Result<Value, Stop> {
        let Some(type_name) = field_type(of, name) else {
            return Err(self.unknown(format!("{of} has no field {name}")));
        };
        let value = self.convert(value, &type_name)?;
        if value.is_null() || self.is_of(&value, &type_name) {
            Ok(value)
        } else {
            Err(self.unknown(format!("{of}.{name} is a {type_name}")))
        }
    }

    /// How one is printed.
    pub(super) fn print_message(&mut self, object: &Object, name: &Name) -> Result<String, Stop> {
        if name.is("HttpRequest") {
            let (endpoint, method) = (set(object, "Endpoint"), set(object, "Method"));
            let (endpoint, method) = (self.print(&endpoint)?, self.print(&method)?);
            return Ok(format!("System.HttpRequest[Endpoint={endpoint}, Method={method}]"));
        }
        if name.is("HttpResponse") {
            let (status, code) = (set(object, "Status"), status_code(object));
            let (status, code) = (self.print(&status)?, self.print(&code)?);
            return Ok(format!("System.HttpResponse[Status={status}, StatusCode={code}]"));
        }
        Err(self.unknown(format!("how a {name} is printed is not known")))
    }

    /// A method of one.
    pub(super) fn on_message(
        &mut self,
        object: &Rc<Object>,
        name: &Name,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        if name.is("Http") {
            return self.on_http(call);
        }
        let word = call.word();
        let (is_request, is_response) = (name.is("HttpRequest"), name.is("HttpResponse"));
        match word.as_str() {
            "tostring" if is_request || is_response => {
                Ok(Value::text(self.print_message(object, name)?))
            }
            "addheader" if name.is("RestRequest") || name.is("RestResponse") => {
                self.add_pair(object, "headers", call)
            }
            "addparameter" if name.is("RestRequest") => self.add_pair(object, "params", call),
            "setheader" if is_request || is_response => self.add_pair(object, "set headers", call),
            "getheader" if is_request || is_response => self.header(object, call),
            "getheaderkeys" if is_response => {
                let Value::Map(headers) = set(object, "headers") else {
                    return Err(self.no_method(call));
                };
                let keys = headers.entries.borrow().values().map(|(key, _)| key.clone()).collect();
                Ok(Value::list(TypeName::plain("String"), keys))
            }
            "setbody" if is_request || is_response => {
                let text = self.wanted_text(call)?;
                Ok(put(object, "body", Value::blob(text.as_bytes())))
            }
            "setbodyasblob" if is_request || is_response => {
                let bytes = self.given_blob(call)?;
                Ok(put(object, "body", Value::Blob(bytes)))
            }
            "getbody" | "getbodyasblob" if is_request || is_response => {
                let Value::Blob(bytes) = set(object, "body") else {
                    return Err(self.unknown("a body that was not set is not known"));
                };
                match (word.as_str(), core::str::from_utf8(&bytes)) {
                    ("getbodyasblob", _) => Ok(Value::Blob(bytes)),
                    (_, Ok(text)) => Ok(Value::text(text)),
                    _ => Err(self.unknown("a body that is no text is not known as text")),
                }
            }
            "setendpoint" | "setmethod" if is_request => {
                self.keep(object, &word[3..], "String", call)
            }
            "setcompressed" if is_request => self.keep(object, &word[3..], "Boolean", call),
            "settimeout" if is_request => self.keep(object, &word[3..], "Integer", call),
            "setstatus" if is_response => self.keep(object, &word[3..], "String", call),
            "setstatuscode" if is_response => self.keep(object, &word[3..], "Integer", call),
            "getendpoint" | "getmethod" if is_request => Ok(set(object, &word[3..])),
            "getcompressed" if is_request => match set(object, "compressed") {
                Value::Null => Ok(Value::Boolean(false)),
                flag => Ok(flag),
            },
            "getstatus" if is_response => Ok(set(object, "status")),
            "getstatuscode" if is_response => Ok(status_code(object)),
            _ => Err(self.no_method(call)),
        }
    }

    fn keep(
        &mut self,
        object: &Rc<Object>,
        name: &str,
        type_name: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let value = call.next();
        let value = self.convert(value, &TypeName::plain(type_name))?;
        if !value.is_null() && !self.is_of(&value, &TypeName::plain(type_name)) {
            return Err(self.no_method(call));
        }
        Ok(put(object, name, value))
    }

    fn add_pair(
        &mut self,
        object: &Rc<Object>,
        name: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let (key, value) = (self.wanted_text(call)?, call.next());
        let map = object.fields.borrow().get(&Name::new(name)).cloned().unwrap_or(Value::Null);
        if map.is_null() {
            return Err(self.null_pointer());
        }
        self.put(&map, Value::Text(key), value)?;
        Ok(Value::Null)
    }

    fn header(&mut self, object: &Rc<Object>, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let wanted = self.wanted_text(call)?;
        let Value::Map(headers) = set(object, "headers") else { return Ok(Value::Null) };
        for (key, value) in headers.entries.borrow().values() {
            match key {
                Value::Text(key) if *key == wanted => return Ok(value.clone()),
                Value::Text(key) if key.eq_ignore_ascii_case(&wanted) => {
                    let what = format!("a header {wanted} that was set as {key} is not known");
                    return Err(self.unknown(what));
                }
                _ => {}
            }
        }
        Ok(Value::Null)
    }
}

/// What a method has set; nothing where none did.
pub(super) fn set(object: &Object, name: &str) -> Value {
    let name = Name::new(&format!("set {name}"));
    object.fields.borrow().get(&name).cloned().unwrap_or(Value::Null)
}

pub(super) fn put(object: &Object, name: &str, value: Value) -> Value {
    object.fields.borrow_mut().insert(Name::new(&format!("set {name}")), value);
    Value::Null
}

fn status_code(object: &Object) -> Value {
    match set(object, "statuscode") {
        Value::Null => Value::Integer(0),
        code => code,
    }
}
