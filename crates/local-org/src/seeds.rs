//! The records of a new org: a user, and people and companies to call, from `seed/records.json`.
//!
//! Written once, when the database is new; a value such as `@echo` stands for the id of the record
//! with that `ref`.

use std::collections::BTreeMap;

use rusqlite::{Connection, TransactionBehavior};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::OrgError;
use local_data::dml::Writer;
use local_data::ids::RecordId;
use local_data::licence::Licence;
use local_data::permissions::PermissionSet;
use local_data::schema::Schema;
use local_data::{directory, store};

#[derive(Deserialize)]
struct Seed {
    object: String,
    r#ref: String,
    fields: Map<String, Value>,
}

/// Gives the signed-in user, after writing the first records if the database is new.
pub fn ensure(
    connection: &mut Connection,
    schema: &Schema,
    sets: &BTreeMap<String, PermissionSet>,
) -> Result<RecordId, OrgError> {
    let wrap = |error: rusqlite::Error| OrgError::Seed(error.to_string());
    directory::ensure(connection, schema, sets).map_err(wrap)?;
    if let Some(user) = store::setting(connection, "user").map_err(wrap)? {
        let user = RecordId::parse(&user)
            .ok_or_else(|| OrgError::Seed(format!("the stored user id {user} is none")))?;
        directory::make_agent(connection, schema, sets, &user).map_err(wrap)?;
        return Ok(user);
    }
    let seeds: Vec<Seed> = serde_json::from_str(include_str!("../seed/records.json"))
        .map_err(|error| OrgError::Seed(error.to_string()))?;
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(wrap)?;
    // The first user is the one who writes all of it, herself included.
    let user = RecordId::mint("005", 1);
    let writer = Writer {
        connection: &transaction,
        schema,
        user: &user,
        licence: Licence::Open,
        system: true,
    };
    let mut ids: BTreeMap<String, RecordId> = BTreeMap::new();
    for seed in seeds {
        let object = schema
            .object(&seed.object)
            .ok_or_else(|| OrgError::Seed(format!("there is no object {}", seed.object)))?;
        let mut fields = seed.fields;
        for value in fields.values_mut() {
            if let Some(name) = value.as_str().and_then(|text| text.strip_prefix('@')) {
                let id = ids.get(name).ok_or_else(|| {
                    OrgError::Seed(format!("@{name} is not above {}", seed.r#ref))
                })?;
                *value = id.as_str().into();
            }
        }
        let id = writer
            .insert(object, &fields)
            .map_err(|error| OrgError::Seed(format!("{}: {error}", seed.r#ref)))?;
        ids.insert(seed.r#ref, id);
    }
    directory::make_agent(&transaction, schema, sets, &user).map_err(wrap)?;
    store::set_setting(&transaction, "user", user.as_str()).map_err(wrap)?;
    transaction.commit().map_err(wrap)?;
    Ok(user)
}
