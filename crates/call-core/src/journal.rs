//! What outlives the page: one entry per call, written before anything is done about it.
//!
//! The host keeps every entry under the call's key, synchronously, before it carries out the
//! effects that follow ([`Softphone::poll_journal`](crate::Softphone::poll_journal) comes before
//! [`poll_effect`](crate::Softphone::poll_effect)), and gives them back to the next page as
//! [`HostEvent::Restored`](crate::input::HostEvent::Restored). An entry is the call itself, without
//! what belonged to the page: its audio, its timers, answers it waited for.
//!
//! An entry is bounded: notes have as many characters as Salesforce takes, matches and messages of
//! the org are cut where they come in.

use serde::{Deserialize, Serialize};

use crate::{call::Call, ids::CallKey};

/// The version of [`Entry`] that this core writes, and the only one it reads.
pub const VERSION: u32 = 1;

/// A call, as the next page needs to know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// [`VERSION`]. The host reads it before the rest, and keeps entries of other versions as they
    /// are: they are not this core's to drop.
    pub version: u32,
    /// The call.
    pub call: Call,
}

/// One thing to do to the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // the fields are named in full
pub enum JournalWrite {
    /// Keep this in place of what was kept for the call.
    Put { call: CallKey, entry: Entry },
    /// Nothing about the call needs to outlive the page any more.
    Remove { call: CallKey },
}

impl Entry {
    /// What is worth keeping of a call.
    pub(crate) fn of(call: &Call) -> Self {
        let mut call = call.clone();
        call.leg = call.leg.keepsake();
        call.record.forget_page();
        call.failed_joins = 0;
        call.unseen_since = None;
        call.question = None;
        call.customer.hold_asked = None;
        call.others.iter_mut().for_each(|party| party.hold_asked = None);
        Self { version: VERSION, call }
    }
}
