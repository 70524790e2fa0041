//! `Schema.DescribeFieldResult`: what a field is called and holds, and what the running user may do
//! with it.
//!
//! Labels of picklists are their values: the org has no others. What the schema does not tell
//! (formulas, encryption, dependent picklists, SOAP types) stops by name.

use local_data::{
    permissions::Action,
    schema::{DataType, Field, Object, Updateable},
};

use super::{
    Arguments,
    schema::{display_type, field_token, schema_type, token_of},
};
use crate::{
    data::field_named,
    run::{Interpreter, Stop, Value},
};

/// The values of `Schema.DisplayType`.
pub(super) const DISPLAY_TYPES: &[&str] = &[
    "ADDRESS",
    "ANYTYPE",
    "BASE64",
    "BOOLEAN",
    "COMBOBOX",
    "CURRENCY",
    "DATACATEGORYGROUPREFERENCE",
    "DATE",
    "DATETIME",
    "DOUBLE",
    "EMAIL",
    "ENCRYPTEDSTRING",
    "ID",
    "INTEGER",
    "LONG",
    "MULTIPICKLIST",
    "PERCENT",
    "PHONE",
    "PICKLIST",
    "REFERENCE",
    "STRING",
    "TEXTAREA",
    "TIME",
    "URL",
];

/// Fields that the org fills in itself, on every record.
const NEVER_EMPTY: &[&str] = &[
    "CreatedById",
    "CreatedDate",
    "Id",
    "LastModifiedById",
    "LastModifiedDate",
    "OwnerId",
    "SystemModstamp",
];

impl Interpreter<'_> {
    /// The description of a field.
    pub(super) fn describe_field(object: &Object, field: &Field) -> Value {
        let parts = [("of", field_token(object, field))];
        Self::platform_object("Schema.DescribeFieldResult", &parts)
    }

    pub(super) fn on_described_field(
        &self,
        (object, field): (&str, &str),
        call: &Arguments<'_>,
    ) -> Result<Value, Stop> {
        let object = self.object_of_token(object)?;
        let Some(field) = field_named(object, field) else { return Err(self.no_method(call)) };
        Ok(match call.word().as_str() {
            "getname" | "getlocalname" => Value::text(&field.api_name),
            "getlabel" => Value::text(&field.label),
            "getinlinehelptext" => optional(field.help.as_ref()),
            "gettype" => self.display_type_of(field)?,
            "getsobjectfield" => field_token(object, field),
            "getsobjecttype" => token_of(object),
            "getrelationshipname" => optional(field.relationship_name.as_ref()),
            "getreferenceto" => {
                let targets = self.org.targets(field).map(token_of).collect();
                Value::list(schema_type("SObjectType"), targets)
            }
            "getpicklistvalues" => Self::picklist(field),
            "getdefaultvalue" => default_of(field),
            "getlength" => Value::Integer(length_of(field)),
            "getprecision" | "getscale" => {
                let is_double = field.data_type == DataType::Double;
                let digits = if call.word() == "getscale" { field.scale } else { field.precision };
                Value::Integer(if is_double { whole(digits as usize) } else { 0 })
            }
            _ => return self.flag_of(object, field, call).map(Value::Boolean),
        })
    }

    /// What is true of a field or not.
    fn flag_of(&self, object: &Object, field: &Field, call: &Arguments<'_>) -> Result<bool, Stop> {
        let permissions = &self.org.permissions;
        let may_edit = permissions.may_edit(object, field);
        Ok(match call.word().as_str() {
            "isaccessible" => permissions.may_read(object, field),
            "iscreateable" => {
                field.createable && may_edit && permissions.may(object, Action::Create)
            }
            "isupdateable" => {
                let may_change = field.updateable != Updateable::Never;
                may_change && may_edit && permissions.may(object, Action::Edit)
            }
            "isnillable" => !is_never_empty(field),
            "isunique" => field.unique,
            "iscasesensitive" => field.unique && field.case_sensitive,
            "isexternalid" => field.external_id,
            "iscustom" => field.is_custom(),
            "isnamefield" => field.name_field,
            "isautonumber" => field.auto_number.is_some(),
            "isrestrictedpicklist" => field.restricted,
            _ => return Err(self.no_method(call)),
        })
    }

    fn display_type_of(&self, field: &Field) -> Result<Value, Stop> {
        let name = match field.data_type {
            DataType::Reference if field.api_name == "Id" => "ID",
            DataType::Int => "INTEGER",
            other => other.name(),
        };
        display_type(name).ok_or_else(|| self.unknown(format!("the type of {}", field.api_name)))
    }

    fn picklist(field: &Field) -> Value {
        let default = field.default.as_ref().and_then(serde_json::Value::as_str);
        let entries = field.values.iter().map(|value| {
            let parts = [
                ("getLabel", Value::text(value)),
                ("getValue", Value::text(value)),
                ("isActive", Value::Boolean(true)),
                ("isDefaultValue", Value::Boolean(default == Some(value))),
            ];
            Self::platform_object("Schema.PicklistEntry", &parts)
        });
        Value::list(schema_type("PicklistEntry"), entries.collect())
    }
}

fn optional(text: Option<&String>) -> Value {
    text.map_or(Value::Null, Value::text)
}

fn whole(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The longest text, in characters.
fn length_of(field: &Field) -> i32 {
    match field.data_type {
        DataType::Reference => 18,
        other if other.is_text() => whole(field.length),
        _ => 0,
    }
}

/// That of a checkbox. A picklist's is told by its entries.
fn default_of(field: &Field) -> Value {
    match (&field.default, field.data_type) {
        (Some(serde_json::Value::Bool(flag)), DataType::Boolean) => Value::Boolean(*flag),
        (_, DataType::Boolean) => Value::Boolean(false),
        _ => Value::Null,
    }
}

/// Also what the org itself makes: names of parts, numbers that are counted up.
fn is_never_empty(field: &Field) -> bool {
    field.required
        || field.data_type == DataType::Boolean
        || (field.name_field && !field.createable)
        || NEVER_EMPTY.contains(&field.api_name.as_str())
}
