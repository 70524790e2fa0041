//! One tab without a browser around it: what it is told, and what it then wants done.

use call_core::{
    tabs::{LeaseAnswer, Letter, Message, Tab, TabEffect, TabId, TabInput, Term},
    time::Timestamp,
};

const START: u64 = 1_000_000;

/// A tab whose name is `m`, so that others can come before and after it.
pub struct Alone {
    pub tab: Tab,
    at: u64,
}

impl Alone {
    /// It has joined, and waits for the lock.
    pub fn following() -> Self {
        let mut alone = Self { tab: Tab::new(id("m")), at: 0 };
        alone.does(TabInput::Joined);
        alone
    }

    /// It leads under term 4, with the lock and the lease.
    pub fn leading() -> Self {
        let mut alone = Self::following();
        alone.does(TabInput::LockGranted { stored: Term(3) });
        alone.does(TabInput::Lease(LeaseAnswer::Granted));
        alone
    }

    /// It follows `leader`, whose term is 4.
    pub fn following_another(leader: &str) -> Self {
        let mut alone = Self::following();
        alone.hears(leader, 4, Message::Lead);
        alone
    }

    /// Milliseconds after its beginning.
    pub fn at(&mut self, at: u64) -> &mut Self {
        self.at = at;
        self
    }

    /// What it wants done after an input.
    pub fn does(&mut self, input: TabInput) -> Vec<TabEffect> {
        self.tab.handle(Timestamp(START + self.at), input);
        std::iter::from_fn(|| self.tab.poll_effect()).collect()
    }

    /// What it wants done after a letter.
    pub fn hears(&mut self, from: &str, term: u32, message: Message) -> Vec<TabEffect> {
        self.does(TabInput::Heard(Letter { from: id(from), term: Term(term), message }))
    }

    /// When it wants to be woken, in milliseconds after its beginning.
    pub fn deadline(&self) -> Option<u64> {
        self.tab.deadline().map(|at| at.0.saturating_sub(START))
    }
}

pub fn id(name: &str) -> TabId {
    TabId(name.to_owned())
}

pub fn ping(focused: bool, omni: bool) -> Message {
    Message::Ping { focused, omni, seen: 0 }
}

/// The letters among the effects.
pub fn said(effects: &[TabEffect]) -> Vec<&Message> {
    let letter = |effect| match effect {
        &TabEffect::Post(Letter { ref message, .. }) => Some(message),
        _ => None,
    };
    effects.iter().filter_map(letter).collect()
}
