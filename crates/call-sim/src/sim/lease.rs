//! The org's lease: which browser of a user has the phone. As `PhoneLeaseController.takeLease` and
//! the token action keep it: the highest term, and the browser it belongs to.

use call_core::tabs::{LeaseAnswer, TabInput, Term};

use super::{chance::Kind, desk::Lease, event::Event, shift::Shift};

impl Lease {
    /// A browser wants the phone. `busy`: there are calls in the one that has it.
    pub fn take(&mut self, wanted: Self, busy: bool, insist: bool) -> LeaseAnswer {
        // The same question again, whose answer was lost, has the same answer.
        if wanted == *self {
            return LeaseAnswer::Granted;
        }
        let is_kept = busy && !insist && wanted.browser != self.browser;
        if wanted.term <= self.term || is_kept {
            return LeaseAnswer::Taken { term: self.term, busy: is_kept };
        }
        *self = wanted;
        LeaseAnswer::Granted
    }

    /// The term of a browser that came later, where `term` is an overtaken one.
    pub fn overtakes(&self, term: Term) -> Option<Term> {
        (Term(0) < term && term < self.term).then_some(self.term)
    }
}

impl Shift {
    pub fn ask_for_lease(&mut self, agent: usize, tab: u32, term: Term, insist: bool) {
        let key = [41, agent as u64, u64::from(tab), u64::from(term.0), self.now];
        let pause = self.chance.dice(&key).between(20, 400);
        self.after(pause, Event::Lease { agent, tab, term, insist });
    }

    /// The question for the lease reaches the org, and is answered.
    pub fn lease(&mut self, agent: usize, tab: u32, term: Term, insist: bool) {
        let Some(browser) = self.agents[agent].frame(tab).map(|frame| frame.browser) else {
            return; // the page was lost before it was sent
        };
        let key = [agent as u64, u64::from(tab), u64::from(term.0), self.now];
        let mut dice = self.chance.dice(&[42, key[0], key[1], key[2], key[3]]);
        let mut pause = dice.between(20, 500);
        let offline = self.agents[agent].offline.filter(|(until, _)| *until > self.now);
        let answer = if offline.is_some() || self.chance.fault(Kind::LeaseFailed, &key) {
            LeaseAnswer::Failed
        } else {
            let busy = self.rules.org_knows_calls && self.has_calls_elsewhere(agent, browser);
            let wanted = Lease { term, browser };
            let before = self.agents[agent].lease;
            let answer = self.agents[agent].lease.take(wanted, busy, insist);
            self.watch_lease(agent, before, wanted, answer);
            if self.agents[agent].lease.browser != before.browser {
                self.story(agent, || format!("the org gives the phone to browser {browser}"));
                self.after(dice.between(800, 3_000), Event::Omni { agent });
            }
            if self.chance.fault(Kind::LeaseLost, &key) { LeaseAnswer::Failed } else { answer }
        };
        if self.chance.fault(Kind::LeaseLate, &key) {
            pause += dice.between(2_000, 60_000);
        }
        let input = Box::new(TabInput::Lease(answer));
        self.after(pause, Event::Tab { agent, tab, input });
    }

    /// Whether the agent is in a conference with another browser's phone.
    fn has_calls_elsewhere(&self, agent: usize, browser: usize) -> bool {
        let own = &self.agents[agent];
        self.sites.iter().filter(|site| site.is_live() && site.agent == agent).any(|site| {
            let leg = site.leg.as_ref().filter(|leg| leg.agent == agent);
            leg.and_then(|leg| own.frame_of(leg.page)).is_some_and(|f| f.browser != browser)
        })
    }

    /// The org refuses a token to a browser that was overtaken; the page is told by whom.
    pub fn refuse_token(&mut self, agent: usize, tab: u32, page: u32, by: Term, pause: u64) {
        let lease = Box::new(TabInput::Lease(LeaseAnswer::Taken { term: by, busy: true }));
        self.after(pause, Event::Tab { agent, tab, input: lease });
        self.after(pause, Event::Refused { agent, page });
    }

    /// What is refused to an overtaken browser is not its to have: its phone is gone.
    pub fn refused(&mut self, agent: usize, page: u32) {
        let still = self.agents[agent].frame_of(page).filter(|frame| frame.runs());
        if still.is_some() {
            let what = format!("agent {agent} goes on with a phone that the org has refused");
            self.find_in_tabs("a lower term is refused", what, agent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn of(term: u32, browser: usize) -> Lease {
        Lease { term: Term(term), browser }
    }

    #[test]
    fn only_a_higher_term_gets_the_lease_and_the_same_question_the_same_answer() {
        let mut lease = Lease::default();
        assert_eq!(lease.take(of(1, 0), false, false), LeaseAnswer::Granted);
        assert_eq!(lease.take(of(1, 0), false, false), LeaseAnswer::Granted);
        let taken = LeaseAnswer::Taken { term: Term(1), busy: false };
        assert_eq!(lease.take(of(1, 1), false, false), taken);
        assert_eq!(lease.take(of(2, 1), false, false), LeaseAnswer::Granted);
        assert_eq!(lease.overtakes(Term(1)), Some(Term(2)));
        assert_eq!((lease.overtakes(Term(0)), lease.overtakes(Term(2))), (None, None));
    }

    #[test]
    fn a_browser_in_a_call_keeps_the_phone_until_the_agent_insists() {
        let mut lease = of(3, 0);
        let taken = LeaseAnswer::Taken { term: Term(3), busy: true };
        assert_eq!(lease.take(of(4, 1), true, false), taken);
        assert_eq!(lease.take(of(4, 0), true, false), LeaseAnswer::Granted);
        assert_eq!(lease.take(of(5, 1), true, true), LeaseAnswer::Granted);
    }
}
