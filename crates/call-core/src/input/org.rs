//! What the org says about its own objects, through `lightning/uiObjectInfoApi`.

use serde::{Deserialize, Serialize};

use crate::record::ByName;

/// Metadata that decides how a call is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
pub enum OrgNews {
    /// `getObjectInfo` answered.
    ObjectInfo {
        /// What the running user may do with the object.
        info: ObjectInfo,
    },
    /// `getObjectInfo` answered 404: the object is not in this org, or not for this user.
    ObjectMissing {
        /// API name of the object asked for.
        object: String,
    },
}

/// The part of `getObjectInfo`'s answer that the record plan needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectInfo {
    /// `VoiceCall` or `Task`.
    pub api_name: String,
    /// Whether Lightning Data Service may create it.
    pub createable: bool,
    /// Whether it may update it.
    pub updateable: bool,
    /// Its fields by API name.
    pub fields: ByName<FieldInfo>,
}

/// What the running user may do with a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldInfo {
    /// May be set when the record is made.
    pub createable: bool,
    /// May be changed afterwards.
    pub updateable: bool,
}
