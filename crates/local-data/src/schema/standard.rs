//! The standard objects, from the JSON files in `schema/`.
//!
//! They hold the fields that a telephone uses, not everything Salesforce has.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{DataType, Field, Object, SchemaError, Updateable};

const FILES: [(&str, &str); 11] = [
    ("Account", include_str!("../../schema/Account.json")),
    ("Case", include_str!("../../schema/Case.json")),
    ("Contact", include_str!("../../schema/Contact.json")),
    ("Group", include_str!("../../schema/Group.json")),
    ("Lead", include_str!("../../schema/Lead.json")),
    ("PermissionSet", include_str!("../../schema/PermissionSet.json")),
    ("PermissionSetAssignment", include_str!("../../schema/PermissionSetAssignment.json")),
    ("Profile", include_str!("../../schema/Profile.json")),
    ("Task", include_str!("../../schema/Task.json")),
    ("User", include_str!("../../schema/User.json")),
    ("VoiceCall", include_str!("../../schema/VoiceCall.json")),
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ObjectFile {
    api_name: String,
    label: String,
    label_plural: String,
    key_prefix: String,
    createable: bool,
    updateable: bool,
    deletable: bool,
    #[serde(default)]
    name_from: Vec<String>,
    fields: Vec<Field>,
}

/// Reads the built-in files.
pub(super) fn objects() -> Result<BTreeMap<String, Object>, SchemaError> {
    FILES
        .into_iter()
        .map(|(name, text)| {
            let file: ObjectFile = serde_json::from_str(text).map_err(|error| {
                SchemaError::BuiltIn { object: name.to_owned(), problem: error.to_string() }
            })?;
            let object = Object {
                api_name: file.api_name,
                label: file.label,
                label_plural: file.label_plural,
                key_prefix: file.key_prefix,
                createable: file.createable,
                updateable: file.updateable,
                deletable: file.deletable,
                name_from: file.name_from,
                fields: file.fields.into_iter().map(|f| (f.api_name.clone(), f)).collect(),
            };
            Ok((object.api_name.clone(), object))
        })
        .collect()
}

/// A field with nothing set but its name and type.
pub(super) fn bare(api_name: &str, label: &str, data_type: DataType) -> Field {
    Field {
        api_name: api_name.to_owned(),
        label: label.to_owned(),
        data_type,
        createable: false,
        updateable: Updateable::Never,
        required: false,
        name_field: false,
        length: 0,
        precision: 0,
        scale: 0,
        values: Vec::new(),
        restricted: false,
        reference_to: Vec::new(),
        relationship_name: None,
        child_relationship_name: None,
        default: None,
        external_id: false,
        unique: false,
        case_sensitive: false,
        auto_number: None,
        help: None,
    }
}

/// Adds the fields that the org itself fills in on every record.
pub(super) fn add_system_fields(object: &mut Object) {
    let mut add = |field: Field| {
        object.fields.entry(field.api_name.clone()).or_insert(field);
    };
    add(Field { length: 18, ..bare("Id", "Record ID", DataType::Reference) });
    for (name, label) in [
        ("CreatedDate", "Created Date"),
        ("LastModifiedDate", "Last Modified Date"),
        ("SystemModstamp", "System Modstamp"),
    ] {
        add(bare(name, label, DataType::DateTime));
    }
    for (name, label, relationship) in [
        ("CreatedById", "Created By ID", "CreatedBy"),
        ("LastModifiedById", "Last Modified By ID", "LastModifiedBy"),
    ] {
        add(Field {
            reference_to: vec!["User".to_owned()],
            relationship_name: Some(relationship.to_owned()),
            ..bare(name, label, DataType::Reference)
        });
    }
}
