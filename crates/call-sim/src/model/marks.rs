//! What happened on the way: the things a model must have seen, so that it is known not to be empty.
//!
//! They are noted when they happen, on every way that is taken, also into states that are known
//! already; a state keeps none of them.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! marks {
    ($($(#[doc = $doc:literal])* $name:ident: $text:literal),* $(,)?) => {
        /// Something that happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Mark {
            $(#[doc = $text] $name),*
        }

        impl Mark {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What it says of itself.
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text),*
                }
            }
        }
    };
}

marks! {
    TabLost: "a tab was lost",
    LostBeforeJournal: "a page was lost before it wrote its journal",
    LostBeforeEffects: "a page was lost after its journal and before its effects",
    LostAmongEffects: "a page was lost among its effects",
    LostWithRequest: "a page was lost with a request under way that was carried out",
    TookOver: "a page took over a call of a lost one",
    RejoinedAfterLoss: "audio came back in a call whose page was lost",
    RejoinedAfterLegLoss: "audio came back in a call whose leg was lost",
    EndedWhileLost: "a call had ended while nobody looked",
    Duplicate: "a message came twice",
    Overtaken: "a message overtook another",
    Refused: "a request was refused",
    AnswerLost: "a request was carried out and its answer lost",
    TimeRanOut: "a timer ran out while an answer was under way",
    GoodbyeAgain: "a goodbye was said again",
    CreateAgain: "a record was asked for again",
    WriteAgain: "a write was made again",
    SavedInTheEnd: "a record was complete after a failed write",
    GaveUp: "the agent was told of a record that the org does not take",
    OfferedAgain: "a call was offered again to a new page",
    Glare: "both ends ended a call at once",
    LateAnswer: "a call was answered that the agent had hung up",
    HeldAgain: "a customer was brought back from hold and put on hold again",
    TookIn: "the customer of one call came into another",
    HandedOver: "a call was given away",
    TakenBack: "a call that was being given away came back",
    ColleagueGone: "a consulted colleague left, and the customer was still there",
    CustomerGone: "the customer of a conference left, and the others were still there",
    RecordingPaused: "a recording was paused",
    RecordingResumed: "a paused recording went on",
    RecordingUnconfirmed: "a recording was not confirmed in time",
}

/// Marks of one step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks(u64);

impl Marks {
    /// Notes one.
    pub fn note(&mut self, mark: Mark) {
        self.0 |= 1_u64 << mark as u32;
    }

    /// Notes one if it is so.
    pub fn note_if(&mut self, is_so: bool, mark: Mark) {
        if is_so {
            self.note(mark);
        }
    }
}

/// Marks of a whole search.
#[derive(Debug, Default)]
pub struct Seen(AtomicU64);

impl Seen {
    /// Adds those of a step.
    pub fn add(&self, marks: Marks) {
        if marks.0 & !self.0.load(Ordering::Relaxed) != 0 {
            self.0.fetch_or(marks.0, Ordering::Relaxed);
        }
    }

    /// Whether it was.
    pub fn has(&self, mark: Mark) -> bool {
        self.0.load(Ordering::Relaxed) & 1_u64 << mark as u32 != 0
    }
}
