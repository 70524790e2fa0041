//! The tabs of a browser: the real [`Tab`] in each, and what it decides carried out as the page's
//! engine does.

use call_core::{
    Effect, Input, Refusal,
    ids::EffectId,
    input::{EffectResult, Outcome},
    tabs::{CommandAnswer, Place, Tab, TabEffect, TabId, TabInput, TabRole, Term},
};

use super::{
    desk::{Frame, Unheard},
    event::Event,
    lock::{LockNews, Request},
    ports::{Asker, out_of_reach},
    shift::Shift,
};

/// How long the browser takes to tell a tab of the lock.
const LOCK_NEWS: u64 = 3;

impl Shift {
    /// A tab is opened, with the phone in it.
    pub fn open_tab(&mut self, agent: usize, browser: usize, is_looked_at: bool) {
        let own = &mut self.agents[agent];
        own.opened += 1;
        let id = own.opened;
        own.tabs.push(Frame {
            id,
            browser,
            tab: Tab::new(TabId(format!("tab-{id}"))),
            page: None,
            asleep: None,
            unheard: Vec::new(),
            skew: own.skew,
            inbox: std::collections::VecDeque::new(),
            is_running: false,
            alarm: None,
            turn: 0,
            held: None,
            shown: None,
            is_attached: true,
            is_busy: false,
            first_effect: 0,
            last_effect: 0,
            omni_hears_at: 0,
            last_letters: Vec::new(),
            opened_at: self.now,
            leads_since: 0,
            stopped_at: None,
        });
        self.story(agent, || format!("tab {id} is opened in browser {browser}"));
        self.give(agent, id, TabInput::Joined);
        let is_first = self.agents[agent].tabs.len() == 1;
        if is_looked_at || is_first {
            self.look_at(agent, id);
        }
        if is_first && self.agents[agent].opened == 1 {
            self.settle_omni(agent);
        } else {
            self.after(900, Event::Omni { agent });
        }
    }

    /// Something reaches a tab, unless it is gone; one that does not run hears it later.
    pub fn tab_hears(&mut self, agent: usize, tab: u32, input: TabInput) {
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        if frame.asleep.is_some() {
            frame.unheard.push(Unheard::Tab(input));
            return;
        }
        self.give(agent, tab, input);
    }

    /// Something happens to a tab. One thing at a time, like the phone's inputs.
    pub fn give(&mut self, agent: usize, tab: u32, input: TabInput) {
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        frame.inbox.push_back(input);
        if std::mem::replace(&mut frame.is_running, true) {
            return;
        }
        loop {
            let now = self.now;
            let stored = self.stored_for(agent, tab);
            let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
            let Some(input) = frame.inbox.pop_front() else { break };
            // A tab that was overtaken while it did not run may find commands in its heap.
            if frame.tab.role() == TabRole::Leading && stored > frame.tab.term() {
                frame.tab.handle(frame.clock(now), TabInput::TermSeen(stored));
            }
            frame.tab.handle(frame.clock(now), input);
            while let Some(effect) = self.next_tab_effect(agent, tab) {
                self.do_for_tab(agent, tab, effect);
            }
        }
        if let Some(frame) = self.agents[agent].frame_mut(tab) {
            frame.is_running = false;
        }
        self.set_tab_alarm(agent, tab);
    }

    fn next_tab_effect(&mut self, agent: usize, tab: u32) -> Option<TabEffect> {
        self.agents[agent].frame_mut(tab)?.tab.poll_effect()
    }

    /// The highest term that the browser of a tab knows.
    pub fn stored_for(&self, agent: usize, tab: u32) -> Term {
        let own = &self.agents[agent];
        own.frame(tab).map_or(Term(0), |frame| own.browsers[frame.browser].stored)
    }

    /// Before the phone of a tab does anything: whether it still is that tab's.
    pub fn fence(&mut self, agent: usize, page: u32) {
        let Some(frame) = self.agents[agent].frame_of(page) else { return };
        let (tab, term) = (frame.id, frame.tab.term());
        let stored = self.stored_for(agent, tab);
        if stored > term {
            self.give(agent, tab, TabInput::TermSeen(stored));
        }
    }

    fn do_for_tab(&mut self, agent: usize, tab: u32, effect: TabEffect) {
        match effect {
            TabEffect::RequestLock => self.request_lock(agent, tab, false),
            TabEffect::StealLock => self.request_lock(agent, tab, true),
            TabEffect::ReleaseLock => self.release_lock(agent, tab),
            TabEffect::StoreTerm(term) => {
                let own = &mut self.agents[agent];
                if let Some(browser) = own.frame(tab).map(|frame| frame.browser) {
                    own.browsers[browser].stored = term;
                }
            }
            TabEffect::Post(letter) => self.post(agent, tab, &letter),
            TabEffect::TakeLease { term, insist } => self.ask_for_lease(agent, tab, term, insist),
            TabEffect::Lead { term } => self.lead(agent, tab, term),
            TabEffect::StandDown => self.stand_down(agent, tab),
            TabEffect::Execute { from, id, command } => {
                let answer = self.execute(agent, tab, &command);
                let answer = CommandAnswer(answer.err().map(|refusal| refusal.code().into()));
                self.give(agent, tab, TabInput::Executed { from, id, command, answer });
            }
            TabEffect::Show { view } => {
                if let Some(frame) = self.agents[agent].frame_mut(tab) {
                    frame.shown = Some(view);
                }
            }
            TabEffect::AskView => self.tell_followers(agent, tab),
            TabEffect::Answered { command, answer } => {
                self.told(agent, &command, answer.0.is_none(), None);
            }
            TabEffect::Lost { command, why } => self.told(agent, &command, false, Some(why)),
            TabEffect::Perform { id, effect } => self.perform_here(agent, tab, id, &effect),
            TabEffect::Settled { id, outcome } => self.settled(agent, tab, id, outcome.as_deref()),
            TabEffect::RoleChanged(role) => {
                self.story(agent, || format!("tab {tab} is {role:?}"));
                if role != TabRole::Following
                    && let Some(frame) = self.agents[agent].frame_mut(tab)
                {
                    frame.shown = None;
                }
            }
        }
    }

    fn request_lock(&mut self, agent: usize, tab: u32, steals: bool) {
        self.release_lock(agent, tab);
        let own = &mut self.agents[agent];
        let Some(frame) = own.frame(tab) else { return };
        let (browser, request) = (frame.browser, Request { tab, turn: frame.turn });
        let lock = &mut own.browsers[browser].lock;
        let news = if steals { lock.steal(request) } else { [None, lock.request(request)] };
        if steals {
            self.story(agent, || format!("tab {tab} steals the lock"));
        }
        for news in news {
            self.tell_of_lock(agent, news);
        }
    }

    fn release_lock(&mut self, agent: usize, tab: u32) {
        let own = &mut self.agents[agent];
        let Some(frame) = own.frame_mut(tab) else { return };
        frame.turn += 1;
        let (browser, held) = (frame.browser, frame.held.take());
        let news = held.and_then(|held| own.browsers[browser].lock.release(held));
        self.tell_of_lock(agent, news);
    }

    pub fn tell_of_lock(&mut self, agent: usize, news: Option<LockNews>) {
        if let Some(news) = news {
            self.after(LOCK_NEWS, Event::Lock { agent, news });
        }
    }

    /// The browser tells a tab of the lock; of requests that are over the tab hears nothing.
    pub fn lock_news(&mut self, agent: usize, news: LockNews) {
        let (LockNews::Granted(request) | LockNews::Stolen(request)) = news;
        let own = &mut self.agents[agent];
        let Some(frame) = own.frame_mut(request.tab) else { return };
        if frame.asleep.is_some() {
            frame.unheard.push(Unheard::Lock(news));
            return;
        }
        let (browser, is_current) = (frame.browser, frame.turn == request.turn);
        match news {
            LockNews::Granted(_) if is_current => {
                frame.held = Some(request);
                let stored = own.browsers[browser].stored;
                self.give(agent, request.tab, TabInput::LockGranted { stored });
            }
            LockNews::Granted(_) => {
                let next = own.browsers[browser].lock.release(request);
                self.tell_of_lock(agent, next);
            }
            LockNews::Stolen(_) if is_current => {
                self.give(agent, request.tab, TabInput::LockLost);
            }
            LockNews::Stolen(_) => {}
        }
    }

    /// The phone of the tab was given a command; whoever pressed it is told what came of it.
    fn execute(&mut self, agent: usize, tab: u32, command: &str) -> Result<(), Refusal> {
        let own = &self.agents[agent];
        let page = own.frame(tab).and_then(|frame| frame.page.as_ref()).map(|page| page.id);
        let number = command.parse::<usize>().ok().filter(|number| *number < own.pressed.len());
        let (Some(page), Some(number)) = (page, number) else { return Err(Refusal::UnknownCall) };
        self.watch_execution(agent, tab, number);
        match self.agents[agent].pressed[number].command.clone() {
            Input::Agent(command) => self.do_press(agent, page, &command),
            other => self.input(agent, page, other),
        }
    }

    /// Has an effect carried out in the tab where it belongs.
    pub fn place(&mut self, agent: usize, page: u32, effect: Effect) {
        let place = Place::of(&effect.body);
        let Some(frame) = self.agents[agent].tabs.iter_mut().find(|frame| {
            let own = frame.page.as_ref();
            own.is_some_and(|own| own.id == page)
        }) else {
            return;
        };
        let tab = frame.id;
        let id = frame.first_effect + effect.id.0;
        frame.last_effect = id;
        if place == Place::Leader || !frame.tab.has_followers() {
            self.hand_out(agent, tab, Asker::Page(page), effect);
        } else if let Ok(text) = serde_json::to_string(&effect) {
            // With the phone it is of, for the oracle.
            let effect = format!("{page}|{text}");
            self.give(agent, tab, TabInput::Effect { id, place, effect });
        }
    }

    /// The machine wants an effect carried out in this tab: its own phone's, or the leader's.
    fn perform_here(&mut self, agent: usize, tab: u32, id: u32, effect: &str) {
        let Some((of, text)) = effect.split_once('|') else { return };
        let (Ok(of), Ok(effect)) = (of.parse(), serde_json::from_str::<Effect>(text)) else {
            return;
        };
        let own = &self.agents[agent];
        let Some(frame) = own.frame(tab) else { return };
        let asker = match &frame.page {
            Some(page) => Asker::Page(page.id),
            None => Asker::Tab(id),
        };
        self.watch_place(agent, tab, of, &effect);
        self.watch_sight(agent, tab, of, &effect);
        self.hand_out(agent, tab, asker, effect);
    }

    /// An effect that was carried out elsewhere has its answer.
    fn settled(&mut self, agent: usize, tab: u32, id: u32, outcome: Option<&str>) {
        let Some(frame) = self.agents[agent].frame(tab) else { return };
        let Some(page) = frame.page.as_ref().map(|page| page.id) else { return };
        let Some(id) = id.checked_sub(frame.first_effect).filter(|id| *id > 0) else { return };
        let known = outcome.and_then(|text| serde_json::from_str::<Outcome>(text).ok());
        let outcome = known.unwrap_or_else(out_of_reach);
        let _ = self.input(agent, page, Input::Result(EffectResult { id: EffectId(id), outcome }));
    }

    /// The others are to show what the leader shows.
    pub fn tell_followers(&mut self, agent: usize, tab: u32) {
        let Some(frame) = self.agents[agent].frame(tab) else { return };
        if !frame.tab.has_followers() {
            return;
        }
        if let Some(view) = frame.page.as_ref().map(super::page::Page::view) {
            self.give(agent, tab, TabInput::ViewChanged { view });
        }
    }

    /// After the phone of a tab has handled something.
    pub fn tell_tab(&mut self, agent: usize, page: u32) {
        let own = &mut self.agents[agent];
        let Some(tab) = own.frame_of(page).map(|frame| frame.id) else { return };
        self.tell_followers(agent, tab);
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        let is_busy = frame.page.as_ref().is_some_and(|page| !page.phone.calls().is_empty());
        if std::mem::replace(&mut frame.is_busy, is_busy) != is_busy {
            self.give(agent, tab, TabInput::Busy(is_busy));
        }
    }

    fn set_tab_alarm(&mut self, agent: usize, tab: u32) {
        let now = self.now;
        let is_looked_at = self.agents[agent].looks_at == tab;
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        let skew = frame.skew;
        let due = frame.tab.deadline().map(|at| at.0.saturating_add_signed(-skew).max(now));
        let Some(due) = due else {
            frame.alarm = None;
            return;
        };
        if frame.alarm.is_some_and(|(set, _)| set == due) {
            return;
        }
        let goes_off = due + self.lateness(agent, tab, due, is_looked_at);
        if let Some(frame) = self.agents[agent].frame_mut(tab) {
            frame.alarm = Some((due, goes_off));
            if goes_off > due + 1_000 {
                frame.stopped_at = Some(goes_off);
            }
        }
        self.queue.push(goes_off, Event::TabWake { agent, tab });
    }

    /// The timer of a tab goes off.
    pub fn tab_wake(&mut self, agent: usize, tab: u32) {
        let now = self.now;
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        if frame.alarm.is_none_or(|(_, goes_off)| goes_off != now) {
            return; // it was set anew
        }
        frame.alarm = None;
        if frame.asleep.is_some() {
            return;
        }
        if let Some(page) = frame.page.as_ref().map(|page| page.id) {
            self.fence(agent, page);
        }
        self.give(agent, tab, TabInput::Clock);
    }
}
