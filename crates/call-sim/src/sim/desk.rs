//! A desk: an agent, one or two browsers, and the tabs that are open in them.

use std::collections::VecDeque;

use call_core::{
    Input,
    ids::CallKey,
    input::PortErrorKind,
    journal::Entry,
    presence::Occupation,
    tabs::{Tab, TabInput, TabRole, Term},
    time::Timestamp,
};

use super::{
    lock::{Lock, LockNews, Request},
    page::Page,
    queue::Instant,
    tab_watch::Pressed,
};

/// One agent.
#[derive(Debug, Default)]
pub struct Agent {
    /// In the order in which they were opened, over all browsers.
    pub tabs: Vec<Frame>,
    pub browsers: Vec<Browser>,
    /// Tabs opened so far: each has a number of its own.
    pub opened: u32,
    /// Phones that were started so far, likewise.
    pub pages: u32,
    /// The tab before the agent's eyes.
    pub looks_at: u32,
    /// And since when.
    pub looks_since: Instant,
    /// The tab with the Omni-Channel session.
    pub omni_at: Option<u32>,
    /// What the org knows of the lease.
    pub lease: Lease,
    /// By how much the host's clock is ahead.
    pub skew: i64,
    /// Until when the org cannot be reached, and how that shows.
    pub offline: Option<(Instant, PortErrorKind)>,
    /// What Omni-Channel was told.
    pub told: Occupation,
    /// The page is lost while it handles its next input: at this point.
    pub crash_next: Option<u8>,
    /// What was pressed in tabs that did not have the phone.
    pub pressed: Vec<Pressed>,
    /// The tab that is looked at and has had nobody to lead it, and since when.
    pub leaderless: Option<(u32, Instant)>,
    /// Effects that were given to a tab: of which page, which, and to whom.
    pub performed: Vec<(u32, u32, u32)>,
}

/// Which browser the org knows to have the phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lease {
    pub term: Term,
    pub browser: usize,
}

/// What all tabs of a browser share.
#[derive(Debug, Default)]
pub struct Browser {
    /// What localStorage holds, oldest first.
    pub journal: Vec<(CallKey, Entry)>,
    /// The last sign of life of a phone, by the host's clock.
    pub alive_at: Instant,
    /// The highest term.
    pub stored: Term,
    pub lock: Lock,
}

/// What a tab that does not run has not heard.
#[derive(Debug)]
pub enum Unheard {
    Phone(u32, Input),
    Tab(TabInput),
    Lock(LockNews),
}

/// One tab.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a thing of its own
pub struct Frame {
    pub id: u32,
    pub browser: usize,
    pub tab: Tab,
    /// The phone, where this tab leads.
    pub page: Option<Page>,
    /// Since when it does not run, and what it has not heard.
    pub asleep: Option<Instant>,
    pub unheard: Vec<Unheard>,
    /// By how much its clock is ahead: it was read when the page was loaded, and does not jump.
    pub skew: i64,
    pub inbox: VecDeque<TabInput>,
    pub is_running: bool,
    /// The deadline its timer is set for, and when it will go off.
    pub alarm: Option<(Instant, Instant)>,
    /// Requests for the lock so far: only the last one counts.
    pub turn: u32,
    /// The request by which it holds the lock, as far as it was told.
    pub held: Option<Request>,
    /// What it shows of another tab's phone.
    pub shown: Option<String>,
    /// The component that shows the phone is in the page.
    pub is_attached: bool,
    /// Its phone had calls when that was last told.
    pub is_busy: bool,
    /// Effects are numbered through all phones that ran here.
    pub first_effect: u32,
    pub last_effect: u32,
    /// When Omni-Channel hears what it was told last from here: its toolkit tells it one thing after
    /// the other.
    pub omni_hears_at: Instant,
    /// When the last letter of another tab arrives here: none overtakes it.
    pub last_letters: Vec<(u32, Instant)>,
    /// Since when it is open, and leads.
    pub opened_at: Instant,
    pub leads_since: Instant,
    /// It was stopped at some time, and may be late with anything.
    pub stopped_at: Option<Instant>,
}

impl Agent {
    /// What the host's clock says.
    pub const fn host(&self, now: Instant) -> Timestamp {
        Timestamp(now.saturating_add_signed(self.skew))
    }

    pub fn frame(&self, tab: u32) -> Option<&Frame> {
        self.tabs.iter().find(|frame| frame.id == tab)
    }

    pub fn frame_mut(&mut self, tab: u32) -> Option<&mut Frame> {
        self.tabs.iter_mut().find(|frame| frame.id == tab)
    }

    /// The phones there are: the newest last. There is more than one where a tab that stopped has
    /// not noticed yet that another has the phone, or a browser that the other one has it.
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        let mut pages: Vec<&Page> = self.tabs.iter().filter_map(|f| f.page.as_ref()).collect();
        pages.sort_by_key(|page| page.id);
        pages.into_iter()
    }

    /// The newest phone.
    pub fn page(&self) -> Option<&Page> {
        self.tabs.iter().filter_map(|frame| frame.page.as_ref()).max_by_key(|page| page.id)
    }

    /// The phone of this number, if it is still there.
    pub fn page_of(&mut self, page: u32) -> Option<&mut Page> {
        let mut pages = self.tabs.iter_mut().filter_map(|frame| frame.page.as_mut());
        pages.find(|own| own.id == page)
    }

    /// The same, to look at.
    pub fn phone(&self, page: u32) -> Option<&Page> {
        self.tabs.iter().filter_map(|frame| frame.page.as_ref()).find(|own| own.id == page)
    }

    /// The tab in which this phone runs.
    pub fn frame_of(&self, page: u32) -> Option<&Frame> {
        self.tabs.iter().find(|frame| frame.page.as_ref().is_some_and(|own| own.id == page))
    }

    /// What a tab shows: its own phone, or the leader's as it was told of it.
    pub fn shown_in<'a>(&'a self, frame: &'a Frame) -> Option<&'a Page> {
        if !frame.is_attached {
            return None;
        }
        match frame.tab.role() {
            TabRole::Leading => frame.page.as_ref(),
            TabRole::Following => {
                let (page, _) = frame.shown.as_ref()?.split_once('.')?;
                let page = page.parse().ok()?;
                self.phone(page)
            }
            TabRole::Away | TabRole::Elsewhere => None,
        }
    }

    /// Tabs of one browser.
    pub fn tabs_of(&self, browser: usize) -> impl Iterator<Item = &Frame> {
        self.tabs.iter().filter(move |frame| frame.browser == browser)
    }
}

impl Frame {
    pub const fn runs(&self) -> bool {
        self.asleep.is_none()
    }

    pub fn leads(&self) -> bool {
        self.page.is_some()
    }

    /// What its clock says.
    pub const fn clock(&self, now: Instant) -> Timestamp {
        Timestamp(now.saturating_add_signed(self.skew))
    }
}
