//! What the numbers and texts of a state are, by the field they stand in.
//!
//! Everything counts as it is, unless it is named here. What is named is one of these:
//!
//! - *of one page's bookkeeping*, and determined by the rest or never read again: left out;
//! - an instant that the core only shows, writes into the record, or compares with instants of the
//!   same kind: history. Whether there is one counts, its value does not;
//! - an instant that a timer is derived from: counts as its exact distance from now. The longest
//!   time the core adds to an instant is [`MEMORY`], so what is older makes every timer overdue,
//!   and is as good as any other that is older;
//! - a number of which only the order matters: its rank;
//! - a name of which only matters whether it is the same: the place where it first comes.

/// The longest time the core adds to an instant of the past, in milliseconds: the minute after
/// which an answer is not waited for any more.
pub const MEMORY: u64 = 60_000;

/// How the next number or text is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meaning {
    /// As it is. Instants as their distance from now.
    #[default]
    Plain,
    /// Not at all.
    Nothing,
    /// Only that it is there.
    Presence,
    /// An instant as its age, up to this many milliseconds.
    Age(u64),
    /// By its rank among those of its kind.
    Rank(Kind),
    /// Up to this number.
    UpTo(u64),
}

/// What has an order of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers of the carrier's messages; 0 is none.
    Seq,
    /// When calls began.
    Beginning,
}

/// What stands in a field of a struct, or of a variant of an enum.
#[allow(clippy::match_same_arms)] // each has its own reason
pub fn of_field(container: &str, variant: &str, field: &str) -> Meaning {
    match (container, field) {
        // Settings do not change; the core's clock is the model's, which runs forward only; notices
        // are told and never read again; effects have numbers of their own for ever; what the
        // journal is known to hold follows from the calls.
        ("Softphone", "settings" | "clock" | "notices" | "lastNotice" | "lastEffect" | "kept") => {
            Meaning::Nothing
        }
        // The tab's own clock is the model's; where effects are carried out is not looked at.
        ("Tab", "now" | "focusedAt") | ("Peer", "heardAt" | "focusedAt") => Meaning::Nothing,
        // Calls are put in this order when a page takes them over.
        ("Call", "startedAt") => Meaning::Rank(Kind::Beginning),
        // Lengths of time go into the record only.
        ("Call", "held") => Meaning::Nothing,
        ("Call", "connectedAt" | "unseenSince") => Meaning::Presence,
        // A call without a leg is looked at every 20 s.
        ("Call", "lookedAt") => Meaning::Age(20_000),
        // Whether there was one before.
        ("Leg", "turn") => Meaning::UpTo(2),
        // Whether it has been up long enough.
        ("Leg", "upSince") => Meaning::Age(5_000),
        // For how long an error explains.
        ("Leg", "error") => Meaning::Age(5_001),
        ("DigitQueue", "busyUntil") => Meaning::Age(0),
        // Offers ring from here on, hand-overs are asked about; the timers of all other states
        // begin elsewhere.
        ("CallState", "since") => match variant {
            "offered" | "handingOver" | "restoring" => Meaning::Plain,
            _ => Meaning::Presence,
        },
        ("Hold", "since")
        | ("Ended" | "Consent", "at")
        | ("CallState", "wrappedUpAt")
        | ("CallSnapshot" | "Conference", "connectedAt" | "endedAt") => Meaning::Presence,
        // The last word of a leg that closed is awaited.
        ("Ended", "noticedAt") => Meaning::Age(301),
        // For how long another wish waits for the answer.
        ("HoldRequest", "at") => Meaning::Age(10_001),
        // A confirmation is awaited.
        ("Recording", "since") => Meaning::Age(10_000),
        (_, "seq") | ("Call", "heard") => Meaning::Rank(Kind::Seq),
        _ => Meaning::Plain,
    }
}

/// What stands under a key of a map: fields of a record, or of something that was flattened.
pub fn of_entry(key: &str) -> Meaning {
    if key == "seq" {
        return Meaning::Rank(Kind::Seq);
    }
    // Lengths of time, which follow from history.
    if key.ends_with("Seconds__c") || key == "CallDurationInSeconds" {
        return Meaning::Presence;
    }
    Meaning::Plain
}

/// Whether a text is an instant as Salesforce writes it: history.
pub fn is_instant(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 24 && bytes[10] == b'T' && bytes[23] == b'Z'
}
