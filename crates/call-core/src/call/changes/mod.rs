//! What the transitions of several states have in common: how a leg's news and a party's news
//! change a call, and how it ends.
//!
//! It does not decide which of these applies in which state; `transition` does.

pub(super) mod digits;
pub(super) mod end;
pub(super) mod leg;
pub(super) mod party;
pub(super) mod recording;
pub(super) mod snapshot;
pub(super) mod talk;
