//! Records as values: how they are made, and their fields read and written.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use indexmap::IndexMap;
use local_data::schema::Object;

use super::{
    object_types::{field_named, lookup_named},
    stored::apex_type,
};
use crate::{
    run::{Interpreter, Record, Stop, Value},
    syntax::{Expression, Name, TypeName, What},
};

impl Interpreter<'_> {
    /// A record of that object without any field.
    pub(crate) fn new_record(object: &Object) -> Record {
        Record {
            object: object.api_name.as_str().into(),
            fields: RefCell::new(IndexMap::new()),
            is_queried: Cell::new(false),
            source: None,
            errors: RefCell::default(),
        }
    }

    /// `new Account(Name = 'Acme')`.
    pub(crate) fn construct_record(
        &mut self,
        object: &Object,
        arguments: &[Expression],
    ) -> Result<Value, Stop> {
        let record = Rc::new(Self::new_record(object));
        for argument in arguments {
            let What::Assign { target, value, .. } = &argument.what else {
                return Err(self.unknown("a record is made with fields by name"));
            };
            let What::Name(name) = &target.what else {
                return Err(self.unknown("a record is made with fields by name"));
            };
            let value = self.evaluate(value)?;
            self.write_record(&record, name, value)?;
        }
        Ok(Value::Record(record))
    }

    /// A field, a record that it belongs to, or those that belong to it.
    pub(crate) fn read_record(&mut self, record: &Rc<Record>, name: &Name) -> Result<Value, Stop> {
        if let Some(value) = record.fields.borrow().get(name) {
            return Ok(value.clone());
        }
        let object = self.object_of_record(record)?;
        let is_field = field_named(object, name.as_str()).is_some();
        let is_known = is_field
            || lookup_named(object, name.as_str()).is_some()
            || self.org.children(object, name.as_str()).is_some();
        if !is_known {
            return Err(self.unknown(format!("{} has no field {name}", object.api_name)));
        }
        if record.is_queried.get() && is_field && !name.is("Id") {
            let message = format!(
                "SObject row was retrieved via SOQL without querying the requested field: {}.{}",
                object.api_name,
                field_named(object, name.as_str()).map_or(name.as_str(), |field| &field.api_name)
            );
            return Err(self.thrown("SObjectException", message));
        }
        Ok(Value::Null)
    }

    /// Gives a field its value.
    pub(crate) fn write_record(
        &mut self,
        record: &Rc<Record>,
        name: &Name,
        value: Value,
    ) -> Result<Value, Stop> {
        let object = self.object_of_record(record)?;
        if let Some(field) = field_named(object, name.as_str()) {
            let value = self.convert(value, &TypeName::plain(apex_type(field)))?;
            record.fields.borrow_mut().insert(Name::new(&field.api_name), value.clone());
            return Ok(value);
        }
        if let Some(lookup) = lookup_named(object, name.as_str()) {
            let value = match value {
                Value::List(rows) => self.only_row(&rows)?,
                value => value,
            };
            record.fields.borrow_mut().insert(Name::new(lookup.name), value.clone());
            return Ok(value);
        }
        Err(self.unknown(format!("{} has no field {name}", object.api_name)))
    }
}

impl<'o> Interpreter<'o> {
    /// What a record is one of.
    pub(crate) fn object_of_record(&self, record: &Record) -> Result<&'o Object, Stop> {
        self.org
            .schema
            .object(&record.object)
            .ok_or_else(|| self.unknown(format!("there is no object {}", record.object)))
    }
}
