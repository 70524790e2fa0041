//! Values of fields: as they are kept, as a query compares them, and as Apex has them.

use std::str::FromStr;

use bigdecimal::BigDecimal;
use local_data::{
    ids::RecordId,
    schema::{DataType, Field},
};
use rusqlite::types::{Value as Sql, ValueRef};
use serde_json::Value as Json;

use crate::run::{Interpreter, Stop, Value};

/// The type in Apex of a field's values.
pub(crate) fn apex_type(field: &Field) -> &'static str {
    match field.data_type {
        DataType::Boolean => "Boolean",
        DataType::Date => "Date",
        DataType::DateTime => "Datetime",
        DataType::Double => "Decimal",
        DataType::Int => "Integer",
        DataType::Reference => "Id",
        DataType::Email
        | DataType::Phone
        | DataType::Picklist
        | DataType::String
        | DataType::TextArea
        | DataType::Url => "String",
    }
}

/// A kept value, as Apex has it.
pub(super) fn from_sql(field: &Field, value: ValueRef<'_>) -> Value {
    match (field.data_type, value) {
        (DataType::Boolean, ValueRef::Null) => Value::Boolean(false),
        (_, ValueRef::Null) => Value::Null,
        (DataType::Boolean, ValueRef::Integer(number)) => Value::Boolean(number != 0),
        (_, value) => of_type(field.data_type, value),
    }
}

fn of_type(data_type: DataType, value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) if data_type == DataType::Double => {
            Value::Decimal(BigDecimal::from(number))
        }
        ValueRef::Integer(number) => match i32::try_from(number) {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Long(number),
        },
        ValueRef::Real(number) => decimal(number),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            match data_type {
                DataType::Reference => match RecordId::parse(&text) {
                    Some(id) => Value::Id(id.as_str().into()),
                    None => Value::text(text),
                },
                DataType::Date => text.parse().map_or(Value::Null, Value::Date),
                DataType::DateTime => text.parse().map_or(Value::Null, Value::Datetime),
                _ => Value::text(text),
            }
        }
    }
}

/// The same of a record that was read whole.
pub(super) fn from_json(field: &Field, value: &Json) -> Value {
    match value {
        Json::Null => from_sql(field, ValueRef::Null),
        Json::Bool(flag) => Value::Boolean(*flag),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => from_sql(field, ValueRef::Integer(whole)),
            (None, Some(real)) => from_sql(field, ValueRef::Real(real)),
            (None, None) => Value::Null,
        },
        Json::String(text) => from_sql(field, ValueRef::Text(text.as_bytes())),
        Json::Array(_) | Json::Object(_) => Value::Null,
    }
}

/// A number of a query's own making: a count, a sum.
pub(super) fn computed(value: ValueRef<'_>) -> Value {
    of_type(DataType::String, value)
}

/// As it is written: 0.1 is one tenth, whatever its bits say.
fn decimal(number: f64) -> Value {
    BigDecimal::from_str(&number.to_string()).map_or(Value::Null, Value::Decimal)
}

impl Interpreter<'_> {
    /// A value as the rules of writing take it.
    pub(crate) fn to_json(&self, value: &Value) -> Result<Json, Stop> {
        Ok(match value {
            Value::Null => Json::Null,
            Value::Boolean(flag) => Json::Bool(*flag),
            Value::Integer(number) => (*number).into(),
            Value::Long(number) => (*number).into(),
            Value::Double(number) => (*number).into(),
            // As text: digits that a double has no room for are not lost before they are rounded.
            Value::Decimal(number) => number.to_plain_string().into(),
            Value::Text(text) | Value::Id(text) => text.as_ref().into(),
            Value::Date(date) => date.to_string().into(),
            Value::Datetime(instant) => {
                instant.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string().into()
            }
            other => {
                let of = Self::type_name_of(other);
                return Err(self.unknown(format!("a field does not hold a {of}")));
            }
        })
    }

    /// A value as a query compares it with a field's.
    pub(super) fn to_sql(&self, field: &Field, value: &Value) -> Result<Sql, Stop> {
        Ok(match (field.data_type, value) {
            (_, Value::Null) => Sql::Null,
            (DataType::Reference, Value::Text(text) | Value::Id(text)) => {
                let id = RecordId::parse(text);
                Sql::Text(id.map_or_else(|| text.to_string(), |id| id.as_str().to_owned()))
            }
            (_, Value::Text(text) | Value::Id(text)) => Sql::Text(text.to_string()),
            (_, Value::Boolean(flag)) => Sql::Integer(i64::from(*flag)),
            (_, Value::Integer(number)) => Sql::Integer(i64::from(*number)),
            (_, Value::Long(number)) => Sql::Integer(*number),
            (_, Value::Double(number)) => Sql::Real(*number),
            (_, Value::Decimal(number)) => {
                Sql::Real(number.to_string().parse().unwrap_or_default())
            }
            (DataType::DateTime, Value::Date(date)) => Sql::Text(format!("{date}T00:00:00.000Z")),
            (_, Value::Date(date)) => Sql::Text(date.to_string()),
            (DataType::Date, Value::Datetime(instant)) => {
                Sql::Text(instant.strftime("%Y-%m-%d").to_string())
            }
            (_, Value::Datetime(instant)) => {
                Sql::Text(instant.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())
            }
            (_, other) => {
                let of = Self::type_name_of(other);
                return Err(self.unknown(format!("{} is not compared with a {of}", field.api_name)));
            }
        })
    }
}
