//! What came of rows: `Database.SaveResult` and its like, `Database.Error`, and what a
//! `DmlException` tells of them.

use std::rc::Rc;

use super::Arguments;
use crate::{
    data::RowOutcome,
    run::{EnumInfo, FailedRow, Interpreter, Object, Stop, Value},
    syntax::{Name, TypeName},
};

/// The status codes that the org gives, and those that programs of the project name.
const STATUS_CODES: &[&str] = &[
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    "DUPLICATE_VALUE",
    "ENTITY_IS_DELETED",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    "INSUFFICIENT_ACCESS_OR_READONLY",
    "INVALID_CROSS_REFERENCE_KEY",
    "INVALID_EMAIL_ADDRESS",
    "INVALID_FIELD",
    "INVALID_FIELD_FOR_INSERT_UPDATE",
    "INVALID_ID_FIELD",
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
    "INVALID_TYPE_ON_FIELD_IN_RECORD",
    "MALFORMED_ID",
    "MISSING_ARGUMENT",
    "NUMBER_OUTSIDE_VALID_RANGE",
    "REQUIRED_FIELD_MISSING",
    "STRING_TOO_LONG",
    "UNABLE_TO_LOCK_ROW",
    "UNKNOWN_EXCEPTION",
];

impl Interpreter<'_> {
    /// `StatusCode.DUPLICATE_VALUE`.
    pub(super) fn status_code(&self, code: &str) -> Result<Value, Stop> {
        match STATUS_CODES.iter().position(|known| known.eq_ignore_ascii_case(code)) {
            Some(index) => {
                let values = STATUS_CODES.iter().map(|code| Name::new(code)).collect();
                let info = EnumInfo { name: "System.StatusCode".to_owned(), values };
                Ok(Value::Enum(Rc::new(info), index))
            }
            None => Err(self.unknown(format!("the status code {code} is not known"))),
        }
    }

    /// A result of a row.
    pub(super) fn row_result(name: &str, outcome: &RowOutcome) -> Value {
        let errors = outcome.failure.iter().map(Self::row_error).collect();
        let id = outcome.id.clone().map_or(Value::Null, Value::Id);
        Self::platform_object(
            name,
            &[
                ("id", if outcome.failure.is_none() { id } else { Value::Null }),
                ("isSuccess", Value::Boolean(outcome.failure.is_none())),
                ("isCreated", Value::Boolean(outcome.is_created)),
                ("errors", Value::list(error_type(), errors)),
            ],
        )
    }

    fn row_error(failure: &FailedRow) -> Value {
        let fields = failure.fields.iter().map(Value::text).collect();
        Self::platform_object(
            "Database.Error",
            &[
                ("statusCode", Value::text(failure.code)),
                ("message", Value::text(&failure.message)),
                ("fields", Value::list(TypeName::plain("String"), fields)),
            ],
        )
    }

    /// A method of a result or an error; none where it has no such method.
    pub(super) fn on_row_result(
        &mut self,
        object: &Object,
        of: &Name,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let field = |name: &str| {
            object.fields.borrow().get(&Name::new(name)).cloned().unwrap_or(Value::Null)
        };
        let is_error = of.is("Database.Error");
        match (call.word().as_str(), is_error) {
            ("getid", false) => Ok(field("id")),
            ("issuccess", false) => Ok(field("isSuccess")),
            ("iscreated", false) if of.is("Database.UpsertResult") => Ok(field("isCreated")),
            ("geterrors", false) => Ok(field("errors")),
            ("getmessage", true) => Ok(field("message")),
            ("getfields", true) => Ok(field("fields")),
            ("getstatuscode", true) => match field("statusCode") {
                Value::Text(code) => self.status_code(&code),
                _ => Err(self.no_method(call)),
            },
            _ => Err(self.no_method(call)),
        }
    }

    /// What a `DmlException` tells of its rows.
    pub(super) fn on_dml_exception(
        &mut self,
        object: &Object,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let failed = object.exception.borrow().failed.clone();
        let whole = |number: usize| Value::Integer(i32::try_from(number).unwrap_or(i32::MAX));
        if call.word() == "getnumdml" {
            return Ok(whole(failed.len()));
        }
        let index = match call.next() {
            Value::Integer(index) => usize::try_from(index).ok(),
            _ => None,
        };
        let Some(row) = index.and_then(|index| failed.get(index)) else {
            return Err(self.unknown(format!("{} of a row that did not fail", call.name)));
        };
        match call.word().as_str() {
            "getdmltype" => self.status_code(row.code),
            "getdmlstatuscode" => Ok(Value::text(row.code)),
            "getdmlmessage" => Ok(Value::text(&row.message)),
            "getdmlindex" => Ok(whole(row.index)),
            "getdmlfieldnames" => {
                let names = row.fields.iter().map(Value::text).collect();
                Ok(Value::list(TypeName::plain("String"), names))
            }
            _ => Err(self.no_method(call)),
        }
    }
}

fn error_type() -> TypeName {
    TypeName { path: vec![Name::new("Database"), Name::new("Error")], arguments: Vec::new() }
}
