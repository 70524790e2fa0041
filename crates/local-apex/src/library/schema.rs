//! `Schema`: the tokens of objects and fields, the maps in which they are found, and what the org's
//! own types have behind a point.
//!
//! Field sets, record types, tabs and data categories are not known.

use core::cell::RefCell;
use std::rc::Rc;

use indexmap::IndexMap;
use local_data::{
    ids::RecordId,
    schema::{Field, Object},
};

use super::{Arguments, describe_fields::DISPLAY_TYPES};
use crate::{
    data::field_named,
    run::{EnumInfo, Interpreter, Key, Map, Stop, Value},
    syntax::{Name, TypeName},
};

/// Types of `Schema` that stand before a point.
const TYPES: &[&str] = &["DisplayType", "SObjectType"];

/// Whether a name means a type of `Schema`.
pub(super) fn is_schema_type(path: &[Name]) -> bool {
    match path {
        [schema] if schema.is("Schema") => true,
        [name] => TYPES.iter().any(|known| name.is(known)),
        [schema, name] => schema.is("Schema") && TYPES.iter().any(|known| name.is(known)),
        _ => false,
    }
}

impl<'o> Interpreter<'o> {
    pub(super) fn schema_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "getglobaldescribe" => {
                let objects = self.org.schema.objects();
                let tokens = objects.map(|object| (object.api_name.as_str(), token_of(object)));
                Ok(by_name(tokens, &schema_type("SObjectType")))
            }
            "describesobjects" => {
                let names = call.next();
                let mut described = Vec::new();
                for name in self.members_of(&names)? {
                    let Value::Text(name) = &name else { return Err(self.null_pointer()) };
                    let object = self.org.object(name).ok_or_else(|| {
                        self.unknown(format!("describeSObjects of {name}, which is no object"))
                    })?;
                    described.push(Self::describe_object(object));
                }
                Ok(Value::list(schema_type("DescribeSObjectResult"), described))
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// What stands behind a type of the org or of `Schema` and a point; none where it is neither.
    pub(super) fn schema_constant(&self, type_name: &TypeName, name: &Name) -> Option<Value> {
        if let Some(object) = self.object_at(&type_name.path) {
            if name.is("SObjectType") {
                return Some(token_of(object));
            }
            if name.is("fields") {
                return Some(Self::fields_of(object, field_token));
            }
            return field_named(object, name.as_str()).map(|field| field_token(object, field));
        }
        if !is_schema_type(&type_name.path) {
            return None;
        }
        let last = type_name.path.last()?;
        if last.is("SObjectType") {
            return self.org.object(name.as_str()).map(|object| Self::describe_object(object));
        }
        (last.is("DisplayType")).then(|| display_type(name.as_str())).flatten()
    }

    pub(super) fn on_object_token(
        &mut self,
        token: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let object = self.object_of_token(token)?;
        match call.word().as_str() {
            "getdescribe" => Ok(Self::describe_object(object)),
            "newsobject" => {
                let record = Rc::new(Self::new_record(object));
                if call.left() == 1 {
                    let id = call.next();
                    self.write_record(&record, &Name::new("Id"), id)?;
                }
                Ok(Value::Record(record))
            }
            "tostring" => Ok(Value::text(token)),
            "equals" => {
                let is = matches!(call.next(), Value::ObjectToken(other) if *other == *token);
                Ok(Value::Boolean(is))
            }
            _ => Err(self.no_method(call)),
        }
    }

    pub(super) fn on_field_token(
        &mut self,
        (object, field): (&str, &str),
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        match call.word().as_str() {
            "getdescribe" => {
                let object = self.object_of_token(object)?;
                match field_named(object, field) {
                    Some(field) => Ok(Self::describe_field(object, field)),
                    None => Err(self.no_method(call)),
                }
            }
            "tostring" => Ok(Value::text(field)),
            "equals" => {
                let is = matches!(call.next(), Value::FieldToken(of, other)
                    if *of == *object && *other == *field);
                Ok(Value::Boolean(is))
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// `id.getSObjectType()`.
    pub(super) fn token_of_id(&self, id: &str) -> Result<Value, Stop> {
        let id = RecordId::parse(id);
        let object = id.as_ref().and_then(|id| self.org.schema.object_by_prefix(id.key_prefix()));
        object.map(token_of).ok_or_else(|| self.unknown("of which object this Id is"))
    }

    /// What a token stands for.
    pub(super) fn object_of_token(&self, token: &str) -> Result<&'o Object, Stop> {
        self.org.object(token).ok_or_else(|| self.unknown(format!("there is no object {token}")))
    }

    /// `fields`: every field by its name, as `made` makes it, and `getMap()`.
    pub(super) fn fields_of(object: &Object, made: impl Fn(&Object, &Field) -> Value) -> Value {
        let mut fields: Vec<(&str, Value)> = object
            .fields
            .values()
            .map(|field| (field.api_name.as_str(), made(object, field)))
            .collect();
        fields.push(("of", token_of(object)));
        Self::platform_object("Schema.SObjectTypeFields", &fields)
    }

    /// `fields.getMap()`.
    pub(super) fn field_map(object: &Object) -> Value {
        let fields = object.fields.values();
        let tokens = fields.map(|field| (field.api_name.as_str(), field_token(object, field)));
        by_name(tokens, &schema_type("SObjectField"))
    }
}

/// The token of an object.
pub(super) fn token_of(object: &Object) -> Value {
    Value::ObjectToken(object.api_name.as_str().into())
}

/// The token of a field.
pub(super) fn field_token(object: &Object, field: &Field) -> Value {
    Value::FieldToken(object.api_name.as_str().into(), field.api_name.as_str().into())
}

/// A value of `Schema.DisplayType`.
pub(super) fn display_type(name: &str) -> Option<Value> {
    let index = DISPLAY_TYPES.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    let values = DISPLAY_TYPES.iter().map(|known| Name::new(known)).collect();
    let info = EnumInfo { name: "Schema.DisplayType".to_owned(), values };
    Some(Value::Enum(info.into(), index))
}

/// A type of `Schema`.
pub(super) fn schema_type(name: &str) -> TypeName {
    TypeName { path: vec![Name::new("Schema"), Name::new(name)], arguments: Vec::new() }
}

/// A map by names, which finds them whatever their case; its keys are in small letters.
fn by_name<'a>(tokens: impl Iterator<Item = (&'a str, Value)>, of: &TypeName) -> Value {
    let entries: IndexMap<Key, (Value, Value)> = tokens
        .map(|(name, token)| {
            let name = name.to_ascii_lowercase();
            (Key::Text(name.clone()), (Value::text(name), token))
        })
        .collect();
    Value::Map(Rc::new(Map {
        key: TypeName::plain("String"),
        value: of.clone(),
        ignores_case: true,
        entries: RefCell::new(entries),
    }))
}
