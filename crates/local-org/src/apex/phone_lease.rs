//! `PhoneLeaseController`: which browser of a user has the phone.
//!
//! Every leadership of a tab has a term. The org keeps the highest and the browser that asked for
//! it, and refuses lower ones. It does not know here whether the other browser is in a call, so the
//! newest browser gets the phone.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{ApexError, text};
use crate::{Session, store};

const SETTING: &str = "phoneLease";

#[derive(Default, Serialize, Deserialize)]
struct Lease {
    term: u64,
    browser: String,
}

/// `takeLease(term, browser, insist)` → `{granted, term, busy}`.
pub fn take_lease(
    session: &Session<'_>,
    parameters: &Map<String, Value>,
) -> Result<Value, ApexError> {
    let term = term(parameters)?;
    let browser = text(parameters, "browser")?;
    let lease = current(session)?;
    // The same question again, whose answer was lost, has the same answer.
    let is_known = term == lease.term && browser == lease.browser;
    if term <= lease.term && !is_known {
        return Ok(json!({ "granted": false, "term": lease.term, "busy": false }));
    }
    let lease = json!(Lease { term, browser: browser.to_owned() }).to_string();
    store::set_setting(session.connection, SETTING, &lease)?;
    Ok(json!({ "granted": true, "term": term, "busy": false }))
}

/// The term of a browser that came later, where `parameters` name an overtaken one.
pub fn overtaken_by(
    session: &Session<'_>,
    parameters: &Map<String, Value>,
) -> Result<Option<u64>, ApexError> {
    let term = if parameters.contains_key("term") { term(parameters)? } else { 0 };
    let known = current(session)?.term;
    Ok((0 < term && term < known).then_some(known))
}

fn current(session: &Session<'_>) -> Result<Lease, ApexError> {
    let text = store::setting(session.connection, SETTING)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn term(parameters: &Map<String, Value>) -> Result<u64, ApexError> {
    parameters.get("term").and_then(Value::as_u64).ok_or_else(|| {
        ApexError::bad_parameters("The parameter term must be a whole number, not below zero.")
    })
}
