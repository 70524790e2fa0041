//! Records as JSON: `attributes` with their type first, then the fields that they have.
//!
//! Of a record that a query gave, fields that are empty are not written. A record declared as
//! `SObject` is not read.

use std::rc::Rc;

use local_data::schema::Object;

use super::{
    Cursor, Writer,
    tokens::{Kind, Token},
};
use crate::{
    data::{AGGREGATE_RESULT, apex_type, field_named, lookup_named},
    run::{Interpreter, Record, Stop, Value},
    syntax::{Name, TypeName},
};

/// Where the REST API has records.
const BASE: &str = "/services/data/v66.0/sobjects";

impl Interpreter<'_> {
    pub(super) fn write_record_json(
        &mut self,
        writer: &mut Writer,
        record: &Record,
        suppresses_nulls: bool,
    ) -> Result<(), Stop> {
        if *record.object == *AGGREGATE_RESULT {
            return Err(self.unknown("how an AggregateResult is written as JSON is not known"));
        }
        let id = record.fields.borrow().get(&Name::new("Id")).cloned();
        self.wrote(attributes(writer, &record.object, id.as_ref()))?;
        let fields = record.entries();
        for (name, value) in fields {
            if value.is_null() && record.is_queried.get() {
                continue;
            }
            self.wrote(writer.name(name.as_str()))?;
            if let Value::List(rows) = &value {
                let count = rows.items.borrow().len();
                self.wrote(begin_rows(writer, count))?;
                self.write_value(writer, &value, suppresses_nulls)?;
                self.wrote(writer.end(true))?;
            } else {
                self.write_value(writer, &value, suppresses_nulls)?;
            }
        }
        self.wrote(writer.end(true))
    }
}

impl<'o> Interpreter<'o> {
    pub(super) fn typed_record(
        &mut self,
        cursor: &mut Cursor<'_>,
        token: &Token,
        object: &'o Object,
    ) -> Result<Value, Stop> {
        if token.kind != Kind::StartObject {
            return Err(self.no_object());
        }
        let record = Rc::new(Self::new_record(object));
        loop {
            let token = self.next_token(cursor)?;
            if token.kind == Kind::EndObject {
                return Ok(Value::Record(record));
            }
            let name = Name::new(&token.text);
            if name.is("attributes") {
                self.skip_value(cursor)?;
            } else if let Some(field) = field_named(object, &token.text) {
                let value = self.typed(cursor, &TypeName::plain(apex_type(field)))?;
                self.write_record(&record, &name, value)?;
            } else if let Some(lookup) = lookup_named(object, &token.text) {
                let mut targets = self.org.targets(lookup.field);
                let (Some(target), None) = (targets.next(), targets.next()) else {
                    let what = format!("which object {name} is of in JSON is not known");
                    return Err(self.unknown(what));
                };
                let target = TypeName::plain(&target.api_name);
                let value = self.typed(cursor, &target)?;
                self.write_record(&record, &name, value)?;
            } else if let Some((child, field)) = self.org.children(object, &token.text) {
                let rows = self.typed_rows(cursor, &TypeName::plain(&child.api_name))?;
                let spelled = field.child_relationship_name.as_deref().unwrap_or(name.as_str());
                record.fields.borrow_mut().insert(Name::new(spelled), rows);
            } else if cursor.is_strict {
                let of = &object.api_name;
                let message = format!("No such column '{}' on sobject of type {of}", token.text);
                return Err(self.json_error(message));
            } else {
                self.skip_value(cursor)?;
            }
        }
    }

    /// The records that belong to one: `{"totalSize":1,"done":true,"records":[…]}`.
    fn typed_rows(&mut self, cursor: &mut Cursor<'_>, element: &TypeName) -> Result<Value, Stop> {
        let start = self.next_token(cursor)?;
        if start.kind == Kind::Null {
            return Ok(Value::Null);
        }
        if start.kind != Kind::StartObject {
            return Err(self.json_error("QueryResult must start with '{'"));
        }
        let mut rows = Value::list(element.clone(), Vec::new());
        loop {
            let token = self.next_token(cursor)?;
            if token.kind == Kind::EndObject {
                return Ok(rows);
            }
            if *token.text == *"records" {
                rows = self.typed(cursor, &element.clone().list_of())?;
            } else {
                self.skip_value(cursor)?;
            }
        }
    }
}

/// `{"attributes":{"type":"Account","url":"…"}`, the latter where it has an id.
fn attributes(writer: &mut Writer, object: &str, id: Option<&Value>) -> Result<(), String> {
    writer.start(true)?;
    writer.name("attributes")?;
    writer.start(true)?;
    writer.name("type")?;
    writer.string(object)?;
    if let Some(Value::Id(id)) = id {
        writer.name("url")?;
        writer.string(&format!("{BASE}/{object}/{id}"))?;
    }
    writer.end(true)
}

/// What stands before the records that belong to one.
fn begin_rows(writer: &mut Writer, count: usize) -> Result<(), String> {
    writer.start(true)?;
    writer.name("totalSize")?;
    writer.plain(&count.to_string())?;
    writer.name("done")?;
    writer.plain("true")?;
    writer.name("records")
}
