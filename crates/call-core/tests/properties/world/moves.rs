//! What can happen, before it is known to whom.

use call_core::{
    call::RecordingNews,
    input::{DeviceEvent, LegNews, OrgNews, PartyProgress, WorkKind},
};

use super::{Button, Reply};

/// How time passes before a move, in milliseconds; a clock can be set back.
pub type Shift = i64;

/// Which call, or whose leg.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// The one with the agent's audio, or else the first on the desk, or else the first of all.
    Current,
    /// One of those the phone knows.
    Nth(u8),
    /// One of a few names, known or not.
    Named(u8),
}

/// Which party of a call.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    Customer,
    /// One of the others in the call.
    Other(u8),
    /// One of a few labels, known or not.
    Labelled(u8),
}

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Move {
    /// Carrier and org do the next thing that is expected of them.
    Well,
    Start,
    Press {
        button: Button,
        call: Which,
        party: Who,
        into: Which,
    },
    Reconnect,
    Dismiss(u32),
    Device(DeviceEvent),
    Invite {
        leg: u8,
        key: u8,
        from: &'static str,
        called: &'static str,
    },
    Leg(Which, LegNews),
    /// A leg the call had before.
    OldLeg(Which, LegNews),
    Party {
        call: Which,
        party: Who,
        seq: u32,
        progress: PartyProgress,
    },
    Recording {
        call: Which,
        seq: u32,
        news: RecordingNews,
    },
    Assign {
        work: u8,
        kind: WorkKind,
        key: u8,
        from: &'static str,
        queue: bool,
    },
    Revoke(u8),
    Org(OrgNews),
    /// A port answers one of the effects that await it.
    Answer(u8, Reply),
    AnswerAgain,
    /// A port never answers.
    Forget(u8),
    Clock,
    /// The clock, and exactly when it is wanted.
    Deadline,
    /// The machine sleeps.
    Sleep {
        ms: u64,
    },
    /// It says it slept, and since when does not fit.
    SleptSince(u64),
    /// Another page takes over: what the last one wrote into the journal is all it knows. The
    /// org may have done what the last page asked for last.
    Reload {
        away_ms: u64,
        knows_when: bool,
        landed: bool,
    },
    /// The journal is told to a page that has it.
    RestoreAgain,
    JournalFails,
}
