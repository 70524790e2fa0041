//! What a user may do with objects and fields: her profile, and the permission sets she has.
//!
//! Permission sets are read from the metadata that is deployed. Profiles are not deployed; two of the
//! platform's own are known: the administrator's, who may do everything, and the standard user's,
//! who works with the standard objects and needs a permission set for all that was added.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::schema::{Field, Object, SchemaError};

/// A profile of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// `System Administrator`.
    Administrator,
    /// `Standard User`.
    Standard,
}

/// A permission set, as it is deployed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionSet {
    /// Its API name: that of its file.
    #[serde(skip)]
    pub name: String,
    /// What people see.
    pub label: String,
    #[serde(default)]
    object_permissions: Vec<ObjectPermissions>,
    #[serde(default)]
    field_permissions: Vec<FieldPermissions>,
    #[serde(default)]
    class_accesses: Vec<ClassAccess>,
    #[serde(default)]
    custom_metadata_type_accesses: Vec<TypeAccess>,
}

#[expect(clippy::struct_excessive_bools, reason = "the platform's flags")]
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ObjectPermissions {
    object: String,
    #[serde(default)]
    allow_create: bool,
    #[serde(default)]
    allow_read: bool,
    #[serde(default)]
    allow_edit: bool,
    #[serde(default)]
    allow_delete: bool,
}

#[derive(Debug, Clone, Deserialize)]
struct FieldPermissions {
    field: String,
    #[serde(default)]
    readable: bool,
    #[serde(default)]
    editable: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClassAccess {
    apex_class: String,
    #[serde(default)]
    enabled: bool,
}

#[derive(Debug, Clone, Deserialize)]
struct TypeAccess {
    name: String,
    #[serde(default)]
    enabled: bool,
}

/// What is done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A query.
    Read,
    /// An insert.
    Create,
    /// An update.
    Edit,
    /// A delete.
    Delete,
}

/// What one user may do.
#[derive(Debug, Clone)]
pub struct Permissions {
    profile: Profile,
    sets: Vec<PermissionSet>,
}

impl Permissions {
    /// Those of a profile and permission sets together.
    pub fn new(profile: Profile, sets: Vec<PermissionSet>) -> Self {
        Self { profile, sets }
    }

    /// Those of the administrator.
    pub fn all() -> Self {
        Self::new(Profile::Administrator, Vec::new())
    }

    /// Whether she may do this with records of the object.
    pub fn may(&self, object: &Object, action: Action) -> bool {
        if object.is_metadata() {
            return action == Action::Read && self.may_read_type(object);
        }
        if self.profile == Profile::Administrator || !object.is_custom() {
            return true;
        }
        let granted = self.sets.iter().flat_map(|set| &set.object_permissions);
        granted.filter(|own| own.object == object.api_name).any(|own| match action {
            Action::Read => own.allow_read,
            Action::Create => own.allow_create,
            Action::Edit => own.allow_edit,
            Action::Delete => own.allow_delete,
        })
    }

    fn may_read_type(&self, object: &Object) -> bool {
        let granted = self.sets.iter().flat_map(|set| &set.custom_metadata_type_accesses);
        self.profile == Profile::Administrator
            || granted.into_iter().any(|own| own.enabled && own.name == object.api_name)
    }

    /// Whether she may read the field. Fields that no permission can take away are readable with
    /// their object.
    pub fn may_read(&self, object: &Object, field: &Field) -> bool {
        self.may(object, Action::Read) && self.has_field(object, field, |own| own.readable)
    }

    /// Whether she may fill the field.
    pub fn may_edit(&self, object: &Object, field: &Field) -> bool {
        self.has_field(object, field, |own| own.editable)
    }

    /// Whether she may call the class's actions.
    pub fn may_call(&self, class: &str) -> bool {
        self.profile == Profile::Administrator
            || self
                .sets
                .iter()
                .flat_map(|set| &set.class_accesses)
                .any(|access| access.enabled && access.apex_class.eq_ignore_ascii_case(class))
    }

    fn has_field(
        &self,
        object: &Object,
        field: &Field,
        is_granted: impl Fn(&FieldPermissions) -> bool,
    ) -> bool {
        // Fields of custom metadata types have no permissions of their own.
        let is_open = !field.is_custom() || field.required || object.is_metadata();
        if self.profile == Profile::Administrator || is_open {
            return true;
        }
        // Custom fields of tasks are those of activities.
        let names = match object.api_name.as_str() {
            "Task" => vec!["Task", "Activity"],
            name => vec![name],
        };
        let granted = self.sets.iter().flat_map(|set| &set.field_permissions);
        granted.filter(|own| is_granted(own)).any(|own| {
            own.field
                .split_once('.')
                .is_some_and(|(of, name)| names.contains(&of) && name == field.api_name)
        })
    }
}

/// All permission sets under `force_app`, by API name.
pub fn permission_sets(force_app: &Path) -> Result<BTreeMap<String, PermissionSet>, SchemaError> {
    let mut sets = BTreeMap::new();
    for path in crate::metadata::files(force_app, "permissionsets", ".permissionset-meta.xml")? {
        let text = fs::read_to_string(&path)
            .map_err(|source| SchemaError::Read { path: path.clone(), source })?;
        let mut set: PermissionSet = quick_xml::de::from_str(&text).map_err(|error| {
            SchemaError::Metadata { path: path.clone(), problem: format!("{error}.") }
        })?;
        set.name = crate::metadata::name_of(&path);
        sets.insert(set.name.clone(), set);
    }
    Ok(sets)
}
