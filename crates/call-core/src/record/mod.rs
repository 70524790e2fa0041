//! What is written about a call, and when.
//!
//! [`plan`] says which fields the record of a call should hold at this moment; [`RecordBook`]
//! remembers which it is known to hold, and asks for the difference to be written. A write that
//! fails is therefore never lost: the difference is still there.

mod book;
mod fields;
mod plan;
mod sorted;

pub use book::{RecordBook, Write};
pub use fields::{FieldValue, Fields};
pub use plan::{Milestone, OrgShape};
pub use sorted::ByName;
