//! `SoftphoneSettingsController`: how this org wants its phone.

use local_data::ids::ORGANIZATION;
use serde_json::{Value, json};

use crate::Session;

/// `getSettings()`: the policies that the call core takes, in milliseconds where they are times,
/// and the region that numbers without a country code belong to (ISO 3166-1).
pub fn get_settings(session: &Session<'_>) -> Value {
    json!({
        "callerId": session.org.company_number,
        "region": "US",
        "ringTimeoutMs": 45_000,
        "connectTimeoutMs": 15_000,
        "wrapUpMs": 120_000,
        "wrapUpExtensionMs": 60_000,
        "dispositionRequired": false,
        "flightRecords": true,
        // No Apex controls conferences here yet: one call at a time, between two.
        "conferences": false,
        // Of org and user: what a browser keeps for one is nobody else's.
        "scope": format!("{ORGANIZATION}.{}", session.org.user.as_str()),
    })
}
