//! What goes wrong at a desk: pages are lost, machines sleep, clocks are set, lines break.

use call_core::{
    Input,
    carrier_error::CarrierError,
    input::{DeviceEvent, LegNews, PortErrorKind},
};

use super::{
    chance::Kind,
    event::Event,
    page::{SdkLeg, SdkLegState},
    shift::Shift,
    upheaval::Going,
};

impl Shift {
    /// From time to time something may go wrong.
    pub fn misfortune(&mut self, agent: usize, turn: u64) {
        if self.calm {
            return;
        }
        let key = [agent as u64, turn];
        let mut dice = self.chance.dice(&[30, key[0], key[1]]);
        let pause = self.chance.pause_between_misfortunes();
        self.after(dice.between(pause / 2, pause * 2), Event::Misfortune { agent, turn: turn + 1 });
        let own = &self.agents[agent];
        let Some(page) = own.page().map(|page| page.id) else { return };
        let Some(frame) = own.frame_of(page) else { return };
        if !frame.runs() {
            return self.upheaval(agent, &key, &mut dice);
        }
        let tab = frame.id;
        // One thing at a time, so that each can be told apart.
        if self.chance.fault(Kind::Reload, &key) {
            self.lose_tab(agent, tab, Going::Reloaded);
        } else if self.chance.fault(Kind::Crash, &key) {
            self.crash(agent, tab);
        } else if self.chance.fault(Kind::CrashDuring, &key) {
            self.agents[agent].crash_next = Some(dice.pick(&[0, 1, 2, 3]));
        } else if self.chance.fault(Kind::Sleep, &key) {
            self.sleep(agent, dice.between(16_000, 120_000));
        } else if self.chance.fault(Kind::Clock, &key) {
            self.set_clock(agent, dice.between(1_000, 600_000), dice.hits(5_000));
        } else if self.chance.fault(Kind::Line, &key) {
            self.lose_line(agent, page, dice.between(1_000, 25_000), dice.hits(7_000));
        } else if self.chance.fault(Kind::LegFailed, &key) {
            self.fail_leg(agent, page, dice.hits(5_000));
        } else if self.chance.fault(Kind::Offline, &key) {
            let kinds = [
                PortErrorKind::Offline,
                PortErrorKind::SessionExpired,
                PortErrorKind::Limited,
                PortErrorKind::Server,
            ];
            let until = self.now + dice.between(3_000, 150_000);
            self.agents[agent].offline = Some((until, dice.pick(&kinds)));
        } else {
            self.upheaval(agent, &key, &mut dice);
        }
    }

    /// Every call of the agent is out of sight for a while.
    pub fn blur_calls_of(&mut self, agent: usize) {
        let browsers = &self.agents[agent].browsers;
        for site in &mut self.sites {
            let mut journals = browsers.iter().flat_map(|browser| &browser.journal);
            let is_kept = journals.any(|(key, _)| *key == site.key);
            site.truth.blurred |= is_kept || site.agent == agent && site.is_live();
        }
    }

    /// The machine sleeps, with every tab.
    fn sleep(&mut self, agent: usize, length: u64) {
        self.blur_calls_of(agent);
        let tabs: Vec<u32> = self.agents[agent].tabs.iter().map(|frame| frame.id).collect();
        for tab in tabs {
            self.stop_tab(agent, tab, length);
        }
    }

    fn set_clock(&mut self, agent: usize, by: u64, ahead: bool) {
        for site in &mut self.sites {
            let concerned = site.truth.known_to.contains(&agent) || site.agent == agent;
            site.truth.clock_set |= concerned;
        }
        let own = &mut self.agents[agent];
        let by = i64::try_from(by).unwrap_or(0);
        // Never before the world began.
        own.skew = if ahead { own.skew + by } else { (own.skew - by).max(0) };
        let pages: Vec<u32> = own.pages().map(|page| page.id).collect();
        for page in pages {
            if let Some(page) = self.agents[agent].page_of(page) {
                page.alarm = None; // the next input sets it anew
            }
            self.hear(agent, page, Input::Clock);
        }
    }

    fn lose_line(&mut self, agent: usize, page: u32, length: u64, kept: bool) {
        self.blur_calls_of(agent);
        let Some(own) = self.agents[agent].page_of(page) else { return };
        if own.line_is_down {
            return;
        }
        own.line_is_down = true;
        let up: Vec<_> =
            own.legs.iter().filter(|leg| leg.state == SdkLegState::Up).cloned().collect();
        let error = CarrierError::ConnectionError;
        self.device(agent, page, DeviceEvent::Error { error }, 20);
        self.device(agent, page, DeviceEvent::Unregistered, 30);
        let error = CarrierError::SignalingConnectionDisconnected;
        for leg in up {
            // The SDK says it at every attempt.
            for attempt in 0..3 {
                self.sdk(agent, page, &leg.id, LegNews::Reconnecting { error }, 10 + attempt * 900);
            }
        }
        self.after(length, Event::LineBack { agent, page, kept });
    }

    /// The line is back; a leg that the carrier has closed meanwhile is found out.
    pub fn line_back(&mut self, agent: usize, page: u32, kept: bool) {
        let Some(own) = self.agents[agent].page_of(page) else { return };
        own.line_is_down = false;
        own.registered = true;
        let legs = std::mem::take(&mut own.legs);
        let mut kept_legs = Vec::new();
        let mut lost = Vec::new();
        for leg in legs {
            let at_carrier = self.sites[leg.call].leg.as_ref().is_some_and(|own| own.id == leg.id);
            let stays = match leg.state {
                SdkLegState::Joining => true,
                SdkLegState::Up => kept && at_carrier,
                // The invitation is gone with the line.
                SdkLegState::Ringing => false,
            };
            if stays { kept_legs.push(leg) } else { lost.push(leg) }
        }
        let up: Vec<SdkLeg> =
            kept_legs.iter().filter(|leg| leg.state == SdkLegState::Up).cloned().collect();
        if let Some(own) = self.agents[agent].page_of(page) {
            own.legs = kept_legs;
        }
        self.device(agent, page, DeviceEvent::Registered, 120);
        for leg in up {
            self.sdk(agent, page, &leg.id, LegNews::Reconnected, 150);
        }
        for leg in lost {
            self.lose_leg(agent, page, &leg);
        }
    }

    fn lose_leg(&mut self, agent: usize, page: u32, leg: &SdkLeg) {
        if leg.state == SdkLegState::Ringing {
            self.sdk(agent, page, &leg.id, LegNews::Cancelled, 100);
        } else {
            let error = CarrierError::ReconnectAttemptError;
            self.sdk(agent, page, &leg.id, LegNews::Failed { error }, 100);
            self.sdk(agent, page, &leg.id, LegNews::Disconnected, 110);
        }
        self.drop_leg(agent, page, leg, 100);
    }

    /// Audio fails for good. The SDK explains it before it closes the leg, or only afterwards.
    fn fail_leg(&mut self, agent: usize, page: u32, explains_late: bool) {
        let Some(own) = self.agents[agent].page_of(page) else { return };
        let Some(at) = own.legs.iter().position(|leg| leg.state == SdkLegState::Up) else { return };
        let leg = own.legs.remove(at);
        self.blur(Some(leg.call));
        let error = CarrierError::MediaConnectionError;
        if !explains_late {
            let reconnecting = LegNews::Reconnecting { error };
            self.sdk(agent, page, &leg.id, reconnecting, 5);
        }
        let (closed, explained) = if explains_late { (30, 90) } else { (90, 30) };
        self.sdk(agent, page, &leg.id, LegNews::Failed { error }, explained);
        self.sdk(agent, page, &leg.id, LegNews::Disconnected, closed);
        self.drop_leg(agent, page, &leg, 200);
    }
}
