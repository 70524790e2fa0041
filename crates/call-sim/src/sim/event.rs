//! What happens in a shift.

use call_core::{
    Effect, Input,
    ids::{LegId, PartyId},
    input::OmniNews,
    tabs::{TabInput, Term},
};

use super::{lock::LockNews, ports::Sender, site::AgentLeg};

/// What happens next.
#[derive(Debug)]
pub enum Event {
    /// A tab is opened in a browser.
    Open {
        agent: usize,
        browser: usize,
        is_looked_at: bool,
    },
    /// A page hears something.
    Hear {
        agent: usize,
        page: u32,
        input: Box<Input>,
    },
    /// A page's one timer.
    Wake {
        agent: usize,
        page: u32,
    },
    /// Something reaches a tab: a letter, or what the org says of the lease.
    Tab {
        agent: usize,
        tab: u32,
        input: Box<TabInput>,
    },
    /// The timer of a tab.
    TabWake {
        agent: usize,
        tab: u32,
    },
    /// The browser tells a tab of its lock.
    Lock {
        agent: usize,
        news: LockNews,
    },
    /// A tab's question for the lease reaches the org.
    Lease {
        agent: usize,
        tab: u32,
        term: Term,
        insist: bool,
    },
    /// The org has refused a phone because another browser has it.
    Refused {
        agent: usize,
        page: u32,
    },
    /// The component was taken out of a page, or is back.
    Detached {
        agent: usize,
        tab: u32,
    },
    Attached {
        agent: usize,
        tab: u32,
    },
    /// Omni-Channel's session finds its tab, says something there, or names what is open.
    Omni {
        agent: usize,
    },
    OmniNews {
        agent: usize,
        tab: u32,
        news: Box<OmniNews>,
    },
    Announce {
        agent: usize,
    },
    /// A person looks at the desk.
    Look {
        agent: usize,
        turn: u64,
    },
    /// Perhaps something goes wrong at this desk.
    Misfortune {
        agent: usize,
        turn: u64,
    },
    /// A tab runs again.
    Woken {
        agent: usize,
        tab: u32,
    },
    /// A line is back; `kept` says whether the legs are.
    LineBack {
        agent: usize,
        page: u32,
        kept: bool,
    },
    /// Somebody calls.
    Arrive {
        turn: u64,
    },
    /// A request reaches the org.
    Request {
        from: Sender,
        effect: Box<Effect>,
    },
    /// A leg of the SDK reaches the conference.
    LegUp {
        agent: usize,
        page: u32,
        leg: LegId,
    },
    /// The carrier notices that an agent's leg is gone.
    LegGone {
        call: usize,
        leg: AgentLeg,
    },
    /// Somebody who is called, or calls, goes on.
    Party {
        call: usize,
        party: PartyId,
        next: Next,
    },
    /// Somebody was left alone for too long.
    HoldClock {
        call: usize,
        clock: u32,
    },
    /// Omni-Channel takes work back that nobody took.
    WorkClock {
        call: usize,
        agent: usize,
    },
    /// A call is offered, or offered again.
    Offer {
        call: usize,
    },
    /// What the agent has of a call that is over is closed.
    Close {
        call: usize,
    },
    /// The carrier says how a recording stands.
    Recording {
        call: usize,
        news: call_core::call::RecordingNews,
    },
    /// No faults from here on, and nobody begins anything.
    Calm,
}

/// The next thing another party does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Initiated,
    Rings,
    Decides,
    /// Has waited long enough to be answered.
    GivesUp,
    /// Has said what there was to say.
    Leaves,
}
