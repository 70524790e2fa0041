//! Custom fields and objects, read from Metadata API source files.
//!
//! Looks at every `*/main/default/objects/*` folder. Fields in a folder named as a standard object
//! are added to it (those of `Activity` to `Task`); a folder ending in `__c` is a new object. A kind
//! of field that this org does not know is refused by name instead of being left out. Folders of
//! objects that the local org does not have (events) are passed over. A folder ending in `__mdt` is a
//! custom metadata type, whose records are in [`super::records`].

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::standard::bare;
use super::{DataType, Field, Object, SchemaError, Updateable};
use crate::metadata::entries;

#[expect(clippy::struct_excessive_bools, reason = "the metadata's own flags")]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CustomField {
    full_name: String,
    label: String,
    r#type: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    unique: bool,
    #[serde(default)]
    external_id: bool,
    #[serde(default)]
    case_sensitive: bool,
    length: Option<usize>,
    precision: Option<u32>,
    scale: Option<u32>,
    default_value: Option<String>,
    inline_help_text: Option<String>,
    reference_to: Option<String>,
    relationship_name: Option<String>,
    value_set: Option<ValueSet>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ValueSet {
    #[serde(default)]
    restricted: bool,
    value_set_definition: Option<ValueSetDefinition>,
}

#[derive(Deserialize)]
struct ValueSetDefinition {
    #[serde(default)]
    value: Vec<CustomValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CustomValue {
    full_name: String,
    #[serde(default)]
    default: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CustomObject {
    label: String,
    plural_label: String,
    name_field: Option<NameField>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NameField {
    label: String,
    r#type: String,
    display_format: Option<String>,
}

/// Adds what is under `force_app` to the standard objects.
pub(super) fn add(
    force_app: &Path,
    objects: &mut BTreeMap<String, Object>,
) -> Result<(), SchemaError> {
    for package in folders(force_app)? {
        let folder = package.join("main/default/objects");
        if !folder.is_dir() {
            continue;
        }
        for object_folder in folders(&folder)? {
            let name = file_name(&object_folder);
            let target = if name == "Activity" { "Task".to_owned() } else { name };
            let is_new = target.ends_with("__c") || target.ends_with("__mdt");
            if is_new && !objects.contains_key(&target) {
                let object = read_object(&object_folder, &target)?;
                objects.insert(target.clone(), object);
            }
            if let Some(object) = objects.get_mut(&target) {
                for field in read_fields(&object_folder.join("fields"))? {
                    object.fields.insert(field.api_name.clone(), field);
                }
            }
        }
    }
    Ok(())
}

fn read_object(folder: &Path, api_name: &str) -> Result<Object, SchemaError> {
    let path = folder.join(format!("{api_name}.object-meta.xml"));
    let meta: CustomObject = parse(&path)?;
    let is_data = !api_name.ends_with("__mdt");
    let fields = match meta.name_field {
        Some(name) => data_fields(name),
        None if !is_data => super::records::fields(),
        None => {
            let problem = "it has no nameField.".to_owned();
            return Err(SchemaError::Metadata { path, problem });
        }
    };
    Ok(Object {
        api_name: api_name.to_owned(),
        label: meta.label,
        label_plural: meta.plural_label,
        // The org hands prefixes out in the order in which objects are made.
        key_prefix: String::new(),
        createable: is_data,
        updateable: is_data,
        deletable: is_data,
        name_from: Vec::new(),
        fields: fields.into_iter().map(|f| (f.api_name.clone(), f)).collect(),
    })
}

/// What every custom object has.
fn data_fields(meta: NameField) -> Vec<Field> {
    let name = Field {
        name_field: true,
        length: 80,
        createable: meta.r#type == "Text",
        required: meta.r#type == "Text",
        auto_number: meta.display_format,
        ..bare("Name", &meta.label, DataType::String)
    };
    let owner = Field {
        createable: true,
        updateable: Updateable::Always,
        reference_to: vec!["Group".to_owned(), "User".to_owned()],
        relationship_name: Some("Owner".to_owned()),
        ..bare("OwnerId", "Owner ID", DataType::Reference)
    };
    vec![name, owner]
}

fn read_fields(folder: &Path) -> Result<Vec<Field>, SchemaError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files: Vec<PathBuf> = entries(folder)?
        .into_iter()
        .filter(|path| file_name(path).ends_with(".field-meta.xml"))
        .collect();
    files.sort();
    files.iter().map(|path| read_field(path)).collect()
}

fn read_field(path: &Path) -> Result<Field, SchemaError> {
    let meta: CustomField = parse(path)?;
    let wrong = |problem: String| SchemaError::Metadata { path: path.to_owned(), problem };
    if file_name(path) != format!("{}.field-meta.xml", meta.full_name) {
        return Err(wrong(format!(
            "it holds the field {}; file and fullName must agree.",
            meta.full_name
        )));
    }
    let plain = meta.full_name.strip_suffix("__c").unwrap_or_default();
    if !plain.starts_with(|c: char| c.is_ascii_alphabetic())
        || !plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    {
        return Err(wrong(format!("{} is not the API name of a custom field.", meta.full_name)));
    }
    let (data_type, default_length) = match meta.r#type.as_str() {
        "Checkbox" => (DataType::Boolean, 0),
        "Date" => (DataType::Date, 0),
        "DateTime" => (DataType::DateTime, 0),
        "Email" => (DataType::Email, 80),
        "EncryptedText" => (DataType::EncryptedString, 175),
        "LongTextArea" => (DataType::TextArea, 32_768),
        "Lookup" | "MetadataRelationship" => (DataType::Reference, 0),
        "Number" => (DataType::Double, 0),
        "Phone" => (DataType::Phone, 40),
        "Picklist" => (DataType::Picklist, 255),
        "Text" => (DataType::String, 255),
        "TextArea" => (DataType::TextArea, 255),
        "Url" => (DataType::Url, 255),
        other => {
            return Err(wrong(format!(
                "the local org does not know fields of type {other}; teach it in schema/metadata.rs."
            )));
        }
    };
    let values = meta.value_set.as_ref().and_then(|set| set.value_set_definition.as_ref());
    let chosen = values.and_then(|v| v.value.iter().find(|value| value.default));
    let default = match data_type {
        DataType::Boolean => Some((meta.default_value.as_deref() == Some("true")).into()),
        DataType::Picklist => chosen.map(|value| value.full_name.clone().into()),
        _ => None,
    };
    Ok(Field {
        createable: true,
        updateable: Updateable::Always,
        required: meta.required,
        length: meta.length.unwrap_or(default_length),
        precision: meta.precision.unwrap_or(18),
        scale: meta.scale.unwrap_or(0),
        values: values
            .map(|v| v.value.iter().map(|value| value.full_name.clone()).collect())
            .unwrap_or_default(),
        restricted: meta.value_set.as_ref().is_some_and(|set| set.restricted),
        relationship_name: (data_type == DataType::Reference).then(|| format!("{plain}__r")),
        child_relationship_name: meta.relationship_name.map(|name| format!("{name}__r")),
        reference_to: meta.reference_to.into_iter().collect(),
        default,
        external_id: meta.external_id,
        unique: meta.unique,
        case_sensitive: meta.case_sensitive,
        help: meta.inline_help_text,
        ..bare(&meta.full_name, &meta.label, data_type)
    })
}

pub(super) fn parse<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, SchemaError> {
    let text = fs::read_to_string(path)
        .map_err(|source| SchemaError::Read { path: path.to_owned(), source })?;
    quick_xml::de::from_str(&text).map_err(|error| SchemaError::Metadata {
        path: path.to_owned(),
        problem: format!("{error}."),
    })
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>, SchemaError> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_dir()).collect())
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
