//! A page: the real core, the SDK beside it, one timer, and the journal it writes before it acts.

use std::collections::VecDeque;

use call_core::{
    Effect, Input, Refusal, Softphone,
    ids::LegId,
    input::{DeviceEvent, HostEvent, LegEvent, LegNews},
    journal::JournalWrite,
    tabs::Term,
    time::Timestamp,
};

use super::{chance::Kind, desk::Unheard, event::Event, queue::Instant, shift::Shift};

/// More wake-ups than this at one moment mean a deadline that does not move.
const STORM: u32 = 200;

/// A leg of the SDK.
#[derive(Clone, Debug)]
pub struct SdkLeg {
    pub id: LegId,
    pub call: usize,
    pub state: SdkLegState,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SdkLegState {
    Ringing,
    Joining,
    Up,
}

/// A page: the phone of a tab, as long as that tab leads.
#[derive(Debug)]
pub struct Page {
    pub id: u32,
    pub phone: Softphone,
    pub legs: Vec<SdkLeg>,
    pub registered: bool,
    /// The line to the carrier is lost.
    pub line_is_down: bool,
    /// The deadline its timer is set for, and when it will go off.
    pub alarm: Option<(Instant, Instant)>,
    /// Times the device was asked to register or got a token, by which chance tells them apart.
    pub registrations: u64,
    /// SDK events so far, likewise.
    pub sdk_events: u64,
    /// Inputs so far: what it shows has changed with each.
    inputs: u64,
    /// What came while it was handling something.
    inbox: VecDeque<Input>,
    is_running: bool,
    wakes: (Instant, u32),
}

impl Page {
    fn new(id: u32) -> Self {
        Self {
            id,
            phone: Softphone::new(),
            legs: Vec::new(),
            registered: false,
            line_is_down: false,
            alarm: None,
            registrations: 0,
            sdk_events: 0,
            inputs: 0,
            inbox: VecDeque::new(),
            is_running: false,
            wakes: (0, 0),
        }
    }

    pub fn leg(&mut self, id: &LegId) -> Option<&mut SdkLeg> {
        self.legs.iter_mut().find(|leg| leg.id == *id)
    }

    pub fn has_audio(&self) -> bool {
        self.legs.iter().any(|leg| leg.state != SdkLegState::Ringing)
    }

    /// What it shows: a name for it, by which a tab that shows something else is found out.
    pub fn view(&self) -> String {
        format!("{}.{}", self.id, self.inputs)
    }
}

impl Shift {
    /// The phone is this tab's: a new one takes over what the journal holds.
    pub fn lead(&mut self, agent: usize, tab: u32, term: Term) {
        let now = self.now;
        let own = &mut self.agents[agent];
        own.pages += 1;
        let page = own.pages;
        let Some(frame) = own.frame_mut(tab) else { return };
        frame.page = Some(Page::new(page));
        frame.first_effect = frame.last_effect;
        frame.leads_since = now;
        let browser = frame.browser;
        let browser = &own.browsers[browser];
        let entries: Vec<_> = browser.journal.iter().map(|(_, entry)| entry.clone()).collect();
        let lost_at = (browser.alive_at > 0).then_some(Timestamp(browser.alive_at));
        self.counted.leaders += 1;
        self.watch_lead(agent, tab, term);
        let host = self.agents[agent].host(self.now);
        if let Some(log) = self.log.as_mut().filter(|log| log.agent == agent) {
            log.begins(self.now, host, page, lost_at);
        }
        let settings = self.rules.settings.clone();
        let _ = self.input(agent, page, Input::Host(HostEvent::Started { settings }));
        for news in self.rules.org_news.clone() {
            let _ = self.input(agent, page, news);
        }
        if !entries.is_empty() {
            let restored = Input::Host(HostEvent::Restored { entries, lost_at });
            let _ = self.input(agent, page, restored);
        }
        // Omni-Channel names what is open to whoever asks.
        self.after(1, Event::Announce { agent });
    }

    /// The phone is another tab's: device and legs are closed, and nothing they say is heard.
    pub fn stand_down(&mut self, agent: usize, tab: u32) {
        let Some(frame) = self.agents[agent].frame_mut(tab) else { return };
        frame.is_busy = false;
        let browser = frame.browser;
        let Some(page) = frame.page.take() else { return };
        if self.agents[agent].lease.browser != browser {
            // Another tab of this browser takes calls over at once; another browser does not.
            self.put_away(agent, browser);
        }
        if !page.phone.calls().is_empty() {
            self.blur_calls_of(agent);
        }
        self.drop_legs(agent, page, 20, 200);
    }

    /// The carrier will notice that the legs of a page are gone.
    pub fn drop_legs(&mut self, agent: usize, page: Page, soonest: u64, latest: u64) {
        let mut dice = self.chance.dice(&[3, agent as u64, u64::from(page.id)]);
        for leg in page.legs {
            let noticed = dice.between(soonest, latest);
            self.drop_leg(agent, page.id, &leg, noticed);
        }
    }

    /// A phone hears something, unless it is gone; one that sleeps hears it later.
    pub fn hear(&mut self, agent: usize, page: u32, input: Input) {
        let own = &mut self.agents[agent];
        let Some(tab) = own.frame_of(page).map(|frame| frame.id) else { return };
        let Some(frame) = own.frame_mut(tab) else { return };
        if frame.asleep.is_some() {
            frame.unheard.push(Unheard::Phone(page, input));
            return;
        }
        let _ = self.input(agent, page, input);
    }

    /// The SDK says something about a leg.
    pub fn sdk(&mut self, agent: usize, page: u32, leg: &LegId, news: LegNews, pause: u64) {
        let Some(own) = self.agents[agent].page_of(page) else { return };
        own.sdk_events += 1;
        let key = [agent as u64, u64::from(page), own.sdk_events];
        let call = self.call_of_leg(leg);
        let closes = matches!(news, LegNews::Disconnected | LegNews::Cancelled | LegNews::Rejected);
        if closes && self.chance.fault(Kind::EventLost, &key) {
            self.blur(call);
            return;
        }
        let mut pause = pause;
        if self.chance.fault(Kind::EventLate, &key) {
            self.blur(call);
            pause += self.chance.dice(&key).between(500, 5_000);
        }
        let event = |news| {
            let input = Box::new(Input::Leg(LegEvent { leg: leg.clone(), news }));
            Event::Hear { agent, page, input }
        };
        if self.chance.fault(Kind::EventTwice, &key) {
            let again = pause + self.chance.dice(&key).between(0, 4_000);
            self.after(again, event(news.clone()));
        }
        self.after(pause, event(news));
    }

    /// The device says something.
    pub fn device(&mut self, agent: usize, page: u32, event: DeviceEvent, pause: u64) {
        let input = Box::new(Input::Device(event));
        self.after(pause, Event::Hear { agent, page, input });
    }

    /// The page's timer goes off.
    pub fn wake(&mut self, agent: usize, page: u32) {
        let now = self.now;
        let is_asleep = self.agents[agent].frame_of(page).is_some_and(|frame| !frame.runs());
        let Some(own) = self.agents[agent].page_of(page) else { return };
        if own.alarm.is_none_or(|(_, goes_off)| goes_off != now) {
            return; // it was set anew
        }
        own.alarm = None;
        if is_asleep {
            return;
        }
        own.wakes = if own.wakes.0 == now { (now, own.wakes.1 + 1) } else { (now, 1) };
        if own.wakes.1 > STORM {
            let what = format!("the deadline of agent {agent} does not move");
            self.find("a deadline moves", what, None, agent, super::finding::Expected::Nothing);
            return;
        }
        let _ = self.input(agent, page, Input::Clock);
    }

    /// The phone handles an input, if it still is this tab's; and whatever came meanwhile.
    ///
    /// # Errors
    /// What the core refuses.
    pub fn input(&mut self, agent: usize, page: u32, input: Input) -> Result<(), Refusal> {
        let Some(own) = self.agents[agent].page_of(page) else { return Err(Refusal::PhoneOffline) };
        if own.is_running {
            own.inbox.push_back(input);
            return Ok(());
        }
        own.is_running = true;
        self.fence(agent, page);
        if self.agents[agent].page_of(page).is_none() {
            return Err(Refusal::PhoneOffline);
        }
        let answer = self.handle(agent, page, input);
        while let Some(next) = self.agents[agent].page_of(page).and_then(|p| p.inbox.pop_front()) {
            let _ = self.handle(agent, page, next);
        }
        let Some(own) = self.agents[agent].page_of(page) else { return answer };
        own.is_running = false;
        self.tell_tab(agent, page);
        answer
    }

    /// The core handles an input, the journal is kept, and what follows is done.
    fn handle(&mut self, agent: usize, page: u32, input: Input) -> Result<(), Refusal> {
        let own = &mut self.agents[agent];
        let Some(frame) = own.frame_of(page) else { return Ok(()) };
        let (tab, browser) = (frame.id, frame.browser);
        let crash = own.crash_next.take();
        if crash == Some(0) {
            self.crash(agent, tab);
            return Ok(());
        }
        self.inputs += 1;
        self.fold(self.now ^ (agent as u64) << 48);
        self.watch_term(agent, page);
        // What is lost before it is kept is as if it had not been heard.
        if crash != Some(1) {
            self.hears(agent, page, &input);
        }
        let own = &mut self.agents[agent];
        let host = own.host(self.now);
        own.browsers[browser].alive_at = host.0;
        let Some(at) = own.page_of(page) else { return Ok(()) };
        at.inputs += 1;
        if let Some(log) = self.log.as_mut().filter(|log| log.agent == agent && crash != Some(1)) {
            log.input(self.now, host, page, &input);
        }
        let answer = at.phone.handle(host, input);
        if crash == Some(1) {
            self.crash(agent, tab);
            return answer;
        }
        self.keep_journal(agent, browser, page);
        if crash == Some(2) {
            self.log_lost_effects(agent, page);
            self.crash(agent, tab);
            return answer;
        }
        while let Some(effect) = self.next_effect(agent, page) {
            if let Some(log) = self.log.as_mut().filter(|log| log.agent == agent) {
                log.effect(&effect);
            }
            self.perform(agent, page, effect);
            if crash == Some(3) {
                self.log_lost_effects(agent, page);
                self.crash(agent, tab);
                return answer;
            }
        }
        if let Some(log) = self.log.as_mut().filter(|log| log.agent == agent) {
            log.answered(answer);
        }
        self.knows(agent, page);
        self.set_alarm(agent, page);
        answer
    }

    /// What was wanted when the page was lost, and is not done: a replay shows it all the same.
    fn log_lost_effects(&mut self, agent: usize, page: u32) {
        while let Some(effect) = self.next_effect(agent, page) {
            if let Some(log) = self.log.as_mut().filter(|log| log.agent == agent) {
                log.effect(&effect);
            }
        }
    }

    fn next_effect(&mut self, agent: usize, page: u32) -> Option<Effect> {
        self.agents[agent].page_of(page)?.phone.poll_effect()
    }

    fn keep_journal(&mut self, agent: usize, browser: usize, page: u32) {
        let mut began = Vec::new();
        while let Some(write) =
            self.agents[agent].page_of(page).and_then(|page| page.phone.poll_journal())
        {
            let own = &mut self.agents[agent].browsers[browser];
            match write {
                JournalWrite::Put { call, entry } => {
                    let known = own.journal.iter_mut().find(|(key, _)| *key == call);
                    if let Some((_, kept)) = known {
                        *kept = entry;
                    } else {
                        own.journal.push((call.clone(), entry));
                        began.push(call);
                    }
                }
                JournalWrite::Remove { call } => own.journal.retain(|(key, _)| *key != call),
            }
        }
        for key in began {
            if let Some(call) = self.index(&key) {
                let truth = &mut self.sites[call].truth;
                truth.offers += 1;
                truth.desk_at.get_or_insert(self.now);
                if !truth.known_to.contains(&agent) {
                    truth.known_to.push(agent);
                }
            }
        }
    }

    fn set_alarm(&mut self, agent: usize, page: u32) {
        let own = &mut self.agents[agent];
        let skew = own.skew;
        let Some(page) = own.page_of(page) else { return };
        let due = page.phone.deadline().map(|at| at.0.saturating_add_signed(-skew).max(self.now));
        let Some(due) = due else {
            page.alarm = None;
            return;
        };
        let id = page.id;
        if page.alarm.is_some_and(|(set, _)| set == due) {
            return;
        }
        let key = [agent as u64, u64::from(id), due];
        let mut goes_off = due;
        if self.chance.fault(Kind::TimerLate, &key) {
            goes_off += self.chance.dice(&key).between(1, 1_000);
        }
        if let Some(page) = self.agents[agent].page_of(id) {
            page.alarm = Some((due, goes_off));
        }
        self.queue.push(goes_off, Event::Wake { agent, page: id });
    }
}
