//! What the org's licences let a user do with Voice Calls.
//!
//! Whether the object exists, and who may write it, depends on add-on licences; the other objects
//! are the same in every org.

use serde::{Deserialize, Serialize};

use crate::schema::{Field, Object, Updateable};

/// The licence profile of the org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Licence {
    /// Voice Calls can be read and updated through the UI API, in the documented fields; only Apex
    /// makes them.
    #[default]
    Voice,
    /// The UI API may create them too, and update all that the describe says.
    Open,
    /// There is no such object; calls are logged as tasks.
    None,
}

/// What may be done with an object through the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// The object exists for the user.
    pub visible: bool,
    /// Records may be made.
    pub create: bool,
    /// Records may be changed.
    pub update: bool,
}

impl Licence {
    /// The name under which it is stored and set.
    pub fn name(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Open => "open",
            Self::None => "none",
        }
    }

    /// The licence of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Voice, Self::Open, Self::None].into_iter().find(|licence| licence.name() == name)
    }

    /// What the signed-in user may do with the object.
    pub fn rights(self, object: &Object) -> Rights {
        if object.api_name == "User" {
            // Apex tests make users; the UI API does not.
            return Rights { visible: true, create: false, update: false };
        }
        let create = object.createable;
        let update = object.updateable;
        if object.api_name != "VoiceCall" {
            return Rights { visible: true, create, update };
        }
        match self {
            Self::Voice => Rights { visible: true, create: false, update },
            Self::Open => Rights { visible: true, create, update },
            Self::None => Rights { visible: false, create: false, update: false },
        }
    }

    /// Whether the UI API may change the field of a stored record.
    pub fn may_update(self, field: &Field) -> bool {
        match field.updateable {
            Updateable::Always => true,
            Updateable::Open => self == Self::Open,
            Updateable::Never => false,
        }
    }
}
