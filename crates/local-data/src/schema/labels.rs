//! Custom labels, and their translations.
//!
//! Labels are in `*/main/default/labels/*.labels-meta.xml`; what they are in another language in
//! `translations/<language>.translation-meta.xml`. Of a language's translations only those of labels
//! are read.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::SchemaError;
use super::metadata::parse;
use crate::metadata::{files, name_of};

/// A custom label.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// Its API name.
    pub full_name: String,
    /// The language of its own text, `en_US`.
    pub language: String,
    /// Its own text.
    pub value: String,
    /// Its text in other languages.
    #[serde(skip)]
    pub translations: BTreeMap<String, String>,
}

impl Label {
    /// The text in a language; its own where nobody translated it.
    pub fn text(&self, language: &str) -> &str {
        self.translations.get(language).unwrap_or(&self.value)
    }
}

#[derive(Deserialize)]
struct CustomLabels {
    #[serde(default)]
    labels: Vec<Label>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Translations {
    #[serde(default)]
    custom_labels: Vec<Translation>,
}

#[derive(Deserialize)]
struct Translation {
    name: String,
    label: Option<String>,
}

/// All labels under `force_app`, by their names in small letters.
pub(super) fn read(force_app: &Path) -> Result<BTreeMap<String, Label>, SchemaError> {
    let mut labels = BTreeMap::new();
    for path in files(force_app, "labels", ".labels-meta.xml")? {
        let file: CustomLabels = parse(&path)?;
        for label in file.labels {
            labels.insert(label.full_name.to_ascii_lowercase(), label);
        }
    }
    for path in files(force_app, "translations", ".translation-meta.xml")? {
        let file: Translations = parse(&path)?;
        let language = name_of(&path);
        for translation in file.custom_labels {
            if let Some(text) = translation.label
                && let Some(label) = labels.get_mut(&translation.name.to_ascii_lowercase())
            {
                label.translations.insert(language.clone(), text);
            }
        }
    }
    Ok(labels)
}
