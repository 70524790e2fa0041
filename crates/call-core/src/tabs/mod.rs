//! Which tab of a browser has the phone.
//!
//! An agent has Salesforce open in several tabs, and each of them shows the phone. One of them is
//! the *leader*: it holds the browser's lock, owns the `Device`, the microphone, the journal and
//! the [`Softphone`](crate::Softphone); the others are *followers*: they show the leader's view and
//! send it their agent's commands.
//!
//! ```text
//!   Away ──joined──► Following ──lock granted──► Leading ──lock lost, a higher term──► Following
//!    ▲                 │   ▲  └─ steals the lock ─┘  │
//!    └────── left ─────┘   │     of a silent leader  ├── left, and no call ──► Away
//!                          │                         ▼
//!                          └─ a higher term ──── Elsewhere ──take over──► Leading
//!                                              (another browser has the phone)
//! ```
//!
//! Every leadership has a *term*, higher than all before it. Letters of a leader of a lower term
//! are passed over, and such a leader gives up as soon as it learns of the higher one, from a
//! letter, from the browser's store ([`Tab::term`] is compared with it before every input of the
//! phone), or from the org. So a tab that was frozen, and still believes to lead when it thaws,
//! does nothing.
//!
//! Like the phone this is sans-IO: [`Tab::handle`] takes what happened, [`Tab::poll_effect`] says
//! what to do, [`Tab::deadline`] when to wake up. What commands, views and effects say is not
//! looked at here: they are texts that are carried from one tab to another.

mod commands;
mod leadership;
mod letter;
mod places;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

pub use commands::{CommandAnswer, LostCommand, is_repeatable};
pub use letter::{Letter, Message};
pub use places::Place;

use crate::time::Timestamp;
use commands::{Executed, Sent};
use places::{Peer, Placed};

/// One tab in its life from load to unload; minted by the host.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TabId(pub String);

/// The number of a leadership: higher than all before it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Term(pub u32);

impl Term {
    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// What a tab is to the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TabRole {
    /// It shows no phone.
    Away,
    /// It shows the leader's.
    Following,
    /// It has it.
    Leading,
    /// Another browser has it.
    Elsewhere,
}

/// What happens to a tab.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are named in full
pub enum TabInput {
    /// The phone is shown.
    Joined,
    /// It is not shown any more: the component is gone. A leader with a call leads on.
    Left,
    /// The page goes away; nothing more will be heard of it.
    Closing,
    /// The browser's lock is this tab's. `stored` is the highest term the browser's store knows.
    LockGranted { stored: Term },
    /// Another tab stole it. Not said after [`TabEffect::ReleaseLock`].
    LockLost,
    /// The browser has no locks: the letters have to do.
    LockUnavailable,
    /// A letter of another tab.
    Heard(Letter),
    /// The browser's store, or a refusal of the org, names a term.
    TermSeen(Term),
    /// The agent looks at this tab, or looks away.
    Focus(bool),
    /// This tab has the Omni-Channel session, or has it no more.
    Omni(bool),
    /// The phone of this tab has calls that are not over, or has none.
    Busy(bool),
    /// The agent does something in this tab. `repeatable`: doing it twice is the same as once.
    Command { command: String, repeatable: bool },
    /// What [`TabEffect::Execute`] says was given to the phone.
    Executed { from: TabId, id: u32, command: String, answer: CommandAnswer },
    /// The phone's view has changed, or was asked for. Needs not be said where
    /// [`Tab::has_followers`] says no.
    ViewChanged { view: String },
    /// An effect of the phone that belongs in a certain tab.
    Effect { id: u32, place: Place, effect: String },
    /// What the leader wanted done here is done. A leader's own effects are not answered this way.
    Outcome { id: u32, outcome: String },
    /// The org has answered about the lease.
    Lease(LeaseAnswer),
    /// The agent wants the phone here, not in the other browser.
    TakeOver,
    /// A deadline was reached, or might have been.
    Clock,
}

/// What the org says of the lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
pub enum LeaseAnswer {
    /// It is this browser's.
    Granted,
    /// It knows a term that is not lower: another browser's.
    Taken {
        /// That term.
        term: Term,
        /// There are calls under it.
        busy: bool,
    },
    /// No answer.
    Failed,
}

/// What a tab wants done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the fields are named in full
pub enum TabEffect {
    /// Ask the browser for the lock, and wait in its queue.
    RequestLock,
    /// Take the lock from the tab that holds it, instead of waiting for it.
    StealLock,
    /// Give the lock back, or leave the queue.
    ReleaseLock,
    /// Write the term to the browser's store, before anything else.
    StoreTerm(Term),
    /// Tell the other tabs.
    Post(Letter),
    /// Ask the org for the lease of this term; `insist`: also from a browser that is in a call.
    TakeLease { term: Term, insist: bool },
    /// Start the phone: take over what the journal holds.
    Lead { term: Term },
    /// Stop the phone at once: close its device, and forget its calls. They are another tab's.
    StandDown,
    /// Give a follower's command to the phone; answered by [`TabInput::Executed`].
    Execute { from: TabId, id: u32, command: String },
    /// Show the leader's view.
    Show { view: String },
    /// A follower has come, and shows nothing yet; answered by [`TabInput::ViewChanged`].
    AskView,
    /// A command of this tab's agent was answered.
    Answered { command: String, answer: CommandAnswer },
    /// A command of this tab's agent could not be delivered.
    Lost { command: String, why: LostCommand },
    /// Carry out an effect here. A follower answers by [`TabInput::Outcome`], a leader tells its
    /// phone.
    Perform { id: u32, effect: String },
    /// An effect that was carried out elsewhere has its answer; none where that tab is gone.
    Settled { id: u32, outcome: Option<String> },
    /// The role has changed.
    RoleChanged(TabRole),
}

/// One tab.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tab {
    id: TabId,
    now: Timestamp,
    role: TabRole,
    /// The highest term known, this tab's own while it leads.
    term: Term,
    /// The leader of that term, as far as it is known.
    leader: Option<TabId>,
    lock: Lock,
    /// The component is shown; else the tab only leads on because it has calls.
    is_shown: bool,
    is_busy: bool,
    is_focused: bool,
    focused_at: Timestamp,
    has_omni: bool,
    /// Pings without an answer.
    unanswered: u32,
    ping_at: Option<Timestamp>,
    /// When the org is asked again for the lease.
    lease_at: Option<Timestamp>,
    lease_failures: u32,
    /// The org has granted the lease of the present term.
    has_lease: bool,
    /// The agent wants the phone here, whatever goes on in another browser.
    insists: bool,
    /// As follower: commands under way. As leader: what was carried out for others.
    sent: Vec<Sent>,
    last_command: u32,
    executed: Vec<Executed>,
    /// As leader: how many views it has shown. As follower: the number of the last one it has.
    views: u32,
    seen: u32,
    /// As leader: the others, and what they carry out.
    peers: Vec<Peer>,
    placed: Vec<Placed>,
    /// As follower: what it carries out for the leader, and of which term.
    performing: Vec<(u32, Term)>,
    effects: VecDeque<TabEffect>,
}

/// How the browser's lock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
enum Lock {
    None,
    Requested,
    Held,
    /// The browser has none.
    Unavailable,
}

impl Tab {
    /// A tab that shows no phone yet.
    pub const fn new(id: TabId) -> Self {
        Self {
            id,
            now: Timestamp(0),
            role: TabRole::Away,
            term: Term(0),
            leader: None,
            lock: Lock::None,
            is_shown: false,
            is_busy: false,
            is_focused: false,
            focused_at: Timestamp(0),
            has_omni: false,
            unanswered: 0,
            ping_at: None,
            lease_at: None,
            lease_failures: 0,
            has_lease: false,
            insists: false,
            sent: Vec::new(),
            last_command: 0,
            executed: Vec::new(),
            views: 0,
            seen: 0,
            peers: Vec::new(),
            placed: Vec::new(),
            performing: Vec::new(),
            effects: VecDeque::new(),
        }
    }

    /// Takes what happened at `now`. Time that runs backwards stands still.
    pub fn handle(&mut self, now: Timestamp, input: TabInput) {
        self.now = self.now.max(now);
        match input {
            TabInput::Joined => self.joined(),
            TabInput::Left => self.left(),
            TabInput::Closing => self.closing(),
            TabInput::LockGranted { stored } => self.lock_granted(stored),
            TabInput::LockLost => self.lock_lost(),
            TabInput::LockUnavailable => self.lock_unavailable(),
            TabInput::Heard(letter) => self.heard(letter),
            TabInput::TermSeen(term) => self.term_seen(term, None),
            TabInput::Focus(on) => self.focus(on),
            TabInput::Omni(on) => self.omni(on),
            TabInput::Busy(on) => self.busy(on),
            TabInput::Command { command, repeatable } => self.command(command, repeatable),
            TabInput::Executed { from, id, command, answer } => {
                self.executed(&from, id, command, answer);
            }
            TabInput::ViewChanged { view } => self.view_changed(view),
            TabInput::Effect { id, place, effect } => self.place(id, place, effect),
            TabInput::Outcome { id, outcome } => self.outcome(id, outcome),
            TabInput::Lease(answer) => self.lease(answer),
            TabInput::TakeOver => self.take_over(),
            TabInput::Clock => {}
        }
        self.expire();
    }

    /// The next thing to do. Ask until it is `None`, after every input.
    pub fn poll_effect(&mut self) -> Option<TabEffect> {
        self.effects.pop_front()
    }

    /// When [`TabInput::Clock`] is wanted at the latest.
    pub fn deadline(&self) -> Option<Timestamp> {
        let sent = self.sent.iter().map(Sent::deadline);
        let placed = self.placed.iter().map(Placed::deadline);
        sent.chain(placed).chain(self.ping_at).chain(self.lease_at).min()
    }

    /// This tab.
    pub const fn id(&self) -> &TabId {
        &self.id
    }

    /// What it is to the phone.
    pub const fn role(&self) -> TabRole {
        self.role
    }

    /// The highest term it knows. While it leads, a higher one in the browser's store means that
    /// it does not lead any more: the host looks before every input of the phone, and says so by
    /// [`TabInput::TermSeen`].
    pub const fn term(&self) -> Term {
        self.term
    }

    /// The term under which the org knows this tab's phone; none until it has granted the lease. What
    /// is asked of the org carries it, so that the org can refuse a browser that was overtaken.
    pub fn leased_term(&self) -> Option<Term> {
        self.has_lease.then_some(self.term)
    }

    /// The tab that leads, as far as is known.
    pub const fn leader(&self) -> Option<&TabId> {
        self.leader.as_ref()
    }

    /// Whether anybody shows what this tab's phone shows.
    pub const fn has_followers(&self) -> bool {
        !self.peers.is_empty()
    }

    fn emit(&mut self, effect: TabEffect) {
        self.effects.push_back(effect);
    }

    fn post(&mut self, message: Message) {
        let (from, term) = (self.id.clone(), self.term);
        self.emit(TabEffect::Post(Letter { from, term, message }));
    }

    fn enter(&mut self, role: TabRole) {
        if self.role != role {
            self.role = role;
            self.emit(TabEffect::RoleChanged(role));
        }
    }

    /// Does what time brings about.
    fn expire(&mut self) {
        self.ping_again();
        self.lease_again();
        self.resend();
        self.take_back_placed();
    }
}
