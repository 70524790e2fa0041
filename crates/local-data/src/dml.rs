//! Making and changing records by the platform's rules: known fields, rights, required and unique
//! values, references that exist, and what the org fills in itself.
//!
//! Works inside a transaction that the caller opens and ends. Validation rules, triggers and sharing
//! are not emulated.

use rusqlite::Connection;
use serde_json::{Map, Value};

use crate::ids::RecordId;
use crate::licence::Licence;
use crate::problem::{Problem, WriteError};
use crate::schema::{DataType, Field, Object, Schema, Updateable};
use crate::store::{self, Row};
use crate::{time, values};

/// Who writes, and with which rights.
#[derive(Debug, Clone, Copy)]
pub struct Writer<'a> {
    /// The transaction.
    pub connection: &'a Connection,
    /// What the org has.
    pub schema: &'a Schema,
    /// The running user.
    pub user: &'a RecordId,
    /// The org's licence profile.
    pub licence: Licence,
    /// Apex in system mode: not bound by what the UI API may update.
    pub system: bool,
}

impl Writer<'_> {
    /// Makes a record; gives its id.
    pub fn insert(
        &self,
        object: &Object,
        fields: &Map<String, Value>,
    ) -> Result<RecordId, WriteError> {
        let mut problems = Vec::new();
        let mut row = Row::new();
        let mut refused = Vec::new();
        for (name, value) in fields {
            match object.fields.get(name) {
                None => problems.push(unknown_field(object, name)),
                Some(field) if !field.createable => refused.push(field),
                Some(field) => self.take(field, value, &mut row, &mut problems)?,
            }
        }
        problems.extend(not_writable(&refused, "create"));
        for field in object.fields.values() {
            if let Some(default) = &field.default
                && row.get(&field.api_name).is_none_or(Value::is_null)
            {
                row.insert(field.api_name.clone(), default.clone());
            }
        }
        problems.extend(missing(object.fields.values(), |name| row.get(name)));
        problems.extend(self.duplicates(object, &row, None)?);
        if !problems.is_empty() {
            return Err(WriteError::Refused(problems));
        }

        let number = store::count_up(self.connection, &object.api_name)?;
        let id = RecordId::mint(&object.key_prefix, number);
        for field in object.fields.values() {
            if let Some(format) = &field.auto_number {
                row.insert(field.api_name.clone(), auto_number(format, number).into());
            }
        }
        if object.fields.contains_key("OwnerId") && row.get("OwnerId").is_none_or(Value::is_null) {
            row.insert("OwnerId".to_owned(), self.user.as_str().into());
        }
        row.insert("Id".to_owned(), id.as_str().into());
        row.insert("CreatedById".to_owned(), self.user.as_str().into());
        let now = self.stamp(&mut row);
        row.insert("CreatedDate".to_owned(), now.into());
        fill_name(object, &mut row, None);
        store::insert(self.connection, object, &row)?;
        Ok(id)
    }

    /// Changes a record. An `Id` among the fields is tolerated if it is the record's own.
    pub fn update(
        &self,
        object: &Object,
        id: &RecordId,
        fields: &Map<String, Value>,
    ) -> Result<(), WriteError> {
        let stored = store::find(self.connection, object, id)?.ok_or(WriteError::NotFound)?;
        let mut problems = Vec::new();
        let mut row = Row::new();
        let mut refused = Vec::new();
        for (name, value) in fields {
            if name == "Id" {
                let given = value.as_str().and_then(RecordId::parse);
                if given.as_ref() != Some(id) {
                    problems.push(Problem::general(
                        "INVALID_ID_FIELD",
                        format!("The Id in the fields is not the id of the record, {id}"),
                    ));
                }
                continue;
            }
            match object.fields.get(name) {
                None => problems.push(unknown_field(object, name)),
                Some(field) if !self.may_update(field) => refused.push(field),
                Some(field) => self.take(field, value, &mut row, &mut problems)?,
            }
        }
        problems.extend(not_writable(&refused, "update"));
        let changed = object.fields.values().filter(|field| row.contains_key(&field.api_name));
        problems.extend(missing(changed, |name| row.get(name)));
        problems.extend(self.duplicates(object, &row, Some(id))?);
        if !problems.is_empty() {
            return Err(WriteError::Refused(problems));
        }
        self.stamp(&mut row);
        fill_name(object, &mut row, Some(&stored));
        store::update(self.connection, object, id, &row)?;
        Ok(())
    }

    fn may_update(&self, field: &Field) -> bool {
        if self.system {
            field.updateable != Updateable::Never
        } else {
            self.licence.may_update(field)
        }
    }

    fn stamp(&self, row: &mut Row) -> String {
        let now = time::now();
        row.insert("LastModifiedById".to_owned(), self.user.as_str().into());
        row.insert("LastModifiedDate".to_owned(), now.clone().into());
        row.insert("SystemModstamp".to_owned(), now.clone().into());
        now
    }

    fn take(
        &self,
        field: &Field,
        value: &Value,
        row: &mut Row,
        problems: &mut Vec<Problem>,
    ) -> Result<(), WriteError> {
        match values::accept(field, value) {
            Ok(accepted) => {
                problems.extend(self.dangling(field, &accepted)?);
                row.insert(field.api_name.clone(), accepted);
            }
            Err(problem) => problems.push(problem),
        }
        Ok(())
    }

    /// A reference must name an object that the field takes, and a record that exists. Records of
    /// objects that the local org does not have cannot be looked up and pass.
    fn dangling(&self, field: &Field, value: &Value) -> Result<Option<Problem>, WriteError> {
        let Some(id) = value.as_str().and_then(RecordId::parse) else { return Ok(None) };
        if field.data_type != DataType::Reference {
            return Ok(None);
        }
        let Some(target) = self.schema.object_by_prefix(id.key_prefix()) else { return Ok(None) };
        if !field.reference_to.contains(&target.api_name) {
            return Ok(Some(values::malformed_id(field, value)));
        }
        if store::find(self.connection, target, &id)?.is_none() {
            return Ok(Some(Problem::of(
                "INVALID_CROSS_REFERENCE_KEY",
                "invalid cross reference id".to_owned(),
                field,
            )));
        }
        Ok(None)
    }

    fn duplicates(
        &self,
        object: &Object,
        row: &Row,
        own: Option<&RecordId>,
    ) -> Result<Vec<Problem>, WriteError> {
        let mut problems = Vec::new();
        for field in object.fields.values().filter(|field| field.unique) {
            let Some(value) = row.get(&field.api_name).and_then(Value::as_str) else { continue };
            if let Some(other) = store::find_by(self.connection, object, field, value)?
                && Some(&other) != own
            {
                problems.push(Problem::general(
                    "DUPLICATE_VALUE",
                    format!(
                        "duplicate value found: {} duplicates value on record with id: {}",
                        field.api_name,
                        other.short()
                    ),
                ));
            }
        }
        Ok(problems)
    }
}

fn unknown_field(object: &Object, name: &str) -> Problem {
    Problem::general(
        "INVALID_FIELD",
        format!("No such column '{name}' on sobject of type {}", object.api_name),
    )
}

fn not_writable(fields: &[&Field], action: &str) -> Vec<Problem> {
    let names: Vec<&str> = fields.iter().map(|field| field.api_name.as_str()).collect();
    let message = format!(
        "Unable to {action} fields: {}. Please check the security settings of this field and \
         verify that it is read/write for your profile or permission set.",
        names.join(", ")
    );
    fields
        .iter()
        .map(|field| Problem::of("INVALID_FIELD_FOR_INSERT_UPDATE", message.clone(), field))
        .collect()
}

fn missing<'a>(
    fields: impl Iterator<Item = &'a Field>,
    value: impl Fn(&str) -> Option<&'a Value>,
) -> Vec<Problem> {
    let empty: Vec<&Field> = fields
        .filter(|field| field.required && value(&field.api_name).is_none_or(Value::is_null))
        .collect();
    let names: Vec<&str> = empty.iter().map(|field| field.api_name.as_str()).collect();
    let message = format!("Required fields are missing: [{}]", names.join(", "));
    empty
        .iter()
        .map(|field| Problem::of("REQUIRED_FIELD_MISSING", message.clone(), field))
        .collect()
}

/// `VC-{0000}` and 7 give `VC-0007`.
fn auto_number(format: &str, number: u64) -> String {
    let Some((before, rest)) = format.split_once('{') else { return format!("{format}{number}") };
    let (zeros, after) = rest.split_once('}').unwrap_or((rest, ""));
    format!("{before}{number:0width$}{after}", width = zeros.len())
}

/// Names made of parts follow their parts.
fn fill_name(object: &Object, row: &mut Row, stored: Option<&Row>) {
    if object.name_from.is_empty() {
        return;
    }
    let part = |name: &String| {
        row.get(name).or_else(|| stored.and_then(|s| s.get(name))).and_then(Value::as_str)
    };
    let parts: Vec<&str> = object.name_from.iter().filter_map(part).collect();
    let name = parts.join(" ");
    row.insert("Name".to_owned(), name.into());
}
