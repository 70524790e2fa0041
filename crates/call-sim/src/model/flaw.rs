//! Faults planted into the page around the core: a model that does not notice them proves nothing.
//!
//! What the core itself could get wrong is planted by hand; `docs/models.md` lists what was.

/// What a page, or the org for it, does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The page keeps no journal.
    NoJournal,
    /// The carrier is never told that the agent hung up, and says that it was.
    Deaf,
    /// The numbers of the carrier's messages are lost on the way.
    NumbersLost,
    /// A page that takes over does not look into the journal.
    Forgetful,
}
