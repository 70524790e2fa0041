//! One row of a statement.

use std::rc::Rc;

use local_data::{
    dml::Writer,
    ids::RecordId,
    licence::Licence,
    problem::{Problem, WriteError},
    schema::Object,
    store,
};
use serde_json::{Map, Value as Json};

use super::{Dml, RowOutcome};
use crate::{
    run::{FailedRow, Interpreter, Record, Stop, Value},
    syntax::{DmlKind, Name},
};

impl<'o> Interpreter<'o> {
    pub(super) fn write_row(
        &mut self,
        dml: Dml<'o>,
        object: &'o Object,
        record: &Rc<Record>,
    ) -> Result<RowOutcome, Stop> {
        let id = self.id_of_record(record);
        let refused = |code, message: &str| {
            Ok(RowOutcome {
                id: id.as_ref().map(|id| id.as_str().into()),
                is_created: false,
                failure: Some(FailedRow::new(code, message)),
            })
        };
        match (dml.kind, &id) {
            (DmlKind::Insert, Some(_)) => {
                refused("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call")
            }
            (DmlKind::Insert, None) => self.insert_row(dml, object, record),
            (DmlKind::Update, None) => {
                refused("MISSING_ARGUMENT", "Id not specified in an update call")
            }
            (DmlKind::Delete, None) => {
                refused("MISSING_ARGUMENT", "Id not specified in a delete call")
            }
            (DmlKind::Update, Some(id)) => self.update_row(dml, object, record, id),
            (DmlKind::Upsert, _) => self.upsert_row(dml, object, record, id.as_ref()),
            (DmlKind::Delete, Some(id)) => {
                let removed = store::remove(self.org.connection, object, id)
                    .map_err(|error| self.database_failed("a delete", &error))?;
                if removed {
                    Ok(written(id, false))
                } else {
                    refused("ENTITY_IS_DELETED", "entity is deleted")
                }
            }
            (DmlKind::Undelete, _) => Err(self.unknown("undelete is not known")),
        }
    }

    fn insert_row(
        &mut self,
        dml: Dml<'o>,
        object: &'o Object,
        record: &Rc<Record>,
    ) -> Result<RowOutcome, Stop> {
        let fields = self.fields_to_write(dml, object, record, true)?;
        let fields = match fields {
            Ok(fields) => fields,
            Err(failure) => return Ok(failed(None, failure)),
        };
        match self.writer().insert(object, &fields) {
            Ok(id) => {
                let value = Value::Id(id.as_str().into());
                record.fields.borrow_mut().insert(Name::new("Id"), value);
                Ok(written(&id, true))
            }
            Err(error) => self.not_written(error, None),
        }
    }

    fn update_row(
        &mut self,
        dml: Dml<'o>,
        object: &'o Object,
        record: &Rc<Record>,
        id: &RecordId,
    ) -> Result<RowOutcome, Stop> {
        let fields = match self.fields_to_write(dml, object, record, false)? {
            Ok(fields) => fields,
            Err(failure) => return Ok(failed(Some(id), failure)),
        };
        match self.writer().update(object, id, &fields) {
            Ok(()) => Ok(written(id, false)),
            Err(error) => self.not_written(error, Some(id)),
        }
    }

    fn upsert_row(
        &mut self,
        dml: Dml<'o>,
        object: &'o Object,
        record: &Rc<Record>,
        id: Option<&RecordId>,
    ) -> Result<RowOutcome, Stop> {
        if let (Some(id), None) = (id, dml.key) {
            return self.update_row(dml, object, record, id);
        }
        let Some(key) = dml.key else { return self.insert_row(dml, object, record) };
        let value = record.fields.borrow().get(&Name::new(&key.api_name)).cloned();
        let text = match value {
            Some(Value::Text(text) | Value::Id(text)) => text,
            _ => {
                let message = format!("{} not specified", key.api_name);
                return Ok(failed(None, FailedRow::new("MISSING_ARGUMENT", &message)));
            }
        };
        let known = store::find_by(self.org.connection, object, key, &text)
            .map_err(|error| self.database_failed("an upsert", &error))?;
        match known {
            Some(id) => {
                let value = Value::Id(id.as_str().into());
                record.fields.borrow_mut().insert(Name::new("Id"), value);
                self.update_row(dml, object, record, &id)
            }
            None => self.insert_row(dml, object, record),
        }
    }

    /// The id that a record has.
    pub(crate) fn id_of_record(&self, record: &Record) -> Option<RecordId> {
        match record.fields.borrow().get(&Name::new("Id")) {
            Some(Value::Id(id)) => RecordId::parse(id),
            _ => None,
        }
    }

    /// Its fields as they are written. Of one that was read all are, but only those that can change.
    fn fields_to_write(
        &self,
        dml: Dml<'o>,
        object: &'o Object,
        record: &Record,
        is_new: bool,
    ) -> Result<Result<Map<String, Json>, FailedRow>, Stop> {
        let mut fields = Map::new();
        for (name, value) in record.fields.borrow().iter() {
            let Some(field) = object.fields.get(name.as_str()) else { continue };
            if name.is("Id") || (record.is_queried.get() && !is_new && is_the_orgs(field)) {
                continue;
            }
            if let Some(failure) = self.refused_to_user(dml, object, field, is_new) {
                return Ok(Err(failure));
            }
            fields.insert(field.api_name.clone(), self.to_json(value)?);
        }
        Ok(Ok(fields))
    }

    /// Rules of writing, as Apex meets them: not those of the UI API.
    fn writer(&self) -> Writer<'o> {
        Writer {
            connection: self.org.connection,
            schema: self.org.schema,
            user: self.org.user,
            licence: Licence::Open,
            system: true,
        }
    }

    fn not_written(&self, error: WriteError, id: Option<&RecordId>) -> Result<RowOutcome, Stop> {
        match error {
            WriteError::Refused(problems) => Ok(failed(id, FailedRow::of(&problems))),
            WriteError::NotFound => {
                Ok(failed(id, FailedRow::new("ENTITY_IS_DELETED", "entity is deleted")))
            }
            WriteError::Database(error) => Err(self.database_failed("a write", &error)),
        }
    }
}

/// A field that only the org fills in.
fn is_the_orgs(field: &local_data::schema::Field) -> bool {
    field.updateable == local_data::schema::Updateable::Never
}

fn written(id: &RecordId, is_created: bool) -> RowOutcome {
    RowOutcome { id: Some(id.as_str().into()), is_created, failure: None }
}

fn failed(id: Option<&RecordId>, failure: FailedRow) -> RowOutcome {
    RowOutcome { id: id.map(|id| id.as_str().into()), is_created: false, failure: Some(failure) }
}

impl FailedRow {
    /// A row that failed for a reason of no field.
    pub(crate) fn new(code: &str, message: &str) -> Self {
        Self { index: 0, code: code.to_owned(), message: message.to_owned(), fields: Vec::new() }
    }

    /// The first problem, with all fields that have it.
    fn of(problems: &[Problem]) -> Self {
        let Some(first) = problems.first() else { return Self::new("UNKNOWN_EXCEPTION", "") };
        let same =
            |problem: &&Problem| problem.code == first.code && problem.message == first.message;
        let fields = problems.iter().filter(same).filter_map(|problem| problem.field.clone());
        Self {
            fields: fields.map(|(api_name, _)| api_name).collect(),
            ..Self::new(first.code, &first.message)
        }
    }
}
