//! What an administrator enters in Setup, taken from the workbench's configuration instead: the
//! Twilio credential, the company's number, and how long tokens live.
//!
//! Written at every start, so that a new configuration counts.

use local_data::dml::Writer;
use local_data::ids::{ORGANIZATION, RecordId};
use local_data::licence::Licence;
use local_data::problem::WriteError;
use local_data::schema::Schema;
use local_data::store;
use rusqlite::Connection;
use serde_json::{Map, Value};

use crate::Config;

const CREDENTIAL: &str = "Twilio_Credential__c";

/// Puts the configuration where the project's Apex reads it.
pub fn apply(
    connection: &Connection,
    schema: &Schema,
    config: &Config,
    user: &RecordId,
) -> Result<(), WriteError> {
    credential(connection, schema, config, user)?;
    let lifetime = i64::try_from(config.token_ttl.as_secs()).unwrap_or(i64::MAX);
    if schema.object("Softphone_Setting__mdt").is_some() {
        connection.execute(
            "UPDATE \"Softphone_Setting__mdt\" SET \"Company_Number__c\" = ?1,
             \"Token_Lifetime_Seconds__c\" = ?2 WHERE \"DeveloperName\" = 'Default'",
            rusqlite::params![config.company_number, lifetime],
        )?;
    }
    Ok(())
}

fn credential(
    connection: &Connection,
    schema: &Schema,
    config: &Config,
    user: &RecordId,
) -> Result<(), WriteError> {
    let Some(object) = schema.object(CREDENTIAL) else { return Ok(()) };
    let twilio = &config.twilio;
    let fields: Map<String, Value> = [
        ("Organization_Id__c", ORGANIZATION),
        ("Account_Sid__c", &twilio.account_sid),
        ("Api_Key_Sid__c", &twilio.api_key_sid),
        ("Api_Key_Secret__c", &twilio.api_key_secret),
        ("Application_Sid__c", &twilio.application_sid),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.into()))
    .collect();
    let writer = Writer { connection, schema, user, licence: Licence::Open, system: true };
    match store::all(connection, object)?.first() {
        Some(row) => {
            let id = row.get("Id").and_then(Value::as_str).and_then(RecordId::parse);
            id.map_or(Ok(()), |id| writer.update(object, &id, &fields))
        }
        None => writer.insert(object, &fields).map(|_| ()),
    }
}
