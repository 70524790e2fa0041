//! The carrier: legs come and go, phones ring, messages travel, and people who are left alone are
//! brought back.

use call_core::{
    Effect, Input,
    call::PartyState,
    carrier_error::CarrierError,
    effect::{CarrierEffect, EffectBody},
    ids::{LegId, PartyId},
    input::{DeviceEvent, LegNews, OmniNews, PartyProgress},
    pii::Pii,
};

use super::{
    chance::Kind,
    event::{Event, Next},
    page::{SdkLeg, SdkLegState},
    shift::Shift,
    site::{AgentLeg, By, Door, Fate, WorkIs},
};

/// Numbers of people who call and are called.
pub fn number_of(name: u64) -> Pii<String> {
    if name % 11 == 10 {
        Pii("anonymous".into())
    } else {
        Pii(format!("+1500555{:04}", name % 9000))
    }
}

impl Shift {
    /// What a page wants done.
    pub fn perform(&mut self, agent: usize, page: u32, effect: Effect) {
        self.fold(u64::from(effect.id.0));
        self.watch_effect(agent, page, &effect);
        match &effect.body {
            EffectBody::Carrier(body) => self.carrier(agent, page, body),
            EffectBody::Screen(_)
            | EffectBody::Token(_)
            | EffectBody::Control(_)
            | EffectBody::Presence(_)
            | EffectBody::Record(_)
            | EffectBody::Directory(_) => self.place(agent, page, effect),
        }
    }

    fn carrier(&mut self, agent: usize, page: u32, effect: &CarrierEffect) {
        match effect {
            CarrierEffect::Register | CarrierEffect::UpdateToken => self.register(agent, page),
            CarrierEffect::Connect { leg, call, .. } | CarrierEffect::Join { leg, call } => {
                let Some(call) = self.index(call) else { return };
                let leg = SdkLeg { id: leg.clone(), call, state: SdkLegState::Joining };
                if let Some(own) = self.agents[agent].page_of(page) {
                    own.legs.push(leg.clone());
                }
                self.open(agent, page, &leg);
            }
            CarrierEffect::Accept { leg } => {
                let Some(own) = self.agents[agent].page_of(page) else { return };
                let Some(leg) = own.leg(leg) else { return };
                leg.state = SdkLegState::Joining;
                let leg = leg.clone();
                self.open(agent, page, &leg);
            }
            CarrierEffect::Reject { leg } => self.close(agent, page, leg, LegNews::Rejected),
            CarrierEffect::Disconnect { leg } => {
                self.close(agent, page, leg, LegNews::Disconnected);
            }
            CarrierEffect::Mute { leg, on } => {
                self.sdk(agent, page, leg, LegNews::Muted { on: *on }, 2);
            }
            CarrierEffect::SendDigits { .. } => {}
        }
    }

    fn register(&mut self, agent: usize, page: u32) {
        let Some(own) = self.agents[agent].page_of(page) else { return };
        own.registrations += 1;
        let (key, down) = ([agent as u64, u64::from(page), own.registrations], own.line_is_down);
        if self.chance.fault(Kind::Token, &key) {
            let error = CarrierError::AccessTokenExpired;
            return self.device(agent, page, DeviceEvent::Error { error }, 150);
        }
        if down {
            return; // the SDK goes on trying and says nothing
        }
        if let Some(own) = self.agents[agent].page_of(page) {
            own.registered = true;
        }
        let pause = self.chance.dice(&key).between(80, 600);
        self.device(agent, page, DeviceEvent::Registered, pause);
    }

    /// The SDK asks for the microphone and sets up a leg.
    fn open(&mut self, agent: usize, page: u32, leg: &SdkLeg) {
        let key = [agent as u64, u64::from(page), self.sites[leg.call].name, hash(&leg.id.0)];
        let mut dice = self.chance.dice(&key);
        if self.chance.fault(Kind::Microphone, &key) {
            self.blur(Some(leg.call));
            if let Some(own) = self.agents[agent].page_of(page) {
                own.legs.retain(|own| own.id != leg.id);
            }
            let was_offer = self.sites[leg.call].door == Door::Leg && leg.id.0.starts_with("CA");
            let error = CarrierError::PermissionDeniedError;
            self.sdk(agent, page, &leg.id, LegNews::Disconnected, 40);
            self.sdk(agent, page, &leg.id, LegNews::Failed { error }, 60);
            if was_offer && self.sites[leg.call].is_live() && !self.rules.settings.conferences {
                // The SDK hangs up on the wire: the caller is dropped.
                self.over(leg.call, Fate::Ended, By::Carrier);
            }
            return;
        }
        let pause = dice.between(150, 1_200);
        self.after(pause, Event::LegUp { agent, page, leg: leg.id.clone() });
    }

    /// The page closes a leg.
    fn close(&mut self, agent: usize, page: u32, leg: &LegId, news: LegNews) {
        let Some(own) = self.agents[agent].page_of(page) else { return };
        let Some(at) = own.legs.iter().position(|own| own.id == *leg) else { return };
        let gone = own.legs.remove(at);
        // In an outage nothing is said on the wire, not even afterwards.
        let noticed = if own.line_is_down { 20_000 } else { 80 };
        let pause = self.chance.dice(&[5, self.now]).between(10, 120);
        self.sdk(agent, page, leg, news, pause);
        self.drop_leg(agent, page, &gone, noticed);
    }

    /// The carrier will notice that a leg is gone.
    pub fn drop_leg(&mut self, agent: usize, page: u32, leg: &SdkLeg, noticed: u64) {
        let (call, id) = (leg.call, leg.id.clone());
        if leg.state == SdkLegState::Ringing {
            // Rejected or lost: the org offers it again, unless it was declined.
            if self.sites[call].is_live() && self.sites[call].agent == agent {
                self.after(noticed + 2_500, Event::Offer { call });
            }
            return;
        }
        self.after(noticed, Event::LegGone { call, leg: AgentLeg { agent, page, id } });
    }

    /// A leg reaches the conference, or does not.
    pub fn leg_up(&mut self, agent: usize, page: u32, id: &LegId) {
        let Some(own) = self.agents[agent].page_of(page) else { return };
        let down = own.line_is_down;
        let Some(leg) = own.leg(id).filter(|leg| leg.state == SdkLegState::Joining) else { return };
        let call = leg.call;
        if down {
            let again = Event::LegUp { agent, page, leg: id.clone() };
            self.blur(Some(call));
            return self.after(1_000, again);
        }
        let key = [agent as u64, u64::from(page), self.sites[call].name, hash(&id.0)];
        let refused = self.chance.fault(Kind::LegRefused, &key);
        let is_overtaken = self.is_overtaken(agent, page, call);
        let site = &mut self.sites[call];
        if refused || is_overtaken || !site.is_live() || site.agent != agent {
            let mut dice = self.chance.dice(&key);
            if refused {
                self.blur(Some(call));
                let codes = [31002, 31003, 31005, 53000, 53405, 31404];
                let error = CarrierError::from(dice.pick(&codes));
                self.sdk(agent, page, id, LegNews::Failed { error }, 5);
            } else if dice.hits(5_000) {
                // In, and out again: there is no conference to be in.
                self.sdk(agent, page, id, LegNews::Accepted { call_sid: None }, 5);
            }
            if let Some(own) = self.agents[agent].page_of(page) {
                own.legs.retain(|leg| leg.id != *id);
            }
            return self.sdk(agent, page, id, LegNews::Disconnected, 60);
        }
        site.is_there = true;
        site.excused = false;
        site.clock += 1;
        let older = site.leg.take();
        site.leg = Some(AgentLeg { agent, page, id: id.clone() });
        let first = site.truth.through_at.is_none();
        site.note_through(self.now);
        let through = first && site.truth.through_at.is_some();
        let is_new = site.members[0].state == PartyState::Pending;
        if let Some(leg) = self.agents[agent].page_of(page).and_then(|own| own.leg(id)) {
            leg.state = SdkLegState::Up;
        }
        self.close_older(agent, page, call, older);
        self.watch_audio(agent, page);
        let call_sid = Some(format!("CA{}", self.sites[call].name));
        self.sdk(agent, page, id, LegNews::Accepted { call_sid }, 10);
        if is_new {
            let party = PartyId::customer();
            self.after(150, Event::Party { call, party, next: Next::Initiated });
        }
        if through {
            self.talks(call);
        }
    }

    /// Agent and customer hear each other: for how long, the customer knows.
    pub fn talks(&mut self, call: usize) {
        let mut dice = self.chance.dice(&[6, self.sites[call].name]);
        let party = PartyId::customer();
        let next = Next::Leaves;
        self.after(dice.between(2_000, 150_000), Event::Party { call, party, next });
    }

    /// The carrier has noticed that an agent's leg is gone.
    pub fn leg_gone(&mut self, call: usize, leg: &AgentLeg) {
        let site = &mut self.sites[call];
        if site.leg.as_ref() != Some(leg) {
            return; // another one is in its place, or it never got there
        }
        site.leg = None;
        if !site.is_live() {
            return;
        }
        if !self.rules.settings.conferences {
            return self.over(call, Fate::Ended, By::Agent);
        }
        if !site.excused {
            self.leave_alone(call);
        }
    }

    /// Somebody is left alone, and nobody said that it would be so: music, and a clock.
    pub fn leave_alone(&mut self, call: usize) {
        let site = &mut self.sites[call];
        if site.members[0].state == PartyState::Answered {
            let party = PartyId::customer();
            if site.hold(&party, true, self.now) {
                let news = site.tell(&party, PartyProgress::Held);
                self.message(call, news);
            }
        }
        let site = &mut self.sites[call];
        site.clock += 1;
        let clock = site.clock;
        let pause =
            self.chance.dice(&[7, self.sites[call].name, u64::from(clock)]).between(45_000, 90_000);
        self.after(pause, Event::HoldClock { call, clock });
    }

    pub fn hold_clock(&mut self, call: usize, clock: u32) {
        let site = &self.sites[call];
        if site.clock == clock && site.is_live() && site.leg.is_none() && !site.excused {
            self.sites[call].truth.blurred = true;
            self.over(call, Fate::HandedOver, By::Carrier);
        }
    }

    /// A call is over, or somebody else's: everything of it that the agent has is closed.
    pub fn over(&mut self, call: usize, fate: Fate, by: By) {
        let now = self.now;
        if self.sites[call].is_live() {
            self.sites[call].finish(fate, by, now);
        }
        self.close_for_agent(call);
    }

    /// Closes what the agent has of a call that is over.
    pub fn close_for_agent(&mut self, call: usize) {
        let site = &mut self.sites[call];
        let (agent, work) = (site.agent, site.work.clone());
        site.leg = None;
        if let Some((id, WorkIs::Open)) = work {
            site.work = Some((id.clone(), WorkIs::Over));
            self.omni_news(agent, OmniNews::WorkRevoked { work: id });
        }
        let pages: Vec<u32> = self.agents[agent].pages().map(|page| page.id).collect();
        let of_call = |leg: &SdkLeg| leg.call == call && leg.state != SdkLegState::Joining;
        for page in pages {
            self.close_legs(agent, page, of_call);
        }
    }

    /// The carrier closes legs of a page; in an outage that is found when the line is back.
    fn close_legs(&mut self, agent: usize, page: u32, which: impl Fn(&SdkLeg) -> bool) {
        let Some(own) = self.agents[agent].page_of(page) else { return };
        if own.line_is_down {
            return;
        }
        let gone: Vec<_> = own.legs.iter().filter(|leg| which(leg)).cloned().collect();
        own.legs.retain(|leg| !which(leg));
        for leg in gone {
            let news = match leg.state {
                SdkLegState::Ringing => LegNews::Cancelled,
                SdkLegState::Joining | SdkLegState::Up => LegNews::Disconnected,
            };
            self.sdk(agent, page, &leg.id, news, 90);
        }
    }

    /// Whoever comes into a conference takes the place of the agent's older leg in it, and elsewhere
    /// it does not ring any more.
    fn close_older(&mut self, agent: usize, page: u32, call: usize, older: Option<AgentLeg>) {
        if let Some(older) = older.filter(|older| older.page != page && older.agent == agent) {
            self.blur(Some(call));
            self.close_legs(agent, older.page, |leg| leg.id == older.id);
        }
        let others: Vec<u32> = self.agents[agent].pages().map(|own| own.id).collect();
        for other in others.into_iter().filter(|other| *other != page) {
            let rings = |leg: &SdkLeg| leg.call == call && leg.state == SdkLegState::Ringing;
            self.close_legs(agent, other, rings);
        }
    }

    /// Whether the agent has a leg of a higher term in a conference: then a lower one is put out.
    fn is_overtaken(&self, agent: usize, page: u32, call: usize) -> bool {
        let own = &self.agents[agent];
        let term = |page: u32| own.frame_of(page).map(|frame| frame.tab.term());
        let there = self.sites[call].leg.as_ref().filter(|leg| leg.agent == agent);
        there.and_then(|leg| term(leg.page)) > term(page)
    }

    /// A call message, on a leg of the agent.
    pub fn message(&mut self, call: usize, news: Input) {
        let site = &self.sites[call];
        let (agent, seq) = (site.agent, site.seq);
        let any = self.rules.messages_on_any_leg;
        let fits = |leg: &SdkLeg| leg.state == SdkLegState::Up && (any || leg.call == call);
        let in_it = site.leg.as_ref().map(|leg| leg.page);
        // On the leg in the conference; else on the agent's newest.
        let way = self.agents[agent]
            .pages()
            .filter(|page| !page.line_is_down && page.legs.iter().any(fits))
            .max_by_key(|page| (in_it == Some(page.id), page.id));
        let key = &self.sites[call].key;
        let knows = |page: &super::page::Page| page.phone.calls().iter().any(|it| it.key == *key);
        let is_known = way.is_some_and(knows);
        let Some(page) = way.map(|page| page.id) else {
            return self.blur(Some(call)); // nobody hears it
        };
        if !is_known {
            self.blur(Some(call)); // another browser's phone hears it
        }
        let site = &self.sites[call];
        let key = [site.name, u64::from(seq)];
        if self.chance.fault(Kind::MessageLost, &key) {
            return self.blur(Some(call));
        }
        let mut dice = self.chance.dice(&[8, key[0], key[1]]);
        let mut pause = dice.between(30, 300);
        if self.chance.fault(Kind::MessageLate, &key) {
            self.blur(Some(call));
            pause += dice.between(1_000, 6_000);
        }
        if self.chance.fault(Kind::MessageTwice, &key) {
            let input = Box::new(news.clone());
            self.after(pause + dice.between(0, 3_000), Event::Hear { agent, page, input });
        }
        self.after(pause, Event::Hear { agent, page, input: Box::new(news) });
    }

    /// A page could not know all there was to know about a call.
    pub fn blur(&mut self, call: Option<usize>) {
        if let Some(call) = call {
            self.sites[call].truth.blurred = true;
        }
    }

    pub fn call_of_leg(&self, leg: &LegId) -> Option<usize> {
        let name = leg.0.strip_prefix("CA").or_else(|| leg.0.strip_prefix("call-"))?;
        self.named(name.split(['.', '-']).next()?.parse().ok()?)
    }
}

/// A number for a name.
pub fn hash(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
