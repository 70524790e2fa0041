//! Records in `SQLite`: one table per object, one column per field.
//!
//! The database is one file that survives restarts; objects and fields that the metadata has gained
//! since are added when it is opened (those it has lost stay, unused). Values are kept as they came
//! out of [`crate::values`]; nothing is checked here but the schema's unique fields.

mod given;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde_json::Value;

use crate::ids::RecordId;
use crate::schema::{DataType, Field, Object, Schema};

/// "OHof": how `SQLite` files of this org are told from others.
const APPLICATION_ID: i32 = 0x4f48_6f66;
/// Raised when older files can no longer be read.
const LAYOUT: i32 = 1;

/// Where the org keeps its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// In memory, gone with the org.
    Memory,
    /// In this file, which is made when it is missing.
    File(PathBuf),
}

/// Why the records cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// `SQLite` cannot work with the file.
    #[error(
        "cannot use {path} as the org's database: {source}. Check that the folder can be written \
         and the disk is not full; if the file is damaged, move it away to start with a new org."
    )]
    Database {
        /// The file.
        path: PathBuf,
        /// What `SQLite` said.
        source: rusqlite::Error,
    },
    /// A database, but not this program's.
    #[error(
        "{path} is a database of another program or version. Move it away to start with a new org."
    )]
    ForeignDatabase {
        /// The file.
        path: PathBuf,
    },
}

/// A record: plain values by field.
pub type Row = BTreeMap<String, Value>;

/// Opens the database and brings its tables up to the schema. Gives custom objects their prefixes.
pub fn open(database: &Database, schema: &mut Schema) -> Result<Connection, OpenError> {
    let name = match database {
        Database::Memory => PathBuf::from(":memory:"),
        Database::File(path) => path.clone(),
    };
    let wrap = |source| OpenError::Database { path: name.clone(), source };
    let connection = match database {
        Database::Memory => Connection::open_in_memory(),
        Database::File(path) => Connection::open(path),
    }
    .map_err(wrap)?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(wrap)?;
    let marks = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let (application, layout) =
        (marks("application_id").map_err(wrap)?, marks("user_version").map_err(wrap)?);
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
        .map_err(wrap)?;
    if tables > 0 && (application != APPLICATION_ID || layout != LAYOUT) {
        return Err(OpenError::ForeignDatabase { path: name });
    }
    migrate(&connection, schema).map_err(wrap)?;
    Ok(connection)
}

fn migrate(connection: &Connection, schema: &mut Schema) -> rusqlite::Result<()> {
    // A write-ahead log keeps what was answered even if the process is killed.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", LAYOUT)?;
    let transaction = connection.unchecked_transaction()?;
    add_tables(&transaction, schema)?;
    given::fill(&transaction, schema)?;
    transaction.commit()
}

fn add_tables(connection: &Connection, schema: &mut Schema) -> rusqlite::Result<()> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS org_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
         CREATE TABLE IF NOT EXISTS org_counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
         CREATE TABLE IF NOT EXISTS org_prefix (object TEXT PRIMARY KEY, prefix TEXT NOT NULL);",
    )?;
    for object in schema.objects_mut() {
        if object.is_custom() || object.is_metadata() {
            let first = if object.is_metadata() { 'm' } else { 'a' };
            object.key_prefix = custom_prefix(connection, &object.api_name, first)?;
        }
        let table = quoted(&object.api_name);
        connection
            .execute_batch(&format!("CREATE TABLE IF NOT EXISTS {table} (Id TEXT PRIMARY KEY)"))?;
        let present: Vec<String> = connection
            .prepare(&format!("PRAGMA table_info({table})"))?
            .query_map([], |row| row.get(1))?
            .collect::<Result<_, _>>()?;
        for field in object.fields.values() {
            let column = quoted(&field.api_name);
            if !present.contains(&field.api_name) {
                let kind = column_type(field.data_type);
                connection
                    .execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {column} {kind}"))?;
            }
            if field.unique {
                let index = quoted(&format!("{}.{}", object.api_name, field.api_name));
                connection.execute_batch(&format!(
                    "CREATE UNIQUE INDEX IF NOT EXISTS {index} ON {table} ({column} COLLATE {})",
                    collation(field)
                ))?;
            }
        }
    }
    Ok(())
}

fn custom_prefix(connection: &Connection, object: &str, first: char) -> rusqlite::Result<String> {
    let known = connection
        .query_row("SELECT prefix FROM org_prefix WHERE object = ?1", [object], |row| row.get(0))
        .optional()?;
    if let Some(prefix) = known {
        return Ok(prefix);
    }
    let count: i64 =
        connection.query_row("SELECT count(*) FROM org_prefix", [], |row| row.get(0))?;
    let prefix = format!("{first}{count:02}");
    connection
        .execute("INSERT INTO org_prefix (object, prefix) VALUES (?1, ?2)", [object, &prefix])?;
    Ok(prefix)
}

fn column_type(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Boolean | DataType::Int => "INTEGER",
        DataType::Double => "REAL",
        DataType::Date
        | DataType::DateTime
        | DataType::Email
        | DataType::EncryptedString
        | DataType::Phone
        | DataType::Picklist
        | DataType::Reference
        | DataType::String
        | DataType::TextArea
        | DataType::Time
        | DataType::Url => "TEXT",
    }
}

fn collation(field: &Field) -> &'static str {
    if field.case_sensitive { "BINARY" } else { "NOCASE" }
}

fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

/// Writes a new record.
pub fn insert(connection: &Connection, object: &Object, row: &Row) -> rusqlite::Result<()> {
    let columns: Vec<String> = row.keys().map(|name| quoted(name)).collect();
    let places = vec!["?"; row.len()].join(", ");
    let sql = format!(
        "INSERT INTO {} ({}) VALUES ({places})",
        quoted(&object.api_name),
        columns.join(", ")
    );
    connection.execute(&sql, params_from_iter(row.values().map(to_sql)))?;
    Ok(())
}

/// Overwrites the given fields of a record.
pub fn update(
    connection: &Connection,
    object: &Object,
    id: &RecordId,
    row: &Row,
) -> rusqlite::Result<()> {
    let columns: Vec<String> = row.keys().map(|name| format!("{} = ?", quoted(name))).collect();
    let sql =
        format!("UPDATE {} SET {} WHERE Id = ?", quoted(&object.api_name), columns.join(", "));
    let id = rusqlite::types::Value::Text(id.to_string());
    connection.execute(&sql, params_from_iter(row.values().map(to_sql).chain([id])))?;
    Ok(())
}

/// Removes a record; false if there is none.
pub fn remove(connection: &Connection, object: &Object, id: &RecordId) -> rusqlite::Result<bool> {
    let sql = format!("DELETE FROM {} WHERE Id = ?1", quoted(&object.api_name));
    Ok(connection.execute(&sql, [id.as_str()])? > 0)
}

/// The record of that id.
pub fn find(
    connection: &Connection,
    object: &Object,
    id: &RecordId,
) -> rusqlite::Result<Option<Row>> {
    Ok(select(connection, object, "WHERE Id = ?1", &[id.as_str()])?.pop())
}

/// The id of the record whose unique or external-id field has that value.
pub fn find_by(
    connection: &Connection,
    object: &Object,
    field: &Field,
    value: &str,
) -> rusqlite::Result<Option<RecordId>> {
    let sql = format!(
        "SELECT Id FROM {} WHERE {} = ?1 COLLATE {}",
        quoted(&object.api_name),
        quoted(&field.api_name),
        collation(field)
    );
    let id: Option<String> = connection.query_row(&sql, [value], |row| row.get(0)).optional()?;
    Ok(id.and_then(|id| RecordId::parse(&id)))
}

/// All records of the object, newest first.
pub fn all(connection: &Connection, object: &Object) -> rusqlite::Result<Vec<Row>> {
    select(connection, object, "ORDER BY rowid DESC", &[])
}

fn select(
    connection: &Connection,
    object: &Object,
    rest: &str,
    values: &[&str],
) -> rusqlite::Result<Vec<Row>> {
    let columns: Vec<String> = object.fields.keys().map(|name| quoted(name)).collect();
    let sql = format!("SELECT {} FROM {} {rest}", columns.join(", "), quoted(&object.api_name));
    connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), |row| {
            object
                .fields
                .values()
                .enumerate()
                .map(|(index, field)| {
                    Ok((field.api_name.clone(), from_sql(field, row.get_ref(index)?)))
                })
                .collect()
        })?
        .collect()
}

/// The next value of a counter, from 1.
pub fn count_up(connection: &Connection, counter: &str) -> rusqlite::Result<u64> {
    connection.query_row(
        "INSERT INTO org_counter (name, value) VALUES (?1, 1)
         ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
        [counter],
        |row| row.get::<_, i64>(0).map(i64::unsigned_abs),
    )
}

/// A setting of the org.
pub fn setting(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    connection
        .query_row("SELECT value FROM org_setting WHERE name = ?1", [name], |row| row.get(0))
        .optional()
}

/// Changes a setting of the org.
pub fn set_setting(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO org_setting (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}

fn to_sql(value: &Value) -> rusqlite::types::Value {
    use rusqlite::types::Value as Sql;
    match value {
        Value::Null => Sql::Null,
        Value::Bool(yes) => Sql::Integer(i64::from(*yes)),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Sql::Integer(whole),
            None => number.as_f64().map_or(Sql::Null, Sql::Real),
        },
        Value::String(text) => Sql::Text(text.clone()),
        // Values are scalars once checked; anything else is kept readable rather than lost.
        Value::Array(_) | Value::Object(_) => Sql::Text(value.to_string()),
    }
}

fn from_sql(field: &Field, value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null if field.data_type == DataType::Boolean => Value::Bool(false),
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) if field.data_type == DataType::Boolean => {
            Value::Bool(number != 0)
        }
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => crate::values::number(number),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes).into_owned().into()
        }
    }
}
