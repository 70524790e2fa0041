//! Methods of every record: `get`, `put`, `clone` and their like.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use super::Arguments;
use crate::{
    data::{AGGREGATE_RESULT, field_named, lookup_named},
    run::{Interpreter, Record, Stop, Value},
    syntax::{Name, TypeName},
};

impl Interpreter<'_> {
    pub(super) fn on_record(
        &mut self,
        record: &Rc<Record>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        match call.word().as_str() {
            "get" => {
                let name = self.field_name(call.next(), call)?;
                self.get(record, &name)
            }
            "put" => {
                let (name, value) = (self.field_name(call.next(), call)?, call.next());
                self.put_field(record, &name, value)
            }
            "getsobject" => {
                let name = self.field_name(call.next(), call)?;
                let object = self.object_of_record(record)?;
                // A lookup may be named by its field.
                let named = field_named(object, name.as_str())
                    .and_then(|field| field.relationship_name.as_deref())
                    .map_or_else(|| name.clone(), Name::new);
                self.related(record, &named)
            }
            "putsobject" => {
                let (name, value) = (self.field_name(call.next(), call)?, call.next());
                self.write_record(record, &name, value)
            }
            "getsobjects" => {
                let name = self.field_name(call.next(), call)?;
                self.related(record, &name)
            }
            "getsobjecttype" => Ok(Value::ObjectToken(record.object.clone())),
            "isset" => {
                let name = self.field_name(call.next(), call)?;
                let is_set = record.fields.borrow().contains_key(&name);
                Ok(Value::Boolean(is_set))
            }
            "getpopulatedfieldsasmap" => self.populated(record),
            "clone" => {
                let flag = |value: Value| matches!(value, Value::Boolean(true));
                let keeps_id = flag(call.next());
                let _is_deep = flag(call.next());
                let (keeps_times, keeps_numbers) = (flag(call.next()), flag(call.next()));
                if keeps_times || keeps_numbers {
                    return Err(self.unknown("a clone that keeps times or numbers is not known"));
                }
                Ok(Value::Record(Self::copy_of(record, keeps_id)))
            }
            "isclone" => Ok(Value::Boolean(record.source.is_some())),
            "getclonesourceid" => Ok(record.source.clone().unwrap_or(Value::Null)),
            "adderror" => {
                let (first, second) = (call.next(), call.next());
                self.add_error(record, &first, &second)
            }
            "haserrors" => Ok(Value::Boolean(!record.errors.borrow().is_empty())),
            "equals" => {
                let other = call.next();
                Ok(Value::Boolean(self.equals(&Value::Record(record.clone()), &other)?))
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// A field by the text or the token that names it.
    fn field_name(&self, value: Value, call: &Arguments<'_>) -> Result<Name, Stop> {
        match value {
            Value::Text(name) | Value::FieldToken(_, name) => Ok(Name::new(&name)),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.no_method(call)),
        }
    }

    fn get(&mut self, record: &Rc<Record>, name: &Name) -> Result<Value, Stop> {
        if *record.object == *AGGREGATE_RESULT {
            let found = record.fields.borrow().get(name).cloned();
            return found.ok_or_else(|| self.invalid_field(record, name));
        }
        let object = self.object_of_record(record)?;
        if field_named(object, name.as_str()).is_none() {
            return Err(self.invalid_field(record, name));
        }
        self.read_record(record, name)
    }

    fn related(&mut self, record: &Rc<Record>, name: &Name) -> Result<Value, Stop> {
        let object = self.object_of_record(record)?;
        let is_known = lookup_named(object, name.as_str()).is_some()
            || self.org.children(object, name.as_str()).is_some();
        if !is_known {
            let message = format!("Invalid relationship {name} for {}", record.object);
            return Err(self.thrown("SObjectException", message));
        }
        self.read_record(record, name)
    }

    /// Gives the value that was there before.
    fn put_field(&mut self, record: &Rc<Record>, name: &Name, value: Value) -> Result<Value, Stop> {
        let object = self.object_of_record(record)?;
        let Some(field) = field_named(object, name.as_str()) else {
            return Err(self.invalid_field(record, name));
        };
        let wanted = TypeName::plain(crate::data::apex_type(field));
        let of = Self::type_name_of(&value);
        let value = self.convert(value, &wanted)?;
        if !value.is_null() && !self.is_of(&value, &wanted) {
            let message = format!("Illegal assignment from {of} to {wanted}");
            return Err(self.thrown("SObjectException", message));
        }
        let before = record.fields.borrow().get(name).cloned().unwrap_or(Value::Null);
        self.write_record(record, name, value)?;
        Ok(before)
    }

    fn invalid_field(&self, record: &Record, name: &Name) -> Stop {
        self.thrown("SObjectException", format!("Invalid field {name} for {}", record.object))
    }

    /// Fields that were set or asked for, by name.
    fn populated(&mut self, record: &Rc<Record>) -> Result<Value, Stop> {
        let map = self.new_collection(&TypeName {
            path: vec![Name::new("Map")],
            arguments: vec![TypeName::plain("String"), TypeName::plain("Object")],
        })?;
        let fields = record.entries();
        for (name, value) in fields {
            self.put(&map, Value::text(name.as_str()), value)?;
        }
        Ok(map)
    }

    /// A record of its own with the same fields.
    pub(super) fn copy_of(record: &Record, keeps_id: bool) -> Rc<Record> {
        let id = Name::new("Id");
        let mut fields = record.fields.borrow().clone();
        let source = Some(fields.get(&id).cloned().unwrap_or(Value::Null));
        if !keeps_id {
            fields.shift_remove(&id);
        }
        Rc::new(Record {
            object: record.object.clone(),
            fields: RefCell::new(fields),
            is_queried: Cell::new(record.is_queried.get()),
            source,
            errors: RefCell::default(),
        })
    }

    /// `record.addError(message)`, `record.addError(field, message)`: the record is not written.
    fn add_error(&mut self, record: &Record, first: &Value, second: &Value) -> Result<Value, Stop> {
        let (field, said) = match (first, second) {
            (said, Value::Null) => (None, said),
            (Value::Text(field) | Value::FieldToken(_, field), said) => (Some(field), said),
            _ => return Err(self.unknown("addError is given a field and a message")),
        };
        let message = match said {
            Value::Object(object) if self.is_thrown(object) => Self::message_of(object),
            said => self.print(said)?,
        };
        let mut failure = crate::run::FailedRow::new("FIELD_CUSTOM_VALIDATION_EXCEPTION", &message);
        failure.fields = field.iter().map(ToString::to_string).collect();
        record.errors.borrow_mut().push(failure);
        Ok(Value::Null)
    }
}
