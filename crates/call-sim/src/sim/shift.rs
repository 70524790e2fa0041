//! A shift: some agents, the people who call them, a carrier and an org, in virtual time.
//!
//! Here things are put in motion and told apart; what each of them does stands in the modules
//! beside this one ([`page`](super::page), [`carrier`](super::carrier), [`org`](super::org),
//! [`person`](super::person), [`misfortune`](super::misfortune)).

use std::collections::BTreeMap;

use call_core::ids::{CallKey, PartyId};

use super::{
    chance::{Chance, Faults, Kind},
    desk::{Agent, Browser},
    dice::Dice,
    event::{Event, Next},
    finding::{Expected, Finding, RULES},
    log::Log,
    oracle::Counts,
    org::Org,
    queue::{Instant, Queue},
    rules::Rules,
    site::{Door, Site},
};
use crate::scenario::START;

/// How long after the last call everybody has to come to an end: longer than the longest
/// back-off, and than what the core's own patience with an org that says nothing adds up to.
const CALM: u64 = 45 * 60_000;

/// Everything there is.
#[derive(Debug)]
pub struct Shift {
    pub now: Instant,
    pub queue: Queue<Event>,
    pub chance: Chance,
    pub rules: Rules,
    pub agents: Vec<Agent>,
    pub sites: Vec<Site>,
    /// Where each call stands among them, by its name.
    names: BTreeMap<u64, usize>,
    pub org: Org,
    /// Calls that may still begin.
    pub quota: u64,
    pub calm: bool,
    /// When everybody became calm; where given before, then.
    pub calm_at: Option<Instant>,
    pub findings: Vec<Finding>,
    pub counted: Counts,
    /// Inputs handled by cores.
    pub inputs: u64,
    /// A digest of everything that happened.
    pub digest: u64,
    /// What one agent's pages saw, where somebody wants to know.
    pub log: Option<Log>,
    /// What happened with tabs, likewise: when, at whose desk, what.
    pub story: Option<Vec<(Instant, usize, String)>>,
}

impl Shift {
    pub fn new(seed: u64, agents: usize, calls: u64, faults: Faults, planted: bool) -> Self {
        let chance = Chance::new(seed, faults);
        let rules = Rules::of(&chance, planted);
        let mut shift = Self {
            now: START,
            queue: Queue::new(),
            chance,
            rules,
            agents: (0..agents).map(|_| Agent::default()).collect(),
            sites: Vec::new(),
            names: BTreeMap::new(),
            org: Org::default(),
            quota: calls,
            calm: false,
            calm_at: None,
            findings: Vec::new(),
            counted: Counts::default(),
            inputs: 0,
            digest: seed,
            log: None,
            story: None,
        };
        for agent in 0..agents {
            let mut dice = shift.chance.dice(&[1, agent as u64]);
            shift.furnish(agent, &mut dice);
            shift.after(5_000, Event::Look { agent, turn: 0 });
            shift.after(dice.between(10_000, 90_000), Event::Misfortune { agent, turn: 0 });
        }
        shift.after(8_000, Event::Arrive { turn: 0 });
        shift
    }

    /// A desk: its browsers, and the tabs that are open in the morning.
    fn furnish(&mut self, agent: usize, dice: &mut Dice) {
        let browsers = if dice.hits(3_000) { 2 } else { 1 };
        self.agents[agent].browsers = (0..browsers).map(|_| Browser::default()).collect();
        let tabs = dice.weigh(&[(4, 1), (3, 2), (2, 3), (1, 4)]);
        for tab in 0..tabs {
            let pause = dice.between(0, 3_000) + tab * 500;
            self.after(pause, Event::Open { agent, browser: 0, is_looked_at: false });
        }
    }

    /// Something happens in `pause` milliseconds.
    pub fn after(&mut self, pause: u64, event: Event) {
        self.queue.push(self.now + pause, event);
    }

    /// Plays the shift to its end, and judges it.
    pub fn play(&mut self) {
        if let Some(at) = self.calm_at {
            self.queue.push(at, Event::Calm);
        }
        let mut end = Instant::MAX;
        while let Some((at, event)) = self.queue.pop() {
            if at > end {
                break;
            }
            self.now = at;
            self.chance.now = at;
            if matches!(event, Event::Calm) {
                self.be_calm();
                end = self.now + CALM;
                continue;
            }
            self.happen(event);
        }
        self.judge();
    }

    /// A line for whoever reads what happened.
    pub fn story(&mut self, agent: usize, line: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.push((self.now - START, agent, line()));
        }
    }

    fn be_calm(&mut self) {
        self.calm = true;
        self.chance.calm = true;
        for agent in &mut self.agents {
            agent.offline = None;
            agent.crash_next = None;
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Open { agent, browser, is_looked_at } => {
                self.open_tab(agent, browser, is_looked_at);
            }
            Event::Tab { agent, tab, input } => self.tab_hears(agent, tab, *input),
            Event::TabWake { agent, tab } => self.tab_wake(agent, tab),
            Event::Lock { agent, news } => self.lock_news(agent, news),
            Event::Lease { agent, tab, term, insist } => self.lease(agent, tab, term, insist),
            Event::Refused { agent, page } => self.refused(agent, page),
            Event::Detached { agent, tab } => self.detached(agent, tab),
            Event::Attached { agent, tab } => self.attached(agent, tab),
            Event::Omni { agent } => self.settle_omni(agent),
            Event::OmniNews { agent, tab, news } => self.omni_hears(agent, tab, *news),
            Event::Announce { agent } => self.announce_work(agent),
            Event::Hear { agent, page, input } => self.hear(agent, page, *input),
            Event::Wake { agent, page } => self.wake(agent, page),
            Event::Look { agent, turn } => self.look(agent, turn),
            Event::Misfortune { agent, turn } => self.misfortune(agent, turn),
            Event::Woken { agent, tab } => self.woken(agent, tab),
            Event::LineBack { agent, page, kept } => self.line_back(agent, page, kept),
            Event::Arrive { turn } => self.arrive(turn),
            Event::Request { from, effect } => self.request(&from, &effect),
            Event::LegUp { agent, page, leg } => self.leg_up(agent, page, &leg),
            Event::LegGone { call, leg } => self.leg_gone(call, &leg),
            Event::Party { call, party, next } => self.party(call, &party, next),
            Event::HoldClock { call, clock } => self.hold_clock(call, clock),
            Event::WorkClock { call, agent } => self.work_clock(call, agent),
            Event::Offer { call } => self.offer(call),
            Event::Recording { call, news } => {
                if self.sites[call].is_live() {
                    let news = self.sites[call].tell_recording(news);
                    self.message(call, news);
                }
            }
            Event::Close { call } => self.close_for_agent(call),
            Event::Calm => {}
        }
    }

    /// Somebody calls, as long as there are calls left.
    fn arrive(&mut self, turn: u64) {
        if self.calm {
            return;
        }
        let mut dice = self.chance.dice(&[2, turn]);
        if self.quota == 0 && self.calm_at.is_none() {
            // Those who are on the phone may go on for a while.
            let pause = dice.between(20_000, 120_000);
            self.calm_at = Some(self.now + pause);
            return self.after(pause, Event::Calm);
        }
        let agents = self.agents.len() as u64;
        self.after(dice.between(1_000, 160_000 / agents), Event::Arrive { turn: turn + 1 });
        let agent = usize::try_from(dice.below(agents)).expect("an index");
        let door = if self.rules.omni {
            dice.weigh(&[(2, Door::Leg), (6, Door::Work), (2, Door::Callback)])
        } else {
            Door::Leg
        };
        if self.chance.deed(Kind::Arrival, &[turn]) {
            let call = self.begin(agent, door, turn);
            if self.sites[call].is_inbound() {
                self.org.make_by_trigger(&self.sites[call].key, self.rules.licence);
                let party = PartyId::customer();
                let next = Next::GivesUp;
                self.after(dice.between(6_000, 70_000), Event::Party { call, party, next });
            }
            self.offer(call);
        }
    }

    /// A call that begins now.
    pub fn begin(&mut self, agent: usize, door: Door, name: u64) -> usize {
        let call = self.sites.len();
        let mut site = Site::new(name, key_of(name), agent, door, self.now);
        site.truth.auto = self.rules.settings.auto_accept_ms.0 > 0 && door != Door::Dial;
        self.sites.push(site);
        self.names.insert(name, call);
        self.quota = self.quota.saturating_sub(1);
        call
    }

    /// Which call a key names.
    pub fn index(&self, key: &CallKey) -> Option<usize> {
        self.named(name_of(key)?)
    }

    /// Which call has this name.
    pub fn named(&self, name: u64) -> Option<usize> {
        self.names.get(&name).copied()
    }

    /// The newest call never began: the phone refused it.
    pub fn unmake(&mut self) {
        if let Some(site) = self.sites.pop() {
            self.names.remove(&site.name);
            self.quota += 1;
        }
    }

    /// Something is not as it must be.
    pub fn find(
        &mut self,
        rule: &'static str,
        what: String,
        call: Option<usize>,
        agent: usize,
        expected: Expected,
    ) {
        debug_assert!(RULES.contains(&rule), "{rule}");
        let at = self.now;
        let what = match call {
            Some(call) => format!("{}: {what}", self.sites[call].key.0),
            None => what,
        };
        self.findings.push(Finding { rule, what, call, agent, at, expected });
    }

    /// Folds what happened into the digest.
    pub const fn fold(&mut self, what: u64) {
        self.digest = (self.digest.rotate_left(5) ^ what).wrapping_mul(0x0100_0000_01B3);
    }
}

/// The key of a call.
pub fn key_of(name: u64) -> CallKey {
    CallKey(format!("call-{name}"))
}

/// The name of the call that has this key.
pub fn name_of(key: &CallKey) -> Option<u64> {
    key.0.strip_prefix("call-")?.parse().ok()
}
