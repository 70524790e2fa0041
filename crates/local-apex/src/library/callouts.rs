//! `Http`, which sends a request, and `Test.setMock`, which answers it instead. Of mocks only
//! `HttpCalloutMock` is known.

use std::rc::Rc;

use super::{
    Arguments,
    http::{put, set},
};
use crate::{
    data::Limit,
    run::{CalloutRequest, CalloutResponse, Interpreter, Kind, Object, Stop, Value},
    syntax::{Name, TypeName},
};

impl Interpreter<'_> {
    pub(super) fn on_http(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "send" if call.left() == 1 => match call.next() {
                Value::Object(request) if is_a(&request, "HttpRequest") => self.send(&request),
                Value::Null => Err(self.null_pointer()),
                _ => Err(self.no_method(call)),
            },
            _ => Err(self.no_method(call)),
        }
    }

    /// `Test.setMock(HttpCalloutMock.class, mock)`.
    pub(super) fn set_mock(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let (interface, mock) = (call.next(), call.next());
        let Value::Type(interface) = interface else { return Err(self.no_method(call)) };
        if !Self::last(&interface).is("HttpCalloutMock") {
            return Err(self.unknown(format!("a mock of {interface} is not known")));
        }
        if !self.is_of(&mock, &interface) {
            let of = Self::type_name_of(&mock);
            return Err(self.unknown(format!("{of} is no {interface}")));
        }
        self.outside.mock = Some(mock);
        Ok(Value::Null)
    }

    fn send(&mut self, request: &Rc<Object>) -> Result<Value, Stop> {
        if self.has_uncommitted_work {
            let message = "You have uncommitted work pending. Please commit or rollback before \
                           calling out";
            return Err(self.thrown("CalloutException", message));
        }
        self.spend(Limit::Callouts, 1)?;
        if let Some(mock) = self.outside.mock.clone() {
            let values = vec![Value::Object(request.clone())];
            let response = self.invoke(&mock, &Name::new("respond"), values)?;
            return match &response {
                Value::Object(object) if is_a(object, "HttpResponse") => Ok(response),
                _ => Err(self.unknown("a mock that answers nothing is not known")),
            };
        }
        if self.outside.callout.is_none() {
            return Err(self.unknown("no callout is possible here"));
        }
        let request = self.sent(request)?;
        // Asked for again, because what is sent is read with all of the interpreter.
        let answer = match &mut self.outside.callout {
            Some(callout) => callout.send(&request),
            None => return Err(self.unknown("no callout is possible here")),
        };
        match answer {
            Ok(response) => self.received(&response),
            Err(message) => Err(self.thrown("CalloutException", message)),
        }
    }

    /// What goes out.
    fn sent(&mut self, request: &Object) -> Result<CalloutRequest, Stop> {
        let (Value::Text(endpoint), Value::Text(method)) =
            (set(request, "endpoint"), set(request, "method"))
        else {
            return Err(self.unknown("a callout without endpoint or method is not known"));
        };
        if !matches!(set(request, "compressed"), Value::Null | Value::Boolean(false)) {
            return Err(self.unknown("a callout that is compressed is not known"));
        }
        let mut headers = Vec::new();
        if let Value::Map(map) = set(request, "headers") {
            for (name, value) in map.entries.borrow().values() {
                match (name, value) {
                    (Value::Text(name), Value::Text(value)) => {
                        headers.push((name.to_string(), value.to_string()));
                    }
                    _ => return Err(self.unknown("a header that is null is not known")),
                }
            }
        }
        let body = match set(request, "body") {
            Value::Blob(bytes) => Some(bytes.to_vec()),
            _ => None,
        };
        let timeout = match set(request, "timeout") {
            Value::Integer(milliseconds) => Some(milliseconds),
            _ => None,
        };
        let (method, endpoint) = (method.to_string(), endpoint.to_string());
        Ok(CalloutRequest { method, endpoint, headers, body, timeout })
    }

    /// What came back, for the program.
    fn received(&mut self, response: &CalloutResponse) -> Result<Value, Stop> {
        let made = self.construct(&TypeName::plain("HttpResponse"), &[])?;
        let Value::Object(object) = &made else { return Ok(made) };
        put(object, "status", Value::text(&response.status));
        put(object, "statuscode", Value::Integer(i32::from(response.code)));
        put(object, "body", Value::blob(&response.body));
        let headers = set(object, "headers");
        for (name, value) in &response.headers {
            self.put(&headers, Value::text(name), Value::text(value))?;
        }
        Ok(made)
    }
}

fn is_a(object: &Object, name: &str) -> bool {
    matches!(&object.kind, Kind::Platform(own) if own.is(name))
}
