//! The platform's classes and methods, as far as this project uses them. What is not here stops the
//! program with its name.

mod blobs;
mod business_hours;
mod callouts;
mod ciphers;
mod collections;
mod crypto;
mod database;
mod date_patterns;
mod dates;
mod datetimes;
mod decimals;
mod describe_fields;
mod describe_objects;
mod exceptions;
mod hash_codes;
mod http;
pub(crate) mod ids;
pub(crate) mod json;
mod labels;
mod limits;
mod maps;
mod math;
mod metadata_types;
mod numbers;
mod patterns;
mod print;
mod records;
mod records_by_id;
mod row_results;
mod schema;
mod search;
mod security;
mod sets;
mod statics;
mod tests;
mod text;
mod text_escapes;
mod text_parts;
mod text_places;
mod text_runs;
mod times;
mod types;
mod user_info;
mod zones;

use crate::{
    run::{Interpreter, Stop, Value},
    syntax::{Name, TypeName},
};

pub(crate) use statics::platform_enum;

/// Types of the platform that stand before a point.
const TYPES: &[&str] = &[
    "Assert",
    "AccessLevel",
    "AccessType",
    "Blob",
    "Boolean",
    "Crypto",
    "Database",
    "Date",
    "Datetime",
    "Decimal",
    "Double",
    "EncodingUtil",
    "HttpCalloutMock",
    "Id",
    "Integer",
    "JSON",
    "JSONGenerator",
    "JSONParser",
    "JSONToken",
    "Limits",
    "Label",
    "List",
    "LoggingLevel",
    "Long",
    "Map",
    "Matcher",
    "Math",
    "Pattern",
    "Object",
    "RestContext",
    "RoundingMode",
    "Security",
    "Search",
    "StatusCode",
    "Set",
    "String",
    "System",
    "Test",
    "Time",
    "Trigger",
    "TimeZone",
    "Type",
    "UserInfo",
];

/// What a method of the library has to do with: its values in order, none left over.
pub(crate) struct Arguments<'a> {
    pub name: &'a Name,
    pub of: String,
    pub values: Vec<Value>,
}

impl Interpreter<'_> {
    /// Whether a name means a type of the platform.
    pub(crate) fn is_platform_type(path: &[Name]) -> bool {
        let known = |name: &Name| {
            TYPES.iter().any(|known| name.is(known)) || Self::is_platform_exception(name)
        };
        if schema::is_schema_type(path) {
            return true;
        }
        match path {
            [name] => known(name),
            [system, name] => system.is("System") && known(name) && !name.is("System"),
            _ => false,
        }
    }

    /// Calls a method of the platform on a value.
    pub(crate) fn call_on(
        &mut self,
        value: &Value,
        name: &Name,
        values: Vec<Value>,
    ) -> Result<Value, Stop> {
        if name.is("hashCode") && values.is_empty() && !value.is_null() {
            return self.hash_code(value);
        }
        let mut call = Arguments { name, of: Self::type_name_of(value), values };
        match value {
            Value::Null => Err(self.null_pointer()),
            Value::Text(text) => self.on_text(&text.clone(), &mut call),
            Value::Id(id) => self.on_id(&id.clone(), &mut call),
            Value::Blob(bytes) => self.on_blob(&bytes.clone(), &mut call),
            Value::Record(record) => self.on_record(&record.clone(), &mut call),
            Value::ObjectToken(token) => self.on_object_token(token, &mut call),
            Value::FieldToken(of, field) => self.on_field_token((of, field), &mut call),
            Value::List(list) => self.on_list(&list.clone(), &mut call),
            Value::Set(set) => self.on_set(&set.clone(), &mut call),
            Value::Map(map) => self.on_map(&map.clone(), &mut call),
            Value::Integer(_) | Value::Long(_) | Value::Double(_) => {
                self.on_number(value, &mut call)
            }
            Value::Decimal(number) => self.on_decimal(&number.clone(), &mut call),
            Value::Boolean(_) => match call.word().as_str() {
                "tostring" => Ok(Value::text(self.print(value)?)),
                _ => Err(self.no_method(&call)),
            },
            Value::Enum(of, index) => match call.word().as_str() {
                "name" | "tostring" => Ok(Value::text(of.values[*index].as_str())),
                "ordinal" => Ok(Value::Integer(i32::try_from(*index).unwrap_or(i32::MAX))),
                "equals" => Ok(Value::Boolean(self.equals(value, &call.next())?)),
                _ => Err(self.no_method(&call)),
            },
            Value::Object(object) => self.on_object(&object.clone(), &mut call),
            Value::Pattern(pattern) => self.on_pattern(&pattern.clone(), &mut call),
            Value::Matcher(matcher) => self.on_matcher(&matcher.clone(), &mut call),
            Value::Date(day) => self.on_date(*day, &mut call),
            Value::Datetime(instant) => self.on_datetime(*instant, &mut call),
            Value::Time(time) => self.on_time(*time, &mut call),
            Value::Zone(zone) => self.on_zone(zone, &mut call),
            Value::Iterator(walk) => self.on_iterator(walk, &mut call),
            Value::JsonGenerator(generator) => self.on_generator(generator, &mut call),
            Value::JsonParser(parser) => self.on_parser(parser, &mut call),
            Value::Type(type_name) => self.on_type(&type_name.clone(), &mut call),
        }
        .and_then(|answer| self.finished(answer, &call))
    }

    /// An argument too many is another method, which is not known.
    fn finished(&self, answer: Value, call: &Arguments<'_>) -> Result<Value, Stop> {
        if call.values.is_empty() { Ok(answer) } else { Err(self.no_method(call)) }
    }

    pub(crate) fn no_method(&self, call: &Arguments<'_>) -> Stop {
        self.unknown(format!("{}.{} is not known", call.of, call.name))
    }

    /// Calls a static method of the platform.
    pub(crate) fn call_static(
        &mut self,
        type_name: &TypeName,
        name: &Name,
        values: Vec<Value>,
    ) -> Result<Value, Stop> {
        let of = Self::last(type_name);
        let mut call = Arguments { name, of: of.to_string(), values };
        if let Some(object) = self.object_of(type_name).filter(|object| object.is_metadata()) {
            let answer = self.metadata_type(object, &mut call)?;
            return self.finished(answer, &call);
        }
        let answer = match of.as_str().to_ascii_lowercase().as_str() {
            "math" => self.math(&mut call),
            "blob" => self.blob_statics(&mut call),
            "crypto" => self.crypto(&mut call),
            "encodingutil" => self.encoding(&mut call),
            "id" => self.id_statics(&mut call),
            "test" => self.test_statics(&mut call),
            "pattern" | "matcher" => self.pattern_statics(&mut call),
            "string" => self.text_statics(&mut call),
            "integer" | "long" | "double" | "decimal" => self.number_statics(&mut call),
            "system" => self.system(&mut call),
            "assert" => self.assertion(&mut call),
            "boolean" => self.boolean_statics(&mut call),
            "json" => self.json(&mut call),
            "type" => self.type_statics(&mut call),
            "date" => self.date_statics(&mut call),
            "datetime" => self.datetime_statics(&mut call),
            "time" => self.time_statics(&mut call),
            "timezone" => self.zone_statics(&mut call),
            "database" => self.database(&mut call),
            "limits" => self.limits_statics(&mut call),
            "schema" => self.schema_statics(&mut call),
            "security" => self.security(&mut call),
            "userinfo" => self.user_info(&call),
            "businesshours" => self.business_hours(&mut call),
            "label" => self.label_statics(&mut call),
            "search" => self.search_statics(&mut call),
            _ => self.enum_statics(type_name, &mut call),
        }?;
        self.finished(answer, &call)
    }
}

impl Arguments<'_> {
    /// The method's name in lower case.
    pub(crate) fn word(&self) -> String {
        self.name.as_str().to_ascii_lowercase()
    }

    /// How many are left.
    pub(crate) const fn left(&self) -> usize {
        self.values.len()
    }

    /// The next argument.
    pub(crate) fn next(&mut self) -> Value {
        if self.values.is_empty() { Value::Null } else { self.values.remove(0) }
    }
}
