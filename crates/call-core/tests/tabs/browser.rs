//! A browser with several tabs: the lock, the store, the channel, and what each tab did.

use std::collections::VecDeque;

use call_core::{
    tabs::{
        CommandAnswer, LeaseAnswer, Letter, Place, Tab, TabEffect, TabId, TabInput, TabRole, Term,
    },
    time::Timestamp,
};

/// One tab, and what was seen of it.
pub struct Page {
    pub tab: Tab,
    /// Nothing runs in it; what is sent to it waits.
    pub is_frozen: bool,
    pub is_gone: bool,
    waiting: VecDeque<TabInput>,
    /// The phone runs here, under this term.
    pub phone: Option<Term>,
    /// Commands its phone was given.
    pub executed: Vec<String>,
    /// What its agent was told of commands: the text and the refusal, or that it was lost.
    pub told: Vec<(String, String)>,
    /// Effects it carried out for the phone.
    pub performed: Vec<String>,
    /// What its phone heard of effects carried out elsewhere.
    pub settled: Vec<(u32, Option<String>)>,
    /// The view of the leader it shows.
    pub shown: Option<String>,
    /// What its own phone shows.
    pub view: String,
}

/// How the org answers about the lease.
pub struct Org {
    pub term: Term,
    pub busy: bool,
    pub offline: bool,
}

/// Several tabs.
pub struct Browser {
    pub now: Timestamp,
    pub pages: Vec<Page>,
    pub org: Org,
    pub has_locks: bool,
    /// Letters that are lost.
    pub loses_letters: bool,
    stored: Term,
    holder: Option<usize>,
    queue: VecDeque<usize>,
}

impl Browser {
    pub fn new() -> Self {
        Self {
            now: Timestamp(1_000_000),
            pages: Vec::new(),
            org: Org { term: Term(0), busy: false, offline: false },
            has_locks: true,
            loses_letters: false,
            stored: Term(0),
            holder: None,
            queue: VecDeque::new(),
        }
    }

    /// A browser with tabs that have settled: the first one leads.
    pub fn with_tabs(count: usize) -> Self {
        let mut browser = Self::new();
        for _ in 0..count {
            browser.open();
        }
        browser.pass(1);
        browser
    }

    /// Opens a tab, and says which it is.
    pub fn open(&mut self) -> usize {
        let index = self.pages.len();
        self.pages.push(Page {
            tab: Tab::new(TabId(format!("tab-{index}"))),
            is_frozen: false,
            is_gone: false,
            waiting: VecDeque::new(),
            phone: None,
            executed: Vec::new(),
            told: Vec::new(),
            performed: Vec::new(),
            settled: Vec::new(),
            shown: None,
            view: "ready".to_owned(),
        });
        self.give(index, TabInput::Joined);
        index
    }

    pub fn give(&mut self, index: usize, input: TabInput) {
        let page = &mut self.pages[index];
        if page.is_gone {
            return;
        }
        if page.is_frozen {
            page.waiting.push_back(input);
            return;
        }
        // What a host does before every input of the phone.
        if page.phone.is_some() && self.stored > page.tab.term() {
            page.tab.handle(self.now, TabInput::TermSeen(self.stored));
        }
        page.tab.handle(self.now, input);
        while let Some(effect) = self.pages[index].tab.poll_effect() {
            self.perform(index, effect);
        }
    }

    fn perform(&mut self, index: usize, effect: TabEffect) {
        match effect {
            TabEffect::RequestLock if self.has_locks => {
                self.queue.push_back(index);
                self.hand_out_lock();
            }
            TabEffect::RequestLock => self.give(index, TabInput::LockUnavailable),
            TabEffect::StealLock => {
                self.queue.retain(|waiting| *waiting != index);
                if let Some(robbed) = self.holder.replace(index)
                    && robbed != index
                {
                    self.give(robbed, TabInput::LockLost);
                }
                self.give(index, TabInput::LockGranted { stored: self.stored });
            }
            TabEffect::ReleaseLock => self.release(index),
            TabEffect::StoreTerm(term) => self.stored = self.stored.max(term),
            TabEffect::Post(letter) => self.deliver(index, &letter),
            TabEffect::TakeLease { term, insist } => {
                let answer = self.lease(term, insist);
                self.give(index, TabInput::Lease(answer));
            }
            TabEffect::Lead { term } => self.pages[index].phone = Some(term),
            TabEffect::StandDown => self.pages[index].phone = None,
            TabEffect::Execute { from, id, command } => {
                let refusal = command.starts_with("bad").then(|| "notPossible".to_owned());
                self.pages[index].executed.push(command.clone());
                let answer = CommandAnswer(refusal);
                self.give(index, TabInput::Executed { from, id, command, answer });
            }
            TabEffect::Show { view } => self.pages[index].shown = Some(view),
            TabEffect::Answered { command, answer } => {
                let word = answer.0.unwrap_or_else(|| "done".to_owned());
                self.pages[index].told.push((command, word));
            }
            TabEffect::Lost { command, why } => {
                self.pages[index].told.push((command, format!("{why:?}")));
            }
            TabEffect::Perform { id, effect } => {
                let outcome = format!("outcome of {effect}");
                self.pages[index].performed.push(effect);
                if self.pages[index].phone.is_none() {
                    self.give(index, TabInput::Outcome { id, outcome });
                }
            }
            TabEffect::Settled { id, outcome } => self.pages[index].settled.push((id, outcome)),
            TabEffect::AskView => {
                let view = self.pages[index].view.clone();
                self.give(index, TabInput::ViewChanged { view });
            }
            TabEffect::RoleChanged(_) => {}
        }
    }

    fn lease(&mut self, term: Term, insist: bool) -> LeaseAnswer {
        if self.org.offline {
            return LeaseAnswer::Failed;
        }
        if term > self.org.term && (insist || !self.org.busy) {
            self.org.term = term;
            return LeaseAnswer::Granted;
        }
        LeaseAnswer::Taken { term: self.org.term, busy: self.org.busy }
    }

    fn deliver(&mut self, from: usize, letter: &Letter) {
        if self.loses_letters {
            return;
        }
        let text = serde_json::to_string(letter).expect("letters are plain data");
        for to in (0..self.pages.len()).filter(|to| *to != from) {
            let letter = serde_json::from_str(&text).expect("what was written can be read");
            self.give(to, TabInput::Heard(letter));
        }
    }

    fn release(&mut self, index: usize) {
        self.queue.retain(|waiting| *waiting != index);
        if self.holder == Some(index) {
            self.holder = None;
            self.hand_out_lock();
        }
    }

    fn hand_out_lock(&mut self) {
        if self.holder.is_none()
            && let Some(next) = self.queue.pop_front()
        {
            self.holder = Some(next);
            self.give(next, TabInput::LockGranted { stored: self.stored });
        }
    }

    /// The tab is gone without a word; the browser takes its lock back.
    pub fn crash(&mut self, index: usize) {
        self.pages[index].is_gone = true;
        self.pages[index].phone = None;
        self.release(index);
    }

    pub fn close(&mut self, index: usize) {
        self.give(index, TabInput::Closing);
        self.pages[index].is_gone = true;
    }

    /// The tab runs again, and hears in a heap what was sent to it.
    pub fn thaw(&mut self, index: usize) {
        self.pages[index].is_frozen = false;
        for input in std::mem::take(&mut self.pages[index].waiting) {
            self.give(index, input);
        }
    }

    /// Seconds pass; every tab is woken when it wants to be.
    pub fn pass(&mut self, seconds: u64) {
        let end = Timestamp(self.now.0 + seconds * 1000);
        loop {
            let awake = self.pages.iter().filter(|page| !page.is_gone && !page.is_frozen);
            let next = awake.filter_map(|page| page.tab.deadline()).min();
            let Some(next) = next.filter(|at| *at <= end) else { break };
            self.now = self.now.max(next);
            for index in 0..self.pages.len() {
                if self.pages[index].tab.deadline().is_some_and(|at| at <= self.now)
                    && !self.pages[index].is_frozen
                {
                    self.give(index, TabInput::Clock);
                }
            }
        }
        self.now = end;
    }

    pub fn command(&mut self, index: usize, command: &str) {
        let (command, repeatable) = (command.to_owned(), !command.starts_with("once"));
        self.give(index, TabInput::Command { command, repeatable });
    }

    /// The phone of a tab shows something else.
    pub fn show(&mut self, index: usize, view: &str) {
        view.clone_into(&mut self.pages[index].view);
        self.give(index, TabInput::ViewChanged { view: view.to_owned() });
    }

    pub fn effect(&mut self, index: usize, id: u32, place: Place, effect: &str) {
        self.give(index, TabInput::Effect { id, place, effect: effect.to_owned() });
    }

    /// The tabs in which the phone runs.
    pub fn phones(&self) -> Vec<usize> {
        (0..self.pages.len()).filter(|index| self.pages[*index].phone.is_some()).collect()
    }

    pub fn roles(&self) -> Vec<TabRole> {
        self.pages.iter().map(|page| page.tab.role()).collect()
    }
}
