//! Writes that do not come from Apex, such as those of the UI API: the triggers run all the same.

use std::rc::Rc;

use local_data::{ids::RecordId, problem::WriteError, schema::Object};
use serde_json::{Map, Value as Json};

use super::{
    RowOutcome,
    chunk::{Row, Step},
};
use crate::{
    data::{Org, stored::from_json},
    run::{FailedRow, Interpreter, Stop, Unknown},
    syntax::{Name, TriggerEvent},
};

/// A write that does not come from Apex.
#[derive(Clone, Copy, Debug)]
pub struct Write<'a> {
    /// Of which object.
    pub object: &'a Object,
    /// Which record; none where it is a new one.
    pub id: Option<&'a RecordId>,
    /// What is written into it.
    pub fields: &'a Map<String, Json>,
}

/// Why such a write was not done.
#[derive(Debug)]
pub enum WriteFailed {
    /// The org refused it.
    Refused(WriteError),
    /// A trigger did: its code and sentence.
    ByTrigger(FailedRow),
    /// A trigger holds something that is not known.
    Unknown(Unknown),
}

/// Writes a record with `store`, between the triggers of its object. `store` gets the fields as the
/// triggers leave them: those that were given, and those that only triggers have set, which no
/// right of the user's stands against. It gives the record's id.
///
/// # Errors
/// See [`WriteFailed`]; what was written then is the caller's to undo.
pub fn write_with_triggers(
    org: Org<'_>,
    write: Write<'_>,
    store: impl FnOnce(&Map<String, Json>, &Map<String, Json>) -> Result<RecordId, WriteError>,
) -> Result<RecordId, WriteFailed> {
    let none = Map::new();
    let object = match org.schema.object(&write.object.api_name) {
        Some(object) if org.program.triggers().any(|(_, own)| own.object.is(&object.api_name)) => {
            object
        }
        _ => return store(write.fields, &none).map_err(WriteFailed::Refused),
    };
    let mut interpreter = Interpreter::new("write", org).map_err(WriteFailed::Unknown)?;
    let failed = |stop| match stop {
        Stop::Thrown(exception) => {
            let failed = exception.exception.borrow().failed.first().cloned();
            WriteFailed::ByTrigger(failed.unwrap_or_else(|| {
                FailedRow::new("UNKNOWN_EXCEPTION", &Interpreter::describe(&exception))
            }))
        }
        Stop::Unknown(unknown) => WriteFailed::Unknown(unknown),
        Stop::Skipped => WriteFailed::ByTrigger(FailedRow::new("UNKNOWN_EXCEPTION", "left out")),
    };
    let given = Interpreter::new_record(object);
    for (name, value) in write.fields {
        if let Some(field) = object.fields.get(name) {
            given.fields.borrow_mut().insert(Name::new(name), from_json(field, value));
        }
    }
    let given = Rc::new(given);
    let step = write.id.map_or(Step::Insert, |id| Step::Update(id.clone()));
    let mut row = Row { given: given.clone(), step, new: given, old: None, outcome: None };
    interpreter.separate(object, &mut row).map_err(failed)?;
    if row.outcome.is_some() {
        return store(write.fields, &none).map_err(WriteFailed::Refused);
    }
    let (before, after) = match write.id {
        None => (TriggerEvent::BeforeInsert, TriggerEvent::AfterInsert),
        Some(_) => (TriggerEvent::BeforeUpdate, TriggerEvent::AfterUpdate),
    };
    let mut rows = [row];
    interpreter
        .run_alone(object, before, &mut rows)
        .map_err(failed)?
        .map_err(WriteFailed::ByTrigger)?;
    let (mut own, mut by_triggers) = (write.fields.clone(), Map::new());
    for (name, value) in interpreter.set_by_triggers(object, &rows[0]).map_err(failed)? {
        if own.contains_key(&name) {
            own.insert(name, value);
        } else {
            by_triggers.insert(name, value);
        }
    }
    let id = store(&own, &by_triggers).map_err(WriteFailed::Refused)?;
    rows[0].outcome = Some(RowOutcome {
        id: Some(id.as_str().into()),
        is_created: write.id.is_none(),
        failure: None,
    });
    interpreter.read_again(object, &mut rows[0]).map_err(failed)?;
    interpreter
        .run_alone(object, after, &mut rows)
        .map_err(failed)?
        .map_err(WriteFailed::ByTrigger)?;
    interpreter.run_jobs().map_err(failed)?;
    Ok(id)
}

impl<'o> Interpreter<'o> {
    /// Runs the triggers of one row; an error that they set on it is its failure.
    fn run_alone(
        &mut self,
        object: &'o Object,
        event: TriggerEvent,
        rows: &mut [Row; 1],
    ) -> Result<Result<(), FailedRow>, Stop> {
        if !self.has_trigger(object, event) {
            return Ok(Ok(()));
        }
        self.run_triggers(object, event, rows, &[0])?;
        let error = rows[0].new.errors.borrow_mut().drain(..).next();
        Ok(error.map_or(Ok(()), Err))
    }

    /// Fields that triggers have given another value than was given or is stored.
    fn set_by_triggers(&self, object: &'o Object, row: &Row) -> Result<Vec<(String, Json)>, Stop> {
        let mut set = Vec::new();
        for (name, value) in row.new.fields.borrow().iter() {
            if !object.fields.contains_key(name.as_str()) || name.is("Id") {
                continue;
            }
            let given = row.given.fields.borrow().get(name).cloned();
            let before = given.or_else(|| {
                row.old.as_ref().and_then(|old| old.fields.borrow().get(name).cloned())
            });
            let value = self.to_json(value)?;
            if before.map(|before| self.to_json(&before)).transpose()?.as_ref() != Some(&value) {
                set.push((name.to_string(), value));
            }
        }
        Ok(set)
    }
}
