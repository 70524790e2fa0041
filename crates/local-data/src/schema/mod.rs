//! What objects and fields the org has.
//!
//! Standard objects come from the JSON files in `schema/`; custom fields and objects are read, at
//! every start, from the very metadata that is deployed to a real org (see [`metadata`]), so that
//! the two cannot drift apart. This module does not know about stored data or HTTP.

mod metadata;
mod standard;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// A field's type, in the words of the UI API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum DataType {
    /// True or false.
    Boolean,
    /// A calendar day, `2026-02-18`.
    Date,
    /// An instant. Salesforce keeps whole seconds.
    DateTime,
    /// A number with `precision` digits, `scale` of them after the point.
    Double,
    /// One line of text that is an e-mail address.
    Email,
    /// A whole number of 32 bits.
    Int,
    /// A telephone number, as typed.
    Phone,
    /// One of the field's values.
    Picklist,
    /// The id of another record.
    Reference,
    /// One line of text.
    String,
    /// Several lines of text.
    TextArea,
    /// One line of text that is a web address.
    Url,
}

impl DataType {
    /// The name that the UI API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "Boolean",
            Self::Date => "Date",
            Self::DateTime => "DateTime",
            Self::Double => "Double",
            Self::Email => "Email",
            Self::Int => "Int",
            Self::Phone => "Phone",
            Self::Picklist => "Picklist",
            Self::Reference => "Reference",
            Self::String => "String",
            Self::TextArea => "TextArea",
            Self::Url => "Url",
        }
    }

    /// Whether values are text whose length is limited.
    pub fn is_text(self) -> bool {
        match self {
            Self::Email
            | Self::Phone
            | Self::Picklist
            | Self::String
            | Self::TextArea
            | Self::Url => true,
            Self::Boolean
            | Self::Date
            | Self::DateTime
            | Self::Double
            | Self::Int
            | Self::Reference => false,
        }
    }
}

/// Whether a stored record's field may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Updateable {
    /// Only at creation, or only by the org itself.
    #[default]
    Never,
    /// The describe says yes, but Lightning Data Service documents a shorter list for the object:
    /// only an org of the `open` licence profile lets the UI API change it.
    Open,
    /// Yes.
    Always,
}

/// One field of an object.
#[expect(clippy::struct_excessive_bools, reason = "the platform's flags")]
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// API name, `Call_Key__c`.
    pub api_name: String,
    /// What people see.
    pub label: String,
    /// Type of its values.
    pub data_type: DataType,
    /// May be given when a record is made.
    #[serde(default)]
    pub createable: bool,
    /// May be changed afterwards.
    #[serde(default)]
    pub updateable: Updateable,
    /// May not be empty.
    #[serde(default)]
    pub required: bool,
    /// Is the record's name.
    #[serde(default)]
    pub name_field: bool,
    /// Longest text, in characters; 0 where it does not apply.
    #[serde(default)]
    pub length: usize,
    /// Digits of a `Double`, all together.
    #[serde(default)]
    pub precision: u32,
    /// Digits of a `Double` after the point.
    #[serde(default)]
    pub scale: u32,
    /// Values of a picklist, in the order they are shown.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether a picklist refuses any other value.
    #[serde(default)]
    pub restricted: bool,
    /// Objects that a reference may name.
    #[serde(default)]
    pub reference_to: Vec<String>,
    /// Name under which a query reaches the referenced record.
    #[serde(default)]
    pub relationship_name: Option<String>,
    /// Name under which a query of the referenced record reaches the records that refer to it.
    #[serde(default)]
    pub child_relationship_name: Option<String>,
    /// Value of a new record where none is given.
    #[serde(default)]
    pub default: Option<Value>,
    /// Marked as another system's id.
    #[serde(default)]
    pub external_id: bool,
    /// No two records have the same value.
    #[serde(default)]
    pub unique: bool,
    /// Whether `unique` tells capitals from small letters.
    #[serde(default)]
    pub case_sensitive: bool,
    /// Counted up by the org in this display format, `VC-{00000000}`.
    #[serde(default)]
    pub auto_number: Option<String>,
    /// Help text beside the field.
    #[serde(default)]
    pub help: Option<String>,
}

impl Field {
    /// Whether the project added it, rather than Salesforce.
    pub fn is_custom(&self) -> bool {
        self.api_name.ends_with("__c")
    }
}

/// One object (a table) of the org.
#[derive(Debug, Clone)]
pub struct Object {
    /// API name, `VoiceCall`.
    pub api_name: String,
    /// What people see.
    pub label: String,
    /// What people see for several.
    pub label_plural: String,
    /// First three characters of its records' ids. For custom objects the org hands them out.
    pub key_prefix: String,
    /// Whether anyone may create records through the API.
    pub createable: bool,
    /// Whether anyone may change records through the API.
    pub updateable: bool,
    /// Whether anyone may delete records through the API.
    pub deletable: bool,
    /// Fields whose values, joined by blanks, make the name.
    pub name_from: Vec<String>,
    /// All fields by API name, those every object has included.
    pub fields: BTreeMap<String, Field>,
}

impl Object {
    /// Whether the project added it, rather than Salesforce.
    pub fn is_custom(&self) -> bool {
        self.api_name.ends_with("__c")
    }

    /// The field that holds the record's name.
    pub fn name_field(&self) -> Option<&Field> {
        self.fields.values().find(|field| field.name_field)
    }

    /// The reference field reached by `relationship`, for example `Owner` for `OwnerId`.
    pub fn relationship(&self, relationship: &str) -> Option<&Field> {
        self.fields.values().find(|field| field.relationship_name.as_deref() == Some(relationship))
    }
}

/// Why the schema could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A file or folder of the metadata cannot be read.
    #[error("cannot read {path}: {source}. Check that the project's force-app folder is complete.")]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A metadata file is not what it should be.
    #[error("{path} is not usable: {problem}")]
    Metadata {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        problem: String,
    },
    /// The metadata lacks something the calls are built on.
    #[error(
        "{path} has no {missing}. Restore it: without it a call cannot be recorded once and only once."
    )]
    Missing {
        /// The force-app folder.
        path: PathBuf,
        /// What is not there.
        missing: String,
    },
    /// A built-in object file is wrong.
    #[error("the built-in object {object} is not usable: {problem}")]
    BuiltIn {
        /// The object.
        object: String,
        /// What is wrong.
        problem: String,
    },
}

/// All objects of the org.
#[derive(Debug, Clone)]
pub struct Schema {
    objects: BTreeMap<String, Object>,
}

impl Schema {
    /// Reads the standard objects and adds the custom fields and objects under `force_app`.
    pub fn load(force_app: &Path) -> Result<Self, SchemaError> {
        let mut objects = standard::objects()?;
        metadata::add(force_app, &mut objects)?;
        for object in objects.values_mut() {
            standard::add_system_fields(object);
        }
        Ok(Self { objects })
    }

    /// Refuses a project without the unique fields that the records of calls are built on.
    pub fn require_call_keys(&self, force_app: &Path) -> Result<(), SchemaError> {
        for (object, field) in [("VoiceCall", "Call_Key__c"), ("Call_Claim__c", "Call_Key__c")] {
            let unique = self.object(object).and_then(|o| o.fields.get(field));
            if !unique.is_some_and(|f| f.unique) {
                return Err(SchemaError::Missing {
                    path: force_app.to_owned(),
                    missing: format!("unique field {object}.{field}"),
                });
            }
        }
        Ok(())
    }

    /// The object of that API name.
    pub fn object(&self, api_name: &str) -> Option<&Object> {
        self.objects.get(api_name)
    }

    /// The object whose record ids begin with `prefix`.
    pub fn object_by_prefix(&self, prefix: &str) -> Option<&Object> {
        self.objects.values().find(|object| object.key_prefix == prefix)
    }

    /// All objects, by API name, to be changed.
    pub(crate) fn objects_mut(&mut self) -> impl Iterator<Item = &mut Object> {
        self.objects.values_mut()
    }

    /// All objects, by API name.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.values()
    }
}
