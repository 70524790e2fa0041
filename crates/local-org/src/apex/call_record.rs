//! `CallRecordController`: one record per call, whoever asks and however often.
//!
//! A call is known by its key. Where the org has Voice Calls the key is a unique field of theirs;
//! where it has none the call becomes a task, and the key is claimed in a small object of its own,
//! in the transaction that makes the task, because a task cannot have a unique field.

use serde_json::{Map, Value, json};

use super::{ApexError, text};
use crate::Session;
use local_data::ids::RecordId;
use local_data::licence::Licence;
use local_data::store;

const KEY: &str = "Call_Key__c";

/// `ensureCall(callKey, fields)` → `{recordId, objectApiName, created}`. `fields` are Voice Call
/// fields by API name, in every kind of org.
pub fn ensure_call(
    session: &Session<'_>,
    parameters: &Map<String, Value>,
) -> Result<Value, ApexError> {
    let key = text(parameters, "callKey")?;
    let fields = match parameters.get("fields") {
        Some(Value::Object(fields)) => fields.clone(),
        Some(Value::Null) | None => Map::new(),
        Some(_) => {
            return Err(ApexError::bad_parameters(
                "The parameter fields must be an object of Voice Call fields by API name.",
            ));
        }
    };
    check(session, key, &fields)?;
    let (id, object, created) = match session.licence {
        Licence::Voice | Licence::Open => {
            let (id, created) = voice_call(session, key, fields)?;
            (id, "VoiceCall", created)
        }
        Licence::None => {
            let (id, created) = task(session, key, &fields)?;
            (id, "Task", created)
        }
    };
    Ok(json!({ "recordId": id.as_str(), "objectApiName": object, "created": created }))
}

/// `updateCall(recordId, fields)` → `{recordId}`: the update of an org whose UI API does not take
/// the object. `fields` are those of the record's own object.
pub fn update_call(
    session: &Session<'_>,
    parameters: &Map<String, Value>,
) -> Result<Value, ApexError> {
    let given = text(parameters, "recordId")?;
    let id = RecordId::parse(given)
        .ok_or_else(|| ApexError::bad_parameters(format!("{given} is no record id.")))?;
    let Some(Value::Object(fields)) = parameters.get("fields") else {
        return Err(ApexError::bad_parameters(
            "The parameter fields must be an object of fields by API name.",
        ));
    };
    let calls = ["VoiceCall", "Task"].map(|name| session.object(name));
    let object = calls.into_iter().flatten().find(|object| object.key_prefix == id.key_prefix());
    let object =
        object.ok_or_else(|| ApexError::handled(format!("{id} is neither a call nor a task.")))?;
    session.writer(true).update(object, &id, fields)?;
    Ok(json!({ "recordId": id.as_str() }))
}

/// Fields are checked even if the record exists already: a caller that is wrong should hear it the
/// first time, not on a retry.
fn check(session: &Session<'_>, key: &str, fields: &Map<String, Value>) -> Result<(), ApexError> {
    let known = session.org.schema.object("VoiceCall");
    let unknown: Vec<&str> = fields
        .keys()
        .filter(|name| known.is_none_or(|object| !object.fields.contains_key(*name)))
        .map(String::as_str)
        .collect();
    if !unknown.is_empty() {
        return Err(ApexError::bad_parameters(format!(
            "VoiceCall has no field {}. Deploy the project's fields, or correct the name.",
            unknown.join(", ")
        )));
    }
    if fields.get(KEY).is_some_and(|given| given.as_str() != Some(key)) {
        return Err(ApexError::bad_parameters(format!(
            "The field {KEY} differs from callKey. Leave it out: it is filled in."
        )));
    }
    Ok(())
}

fn voice_call(
    session: &Session<'_>,
    key: &str,
    mut fields: Map<String, Value>,
) -> Result<(RecordId, bool), ApexError> {
    if let Some(existing) = find(session, "VoiceCall", key)? {
        return Ok((existing, false));
    }
    fields.insert(KEY.to_owned(), key.into());
    for name in ["OwnerId", "UserId"] {
        fields.insert(name.to_owned(), session.org.user.as_str().into());
    }
    let id = session.writer(true).insert(session.object("VoiceCall")?, &fields)?;
    Ok((id, true))
}

fn task(
    session: &Session<'_>,
    key: &str,
    fields: &Map<String, Value>,
) -> Result<(RecordId, bool), ApexError> {
    let claims = session.object("Call_Claim__c")?;
    if let Some(claim) = find(session, "Call_Claim__c", key)? {
        let row = store::find(session.connection, claims, &claim)?.unwrap_or_default();
        let task = row.get("Task_Id__c").and_then(Value::as_str).and_then(RecordId::parse);
        let missing =
            || ApexError::handled(format!("The claim {claim} of this call names no task."));
        return Ok((task.ok_or_else(missing)?, false));
    }
    let task =
        session.writer(true).insert(session.object("Task")?, &task_fields(session, fields)?)?;
    let mut claim = Map::new();
    claim.insert(KEY.to_owned(), key.into());
    claim.insert("Task_Id__c".to_owned(), task.as_str().into());
    session.writer(true).insert(claims, &claim)?;
    Ok((task, true))
}

/// The Voice Call's fields as far as a task has a place for them. The parties' numbers go into the
/// subject; the vendor and the placeholder of the end time have no place.
fn task_fields(
    session: &Session<'_>,
    fields: &Map<String, Value>,
) -> Result<Map<String, Value>, ApexError> {
    let object = session.object("Task")?;
    let mut task = Map::new();
    for (name, value) in fields {
        let place = match name.as_str() {
            "CallDurationInSeconds" | "CallDisposition" | "Description" => name,
            "VendorCallKey" => "CallObject",
            "RelatedRecordId" => match value.as_str() {
                // Contacts and leads are people; a task keeps them apart from things.
                Some(id) if id.starts_with("003") || id.starts_with("00Q") => "WhoId",
                _ => "WhatId",
            },
            custom
                if object.fields.get(custom).is_some_and(local_data::schema::Field::is_custom) =>
            {
                name
            }
            _ => continue,
        };
        task.insert(place.to_owned(), value.clone());
    }
    let given = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let (call_type, subject) = match given("CallType") {
        "Inbound" | "Transfer" => ("Inbound", format!("Call from {}", given("FromPhoneNumber"))),
        "Outbound" | "Callback" | "Bridge" => {
            ("Outbound", format!("Call to {}", given("ToPhoneNumber")))
        }
        "Internal" | "InternalCall" | "Consult" | "Coach" => {
            ("Internal", format!("Call to {}", given("ToPhoneNumber")))
        }
        other => {
            return Err(ApexError::bad_parameters(format!(
                "CallType must be one of the Voice Call's types, not \"{other}\"."
            )));
        }
    };
    if let Some(day) = given("CallStartDateTime").get(..10) {
        task.insert("ActivityDate".to_owned(), day.into());
    }
    for (name, value) in [
        ("TaskSubtype", "Call"),
        ("Status", "In Progress"),
        ("CallType", call_type),
        ("Subject", subject.trim_end()),
        ("OwnerId", session.org.user.as_str()),
    ] {
        task.insert(name.to_owned(), value.into());
    }
    Ok(task)
}

fn find(session: &Session<'_>, object: &str, key: &str) -> Result<Option<RecordId>, ApexError> {
    let object = session.object(object)?;
    let Some(field) = object.fields.get(KEY) else {
        return Err(ApexError::handled(format!("{} has no field {KEY}.", object.api_name)));
    };
    Ok(store::find_by(session.connection, object, field, key)?)
}
