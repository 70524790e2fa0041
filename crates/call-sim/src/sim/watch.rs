//! What must never happen, looked at with every input and every effect; and what a page was told,
//! by which the oracle knows what it must know.

use call_core::{
    Effect, Input,
    call::{PartyState, RecordingNews, RecordingState},
    effect::{CarrierEffect, ControlEffect, EffectBody},
    ids::{CallKey, LegId, PartyId},
    input::{EffectResult, LegNews, Outcome, PartyProgress},
    presence::Occupation,
};

use super::{finding::Expected, shift::Shift};

impl Shift {
    /// A page is about to handle this.
    pub fn hears(&mut self, agent: usize, page: u32, input: &Input) {
        match input {
            Input::Party(news) if news.party == PartyId::customer() => {
                let Some(call) = self.index(&news.call) else { return };
                if news.progress == PartyProgress::Answered {
                    let leg_is_open =
                        self.in_sight(agent, page, &news.call, |call| call.leg.is_open());
                    // Another browser's phone may have the news, and not the call.
                    let is_its = self.in_sight(agent, page, &news.call, |_| true);
                    let truth = &mut self.sites[call].truth;
                    truth.heard_answer |= is_its;
                    truth.told_through |= leg_is_open;
                }
            }
            Input::Leg(event) if matches!(event.news, LegNews::Accepted { .. }) => {
                self.hears_accept(agent, page, &event.leg);
            }
            Input::Recording(event) => {
                if matches!(event.news, RecordingNews::Started | RecordingNews::Resumed)
                    && let Some(call) = self.index(&event.call)
                {
                    self.sites[call].truth.recording_confirmed = true;
                }
            }
            Input::Result(EffectResult { outcome: Outcome::Snapshot { snapshot }, .. })
                if snapshot.recording.is_some() =>
            {
                // Whose snapshot it is, the answer does not say: whichever calls the agent has.
                for site in &mut self.sites {
                    let is_recorded = site.recording.is_some();
                    site.truth.recording_confirmed |= is_recorded && site.agent == agent;
                }
            }
            _ => {}
        }
    }

    fn hears_accept(&mut self, agent: usize, page: u32, leg: &LegId) {
        let Some(call) = self.call_of_leg(leg) else { return };
        let Some(site) = self.sites.get(call) else { return };
        let (key, inbound) = (site.key.clone(), site.is_inbound());
        let is_current = self.in_sight(agent, page, &key, |call| {
            call.leg.id == *leg && call.leg.takes_line() && call.customer.state != PartyState::Gone
        });
        let site = &mut self.sites[call];
        let was_through = site.truth.through_at.is_some();
        site.truth.told_through |=
            is_current && was_through && (inbound || site.truth.heard_answer);
    }

    /// Whether a call goes on as far as the page knows, and is so.
    fn in_sight(
        &self,
        agent: usize,
        page: u32,
        key: &CallKey,
        is_so: impl FnOnce(&call_core::call::Call) -> bool,
    ) -> bool {
        let page = self.agents[agent].phone(page);
        let call = page.and_then(|page| page.phone.calls().iter().find(|call| call.key == *key));
        call.is_some_and(|call| call.state.ended().is_none() && is_so(call))
    }

    /// What a page believes after an input.
    pub fn knows(&mut self, agent: usize, page: u32) {
        let Some(page) = self.agents[agent].phone(page) else { return };
        let phone = &page.phone;
        let mut lives = false;
        let mut claims = None;
        for call in phone.calls() {
            lives |= call.state.occupies_agent();
            if call.recording.state == RecordingState::On {
                let known = self.index(&call.key);
                if known.is_some_and(|index| !self.sites[index].truth.recording_confirmed) {
                    claims = known;
                }
            }
        }
        let is_free = phone.occupation() == Occupation::Free;
        if lives && is_free {
            let what = format!("agent {agent} is called free with a call on the desk");
            self.find("never free with a call", what, None, agent, Expected::Nothing);
        }
        if let Some(call) = claims {
            let what = "it is said to be recorded, and nobody said so".to_owned();
            self.find("recording is confirmed", what, Some(call), agent, Expected::Nothing);
        }
    }

    /// A page wants this done.
    pub fn watch_effect(&mut self, agent: usize, page: u32, effect: &Effect) {
        let unwanted = Expected::NotThisEffect(effect.id);
        let (key, is_about_the_end) = match &effect.body {
            EffectBody::Control(body) => {
                if !self.rules.settings.conferences {
                    let what = format!("agent {agent} asks for {body:?} without conferences");
                    self.find(
                        "no control without conferences",
                        what,
                        None,
                        agent,
                        unwanted.clone(),
                    );
                }
                let is_about_the_end = matches!(
                    body,
                    ControlEffect::End { .. }
                        | ControlEffect::Snapshot { .. }
                        | ControlEffect::Decline { .. }
                );
                (Some(body.call().clone()), is_about_the_end)
            }
            EffectBody::Carrier(body) => {
                self.watch_legs(agent, page, effect, body);
                match body {
                    CarrierEffect::Connect { call, .. } | CarrierEffect::Join { call, .. } => {
                        (Some(call.clone()), false)
                    }
                    CarrierEffect::Accept { leg }
                    | CarrierEffect::Mute { leg, .. }
                    | CarrierEffect::SendDigits { leg, .. } => {
                        let call = self.call_of_leg(leg);
                        (call.map(|call| self.sites[call].key.clone()), false)
                    }
                    CarrierEffect::Register
                    | CarrierEffect::UpdateToken
                    | CarrierEffect::Reject { .. }
                    | CarrierEffect::Disconnect { .. } => (None, true),
                }
            }
            EffectBody::Token(_)
            | EffectBody::Presence(_)
            | EffectBody::Record(_)
            | EffectBody::Directory(_)
            | EffectBody::Screen(_) => (None, true),
        };
        let Some(key) = key.filter(|_| !is_about_the_end) else { return };
        let page = self.agents[agent].phone(page);
        let call = page.and_then(|page| page.phone.calls().iter().find(|call| call.key == key));
        if call.is_some_and(|call| call.state.ended().is_some()) {
            let what = format!("agent {agent}: {:?} for a call that is over", effect.body);
            self.find("no command for an ended call", what, self.index(&key), agent, unwanted);
        }
    }

    /// The SDK takes one leg with audio at a time, and nobody is called twice.
    fn watch_legs(&mut self, agent: usize, page: u32, effect: &Effect, body: &CarrierEffect) {
        let opens = matches!(
            body,
            CarrierEffect::Connect { .. }
                | CarrierEffect::Join { .. }
                | CarrierEffect::Accept { .. }
        );
        let unwanted = Expected::NotThisEffect(effect.id);
        let busy = self.agents[agent].phone(page).is_some_and(super::page::Page::has_audio);
        if opens && busy {
            let what = format!("agent {agent}: {body:?} while another leg has audio");
            self.find("one audio leg at most", what, None, agent, unwanted.clone());
        }
        let Some(browser) = self.agents[agent].frame_of(page).map(|frame| frame.browser) else {
            return;
        };
        if let CarrierEffect::Connect { call, .. } = body
            && let Some(call) = self.index(call)
        {
            // Another browser does not know: the conference that the call has takes its leg in.
            if self.sites[call].dialled.contains(&(agent, browser)) {
                let what = format!("agent {agent} dials it a second time");
                self.find("nobody is called twice", what, Some(call), agent, unwanted);
            }
            self.sites[call].dialled.push((agent, browser));
        }
    }
}
