//! Records as the UI API gives them: `{apiName, id, fields: {Name: {value, displayValue}}, …}`, with
//! fields of looked-up records nested (`VoiceCall.User.Name`).

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::errors::ApiError;
use crate::object_info::MASTER_RECORD_TYPE;
use local_data::ids::RecordId;
use local_data::schema::{Object, Schema};
use local_data::store::{self, Row};
use local_data::{time, values};

/// Which fields to give: names of fields, and of relationships with fields of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection(BTreeMap<String, Branch>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Branch {
    /// Asked for by `fields`; what is only asked for by `optionalFields` may be missing.
    required: bool,
    below: Selection,
}

impl Selection {
    /// Every field of the object.
    pub fn everything(object: &Object) -> Self {
        Self(object.fields.keys().map(|name| (name.clone(), Branch::default())).collect())
    }

    /// Reads the query's `fields` and `optionalFields`, lists such as
    /// `VoiceCall.CallType,VoiceCall.User.Name`.
    pub fn parse(object: &Object, fields: &str, optional: &str) -> Result<Self, ApiError> {
        let mut selection = Self::default();
        for (list, required) in [(fields, true), (optional, false)] {
            for path in list.split(',').map(str::trim).filter(|path| !path.is_empty()) {
                let Some((prefix, rest)) = path.split_once('.') else {
                    return Err(ApiError::bad_request(
                        "INVALID_FIELD",
                        format!(
                            "'{path}' is not a field with its object, such as {}.Id.",
                            object.api_name
                        ),
                    ));
                };
                if prefix != object.api_name {
                    return Err(ApiError::bad_request(
                        "INVALID_FIELD",
                        format!(
                            "'{path}' is not a field of {}, which this record is.",
                            object.api_name
                        ),
                    ));
                }
                selection.add(rest, required);
            }
        }
        Ok(selection)
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, path: &str, required: bool) {
        let (name, rest) = path.split_once('.').map_or((path, None), |(n, r)| (n, Some(r)));
        let branch = self.0.entry(name.to_owned()).or_default();
        branch.required |= required;
        if let Some(rest) = rest {
            branch.below.add(rest, required);
        }
    }
}

/// The record as the UI API gives it.
pub fn record(
    connection: &Connection,
    schema: &Schema,
    object: &Object,
    row: &Row,
    selection: &Selection,
) -> Result<Value, ApiError> {
    let mut fields = Map::new();
    for (name, branch) in &selection.0 {
        if branch.below.is_empty()
            && let Some(field) = object.fields.get(name)
        {
            let value = values::masked(field, row.get(name).cloned().unwrap_or_default());
            let display = values::display(field, &value);
            fields.insert(name.clone(), json!({ "displayValue": display, "value": value }));
        } else if !branch.below.is_empty()
            && let Some(field) = object.relationship(name)
        {
            let id = row.get(&field.api_name).and_then(Value::as_str).and_then(RecordId::parse);
            let related =
                id.map(|id| related(connection, schema, &id, &branch.below)).transpose()?;
            let (display, value) = related.flatten().unwrap_or_default();
            fields.insert(name.clone(), json!({ "displayValue": display, "value": value }));
        } else if branch.required {
            return Err(ApiError::bad_request(
                "INVALID_FIELD",
                format!(
                    "No such column '{name}' on entity '{}'. If you are attempting to use a custom \
                     field, be sure to append the '__c' after the custom field name.",
                    object.api_name
                ),
            ));
        }
    }
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut record = json!({
        "apiName": object.api_name,
        "childRelationships": {},
        "fields": fields,
        "id": text("Id"),
        "lastModifiedById": row.get("LastModifiedById"),
        "lastModifiedDate": text("LastModifiedDate"),
        "recordTypeId": MASTER_RECORD_TYPE,
        "recordTypeInfo": null,
        "systemModstamp": text("SystemModstamp"),
        "weakEtag": time::milliseconds(text("SystemModstamp")),
    });
    record["eTag"] = etag(&record).into();
    Ok(record)
}

fn related(
    connection: &Connection,
    schema: &Schema,
    id: &RecordId,
    selection: &Selection,
) -> Result<Option<(Value, Value)>, ApiError> {
    let Some(object) = schema.object_by_prefix(id.key_prefix()) else { return Ok(None) };
    let Some(row) = store::find(connection, object, id)? else { return Ok(None) };
    let name = object.name_field().and_then(|field| row.get(&field.api_name)).cloned();
    let value = record(connection, schema, object, &row, selection)?;
    Ok(Some((name.unwrap_or_default(), value)))
}

/// A short fingerprint of an answer.
pub fn etag(answer: &Value) -> String {
    let text = answer.to_string();
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, &text).hash(&mut hasher);
        hasher.finish()
    };
    format!("{:016x}{:016x}", half(0), half(1))
}
