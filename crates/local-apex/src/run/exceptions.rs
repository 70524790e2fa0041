//! Exceptions.

use core::cell::RefCell;
use std::rc::Rc;

use super::{
    Interpreter, Stop,
    value::{Exception, Kind, Object, Value},
};
use crate::syntax::Name;

/// The exceptions of the platform.
pub const PLATFORM: &[&str] = &[
    "AsyncException",
    "AuraHandledException",
    "CalloutException",
    "DmlException",
    "EmailException",
    "Exception",
    "ExternalObjectException",
    "FinalException",
    "HandledException",
    "IllegalArgumentException",
    "InvalidParameterValueException",
    "JSONException",
    "LimitException",
    "ListException",
    "MathException",
    "NoAccessException",
    "NoDataFoundException",
    "NoSuchElementException",
    "NullPointerException",
    "QueryException",
    "RequiredFeatureMissingException",
    "SObjectException",
    "SearchException",
    "SecurityException",
    "SerializationException",
    "StringException",
    "TypeException",
    "UnexpectedException",
    "VisualforceException",
    "XmlException",
];

impl Interpreter<'_> {
    /// An exception of the platform.
    pub(crate) fn thrown(&self, name: &str, message: impl AsRef<str>) -> Stop {
        let exception = Exception {
            message: Some(message.as_ref().into()),
            cause: None,
            line: self.frame().place.line,
            stack: self.stack().into(),
            failed: Vec::new(),
        };
        Stop::Thrown(Rc::new(Object {
            kind: Kind::Exception(Name::new(name)),
            fields: RefCell::default(),
            exception: RefCell::new(exception),
        }))
    }

    pub(crate) fn null_pointer(&self) -> Stop {
        self.thrown("NullPointerException", "Attempt to de-reference a null object")
    }

    /// The full name of what an object is of.
    pub(crate) fn type_of(object: &Object) -> String {
        match &object.kind {
            Kind::Class(class) => class.name.clone(),
            Kind::Exception(name) => format!("System.{name}"),
            Kind::Platform(name) => name.to_string(),
        }
    }

    /// What it says; of one that nobody gave a message, that.
    pub(crate) fn message_of(object: &Object) -> String {
        match &object.exception.borrow().message {
            Some(message) => message.to_string(),
            None => "Script-thrown exception".to_owned(),
        }
    }

    /// Type and message, as an uncaught one is told.
    pub(crate) fn describe(object: &Object) -> String {
        format!("{}: {}", Self::type_of(object), Self::message_of(object))
    }

    /// A limit that is passed and an assertion that fails end the transaction.
    pub(crate) fn may_be_caught(exception: &Value) -> bool {
        !matches!(exception, Value::Object(object)
            if matches!(&object.kind, Kind::Exception(name)
                if name.is("LimitException") || name.is("AssertException")))
    }
}
