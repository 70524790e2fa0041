//! The rows that are written at once, with the triggers before and after them.

use std::rc::Rc;

use local_data::{ids::RecordId, schema::Object, store};

use super::{Dml, RowOutcome, row::failed};
use crate::{
    run::{FailedRow, Interpreter, Record, Stop, Value},
    syntax::{DmlKind, Name, TriggerEvent},
};

/// A row on its way.
pub(super) struct Row {
    /// The record that the program gave.
    pub given: Rc<Record>,
    /// What is done with it.
    pub step: Step,
    /// What triggers see of it, and what is written.
    pub new: Rc<Record>,
    /// What is stored, of a row that changes or goes.
    pub old: Option<Rc<Record>>,
    /// What came of it, as soon as that is known.
    pub outcome: Option<RowOutcome>,
}

/// What is done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Insert,
    Update(RecordId),
    Delete(RecordId),
}

impl<'o> Interpreter<'o> {
    pub(super) fn write_chunk(
        &mut self,
        dml: Dml<'o>,
        object: &'o Object,
        records: &[Rc<Record>],
    ) -> Result<Vec<RowOutcome>, Stop> {
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            rows.push(self.row_of(dml, object, record)?);
        }
        // An upsert makes some and changes others: each with its own triggers.
        for (events, is_one) in [
            (
                [TriggerEvent::BeforeInsert, TriggerEvent::AfterInsert],
                is_insert as fn(&Step) -> bool,
            ),
            ([TriggerEvent::BeforeUpdate, TriggerEvent::AfterUpdate], is_update),
            ([TriggerEvent::BeforeDelete, TriggerEvent::AfterDelete], is_delete),
        ] {
            let places: Vec<usize> = (0..rows.len())
                .filter(|place| rows[*place].outcome.is_none() && is_one(&rows[*place].step))
                .collect();
            if !places.is_empty() {
                self.write_kind(dml, object, &mut rows, &places, events)?;
            }
        }
        Ok(rows.into_iter().filter_map(|row| row.outcome).collect())
    }

    /// Rows with which the same is done.
    fn write_kind(
        &mut self,
        dml: Dml<'o>,
        object: &'o Object,
        rows: &mut [Row],
        places: &[usize],
        [before, after]: [TriggerEvent; 2],
    ) -> Result<(), Stop> {
        let (has_before, has_after) =
            (self.has_trigger(object, before), self.has_trigger(object, after));
        if has_before || has_after {
            for place in places {
                self.separate(object, &mut rows[*place])?;
            }
        }
        if has_before {
            self.run_triggers(object, before, rows, places)?;
        }
        for place in places {
            let row = &mut rows[*place];
            let outcome = match row.new.errors.borrow_mut().drain(..).next() {
                Some(error) => failed(row.id().as_ref(), error),
                None => self.write_row(object, row)?,
            };
            row.outcome = Some(outcome);
        }
        let written: Vec<usize> = places
            .iter()
            .copied()
            .filter(|place| rows[*place].outcome.as_ref().is_some_and(|own| own.failure.is_none()))
            .collect();
        // Where one has failed and none may, what follows would be undone anyhow.
        let goes_on = dml.is_partial || written.len() == places.len();
        if has_after && goes_on && !written.is_empty() {
            for place in &written {
                self.read_again(object, &mut rows[*place])?;
            }
            self.run_triggers(object, after, rows, &written)?;
            for place in written {
                let row = &mut rows[place];
                if let Some(error) = row.new.errors.borrow_mut().drain(..).next() {
                    if dml.is_partial {
                        return Err(
                            self.unknown("an error after some of several rows were written")
                        );
                    }
                    row.outcome = Some(failed(row.id().as_ref(), error));
                }
            }
        }
        Ok(())
    }

    /// What is to be done with a record; where nothing can be, why.
    fn row_of(
        &mut self,
        dml: Dml<'o>,
        object: &'o Object,
        record: &Rc<Record>,
    ) -> Result<Row, Stop> {
        let id = Self::id_of_record(record);
        let mut row = Row {
            given: record.clone(),
            step: Step::Insert,
            new: record.clone(),
            old: None,
            outcome: None,
        };
        let mut refuse = |code, message: &str| {
            row.outcome = Some(failed(id.as_ref(), FailedRow::new(code, message)));
        };
        match (dml.kind, id.clone()) {
            (DmlKind::Insert, Some(_)) => {
                refuse("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call");
            }
            (DmlKind::Insert, None) => {}
            (DmlKind::Update, None) => {
                refuse("MISSING_ARGUMENT", "Id not specified in an update call");
            }
            (DmlKind::Delete, None) => {
                refuse("MISSING_ARGUMENT", "Id not specified in a delete call");
            }
            (DmlKind::Update, Some(id)) => row.step = Step::Update(id),
            (DmlKind::Delete, Some(id)) => row.step = Step::Delete(id),
            (DmlKind::Upsert, id) => match (dml.key, id) {
                (None, Some(id)) => row.step = Step::Update(id),
                (None, None) => {}
                (Some(key), _) => match self.known_by(object, key, record)? {
                    Ok(Some(id)) => row.step = Step::Update(id),
                    Ok(None) => {}
                    Err(failure) => row.outcome = Some(failed(None, failure)),
                },
            },
            (DmlKind::Undelete, _) => return Err(self.unknown("undelete is not known")),
        }
        if row.outcome.is_none()
            && let Some(failure) = self.refused_row(dml, object, &row)
        {
            row.outcome = Some(failed(row.id().as_ref(), failure));
        }
        Ok(row)
    }

    /// The record that has the same value in the field.
    fn known_by(
        &self,
        object: &'o Object,
        key: &local_data::schema::Field,
        record: &Record,
    ) -> Result<Result<Option<RecordId>, FailedRow>, Stop> {
        let value = record.fields.borrow().get(&Name::new(&key.api_name)).cloned();
        let Some(Value::Text(text) | Value::Id(text)) = value else {
            let message = format!("{} not specified", key.api_name);
            return Ok(Err(FailedRow::new("MISSING_ARGUMENT", &message)));
        };
        store::find_by(self.org.connection, object, key, &text)
            .map(Ok)
            .map_err(|error| self.database_failed("an upsert", &error))
    }

    /// Gives triggers a record of their own: what they set is not seen in the program's.
    fn separate(&mut self, object: &'o Object, row: &mut Row) -> Result<(), Stop> {
        let given = row.given.fields.borrow().clone();
        match &row.step {
            Step::Insert => {
                let new = Self::new_record(object);
                *new.fields.borrow_mut() = given;
                row.new = Rc::new(new);
            }
            Step::Update(id) | Step::Delete(id) => {
                // What is not there any more fails when it is written.
                let Some(old) = self.load(object, id)? else { return Ok(()) };
                let new = Self::new_record(object);
                new.fields.borrow_mut().clone_from(&old.fields.borrow());
                for (name, value) in given {
                    new.fields.borrow_mut().insert(name, value);
                }
                row.old = Some(old);
                row.new = Rc::new(new);
            }
        }
        Ok(())
    }

    /// What is stored now.
    fn read_again(&mut self, object: &'o Object, row: &mut Row) -> Result<(), Stop> {
        if let Some(id) = row.id()
            && let Some(stored) = self.load(object, &id)?
        {
            row.new = stored;
        }
        Ok(())
    }

    /// A record with all its fields.
    pub(crate) fn load(
        &mut self,
        object: &'o Object,
        id: &RecordId,
    ) -> Result<Option<Rc<Record>>, Stop> {
        let found = store::find(self.org.connection, object, id)
            .map_err(|error| self.database_failed("a record", &error))?;
        Ok(found.map(|stored| {
            let record = Self::new_record(object);
            for field in object.fields.values() {
                let value = stored.get(&field.api_name).unwrap_or(&serde_json::Value::Null);
                let value = crate::data::stored::from_json(field, value);
                record.fields.borrow_mut().insert(Name::new(&field.api_name), value);
            }
            Rc::new(record)
        }))
    }
}

impl Row {
    /// The record's id, where it has one.
    pub(super) fn id(&self) -> Option<RecordId> {
        match (&self.step, &self.outcome) {
            (Step::Update(id) | Step::Delete(id), _) => Some(id.clone()),
            (Step::Insert, Some(outcome)) => outcome.id.as_deref().and_then(RecordId::parse),
            (Step::Insert, None) => None,
        }
    }
}

const fn is_insert(step: &Step) -> bool {
    matches!(step, Step::Insert)
}

const fn is_update(step: &Step) -> bool {
    matches!(step, Step::Update(_))
}

const fn is_delete(step: &Step) -> bool {
    matches!(step, Step::Delete(_))
}
