//! One row: what of it is written, and what came of that.

use local_data::{
    dml::Writer,
    ids::RecordId,
    licence::Licence,
    permissions::Action,
    problem::{Problem, WriteError},
    schema::{Field, Object, Updateable},
    store,
};
use serde_json::{Map, Value as Json};

use super::{
    Dml, RowOutcome,
    chunk::{Row, Step},
};
use crate::{
    run::{FailedRow, Interpreter, Record, Stop, Value},
    syntax::{Access, Name},
};

impl<'o> Interpreter<'o> {
    pub(super) fn write_row(&mut self, object: &'o Object, row: &Row) -> Result<RowOutcome, Stop> {
        let done = match &row.step {
            Step::Insert => {
                let fields = self.fields_to_write(object, row)?;
                self.writer().insert(object, &fields)
            }
            Step::Update(id) => {
                let fields = self.fields_to_write(object, row)?;
                self.writer().update(object, id, &fields).map(|()| id.clone())
            }
            Step::Delete(id) => match store::remove(self.org.connection, object, id) {
                Ok(true) => Ok(id.clone()),
                Ok(false) => Err(WriteError::NotFound),
                Err(error) => Err(error.into()),
            },
        };
        match done {
            Ok(id) => {
                let value = Value::Id(id.as_str().into());
                for record in [&row.given, &row.new] {
                    record.fields.borrow_mut().insert(Name::new("Id"), value.clone());
                }
                let is_created = row.step == Step::Insert;
                Ok(RowOutcome { id: Some(id.as_str().into()), is_created, failure: None })
            }
            Err(WriteError::Refused(problems)) => {
                Ok(failed(row.id().as_ref(), FailedRow::of(&problems)))
            }
            Err(WriteError::NotFound) => {
                let failure = FailedRow::new("ENTITY_IS_DELETED", "entity is deleted");
                Ok(failed(row.id().as_ref(), failure))
            }
            Err(WriteError::Database(error)) => Err(self.database_failed("a write", &error)),
        }
    }

    /// Why the user may not write the row, where her permissions count. What triggers set is theirs.
    pub(super) fn refused_row(
        &self,
        dml: Dml<'o>,
        object: &'o Object,
        row: &Row,
    ) -> Option<FailedRow> {
        if dml.access != Some(Access::User) {
            return None;
        }
        let action = match row.step {
            Step::Insert => Action::Create,
            Step::Update(_) => Action::Edit,
            Step::Delete(_) => Action::Delete,
        };
        if !self.org.permissions.may(object, action) {
            let message = format!("no access to {}", object.api_name);
            return Some(FailedRow::new("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", &message));
        }
        if action == Action::Delete {
            return None;
        }
        let refused = set_fields(object, &row.given)
            .into_iter()
            .find(|(field, _)| !self.org.permissions.may_edit(object, field))
            .map(|(field, _)| field)?;
        let message = format!("no access to the field {}", refused.api_name);
        Some(FailedRow {
            fields: vec![refused.api_name.clone()],
            ..FailedRow::new("INVALID_FIELD_FOR_INSERT_UPDATE", &message)
        })
    }

    /// The id that a record has.
    pub(crate) fn id_of_record(record: &Record) -> Option<RecordId> {
        match record.fields.borrow().get(&Name::new("Id")) {
            Some(Value::Id(id)) => RecordId::parse(id),
            _ => None,
        }
    }

    /// A row's fields as they are written: those that the program gave, and those that triggers have
    /// changed. Of a record that was read, those that only the org fills in are left out.
    fn fields_to_write(&self, object: &'o Object, row: &Row) -> Result<Map<String, Json>, Stop> {
        let mut fields = Map::new();
        for (field, value) in set_fields(object, &row.new) {
            let name = Name::new(&field.api_name);
            let is_given = row.given.fields.borrow().contains_key(&name);
            let before = row.old.as_ref().and_then(|old| old.fields.borrow().get(&name).cloned());
            let is_the_orgs =
                field.updateable == Updateable::Never && (row.given.is_queried.get() || !is_given);
            let written = self.to_json(&value)?;
            let is_changed = match before {
                Some(before) => self.to_json(&before)? != written,
                None => true,
            };
            if (is_given || is_changed) && !(is_the_orgs && row.step != Step::Insert) {
                fields.insert(field.api_name.clone(), written);
            }
        }
        Ok(fields)
    }

    /// Rules of writing, as Apex meets them: not those of the UI API.
    fn writer(&self) -> Writer<'_> {
        Writer {
            connection: self.org.connection,
            schema: self.org.schema,
            user: &self.org.user,
            licence: Licence::Open,
            system: true,
        }
    }
}

/// The fields that a record has, but for its id and what it is related to.
fn set_fields<'o>(object: &'o Object, record: &Record) -> Vec<(&'o Field, Value)> {
    let fields = record.fields.borrow();
    let known = fields
        .iter()
        .filter(|(name, _)| !name.is("Id"))
        .filter_map(|(name, value)| Some((object.fields.get(name.as_str())?, value.clone())));
    known.collect()
}

pub(super) fn failed(id: Option<&RecordId>, failure: FailedRow) -> RowOutcome {
    RowOutcome { id: id.map(|id| id.as_str().into()), is_created: false, failure: Some(failure) }
}

impl FailedRow {
    /// A row that failed for a reason of no field.
    pub(crate) fn new(code: &'static str, message: &str) -> Self {
        Self { index: 0, code, message: message.to_owned(), fields: Vec::new() }
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
