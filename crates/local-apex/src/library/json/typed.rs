//! `JSON.deserialize`: tokens to values of a type.
//!
//! Objects are made without a constructor, and their fields have the values that they have at
//! first; then what the text says. Names of fields count without their case. A field that the class
//! has not is passed over, or refused by `deserializeStrict`; one that is transient stops.

use std::rc::Rc;

use super::{
    Cursor,
    tokens::{Kind, Token},
};
use crate::{
    run::{ClassInfo, Declared, Interpreter, Object, Stop, Value},
    syntax::{Name, TypeName},
};

impl Interpreter<'_> {
    /// The value that comes next, where it is all that is wanted.
    pub(super) fn typed_root(
        &mut self,
        cursor: &mut Cursor<'_>,
        type_name: &TypeName,
    ) -> Result<Value, Stop> {
        if let Some(Declared::Enum(_)) = self.declared(type_name) {
            return Err(self.unknown("an enum that is all of a JSON text is not known"));
        }
        self.typed(cursor, type_name)
    }

    /// The value that comes next.
    pub(super) fn typed(
        &mut self,
        cursor: &mut Cursor<'_>,
        type_name: &TypeName,
    ) -> Result<Value, Stop> {
        let token = self.next_token(cursor)?;
        if token.kind == Kind::Null {
            return Ok(Value::Null);
        }
        match self.declared(type_name) {
            Some(Declared::Class(class)) => return self.typed_object(cursor, token, &class),
            Some(Declared::Enum(of)) => return self.enum_value(token, &of),
            None => {}
        }
        if let Some(object) = self.object_of(type_name) {
            return self.typed_record(cursor, token, object);
        }
        let name = Self::last(type_name);
        if let Some(value) = self.plain(token, &name)? {
            return Ok(value);
        }
        if name.is("List") || name.is("Set") {
            self.typed_list(cursor, token, type_name)
        } else if name.is("Map") {
            self.typed_map(cursor, token, type_name)
        } else if name.is("Object") {
            Err(self.json_error("Apex Type unsupported in JSON: Object"))
        } else if name.is("Id") && !token.kind.is_start() {
            self.convert(Value::Text(token.text.clone()), type_name)
        } else {
            Err(self.unknown(format!("the type {type_name} is not read from JSON")))
        }
    }

    fn typed_list(
        &mut self,
        cursor: &mut Cursor<'_>,
        token: &Token,
        type_name: &TypeName,
    ) -> Result<Value, Stop> {
        if token.kind != Kind::StartArray {
            let message = "Malformed JSON: Expected '[' at the beginning of List/Set";
            return Err(self.json_error(message));
        }
        let element = argument(type_name, 0);
        let mut items = Vec::new();
        while cursor.peek().is_none_or(|token| token.kind != Kind::EndArray) {
            items.push(self.typed(cursor, &element)?);
        }
        cursor.next += 1;
        self.collection_of(type_name, items)
    }

    fn typed_map(
        &mut self,
        cursor: &mut Cursor<'_>,
        token: &Token,
        type_name: &TypeName,
    ) -> Result<Value, Stop> {
        if token.kind != Kind::StartObject {
            return Err(self.no_object());
        }
        let (key_type, value_type) = (argument(type_name, 0), argument(type_name, 1));
        let map = self.new_collection(type_name)?;
        loop {
            let token = self.next_token(cursor)?;
            if token.kind == Kind::EndObject {
                return Ok(map);
            }
            let key = self.map_key(token, &key_type)?;
            let value = self.typed(cursor, &value_type)?;
            self.put(&map, key, value)?;
        }
    }

    fn typed_object(
        &mut self,
        cursor: &mut Cursor<'_>,
        token: &Token,
        class: &Rc<ClassInfo>,
    ) -> Result<Value, Stop> {
        if class.is_interface() || class.has("abstract") {
            let message = format!("Cannot deserialize JSON as abstract type: {}", class.name);
            return Err(self.thrown("TypeException", message));
        }
        if token.kind != Kind::StartObject {
            return Err(self.no_object());
        }
        self.may_be_json(class)?;
        let object = self.without_constructor(class)?;
        let fields = self.instance_fields(class);
        loop {
            let token = self.next_token(cursor)?;
            if token.kind == Kind::EndObject {
                return Ok(Value::Object(object));
            }
            let name = Name::new(&token.text);
            match fields.iter().rev().find(|field| field.name == name) {
                Some(field) if field.is_transient => {
                    let what = format!("whether the transient field {name} is read is not known");
                    return Err(self.unknown(what));
                }
                Some(field) => {
                    self.typed_field(cursor, &object, &field.class, &name, &field.type_name)?;
                }
                None if cursor.is_strict => {
                    let message = format!("Unknown field: {}.{}", class.name, token.text);
                    return Err(self.json_error(message));
                }
                None => self.skip_value(cursor)?,
            }
        }
    }

    /// Reads a field. The name of its type means what it means in the class that it stands in.
    fn typed_field(
        &mut self,
        cursor: &mut Cursor<'_>,
        object: &Rc<Object>,
        class: &Rc<ClassInfo>,
        name: &Name,
        type_name: &TypeName,
    ) -> Result<(), Stop> {
        let value = self.in_class(class, |own| own.typed(cursor, type_name))?;
        self.set_field(object, name, value)
    }

    pub(super) fn no_object(&self) -> Stop {
        self.json_error("Malformed JSON: Expected '{' at the beginning of object")
    }
}

/// What a collection is of.
fn argument(type_name: &TypeName, index: usize) -> TypeName {
    type_name.arguments.get(index).cloned().unwrap_or_else(|| TypeName::plain("Object"))
}
