//! Another party of a call.

use crate::{ids::PartyId, pii::Pii};

/// How far a party got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Another party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its label at the carrier.
    pub id: PartyId,
    /// Its number, E.164, or `anonymous`.
    pub number: Pii<String>,
    /// Its name, where a record is known.
    pub name: Option<Pii<String>>,
    /// How far it got. Only moves forward: late news never undoes newer news.
    pub state: PartyState,
    /// The highest sequence number heard.
    pub seq: u32,
}
