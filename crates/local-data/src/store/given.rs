//! Records that nobody writes: those of custom metadata types, which follow their files at every
//! opening and keep their ids, and the business hours that every org begins with: at all times.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::{Row, count_up, insert, quoted};
use crate::ids::RecordId;
use crate::schema::{DataType, MetadataRecord, Object, Schema};
use crate::time;

/// Ids of custom metadata by type and name.
type Ids = BTreeMap<(String, String), RecordId>;

/// Writes them all.
pub(super) fn fill(connection: &Connection, schema: &Schema) -> rusqlite::Result<()> {
    default_hours(connection, schema)?;
    let mut ids = Ids::new();
    for record in schema.metadata_records() {
        let Some(object) = schema.object(&record.object) else { continue };
        let key = (record.object.clone(), record.developer_name.clone());
        ids.insert(key, id_of(connection, object, record)?);
    }
    for object in schema.objects().filter(|object| object.is_metadata()) {
        connection.execute(&format!("DELETE FROM {}", quoted(&object.api_name)), [])?;
        let own = schema.metadata_records().iter().filter(|own| own.object == object.api_name);
        for record in own {
            insert(connection, object, &row(object, record, &ids))?;
        }
    }
    Ok(())
}

fn id_of(
    connection: &Connection,
    object: &Object,
    record: &MetadataRecord,
) -> rusqlite::Result<RecordId> {
    let sql = format!("SELECT Id FROM {} WHERE DeveloperName = ?1", quoted(&object.api_name));
    let known: Option<String> =
        connection.query_row(&sql, [&record.developer_name], |row| row.get(0)).optional()?;
    match known.and_then(|id| RecordId::parse(&id)) {
        Some(id) => Ok(id),
        None => Ok(RecordId::mint(&object.key_prefix, count_up(connection, &object.api_name)?)),
    }
}

fn row(object: &Object, record: &MetadataRecord, ids: &Ids) -> Row {
    let mut row = Row::new();
    for (name, value) in &record.values {
        let field = object.fields.get(name);
        let target = field.filter(|field| field.data_type == DataType::Reference);
        let value = match (target, value) {
            (Some(field), Value::String(name)) => {
                let id = |to: &String| ids.get(&(to.clone(), name.clone()));
                field.reference_to.iter().find_map(id).map_or(Value::Null, |id| id.as_str().into())
            }
            (_, value) => value.clone(),
        };
        row.insert(name.clone(), value);
    }
    let own = ids.get(&(record.object.clone(), record.developer_name.clone()));
    row.insert("Id".to_owned(), own.map_or(Value::Null, |id| id.as_str().into()));
    for name in ["DeveloperName", "QualifiedApiName"] {
        row.insert(name.to_owned(), record.developer_name.as_str().into());
    }
    for name in ["MasterLabel", "Label"] {
        row.insert(name.to_owned(), record.label.as_str().into());
    }
    row.insert("Language".to_owned(), "en_US".into());
    row.insert("SystemModstamp".to_owned(), time::now().into());
    row
}

fn default_hours(connection: &Connection, schema: &Schema) -> rusqlite::Result<()> {
    let Some(object) = schema.object("BusinessHours") else { return Ok(()) };
    let sql = format!("SELECT count(*) FROM {}", quoted(&object.api_name));
    let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
    if count > 0 {
        return Ok(());
    }
    let id = RecordId::mint(&object.key_prefix, count_up(connection, &object.api_name)?);
    let now = time::now();
    let mut row = Row::new();
    for field in object.fields.values() {
        let value: Value = match (field.data_type, field.api_name.as_str()) {
            // From midnight to midnight is the whole day.
            (DataType::Time, _) => "00:00:00.000Z".into(),
            (DataType::Boolean, _) => true.into(),
            (DataType::DateTime, _) => now.clone().into(),
            (_, "Id") => id.as_str().into(),
            (_, "Name") => "Default".into(),
            (_, "TimeZoneSidKey") => "GMT".into(),
            _ => Value::Null,
        };
        row.insert(field.api_name.clone(), value);
    }
    insert(connection, object, &row)
}
