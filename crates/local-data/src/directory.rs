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

/// Makes a user an agent: with the profile of a standard user, and the permission sets for agents,
/// those whose name says so.
pub fn make_agent(
    connection: &Connection,
    schema: &Schema,
    sets: &BTreeMap<String, PermissionSet>,
    user: &RecordId,
) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE User SET ProfileId = (SELECT Id FROM Profile WHERE Name = 'Standard User')
         WHERE Id = ?1 AND ProfileId IS NULL",
        [user.as_str()],
    )?;
    let Some(object) = schema.object("PermissionSetAssignment") else { return Ok(()) };
    for name in sets.keys().filter(|name| name.contains("Agent")) {
        let set: String = connection.query_row(
            "SELECT Id FROM PermissionSet WHERE Name = ?1",
            [name],
            |row| row.get(0),
        )?;
        let known = connection
            .prepare_cached(
                "SELECT 1 FROM PermissionSetAssignment
                 WHERE AssigneeId = ?1 AND PermissionSetId = ?2",
            )?
            .exists([user.as_str(), &set])?;
        if !known {
            let fields = [("AssigneeId", user.as_str()), ("PermissionSetId", &set)];
            insert(connection, object, &fields.map(|(name, value)| (name, value.into())))?;
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
    let text = |value: &str| Value::from(value);
    let fields = [
        ("Name", text("Avery Admin")),
        ("FirstName", text("Avery")),
        ("LastName", text("Admin")),
        ("Username", text("avery.admin@offhook.example")),
        ("Email", text("avery.admin@offhook.example")),
        ("Alias", text("avery")),
        ("TimeZoneSidKey", text("GMT")),
        ("LocaleSidKey", text("en_US")),
        ("LanguageLocaleKey", text("en_US")),
        ("EmailEncodingKey", text("UTF-8")),
        ("IsActive", true.into()),
        ("ProfileId", profile.into()),
    ];
    insert(connection, object, &fields)
}

/// Makes a record outside of the rules of writing; gives its id.
fn insert(
    connection: &Connection,
    object: &Object,
    fields: &[(&str, Value)],
) -> rusqlite::Result<RecordId> {
    let number = store::count_up(connection, &object.api_name)?;
    let id = RecordId::mint(&object.key_prefix, number);
    let mut row: Row =
        fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    row.insert("Id".to_owned(), id.as_str().into());
    let now = time::now();
    for name in ["CreatedDate", "LastModifiedDate", "SystemModstamp"] {
        row.insert(name.to_owned(), now.as_str().into());
    }
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
    let mut fields = vec![("Name", Value::from(name))];
    fields.extend(more.iter().map(|(field, value)| (*field, Value::from(*value))));
    insert(connection, object, &fields).map(|_| ())
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
