//! What must never happen among the tabs of an agent. Said from what the browsers, the carrier and
//! the org know of them, and from what was pressed; the machine of a tab is asked for its role only.

use call_core::{
    Effect, Input,
    effect::EffectBody,
    tabs::{LeaseAnswer, LostCommand, TabRole, Term},
};

use super::{
    desk::{Frame, Lease},
    finding::Expected,
    page::{Page, SdkLegState},
    queue::Instant,
    shift::Shift,
};

/// How long a tab that is looked at may be without a phone: twenty seconds, which
/// `docs/tabs.md` states, and what timers and letters may be late meanwhile.
const LEADERLESS: u64 = 27_000;

/// How long a command may be without an answer: twenty seconds, and lateness.
const UNANSWERED: u64 = 23_000;

/// How long ago a tab was stopped that may do now what it was asked for then.
const LATE: u64 = 180_000;

/// After how long everybody knows of a change.
const SETTLED: u64 = 8_000;

/// Something pressed in a tab that did not have the phone.
#[derive(Clone, Debug)]
pub struct Pressed {
    pub command: Input,
    pub tab: u32,
    pub at: Instant,
    pub is_repeatable: bool,
    /// Under which terms a phone was given it.
    pub done: Vec<Term>,
    /// How often somebody was told what came of it.
    pub told: u32,
}

impl Shift {
    pub fn find_in_tabs(&mut self, rule: &'static str, what: String, agent: usize) {
        self.find(rule, what, None, agent, Expected::Tabs);
    }

    /// A phone is given a command of another tab.
    pub fn watch_execution(&mut self, agent: usize, tab: u32, number: usize) {
        let own = &mut self.agents[agent];
        let Some(term) = own.frame(tab).map(|frame| frame.tab.term()) else { return };
        let pressed = &mut own.pressed[number];
        let is_again = !pressed.done.is_empty() && !pressed.is_repeatable;
        let is_twice = is_again || pressed.done.contains(&term);
        pressed.done.push(term);
        if is_twice {
            let what =
                format!("agent {agent}: {:?} by tab {tab}, {:?}", pressed.command, pressed.done);
            self.find_in_tabs("a command is done once", what, agent);
        }
    }

    /// Whoever pressed something in another tab is told what came of it.
    pub fn told(&mut self, agent: usize, command: &str, is_done: bool, lost: Option<LostCommand>) {
        self.counted.answered += u64::from(lost.is_none());
        let now = self.now;
        let pressed = command.parse::<usize>().ok();
        let Some(pressed) = pressed.and_then(|at| self.agents[agent].pressed.get_mut(at)) else {
            return;
        };
        pressed.told += 1;
        let (told, at, tab) = (pressed.told, pressed.at, pressed.tab);
        let is_false = lost.is_none() && pressed.done.is_empty();
        let what = format!("agent {agent}, tab {tab}: {:?}", pressed.command);
        let stopped = self.agents[agent].frame(tab).and_then(|frame| frame.stopped_at);
        if told > 1 {
            self.find_in_tabs("a press has one answer", format!("{what}: {told}"), agent);
        } else if is_false {
            let what = format!("{what} is said to be done: {is_done}");
            self.find_in_tabs("a press has one answer", what, agent);
        } else if now - at > UNANSWERED && stopped.is_none_or(|stopped| stopped < at) {
            let what = format!("{what} is answered after {} ms", now - at);
            self.find_in_tabs("a press has one answer", what, agent);
        }
    }

    /// At the end every press has its answer, where somebody is there to be told.
    pub fn judge_pressed(&mut self, agent: usize) {
        let own = &self.agents[agent];
        let unanswered = own.pressed.iter().find(|pressed| {
            let is_there = own.frame(pressed.tab).is_some_and(Frame::runs);
            pressed.told == 0 && is_there && self.now - pressed.at > UNANSWERED
        });
        if let Some(pressed) = unanswered {
            let what = format!("agent {agent}, tab {}: {:?}", pressed.tab, pressed.command);
            self.find_in_tabs("a press has one answer", what, agent);
        }
    }

    /// A tab begins to lead.
    pub fn watch_lead(&mut self, agent: usize, tab: u32, term: Term) {
        let own = &self.agents[agent];
        let Some(browser) = own.frame(tab).map(|frame| frame.browser) else { return };
        if own.browsers[browser].stored != term {
            let what =
                format!("agent {agent}, tab {tab} leads under {term:?}, which is not stored");
            self.find_in_tabs("a lower term does nothing", what, agent);
        }
    }

    /// A phone is about to handle something: nobody may have overtaken it.
    pub fn watch_term(&mut self, agent: usize, page: u32) {
        let own = &self.agents[agent];
        let Some(frame) = own.frame_of(page) else { return };
        let (tab, term, role) = (frame.id, frame.tab.term(), frame.tab.role());
        let stored = own.browsers[frame.browser].stored;
        // An older leader that has not run since is of a lower term, and does nothing.
        let acts = |other: &&Frame| {
            other.id != tab && other.runs() && other.leads() && other.tab.term() >= stored
        };
        let other = own.tabs_of(frame.browser).find(acts).map(|other| other.id);
        if term >= stored
            && let Some(other) = other
        {
            let what = format!("agent {agent}: tabs {tab} and {other} both lead under {term:?}");
            self.find_in_tabs("one page acts", what, agent);
        }
        if term < stored {
            let what = format!("agent {agent}, tab {tab} acts under {term:?} after {stored:?}");
            self.find_in_tabs("a lower term does nothing", what, agent);
        } else if role != TabRole::Leading {
            let what = format!("agent {agent}, tab {tab} has a phone and is {role:?}");
            self.find_in_tabs("a follower has no device", what, agent);
        }
    }

    /// A leg of a page is up: no other running tab of this browser may have one.
    pub fn watch_audio(&mut self, agent: usize, page: u32) {
        let own = &self.agents[agent];
        let Some(frame) = own.frame_of(page) else { return };
        let has_audio = |other: &&Frame| {
            let is_newest = other.tab.term() >= own.browsers[other.browser].stored;
            let up = |page: &Page| page.legs.iter().any(|leg| leg.state == SdkLegState::Up);
            other.id != frame.id && other.runs() && is_newest && other.page.as_ref().is_some_and(up)
        };
        let other = own.tabs_of(frame.browser).find(has_audio).map(|other| other.id);
        if let Some(other) = other {
            let what = format!("agent {agent}: tabs {} and {other} both have audio", frame.id);
            self.find_in_tabs("one page acts", what, agent);
        }
    }

    /// The agent looks at a tab: somebody must lead it within the bound.
    pub fn watch_leader(&mut self, agent: usize) {
        let own = &self.agents[agent];
        let frame = own.frame(own.looks_at).filter(|frame| {
            let has_leader = own.tabs_of(frame.browser).any(|f| f.runs() && f.leads());
            let waits = frame.tab.role() == TabRole::Following && frame.is_attached;
            frame.runs() && waits && !has_leader
        });
        let now = self.now;
        let since = frame.map(|frame| {
            (
                frame.id,
                frame.browser,
                match own.leaderless {
                    Some((tab, since)) if tab == frame.id => since,
                    _ => now,
                },
            )
        });
        self.agents[agent].leaderless = since.map(|(tab, _, since)| (tab, since));
        if let Some((tab, _, since)) = since
            && now - since > LEADERLESS
        {
            let what = format!("agent {agent}: tab {tab} has had no leader for {} ms", now - since);
            self.find_in_tabs("a living tab gets a leader", what, agent);
            self.agents[agent].leaderless = None;
        }
    }

    /// The org has answered about the lease.
    pub fn watch_lease(&mut self, agent: usize, before: Lease, wanted: Lease, answer: LeaseAnswer) {
        let is_lower = wanted != before && wanted.term <= before.term;
        if is_lower && answer == LeaseAnswer::Granted {
            let what = format!("agent {agent}: {wanted:?} is granted after {before:?}");
            self.find_in_tabs("a lower term is refused", what, agent);
        }
    }

    /// A tab is about to do what belongs in a certain tab: in one, and in the right one.
    pub fn watch_place(&mut self, agent: usize, tab: u32, page: u32, effect: &Effect) {
        let now = self.now;
        let own = &mut self.agents[agent];
        own.performed.push((page, effect.id.0, tab));
        let others = own
            .performed
            .iter()
            .filter(|(of, id, at)| (*of, *id) == (page, effect.id.0) && *at != tab);
        let others: Vec<u32> = others.map(|(_, _, at)| *at).collect();
        // A tab that was stopped may do late what was done without it.
        let lately = now.saturating_sub(LATE);
        let was_stopped = |tab: u32| {
            own.frame(tab).is_none_or(|frame| frame.stopped_at.is_some_and(|at| at > lately))
        };
        if let Some(other) = others.iter().find(|other| !was_stopped(**other) && !was_stopped(tab))
        {
            let what = format!("agent {agent}: {:?} in the tabs {other} and {tab}", effect.body);
            self.find_in_tabs("an effect has one place", what, agent);
        }
    }

    /// What the agent is to see is done where the agent looks, if all have known for a while where
    /// that is.
    pub fn watch_sight(&mut self, agent: usize, tab: u32, page: u32, effect: &Effect) {
        let own = &self.agents[agent];
        let (now, there) = (self.now, own.frame(own.looks_at));
        let (Some(here), Some(there)) = (own.frame(tab), there) else { return };
        let settled = |since: Instant| now - since > SETTLED;
        let is_known = there.runs()
            && there.is_attached
            && there.tab.role() != TabRole::Elsewhere
            && settled(own.looks_since)
            && settled(there.opened_at)
            && there.stopped_at.is_none_or(|at| now > at + SETTLED)
            && here.stopped_at.is_none_or(|at| now > at + SETTLED)
            && own.frame_of(page).is_some_and(|leader| {
                settled(leader.leads_since) && leader.stopped_at.is_none_or(|at| now > at + SETTLED)
            });
        let is_of_screen = matches!(effect.body, EffectBody::Screen(_));
        if is_of_screen && is_known && here.browser == there.browser && here.id != there.id {
            let what =
                format!("agent {agent} looks at tab {}, not {tab}: {:?}", there.id, effect.body);
            self.find_in_tabs("an effect has one place", what, agent);
        }
    }

    /// At the end every tab shows what the leader shows.
    pub fn judge_tabs(&mut self, agent: usize) {
        self.judge_pressed(agent);
        let own = &self.agents[agent];
        let mut found = Vec::new();
        for frame in own.tabs.iter().filter(|frame| frame.runs()) {
            let leader =
                own.tabs_of(frame.browser).find(|f| f.leads()).and_then(|f| f.page.as_ref());
            let leaders = own.tabs_of(frame.browser).filter(|f| f.leads()).count();
            let role = frame.tab.role();
            if leaders > 1 {
                found.push(("one page acts", format!("{leaders} tabs lead at the end")));
            }
            if role != TabRole::Leading && frame.page.is_some() {
                found.push(("a follower has no device", format!("tab {} has one", frame.id)));
            }
            // What the leader says now is on its way.
            let alive_at = own.browsers[frame.browser].alive_at;
            let is_quiet = own.host(self.now).0 > alive_at + 1_000;
            if role == TabRole::Following
                && is_quiet
                && let Some(view) = leader.map(Page::view)
                && frame.shown.as_ref() != Some(&view)
            {
                let what = format!("tab {} shows {:?}, not {view}", frame.id, frame.shown);
                found.push(("every tab shows the phone", what));
            }
        }
        for (rule, what) in found {
            self.find_in_tabs(rule, format!("agent {agent}: {what}"), agent);
        }
    }
}
