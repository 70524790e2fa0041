//! Writing records: `insert`, `update`, `upsert`, `delete`, and the methods of `Database` that do
//! the same.
//!
//! One statement is one step: all of its rows are written or none, unless it is said that some may
//! fail. Triggers run before and after the rows are written, two hundred rows at once. Values, rights
//! and unique fields are checked by `local-data`.

mod chunk;
mod elsewhere;
mod failure;
mod row;
mod savepoint;
mod triggers;

use std::rc::Rc;

use super::Limit;
use crate::{
    run::{FailedRow, Interpreter, Record, Stop, Value},
    syntax::{Access, DmlKind, TypeName},
};
pub use elsewhere::{Write, WriteFailed, write_with_triggers};
pub(crate) use triggers::TriggerRun;

/// A statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dml<'o> {
    /// What is done.
    pub kind: DmlKind,
    /// Rows that fail do not stop the others.
    pub is_partial: bool,
    /// Whose permissions count.
    pub access: Option<Access>,
    /// Of an upsert: the field by which records are known.
    pub key: Option<&'o local_data::schema::Field>,
}

/// What came of a row.
#[derive(Clone, Debug)]
pub(crate) struct RowOutcome {
    /// The record's id, where it has one.
    pub id: Option<Rc<str>>,
    /// It was made, not changed.
    pub is_created: bool,
    /// Why it was not written.
    pub failure: Option<FailedRow>,
}

impl<'o> Interpreter<'o> {
    /// `insert records;` and the like.
    pub(crate) fn dml_statement(
        &mut self,
        kind: DmlKind,
        target: &Value,
        as_user: Option<bool>,
        key: Option<&TypeName>,
    ) -> Result<Value, Stop> {
        let access = as_user.map(|is_user| if is_user { Access::User } else { Access::System });
        let records = self.records_of(target)?;
        let key = match key {
            Some(key) => Some(self.upsert_key(&records, key)?),
            None => None,
        };
        self.write_rows(Dml { kind, is_partial: false, access, key }, &records)?;
        Ok(Value::Null)
    }

    fn upsert_key(
        &self,
        records: &[Rc<Record>],
        key: &TypeName,
    ) -> Result<&'o local_data::schema::Field, Stop> {
        let name = key.path.last().ok_or_else(|| self.unknown("an upsert by no field"))?;
        let Some(first) = records.first() else {
            return Err(self.unknown("an upsert of no record by a field"));
        };
        let object = self.object_of_record(first)?;
        super::object_types::field_named(object, name.as_str())
            .ok_or_else(|| self.unknown(format!("{} has no field {name}", object.api_name)))
    }

    /// The records that a statement is given.
    pub(crate) fn records_of(&self, target: &Value) -> Result<Vec<Rc<Record>>, Stop> {
        match target {
            Value::Record(record) => Ok(vec![record.clone()]),
            Value::List(list) => list
                .items
                .borrow()
                .iter()
                .map(|item| match item {
                    Value::Record(record) => Ok(record.clone()),
                    Value::Null => Err(self.null_pointer()),
                    _ => Err(self.unknown("DML takes records")),
                })
                .collect(),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.unknown("DML takes a record or a list of records")),
        }
    }

    /// Writes rows. Where none may fail, the first that does throws.
    pub(crate) fn write_rows(
        &mut self,
        dml: Dml<'o>,
        records: &[Rc<Record>],
    ) -> Result<Vec<RowOutcome>, Stop> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        self.spend(Limit::DmlStatements, 1)?;
        self.spend(Limit::DmlRows, records.len())?;
        self.refuse_mixed(records)?;
        self.has_uncommitted_work = true;
        self.note(|| format!("{:?} of {} {}", dml.kind, records.len(), records[0].object));
        let object = self.object_of_record(&records[0])?;
        let step = self.begin_step()?;
        let mut outcomes = Vec::with_capacity(records.len());
        for chunk in records.chunks(MOST_AT_ONCE) {
            match self.write_chunk(dml, object, chunk) {
                Ok(written) => outcomes.extend(written),
                Err(thrown) => {
                    self.undo_step(step)?;
                    return Err(thrown);
                }
            }
        }
        let failed: Vec<FailedRow> = outcomes
            .iter()
            .enumerate()
            .filter_map(|(index, outcome)| Some(FailedRow { index, ..outcome.failure.clone()? }))
            .collect();
        if failed.is_empty() || dml.is_partial {
            self.end_step(step)?;
            return Ok(outcomes);
        }
        self.undo_step(step)?;
        Self::forget_ids(dml, records, &outcomes);
        Err(self.dml_failed(dml.kind, failed))
    }

    /// What was not made has no id.
    fn forget_ids(dml: Dml<'_>, records: &[Rc<Record>], outcomes: &[RowOutcome]) {
        if !matches!(dml.kind, DmlKind::Insert | DmlKind::Upsert) {
            return;
        }
        for (record, outcome) in records.iter().zip(outcomes) {
            if outcome.is_created {
                record.fields.borrow_mut().shift_remove(&crate::syntax::Name::new("Id"));
            }
        }
    }

    fn refuse_mixed(&self, records: &[Rc<Record>]) -> Result<(), Stop> {
        if let Some(first) = records.first()
            && self.object_of_record(first)?.is_metadata()
        {
            return Err(self.unknown(format!("DML is not allowed on {}", first.object)));
        }
        let mixed = records.windows(2).any(|two| two[0].object != two[1].object);
        if mixed {
            return Err(self.unknown("records of several objects in one statement"));
        }
        Ok(())
    }
}

/// Rows that triggers get at once.
const MOST_AT_ONCE: usize = 200;
