//! What is written about a call, and when.
//!
//! [`plan`] says which fields the record of a call should hold at this moment; [`RecordBook`]
//! remembers which it is known to hold, and asks for the difference to be written at the next
//! [`Milestone`]. A write that fails is therefore never lost: the difference is still there.
//!
//! | rung | way | left when |
//! |---|---|---|
//! | create | LDS `createRecord`, where `getObjectInfo` allows every field | the org refuses it |
//! | create | Apex `ensureCall`: `VoiceCall`, or a Task where there is none | the org refuses it: told to the agent |
//! | update | LDS `updateRecord`, without the fields the user may not write | the org refuses the object (403, 404), not a field |
//! | update | Apex `updateCall` | the org refuses it: told to the agent |
//!
//! Whatever passes by itself (offline, session expired, limits, a broken server, no answer within a
//! minute) is tried again on the same rung.

mod book;
mod fields;
mod flight;
mod plan;
mod sorted;

pub use book::{RecordBook, Write};
pub use fields::{FieldValue, Fields};
pub use flight::FlightBook;
pub use plan::{Milestone, OrgShape};
pub use sorted::ByName;
