//! What a desk must look like at the end: everybody has hung up and faults have ceased for a long
//! time, so nothing is left to do there.

use call_core::{ids::CallKey, presence::Occupation, view::RecordState};

use super::{desk::Frame, finding::Expected, org::Policy, page::Page, shift::Shift};

impl Shift {
    /// Judges a desk: every phone there is, and what browsers keep for phones that are to come.
    pub fn judge_desk(&mut self, agent: usize) {
        let phones: Vec<u32> = self.agents[agent].pages().map(|page| page.id).collect();
        if phones.is_empty() {
            let what = format!("agent {agent} has no phone");
            return self.find("the simulation is sound", what, None, agent, Expected::Nothing);
        }
        for page in phones {
            if !self.judge_phone(agent, page) {
                return;
            }
        }
        let told = self.agents[agent].told;
        if self.rules.omni && told != Occupation::Free {
            let what = format!("Omni-Channel believes agent {agent} to be {told:?}");
            let desk = Expected::EmptyDesk;
            return self.find("the agent is free at the end", what, None, agent, desk);
        }
        self.judge_put_away(agent);
        self.judge_tabs(agent);
    }

    /// Whether a phone is as it must be.
    fn judge_phone(&mut self, agent: usize, page: u32) -> bool {
        let desk = Expected::EmptyDesk;
        let own = &self.agents[agent];
        let (Some(frame), Some(page)) = (own.frame_of(page), own.phone(page)) else { return true };
        let left = page
            .phone
            .calls()
            .iter()
            .find(|call| call.state.occupies_agent() || !shows_refusal(page, &call.key))
            .map(|call| (call.key.0.clone(), call.state.name(), call.goodbye));
        let occupation = page.phone.occupation();
        // One that was taken over a moment ago is on its way to be online.
        let is_new = occupation == Occupation::Offline && self.now - frame.leads_since < 60_000;
        let legs = page.legs.len();
        let kept = own.browsers[frame.browser].journal.len();
        let remembered = page.phone.calls().len();
        if let Some((key, state, goodbye)) = left {
            let what = format!("{key} is still {state} at agent {agent}, goodbye {goodbye:?}");
            self.find("every call comes to its end", what, None, agent, desk);
        } else if occupation != Occupation::Free && !is_new {
            let what = format!("agent {agent} is {occupation:?}");
            self.find("the agent is free at the end", what, None, agent, desk);
        } else if legs > 0 {
            let what = format!("{legs} legs are open at agent {agent}");
            self.find("every leg is closed", what, None, agent, desk);
        } else if kept != remembered {
            let what = format!("{kept} entries for {remembered} calls at agent {agent}");
            self.find("the journal holds what is open", what, None, agent, desk);
        } else {
            return true;
        }
        false
    }

    /// A browser that has no phone at the end has had it since everybody is calm: what it still
    /// keeps, the org does not take.
    fn judge_put_away(&mut self, agent: usize) {
        for browser in 0..self.agents[agent].browsers.len() {
            let own = &self.agents[agent];
            if own.tabs_of(browser).any(Frame::leads) {
                continue;
            }
            let kept: Vec<CallKey> =
                own.browsers[browser].journal.iter().map(|(key, _)| key.clone()).collect();
            for key in kept {
                let call = self.index(&key);
                if call.is_none_or(|call| self.policy(call) == Policy::Taken) {
                    let what = format!("{} is kept in a browser that is put away", key.0);
                    let rule = "the journal holds what is open";
                    self.find(rule, what, None, agent, Expected::Nothing);
                }
            }
        }
    }

    /// Whether the agent is told that the org does not take the record of a call: now, or where it
    /// is kept for the next phone of another browser.
    pub fn is_told_of_refusal(&self, agent: usize, key: &CallKey) -> bool {
        let own = &self.agents[agent];
        let is_kept = (0..own.browsers.len()).any(|browser| {
            let is_away = !own.tabs_of(browser).any(Frame::leads);
            is_away && own.browsers[browser].journal.iter().any(|(kept, _)| kept == key)
        });
        is_kept || own.pages().any(|page| shows_refusal(page, key))
    }
}

/// Whatever the org does not take for good stays before the agent's eyes.
fn shows_refusal(page: &Page, key: &CallKey) -> bool {
    let unsaved = page.phone.view().unsaved;
    unsaved.iter().any(|it| it.call == *key && it.record.state == RecordState::Refused)
}
