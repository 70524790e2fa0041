//! A page: the real core, the SDK beside it, one timer, and the journal it writes before it acts.

use call_core::{
    Effect, Input, Refusal, Softphone,
    ids::LegId,
    input::{DeviceEvent, HostEvent, LegEvent, LegNews},
    journal::JournalWrite,
    time::Timestamp,
};

use super::{
    chance::Kind,
    queue::Instant,
    shift::{Agent, Event, Shift},
};

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

/// A page.
#[derive(Debug)]
pub struct Page {
    pub id: u32,
    pub phone: Softphone,
    pub legs: Vec<SdkLeg>,
    pub registered: bool,
    /// The line to the carrier is lost.
    pub line_is_down: bool,
    /// Since when it does not run, and what it has not heard.
    pub asleep: Option<Instant>,
    pub unheard: Vec<Input>,
    /// The deadline its timer is set for, and when it will go off.
    pub alarm: Option<(Instant, Instant)>,
    /// Times the device was asked to register or got a token, by which chance tells them apart.
    pub registrations: u64,
    /// SDK events so far, likewise.
    pub sdk_events: u64,
    wakes: (Instant, u32),
}

impl Agent {
    /// What the host's clock says.
    pub const fn host(&self, now: Instant) -> Timestamp {
        Timestamp(now.saturating_add_signed(self.skew))
    }

    /// The page of this number, if it is still there.
    pub fn page_of(&mut self, page: u32) -> Option<&mut Page> {
        self.page.as_mut().filter(|own| own.id == page)
    }
}

impl Page {
    pub fn leg(&mut self, id: &LegId) -> Option<&mut SdkLeg> {
        self.legs.iter_mut().find(|leg| leg.id == *id)
    }

    pub fn has_audio(&self) -> bool {
        self.legs.iter().any(|leg| leg.state != SdkLegState::Ringing)
    }
}

impl Shift {
    /// The browser opens the phone: a new page that takes over what the journal holds.
    pub fn boot(&mut self, agent: usize) {
        let own = &mut self.agents[agent];
        if own.page.is_some() {
            return;
        }
        own.pages += 1;
        own.page = Some(Page {
            id: own.pages,
            phone: Softphone::new(),
            legs: Vec::new(),
            registered: false,
            line_is_down: false,
            asleep: None,
            unheard: Vec::new(),
            alarm: None,
            registrations: 0,
            sdk_events: 0,
            wakes: (0, 0),
        });
        let entries: Vec<_> = own.journal.iter().map(|(_, entry)| entry.clone()).collect();
        let lost_at = (own.pages > 1).then_some(Timestamp(own.alive_at));
        if own.pages > 1
            && let Some(log) = self.log.as_mut().filter(|log| log.agent == agent)
        {
            log.reload(self.now, self.agents[agent].host(self.now), lost_at);
        }
        let settings = self.rules.settings.clone();
        let _ = self.input(agent, Input::Host(HostEvent::Started { settings }));
        for news in self.rules.org_news.clone() {
            let _ = self.input(agent, news);
        }
        if !entries.is_empty() {
            let _ = self.input(agent, Input::Host(HostEvent::Restored { entries, lost_at }));
        }
        self.announce_work(agent);
    }

    /// A page hears something, unless it is gone; one that sleeps hears it later.
    pub fn hear(&mut self, agent: usize, page: u32, input: Input) {
        let Some(own) = self.agents[agent].page_of(page) else { return };
        if own.asleep.is_some() {
            own.unheard.push(input);
            return;
        }
        let _ = self.input(agent, input);
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
        let Some(own) = self.agents[agent].page_of(page) else { return };
        if own.alarm.is_none_or(|(_, goes_off)| goes_off != now) {
            return; // it was set anew
        }
        own.alarm = None;
        if own.asleep.is_some() {
            return;
        }
        own.wakes = if own.wakes.0 == now { (now, own.wakes.1 + 1) } else { (now, 1) };
        if own.wakes.1 > STORM {
            let what = format!("the deadline of agent {agent} does not move");
            self.find("a deadline moves", what, None, agent, super::finding::Expected::Nothing);
            return;
        }
        let _ = self.input(agent, Input::Clock);
    }

    /// The core handles an input, the journal is kept, and what follows is done.
    ///
    /// # Errors
    /// What the core refuses.
    pub fn input(&mut self, agent: usize, input: Input) -> Result<(), Refusal> {
        let own = &mut self.agents[agent];
        let Some(page) = &own.page else { return Ok(()) };
        let page = page.id;
        let crash = own.crash_next.take();
        if crash == Some(0) {
            self.lose_page(agent, false);
            return Ok(());
        }
        self.inputs += 1;
        self.fold(self.now ^ (agent as u64) << 48);
        // What is lost before it is kept is as if it had not been heard.
        if crash != Some(1) {
            self.hears(agent, &input);
        }
        let own = &mut self.agents[agent];
        let host = own.host(self.now);
        own.alive_at = host.0;
        let Some(at) = own.page.as_mut() else { return Ok(()) };
        if let Some(log) = self.log.as_mut().filter(|log| log.agent == agent && crash != Some(1)) {
            log.input(self.now, host, &input);
        }
        let answer = at.phone.handle(host, input);
        if crash == Some(1) {
            self.lose_page(agent, false);
            return answer;
        }
        self.keep_journal(agent);
        if crash == Some(2) {
            self.log_lost_effects(agent, page);
            self.lose_page(agent, false);
            return answer;
        }
        while let Some(effect) = self.next_effect(agent, page) {
            if let Some(log) = self.log.as_mut().filter(|log| log.agent == agent) {
                log.effect(&effect);
            }
            self.perform(agent, page, effect);
            if crash == Some(3) {
                self.log_lost_effects(agent, page);
                self.lose_page(agent, false);
                return answer;
            }
        }
        if let Some(log) = self.log.as_mut().filter(|log| log.agent == agent) {
            log.answered(answer);
        }
        self.knows(agent);
        self.set_alarm(agent);
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

    fn keep_journal(&mut self, agent: usize) {
        let own = &mut self.agents[agent];
        let Some(page) = own.page.as_mut() else { return };
        let mut began = Vec::new();
        while let Some(write) = page.phone.poll_journal() {
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

    fn set_alarm(&mut self, agent: usize) {
        let own = &mut self.agents[agent];
        let skew = own.skew;
        let Some(page) = own.page.as_mut() else { return };
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
        if let Some(page) = self.agents[agent].page.as_mut() {
            page.alarm = Some((due, goes_off));
        }
        self.queue.push(goes_off, Event::Wake { agent, page: id });
    }

    /// The page is gone: a reload hangs up and rejects on its way out, a crash says nothing.
    pub fn lose_page(&mut self, agent: usize, is_reload: bool) {
        let host = self.agents[agent].host(self.now);
        let Some(page) = self.agents[agent].page.take() else { return };
        let mut dice = self.chance.dice(&[3, agent as u64, u64::from(page.id)]);
        let last_sign = if is_reload { 0 } else { dice.between(0, 5_000) };
        let own = &mut self.agents[agent];
        own.alive_at = own.alive_at.max(host.0.saturating_sub(last_sign));
        self.blur_calls_of(agent);
        for leg in page.legs {
            let noticed =
                if is_reload { dice.between(20, 200) } else { dice.between(3_000, 18_000) };
            self.drop_leg(agent, page.id, &leg, noticed);
        }
        let back = if is_reload { dice.between(700, 4_000) } else { dice.between(1_500, 30_000) };
        self.after(back, Event::Boot { agent });
    }
}
