//! How a call comes to a desk: by an invitation of the carrier, or as work of Omni-Channel; and
//! where it goes when nobody takes it.

use call_core::{
    ids::LegId,
    input::{LegNews, OmniNews, WorkKind},
    pii::Pii,
};

use super::{
    carrier::number_of,
    event::Event,
    page::{SdkLeg, SdkLegState},
    shift::Shift,
    site::{By, Door, Fate, WorkIs},
};

impl Shift {
    /// A call is offered to the agent whose it is, by the door it has.
    pub fn offer(&mut self, call: usize) {
        let site = &self.sites[call];
        let (agent, door) = (site.agent, site.door);
        let is_taken = site.leg.is_some() || site.truth.accepted.is_some();
        if !site.is_live() || is_taken || site.truth.declined {
            return;
        }
        match door {
            Door::Leg => self.invite(agent, call),
            Door::Work | Door::Callback => self.assign(agent, call),
            Door::Dial => {}
        }
    }

    fn invite(&mut self, agent: usize, call: usize) {
        let requests = self.sites[call].requests;
        self.sites[call].requests += 1;
        // The carrier invites every device that is registered, whichever page it is in.
        let reachable = |page: &&super::page::Page| page.registered && !page.line_is_down;
        let pages: Vec<u32> =
            self.agents[agent].pages().filter(reachable).map(|page| page.id).collect();
        if pages.is_empty() {
            return self.after(4_000, Event::Offer { call });
        }
        for id in pages {
            let leg = LegId(format!("CA{}-{requests}-{id}", self.sites[call].name));
            let Some(page) = self.agents[agent].page_of(id) else { continue };
            if page.legs.iter().any(|leg| leg.call == call) {
                continue;
            }
            page.legs.push(SdkLeg { id: leg.clone(), call, state: SdkLegState::Ringing });
            let news = LegNews::Invited {
                call: self.sites[call].key.clone(),
                number: number_of(self.sites[call].name),
                called: Pii("+15005550000".into()),
            };
            self.sdk(agent, id, &leg, news, 30);
        }
    }

    fn assign(&mut self, agent: usize, call: usize) {
        let site = &mut self.sites[call];
        let id = call_core::ids::WorkId(format!("work-{}-{}", site.name, site.requests));
        site.requests += 1;
        site.work = Some((id, WorkIs::Open));
        let pause = self.chance.dice(&[9, self.sites[call].name]).between(20_000, 60_000);
        self.after(pause, Event::WorkClock { call, agent });
        self.announce(agent, call);
    }

    /// Tells the page of work that is assigned.
    fn announce(&mut self, agent: usize, call: usize) {
        let site = &self.sites[call];
        let Some((work, WorkIs::Open)) = site.work.clone() else { return };
        let kind = if site.door == Door::Callback { WorkKind::Callback } else { WorkKind::Call };
        self.omni_news(
            agent,
            OmniNews::WorkAssigned {
                work,
                kind,
                call: site.key.clone(),
                number: number_of(self.sites[call].name),
                called: Pii("+15005550000".into()),
                queue: Some("Service".into()),
            },
        );
    }

    /// A new page learns from Omni-Channel which work is open.
    pub fn announce_work(&mut self, agent: usize) {
        for call in 0..self.sites.len() {
            if self.sites[call].agent == agent && self.sites[call].is_live() {
                self.announce(agent, call);
            }
        }
    }

    pub fn omni_news(&mut self, agent: usize, news: OmniNews) {
        let Some(tab) = self.agents[agent].omni_at else { return };
        self.after(150, Event::OmniNews { agent, tab, news: Box::new(news) });
    }

    /// Nobody took the work.
    pub fn work_clock(&mut self, call: usize, agent: usize) {
        let site = &mut self.sites[call];
        if site.agent != agent {
            return;
        }
        if let Some((id, WorkIs::Open)) = site.work.clone() {
            site.work = Some((id.clone(), WorkIs::Over));
            let is_served = site.leg.is_some() || site.truth.through_at.is_some();
            self.omni_news(agent, OmniNews::WorkRevoked { work: id });
            // Omni-Channel had not heard of the answer; the caller stays where he is.
            if !is_served {
                self.elsewhere(call);
            }
        }
    }

    /// An offer that is not taken goes to another agent, or out of this story.
    pub fn elsewhere(&mut self, call: usize) {
        let mut dice = self.chance.dice(&[10, self.sites[call].name, self.sites[call].requests]);
        let agents = self.agents.len();
        let others = agents > 1 && !self.calm && dice.hits(4_000);
        if !others || self.sites[call].door == Door::Callback {
            return self.over(call, Fate::HandedOver, By::Carrier);
        }
        self.close_for_agent(call);
        let site = &mut self.sites[call];
        site.agent =
            (site.agent + 1 + usize::try_from(dice.below(agents as u64 - 1)).unwrap_or(0)) % agents;
        site.truth.declined = false;
        // Whoever pressed Answer came too late; the next one may.
        site.truth.auto |= site.truth.accepted.take().is_some();
        self.after(1_500, Event::Offer { call });
    }
}
