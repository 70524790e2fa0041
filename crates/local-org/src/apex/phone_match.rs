//! `PhoneMatchController`: who has this number.
//!
//! Numbers are compared by their last ten digits, so that national and international spellings of
//! one number meet; shorter numbers must be the same altogether.

use serde_json::{Map, Value, json};

use super::{ApexError, text};
use crate::Session;
use local_data::ids::RecordId;
use local_data::store::{self, Row};

/// Objects in the order in which matches are listed, with the fields that hold numbers. A contact
/// comes before a company: it says who is calling.
const SEARCHED: [(&str, &[&str]); 2] = [
    ("Contact", &["Phone", "MobilePhone", "HomePhone", "OtherPhone", "AssistantPhone"]),
    ("Account", &["Phone"]),
];
const COMPARED_DIGITS: usize = 10;

/// `matchByPhone(phoneNumber)` → `{matches: [{recordId, objectApiName, name, companyName, reason}]}`.
pub fn match_by_phone(
    session: &Session<'_>,
    parameters: &Map<String, Value>,
) -> Result<Value, ApexError> {
    let wanted = comparable(text(parameters, "phoneNumber")?);
    let mut matches = Vec::new();
    if wanted.is_empty() {
        return Ok(json!({ "matches": matches }));
    }
    for (name, fields) in SEARCHED {
        let object = session.object(name)?;
        // Oldest first, so that the order does not change as records are added.
        for row in store::all(session.connection, object)?.into_iter().rev() {
            let hit = fields.iter().find(|field| {
                row.get(**field).and_then(Value::as_str).map(comparable).as_ref() == Some(&wanted)
            });
            if let Some(field) = hit {
                matches.push(json!({
                    "recordId": row.get("Id"),
                    "objectApiName": name,
                    "name": row.get("Name"),
                    "companyName": company(session, &row)?,
                    "reason": format!("{name}.{field}"),
                }));
            }
        }
    }
    Ok(json!({ "matches": matches }))
}

fn company(session: &Session<'_>, row: &Row) -> Result<Option<Value>, ApexError> {
    let Some(id) = row.get("AccountId").and_then(Value::as_str).and_then(RecordId::parse) else {
        return Ok(None);
    };
    let account = store::find(session.connection, session.object("Account")?, &id)?;
    Ok(account.and_then(|account| account.get("Name").cloned()))
}

fn comparable(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(COMPARED_DIGITS)..].to_owned()
}
