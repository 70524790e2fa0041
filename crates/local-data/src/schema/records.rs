//! Records of custom metadata types, read from `*/main/default/customMetadata/*.md-meta.xml`.
//!
//! A value that its field does not take is refused with the file's name, as a deployment refuses it.
//! Relationships to other custom metadata types are given by the other record's name; those to
//! objects and fields of the org are not known.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::metadata::parse;
use super::standard::bare;
use super::{DataType, Field, Object, SchemaError};
use crate::metadata::files;
use crate::values;

/// A record of a custom metadata type.
#[derive(Debug, Clone)]
pub struct MetadataRecord {
    /// Of which type, by its API name.
    pub object: String,
    /// Its API name.
    pub developer_name: String,
    /// What people see.
    pub label: String,
    /// Its values by field. Those of relationships are names of records.
    pub values: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct CustomMetadata {
    label: String,
    #[serde(default)]
    values: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    field: String,
    value: Option<Given>,
}

#[derive(Deserialize)]
struct Given {
    #[serde(rename = "$text")]
    text: Option<String>,
}

/// The fields that every custom metadata type has.
pub(super) fn fields() -> Vec<Field> {
    let text =
        |name: &str, label: &str, length| Field { length, ..bare(name, label, DataType::String) };
    vec![
        text("DeveloperName", "Custom Metadata Record Name", 40),
        Field { name_field: true, ..text("MasterLabel", "Label", 40) },
        text("Label", "Label", 40),
        text("QualifiedApiName", "Qualified API Name", 70),
        text("NamespacePrefix", "Namespace Prefix", 15),
        text("Language", "Master Language", 40),
    ]
}

/// All records under `force_app`.
pub(super) fn read(
    force_app: &Path,
    objects: &BTreeMap<String, Object>,
) -> Result<Vec<MetadataRecord>, SchemaError> {
    let paths = files(force_app, "customMetadata", ".md-meta.xml")?;
    paths.iter().map(|path| read_record(path, objects)).collect()
}

fn read_record(
    path: &Path,
    objects: &BTreeMap<String, Object>,
) -> Result<MetadataRecord, SchemaError> {
    let wrong = |problem: String| SchemaError::Metadata { path: path.to_owned(), problem };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut parts = name.split('.');
    let (type_name, record_name) = (parts.next(), parts.next());
    let object = type_name
        .and_then(|name| objects.get(&format!("{name}__mdt")))
        .ok_or_else(|| wrong("there is no custom metadata type of its name.".to_owned()))?;
    let developer_name = record_name.unwrap_or_default().to_owned();
    let file: CustomMetadata = parse(path)?;
    let mut values = BTreeMap::new();
    for entry in file.values {
        let field = object.fields.get(&entry.field).filter(|field| field.is_custom());
        let field = field
            .ok_or_else(|| wrong(format!("{} has no field {}.", object.api_name, entry.field)))?;
        let text = entry.value.and_then(|value| value.text);
        let value = taken(field, text.as_deref()).map_err(wrong)?;
        values.insert(entry.field, value);
    }
    for field in object.fields.values().filter(|field| field.required) {
        if values.get(&field.api_name).is_none_or(Value::is_null) {
            return Err(wrong(format!("{} is required.", field.api_name)));
        }
    }
    let object = object.api_name.clone();
    Ok(MetadataRecord { object, developer_name, label: file.label, values })
}

/// A value as the field keeps it.
fn taken(field: &Field, text: Option<&str>) -> Result<Value, String> {
    let Some(text) = text else { return Ok(Value::Null) };
    let value = match field.data_type {
        DataType::Boolean => match text {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => text.into(),
        },
        DataType::Double | DataType::Int => {
            text.parse::<f64>().map_or_else(|_| text.into(), values::number)
        }
        DataType::Reference if field.reference_to.iter().all(|to| to.ends_with("__mdt")) => {
            return Ok(text.into());
        }
        DataType::Reference => {
            return Err(format!(
                "relationships to {} are not known.",
                field.reference_to.join(", ")
            ));
        }
        _ => text.into(),
    };
    values::accept(field, &value).map_err(|problem| format!("{}.", problem.message))
}
