//! `SoftphoneSettingsController`: how this org wants its phone.

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
        // No Apex controls conferences here yet: one call at a time, between two.
        "conferences": false,
        // This org has one user, and the browser storage of this page no other org.
        "scope": session.org.user.as_str(),
    })
}
