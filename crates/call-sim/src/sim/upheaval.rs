//! What happens to tabs: they are opened, closed, reloaded and lost, stop and run again; the agent
//! looks at another, goes to another app, or to the other browser.

use call_core::{
    Input,
    input::{HostEvent, OmniNews},
    presence::Occupation,
    tabs::{TabInput, TabRole},
    time::Timestamp,
};

use super::{
    chance::Kind,
    desk::{Frame, Unheard},
    dice::Dice,
    event::Event,
    shift::Shift,
    tab_watch::Pressed,
};

/// The most tabs of an agent.
const MOST_TABS: usize = 5;

/// How a tab goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// It comes back at once.
    Reloaded,
    Closed,
    /// Without a word.
    Crashed,
}

impl Shift {
    /// A tab is gone. The page hangs up and rejects on its way out, unless it crashed.
    pub fn lose_tab(&mut self, agent: usize, tab: u32, going: Going) {
        self.story(agent, || format!("tab {tab} is {going:?}"));
        let host = self.agents[agent].host(self.now);
        let own = &mut self.agents[agent];
        let Some(frame) = own.frame(tab) else { return };
        let browser = frame.browser;
        let key = [43, agent as u64, u64::from(tab), u64::from(own.pages)];
        let mut dice = self.chance.dice(&key);
        let leads = frame.leads();
        if leads {
            let last_sign = if going == Going::Crashed { dice.between(0, 5_000) } else { 0 };
            let alive_at = host.0.saturating_sub(last_sign);
            let own = &mut self.agents[agent].browsers[browser];
            own.alive_at = own.alive_at.max(alive_at);
            self.blur_calls_of(agent);
        }
        if self.agents[agent].lease.browser != browser || going == Going::Closed {
            self.put_away(agent, browser);
        }
        if going != Going::Crashed && self.agents[agent].frame(tab).is_some_and(Frame::runs) {
            self.give(agent, tab, TabInput::Closing);
        }
        let own = &mut self.agents[agent];
        let Some(at) = own.tabs.iter().position(|frame| frame.id == tab) else { return };
        let frame = own.tabs.remove(at);
        let news = own.browsers[browser].lock.forget(tab);
        self.tell_of_lock(agent, news);
        if let Some(page) = frame.page {
            let (soonest, latest) =
                if going == Going::Crashed { (3_000, 18_000) } else { (20, 200) };
            self.drop_legs(agent, page, soonest, latest);
        }
        let own = &mut self.agents[agent];
        let was_looked_at = own.looks_at == tab;
        if own.omni_at == Some(tab) {
            own.omni_at = None;
            self.after(dice.between(800, 2_500), Event::Omni { agent });
        }
        let is_last = self.agents[agent].tabs.is_empty();
        let back = match going {
            Going::Reloaded => Some(dice.between(700, 4_000)),
            Going::Crashed => Some(dice.between(1_500, 30_000)),
            Going::Closed if is_last => Some(dice.between(1_000, 15_000)),
            Going::Closed => None,
        };
        if let Some(back) = back {
            self.after(back, Event::Open { agent, browser, is_looked_at: was_looked_at });
        }
        if was_looked_at && (going == Going::Closed || dice.hits(5_000)) {
            self.look_at_any(agent, &mut dice);
        }
    }

    /// What this browser keeps waits until the agent has the phone in it again.
    pub fn put_away(&mut self, agent: usize, browser: usize) {
        let own = &self.agents[agent];
        let is_last = own.tabs_of(browser).count() < 2;
        if own.browsers.len() < 2 || !is_last && own.lease.browser == browser {
            return;
        }
        let kept: Vec<_> =
            own.browsers[browser].journal.iter().map(|(key, _)| key.clone()).collect();
        for key in kept {
            if let Some(call) = self.index(&key) {
                self.sites[call].truth.put_away = true;
            }
        }
    }

    pub fn crash(&mut self, agent: usize, tab: u32) {
        self.lose_tab(agent, tab, Going::Crashed);
    }

    /// Nothing runs in a tab for a while; its audio goes on.
    pub fn stop_tab(&mut self, agent: usize, tab: u32, length: u64) {
        let (now, host) = (self.now, self.agents[agent].host(self.now));
        let mut dice = self.chance.dice(&[44, agent as u64, u64::from(tab), now]);
        let own = &mut self.agents[agent];
        let Some(frame) = own.frame_mut(tab) else { return };
        if frame.asleep.is_some() {
            return;
        }
        frame.asleep = Some(now);
        frame.stopped_at = Some(now + length);
        let (leads, browser) = (frame.leads(), frame.browser);
        if leads {
            let alive_at = host.0.saturating_sub(dice.between(0, 5_000));
            let browser = &mut own.browsers[browser];
            browser.alive_at = browser.alive_at.max(alive_at);
            self.blur_calls_of(agent);
        }
        self.story(agent, || format!("tab {tab} stops for {length} ms"));
        self.after(length, Event::Woken { agent, tab });
    }

    /// A tab runs again: what it has not heard comes at once, before or after its timer.
    pub fn woken(&mut self, agent: usize, tab: u32) {
        let key = [agent as u64, u64::from(tab), self.now];
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        let Some(since) = frame.asleep.take() else { return };
        frame.stopped_at = Some(self.now);
        frame.alarm = None;
        let mut unheard = std::mem::take(&mut frame.unheard);
        let page = frame.page.as_mut().map(|page| {
            page.alarm = None;
            page.id
        });
        self.story(agent, || format!("tab {tab} runs again"));
        let is_letter = |it: &Unheard| matches!(it, Unheard::Tab(TabInput::Heard(_)));
        if unheard.iter().any(is_letter) && self.chance.fault(Kind::LettersLost, &key) {
            unheard.retain(|it| !is_letter(it));
        }
        let first = self.chance.dice(&[31, key[0], key[1], key[2]]).hits(5_000);
        if first {
            self.timer_after_sleep(agent, tab, page, since);
        }
        for it in unheard {
            match it {
                Unheard::Phone(page, input) => self.hear(agent, page, input),
                Unheard::Tab(input) => self.tab_hears(agent, tab, input),
                Unheard::Lock(news) => self.lock_news(agent, news),
            }
        }
        if !first {
            self.timer_after_sleep(agent, tab, page, since);
        }
    }

    /// The timer that was to go off while the tab did not run.
    fn timer_after_sleep(&mut self, agent: usize, tab: u32, page: Option<u32>, since: u64) {
        if let Some(page) = page {
            self.fence(agent, page);
        }
        self.give(agent, tab, TabInput::Clock);
        if let Some(page) = page {
            let asleep_since = Timestamp(self.agents[agent].host(since).0);
            self.hear(agent, page, Input::Host(HostEvent::Woke { asleep_since }));
            self.hear(agent, page, Input::Clock);
        }
    }

    /// By how much the timer of a tab is late: browsers hold back those of tabs in the background.
    pub fn lateness(&mut self, agent: usize, tab: u32, due: u64, is_looked_at: bool) -> u64 {
        let key = [agent as u64, 1 << 32 | u64::from(tab), due];
        if !is_looked_at && self.chance.fault(Kind::TimerHeld, &key) {
            return self.chance.dice(&key).between(1_000, 60_000);
        }
        if self.chance.fault(Kind::TimerLate, &key) {
            return self.chance.dice(&key).between(1, 1_000);
        }
        0
    }

    /// The agent looks at another tab.
    pub fn look_at(&mut self, agent: usize, tab: u32) {
        let now = self.now;
        let own = &mut self.agents[agent];
        let before = std::mem::replace(&mut own.looks_at, tab);
        own.looks_since = now;
        if let Some(frame) = own.frame_mut(tab) {
            frame.alarm = None; // it is not held back any more
        }
        if before != tab {
            self.tab_hears(agent, before, TabInput::Focus(false));
        }
        self.tab_hears(agent, tab, TabInput::Focus(true));
    }

    /// Any tab that is there, those of the same browser first.
    pub fn look_at_any(&mut self, agent: usize, dice: &mut Dice) {
        let own = &self.agents[agent];
        let browser = own.frame(own.looks_at).map(|frame| frame.browser);
        let other = |frame: &&Frame| frame.id != own.looks_at;
        let near: Vec<u32> = own
            .tabs
            .iter()
            .filter(other)
            .filter(|frame| browser.is_none_or(|browser| browser == frame.browser))
            .map(|frame| frame.id)
            .collect();
        let any: Vec<u32> = own.tabs.iter().filter(other).map(|frame| frame.id).collect();
        let from = if near.is_empty() { any } else { near };
        if !from.is_empty() {
            self.look_at(agent, dice.pick(&from));
        }
    }

    /// The agent goes to the other browser, and opens the phone there where it is not open.
    pub fn go_to_browser(&mut self, agent: usize, browser: usize) {
        let there = self.agents[agent].tabs_of(browser).map(|frame| frame.id).next();
        match there {
            Some(tab) => self.look_at(agent, tab),
            None => self.open_tab(agent, browser, true),
        }
    }

    /// The component is taken out of the page: at once there is nothing to press, and after two
    /// seconds the tab is told.
    pub fn switch_app(&mut self, agent: usize, tab: u32, length: u64) {
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        if !std::mem::replace(&mut frame.is_attached, false) {
            return;
        }
        self.story(agent, || format!("tab {tab} shows another app for {length} ms"));
        self.after(2_000, Event::Detached { agent, tab });
        self.after(length, Event::Attached { agent, tab });
    }

    pub fn detached(&mut self, agent: usize, tab: u32) {
        if self.agents[agent].frame(tab).is_some_and(|frame| !frame.is_attached) {
            self.tab_hears(agent, tab, TabInput::Left);
        }
    }

    pub fn attached(&mut self, agent: usize, tab: u32) {
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        frame.is_attached = true;
        if let Some(page) = frame.page.as_ref().map(|page| page.id) {
            let settings = self.rules.settings.clone();
            self.hear(agent, page, Input::Host(HostEvent::Started { settings }));
        }
        self.tab_hears(agent, tab, TabInput::Joined);
    }

    /// Something of this kind at this desk, where there is anything to do. Whether it was.
    pub fn upheaval(&mut self, agent: usize, key: &[u64; 2], dice: &mut Dice) {
        let own = &self.agents[agent];
        let leader = own.page().and_then(|page| own.frame_of(page.id)).map(|frame| frame.id);
        let all: Vec<u32> = own.tabs.iter().map(|frame| frame.id).collect();
        if all.is_empty() {
            return;
        }
        let any = dice.pick(&all);
        let tab = leader.filter(|_| dice.hits(6_000)).unwrap_or(any);
        let (length, browsers) = (dice.between(3_000, 90_000), own.browsers.len());
        if self.chance.fault(Kind::TabStopped, key) {
            self.stop_tab(agent, tab, length);
        } else if self.chance.fault(Kind::TabClosed, key) {
            self.lose_tab(agent, tab, Going::Closed);
        } else if self.chance.fault(Kind::AppSwitched, key) {
            self.switch_app(agent, tab, length.min(40_000));
        } else if browsers > 1 && self.chance.fault(Kind::OtherBrowser, key) {
            let own = &self.agents[agent];
            let here = own.frame(own.looks_at).map_or(0, |frame| frame.browser);
            self.go_to_browser(agent, 1 - here);
        }
    }

    /// What the agent does with tabs, by the way: opens one, closes one that follows, looks at
    /// another. Whether anything was done.
    pub fn tidy_tabs(&mut self, agent: usize, turn: u64, dice: &mut Dice) -> bool {
        let own = &self.agents[agent];
        let looked_at = own.frame(own.looks_at);
        let is_stuck = looked_at.is_none_or(|frame| !frame.runs() || !frame.is_attached);
        let browser = looked_at.map_or(0, |frame| frame.browser);
        let count = own.tabs.len();
        let turns_away = count > 1 && dice.hits(if is_stuck { 3_000 } else { 400 });
        let opens = count < MOST_TABS && dice.hits(if count == 0 { 5_000 } else { 40 });
        let follower = |frame: &&Frame| frame.tab.role() == TabRole::Following;
        let followers: Vec<u32> = own.tabs.iter().filter(follower).map(|f| f.id).collect();
        let closes = followers.len() > 1 && dice.hits(60);
        if !(turns_away || opens || closes) {
            return false;
        }
        if !self.chance.deed(Kind::TabDeed, &[agent as u64, turn]) {
            return false;
        }
        if turns_away {
            self.look_at_any(agent, dice);
        } else if opens {
            self.open_tab(agent, browser, dice.hits(5_000));
        } else {
            self.lose_tab(agent, dice.pick(&followers), Going::Closed);
        }
        true
    }

    /// Something is pressed in a tab that does not have the phone.
    pub fn forward(&mut self, agent: usize, tab: u32, command: Input, is_repeatable: bool) {
        self.counted.forwarded += 1;
        self.story(agent, || format!("in tab {tab} is pressed {command:?}"));
        let own = &mut self.agents[agent];
        let text = own.pressed.len().to_string();
        let (at, done) = (self.now, Vec::new());
        own.pressed.push(Pressed { command, tab, at, is_repeatable, done, told: 0 });
        self.give(agent, tab, TabInput::Command { command: text, repeatable: is_repeatable });
    }

    /// Omni-Channel says something in the tab that has its session.
    pub fn omni_hears(&mut self, agent: usize, tab: u32, news: OmniNews) {
        let Some(frame) = self.agents[agent].frame(tab) else { return };
        match frame.page.as_ref().map(|page| page.id) {
            Some(page) => self.hear(agent, page, Input::Omni(news)),
            // A tab that does not run gets nothing out of its session either.
            None if frame.runs() => self.forward(agent, tab, Input::Omni(news), true),
            None => {}
        }
    }

    /// The session of Omni-Channel is in one tab: of the browser that has the phone.
    pub fn settle_omni(&mut self, agent: usize) {
        let own = &mut self.agents[agent];
        let browser = own.lease.browser;
        let mut best = own.tabs.iter().filter(|frame| frame.browser == browser);
        let best = best.next().map(|frame| (frame.id, frame.browser));
        let now_at = own.omni_at.and_then(|tab| own.frame(tab));
        let is_right = |frame: &Frame| Some(frame.browser) == best.map(|(_, browser)| browser);
        if now_at.is_some_and(is_right) {
            return;
        }
        let before = now_at.map(|frame| (frame.id, frame.browser));
        own.omni_at = best.map(|(tab, _)| tab);
        if before.is_some_and(|(_, browser)| Some(browser) != best.map(|(_, browser)| browser)) {
            // Whoever logs in anew is available.
            own.told = Occupation::Free;
        }
        if self.agents[agent].browsers.len() > 1 {
            // Another browser is not told what becomes of its work.
            self.blur_calls_of(agent);
        }
        if let Some((tab, _)) = before {
            self.tab_hears(agent, tab, TabInput::Omni(false));
        }
        if let Some((tab, _)) = best {
            self.tab_hears(agent, tab, TabInput::Omni(true));
            self.announce_work(agent);
        }
    }
}
