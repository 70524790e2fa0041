//! Profiles and permission sets as records, and what a user may do by those that she has.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use crate::ids::RecordId;
use crate::permissions::{PermissionSet, Permissions, Profile};
use crate::schema::{Object, Schema};
use crate::store::{self, Row};
use crate::time;

/// The platform's own profiles that are known here.
const PROFILES: [(&str, Profile); 2] =
    [("System Administrator", Profile::Administrator), ("Standard User", Profile::Standard)];

/// Makes the records of profiles and permission sets that are not there yet.
pub fn ensure(
    connection: &Connection,
    schema: &Schema,
    sets: &BTreeMap<String, PermissionSet>,
) -> rusqlite::Result<()> {
    if let Some(object) = schema.object("Profile") {
        for (name, _) in PROFILES {
            ensure_named(connection, object, name, &[])?;
        }
    }
    if let Some(object) = schema.object("PermissionSet") {
        for (name, set) in sets {
            ensure_named(connection, object, name, &[("Label", &set.label)])?;
        }
    }
    Ok(())
}

/// The user who set the org up; made where there is none.
pub fn ensure_administrator(
    connection: &Connection,
    schema: &Schema,
) -> rusqlite::Result<RecordId> {
    let known: Option<String> = connection
        .query_row("SELECT Id FROM User ORDER BY rowid LIMIT 1", [], |row| row.get(0))
        .optional()?;
    if let Some(id) = known.as_deref().and_then(RecordId::parse) {
        return Ok(id);
    }
    let Some(object) = schema.object("User") else {
        return Ok(RecordId::mint("005", 1));
    };
    let profile: Option<String> = connection
        .query_row("SELECT Id FROM Profile WHERE Name = 'System Administrator'", [], |row| {
            row.get(0)
        })
        .optional()?;
    let number = store::count_up(connection, &object.api_name)?;
    let id = RecordId::mint(&object.key_prefix, number);
    let now = time::now();
    let mut row: Row = [
        ("Id", id.as_str()),
        ("Name", "Avery Admin"),
        ("FirstName", "Avery"),
        ("LastName", "Admin"),
        ("Username", "avery.admin@offhook.example"),
        ("Email", "avery.admin@offhook.example"),
        ("Alias", "avery"),
        ("TimeZoneSidKey", "GMT"),
        ("LocaleSidKey", "en_US"),
        ("LanguageLocaleKey", "en_US"),
        ("EmailEncodingKey", "UTF-8"),
        ("CreatedDate", &now),
        ("LastModifiedDate", &now),
        ("SystemModstamp", &now),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), Value::from(value)))
    .collect();
    row.insert("IsActive".to_owned(), true.into());
    row.insert("ProfileId".to_owned(), profile.into());
    store::insert(connection, object, &row)?;
    Ok(id)
}

fn ensure_named(
    connection: &Connection,
    object: &Object,
    name: &str,
    more: &[(&str, &str)],
) -> rusqlite::Result<()> {
    let sql = format!("SELECT Id FROM \"{}\" WHERE Name = ?1", object.api_name);
    let known: Option<String> = connection.query_row(&sql, [name], |row| row.get(0)).optional()?;
    if known.is_some() {
        return Ok(());
    }
    let number = store::count_up(connection, &object.api_name)?;
    let id = RecordId::mint(&object.key_prefix, number);
    let now = time::now();
    let mut row: Row = [
        ("Id", id.as_str()),
        ("Name", name),
        ("CreatedDate", &now),
        ("LastModifiedDate", &now),
        ("SystemModstamp", &now),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), Value::from(value)))
    .collect();
    row.extend(more.iter().map(|(field, value)| ((*field).to_owned(), Value::from(*value))));
    store::insert(connection, object, &row)
}

/// What a user may do. One without a profile is the one who set the org up, its administrator.
pub fn permissions_of(
    connection: &Connection,
    sets: &BTreeMap<String, PermissionSet>,
    user: &RecordId,
) -> rusqlite::Result<Permissions> {
    let profile: Option<String> = connection
        .prepare_cached(
            "SELECT Profile.Name FROM User JOIN Profile ON Profile.Id = User.ProfileId
             WHERE User.Id = ?1",
        )?
        .query_row([user.as_str()], |row| row.get(0))
        .optional()?;
    let profile = match profile {
        Some(name) => PROFILES
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(Profile::Standard, |(_, profile)| *profile),
        None => Profile::Administrator,
    };
    let assigned: Vec<String> = connection
        .prepare_cached(
            "SELECT PermissionSet.Name FROM PermissionSetAssignment AS Assigned
             JOIN PermissionSet ON PermissionSet.Id = Assigned.PermissionSetId
             WHERE Assigned.AssigneeId = ?1",
        )?
        .query_map([user.as_str()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let own = assigned.iter().filter_map(|name| sets.get(name)).cloned().collect();
    Ok(Permissions::new(profile, own))
}
