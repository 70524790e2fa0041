//! `FlightRecordController`: one flight record per call, the newest.

use serde_json::{Map, Value, json};

use super::{ApexError, text};
use crate::{Session, store};

/// `attach(callKey, record, version, coreVersion)` → `{recordId}`: an upsert by the call's key.
pub fn attach(session: &Session<'_>, parameters: &Map<String, Value>) -> Result<Value, ApexError> {
    let key = text(parameters, "callKey")?;
    let mut fields = Map::new();
    fields.insert("Record__c".to_owned(), text(parameters, "record")?.into());
    fields.insert("Core_Version__c".to_owned(), text(parameters, "coreVersion")?.into());
    let version = parameters.get("version").filter(|version| version.is_u64());
    let version = version.ok_or_else(|| {
        ApexError::bad_parameters("The parameter version must be a whole number, not below zero.")
    })?;
    fields.insert("Version__c".to_owned(), version.clone());
    let object = session.object("Flight_Record__c")?;
    let known = object.fields.get("Call_Key__c").ok_or_else(|| {
        ApexError::handled(
            "Flight_Record__c has no field Call_Key__c. Deploy the project's fields.",
        )
    })?;
    let id = if let Some(id) = store::find_by(session.connection, object, known, key)? {
        session.writer(true).update(object, &id, &fields)?;
        id
    } else {
        fields.insert("Call_Key__c".to_owned(), key.into());
        session.writer(true).insert(object, &fields)?
    };
    Ok(json!({ "recordId": id.as_str() }))
}
