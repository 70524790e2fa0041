//! One browser with two tabs: the lock, the store, the channel, and the real [`Tab`] in each.
//!
//! What is in a tab besides that, the phone and the SDK's legs, is a page of [`World`].

use std::collections::VecDeque;

use call_core::{
    Input,
    effect::{ControlEffect, EffectBody},
    input::AgentCommand,
    tabs::{CommandAnswer, LeaseAnswer, Letter, Tab, TabEffect, TabId, TabInput, TabRole, Term},
};
use serde::Serialize;

use super::super::{page::Page, plans::Plan, world::World};

/// What a tab is besides its page.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    pub tab: Tab,
    /// Letters on their way here.
    pub letters: VecDeque<Letter>,
    pub is_gone: bool,
}

/// Everything there is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Browser {
    pub world: World,
    pub frames: Vec<Frame>,
    pub stored: Term,
    pub holder: Option<usize>,
    pub queue: VecDeque<usize>,
    /// News about the lock that are under way: whether it is granted, by tab.
    pub lock_news: Vec<(usize, bool)>,
    pub freezes_left: u8,
    /// Which commands of which tab were carried out, and how often.
    pub carried_out: Vec<(TabId, u32, u8)>,
    pub has_hung_up: bool,
}

impl Browser {
    pub fn new(plan: &Plan, freezes: u8) -> Self {
        let mut world = World::new(plan);
        world.pages = vec![Page::new(), Page::new()];
        let frame = |name: &str| Frame {
            tab: Tab::new(TabId(name.to_owned())),
            letters: VecDeque::new(),
            is_gone: false,
        };
        let mut browser = Self {
            world,
            frames: vec![frame("a"), frame("b")],
            stored: Term(0),
            holder: None,
            queue: VecDeque::new(),
            lock_news: Vec::new(),
            freezes_left: freezes,
            carried_out: Vec::new(),
            has_hung_up: false,
        };
        for at in 0..2 {
            browser.give(plan, at, TabInput::Joined);
            while browser.hear_of_lock(plan, at) || browser.hear(plan, 0) || browser.hear(plan, 1) {
            }
        }
        browser
    }

    /// Whether the tab runs.
    pub fn runs(&self, at: usize) -> bool {
        !self.world.pages[at].is_frozen && !self.frames[at].is_gone
    }

    /// The next letter reaches a tab.
    pub fn hear(&mut self, plan: &Plan, at: usize) -> bool {
        let letter = self.frames[at].letters.pop_front();
        letter.map(|letter| self.give(plan, at, TabInput::Heard(letter))).is_some()
    }

    /// The browser tells a tab of its lock.
    pub fn hear_of_lock(&mut self, plan: &Plan, at: usize) -> bool {
        let Some(news) = self.lock_news.iter().position(|(to, _)| *to == at) else { return false };
        let (_, is_granted) = self.lock_news.remove(news);
        let stored = self.stored;
        let granted = TabInput::LockGranted { stored };
        self.give(plan, at, if is_granted { granted } else { TabInput::LockLost });
        true
    }

    pub fn give(&mut self, plan: &Plan, at: usize, input: TabInput) {
        self.frames[at].tab.handle(self.world.now, input);
        while let Some(effect) = self.frames[at].tab.poll_effect() {
            self.perform(plan, at, effect);
        }
    }

    fn perform(&mut self, plan: &Plan, at: usize, effect: TabEffect) {
        match effect {
            TabEffect::RequestLock => {
                if self.holder.is_none() {
                    self.grant(at);
                } else if !self.queue.contains(&at) {
                    self.queue.push_back(at);
                }
            }
            TabEffect::StealLock => {
                if let Some(old) = self.holder.filter(|old| *old != at) {
                    self.lock_news.push((old, false));
                }
                self.queue.retain(|other| *other != at);
                self.grant(at);
            }
            TabEffect::ReleaseLock => self.release(at),
            TabEffect::StoreTerm(term) => self.stored = term,
            TabEffect::Post(letter) => {
                for to in (0..self.frames.len()).filter(|to| *to != at) {
                    // What is sent to a tab that does not run is lost.
                    if self.runs(to) {
                        self.frames[to].letters.push_back(letter.clone());
                    }
                }
            }
            TabEffect::TakeLease { .. } => {
                self.give(plan, at, TabInput::Lease(LeaseAnswer::Granted));
            }
            TabEffect::Lead { .. } => {
                self.world.start(at, plan);
                self.note_calls(plan, at);
            }
            // Requests under way are carried out: the page cannot take them back.
            TabEffect::StandDown => self.world.lose(at, true),
            TabEffect::Execute { from, id, command } => self.execute(plan, at, from, id, &command),
            TabEffect::Show { .. }
            | TabEffect::AskView
            | TabEffect::Answered { .. }
            | TabEffect::Lost { .. }
            | TabEffect::Perform { .. }
            | TabEffect::Settled { .. }
            | TabEffect::RoleChanged(_) => {}
        }
    }

    fn grant(&mut self, at: usize) {
        self.holder = Some(at);
        self.lock_news.push((at, true));
    }

    pub fn release(&mut self, at: usize) {
        self.queue.retain(|other| *other != at);
        self.lock_news.retain(|(to, _)| *to != at);
        if self.holder == Some(at) {
            self.holder = None;
            if let Some(next) = self.queue.pop_front() {
                self.grant(next);
            }
        }
    }

    fn execute(&mut self, plan: &Plan, at: usize, from: TabId, id: u32, command: &str) {
        let known = self.carried_out.iter_mut().find(|(tab, own, _)| (tab, *own) == (&from, id));
        match known {
            Some((_, _, times)) => *times += 1,
            None => self.carried_out.push((from.clone(), id, 1)),
        }
        let call = self.world.pages[at].phone.calls().first().map(|call| call.key.clone());
        let pressed = match (command, call) {
            ("dial", _) => Some(Plan::dial(0)),
            ("hangUp", Some(call)) => Some(AgentCommand::HangUp { call }),
            _ => None,
        };
        self.has_hung_up |= matches!(pressed, Some(AgentCommand::HangUp { .. }));
        if let Some(pressed) = pressed {
            self.phone(plan, at, Input::Agent(pressed));
        }
        let command = command.to_owned();
        let answer = CommandAnswer(None);
        self.give(plan, at, TabInput::Executed { from, id, command, answer });
    }

    /// The phone of a tab hears something, if it is still that tab's.
    pub fn phone(&mut self, plan: &Plan, at: usize, input: Input) {
        if self.stored > self.frames[at].tab.term() {
            self.give(plan, at, TabInput::TermSeen(self.stored));
        }
        if self.frames[at].tab.role() != TabRole::Leading {
            return;
        }
        if self.frames[at].tab.term() < self.stored {
            self.world.violation = Some("a leader of a lower term does something".into());
        }
        let said = self.goodbyes(at);
        self.world.input(at, input);
        if self.goodbyes(at) > said && !self.has_hung_up {
            self.world.violation = Some("a goodbye that no agent said".into());
        }
        self.note_calls(plan, at);
    }

    fn goodbyes(&self, at: usize) -> usize {
        let is_one = |effect: &&call_core::Effect| {
            matches!(effect.body, EffectBody::Control(ControlEffect::End { .. }))
        };
        self.world.pages[at].open.iter().filter(is_one).count()
    }

    fn note_calls(&mut self, plan: &Plan, at: usize) {
        let mut calls = self.world.pages[at].phone.calls().iter();
        let on = calls.any(|call| call.state.occupies_agent());
        self.give(plan, at, TabInput::Busy(on));
    }
}
