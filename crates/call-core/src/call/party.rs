//! Another party of a call.

use serde::{Deserialize, Serialize};

use crate::{
    ids::PartyId,
    pii::Pii,
    time::{Millis, Timestamp},
};

/// How far a party got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PartyState {
    /// The carrier has not begun to call it.
    Pending,
    /// It has.
    Initiated,
    /// Its phone rings.
    Ringing,
    /// It is in the conference.
    Answered,
    /// It is not, or no longer.
    Gone,
}

/// What a party is in the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// The one the call is with.
    Customer,
    /// A colleague who is asked while the customer waits on hold.
    Consulted,
    /// A further member of a conference.
    Member,
}

/// Whether a party hears the conference or hold music. What was asked of the carrier and what it
/// confirmed are kept apart: nobody is called held who may still be listening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hold {
    /// In the conference.
    #[default]
    Off,
    /// To be put on hold; may still hear.
    Asked,
    /// On hold.
    On {
        /// Since when.
        since: Timestamp,
    },
    /// To be brought back; still hears the music.
    Resuming {
        /// Since when it has been on hold.
        since: Timestamp,
    },
}

impl Hold {
    /// The same as far as is known, with another wish.
    #[must_use]
    pub(crate) const fn wishing(self, on: bool) -> Self {
        match (on, self) {
            (true, Self::Off | Self::Asked) => Self::Asked,
            (true, Self::On { since } | Self::Resuming { since }) => Self::On { since },
            (false, Self::Off | Self::Asked) => Self::Off,
            (false, Self::On { since } | Self::Resuming { since }) => Self::Resuming { since },
        }
    }

    /// Whether the party is known not to hear.
    pub const fn is_held(self) -> bool {
        match self {
            Self::On { .. } | Self::Resuming { .. } => true,
            // The carrier has not said so.
            Self::Off | Self::Asked => false,
        }
    }

    /// Whether hold is what was last wished.
    pub const fn is_wished(self) -> bool {
        match self {
            Self::Asked | Self::On { .. } => true,
            Self::Off | Self::Resuming { .. } => false,
        }
    }

    /// Since when it has been on hold.
    pub const fn since(self) -> Option<Timestamp> {
        match self {
            Self::On { since } | Self::Resuming { since } => Some(since),
            Self::Off | Self::Asked => None,
        }
    }
}

/// A request to put a party on hold, or to bring it back, whose answer is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldRequest {
    /// On hold, or back.
    pub on: bool,
    /// When it was asked.
    pub at: Timestamp,
}

impl HoldRequest {
    /// How long another wish waits for the answer.
    const ANSWER_LIMIT: Millis = Millis::seconds(10);

    /// Whether the answer may still come.
    pub fn is_awaited(self, now: Timestamp) -> bool {
        now.since(self.at) < Self::ANSWER_LIMIT
    }
}

/// Another party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// Its label at the carrier.
    pub id: PartyId,
    /// What it is in the call.
    pub role: Role,
    /// Its address: a number in E.164 form, a short code, a colleague, a queue, or `anonymous`.
    pub number: Pii<String>,
    /// Its name, where one is known.
    pub name: Option<Pii<String>>,
    /// How far it got. Only moves forward: late news never undoes newer news.
    pub state: PartyState,
    /// Whether it hears hold music.
    pub hold: Hold,
    /// What is being asked about its hold. One request at a time: two that are under way may be
    /// carried out in the other order. A wish that changes meanwhile waits.
    pub hold_asked: Option<HoldRequest>,
    /// The highest sequence number heard.
    pub seq: u32,
}

impl Party {
    /// The one a call is made with.
    pub fn customer(number: Pii<String>, name: Option<Pii<String>>, state: PartyState) -> Self {
        Self {
            id: PartyId::customer(),
            role: Role::Customer,
            number,
            name,
            state,
            hold: Hold::Off,
            hold_asked: None,
            seq: 0,
        }
    }

    /// One that is asked to join.
    pub fn called(id: PartyId, role: Role, number: Pii<String>, name: Option<Pii<String>>) -> Self {
        Self {
            role,
            state: PartyState::Pending,
            id,
            ..Self::customer(number, name, PartyState::Pending)
        }
    }

    /// Whether it is in the call or on its way there.
    pub fn is_present(&self) -> bool {
        self.state != PartyState::Gone
    }
}
