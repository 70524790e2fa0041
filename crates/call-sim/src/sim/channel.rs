//! Letters between the tabs of one browser, as `BroadcastChannel` carries them: to all others, late,
//! in the order in which each sent them; a tab that does not run hears them when it runs again.

use call_core::tabs::{Letter, TabInput};

use super::{event::Event, queue::Instant, shift::Shift};

impl Shift {
    /// A tab tells the others of its browser.
    pub fn post(&mut self, agent: usize, tab: u32, letter: &Letter) {
        let own = &self.agents[agent];
        let Some(browser) = own.frame(tab).map(|frame| frame.browser) else { return };
        let others: Vec<u32> = own.tabs_of(browser).map(|frame| frame.id).collect();
        for to in others.into_iter().filter(|to| *to != tab) {
            let key = [40, agent as u64, u64::from(tab), u64::from(to), self.now];
            let pause = self.chance.dice(&key).between(1, 25);
            let at = self.arrival(agent, tab, to, self.now + pause);
            let input = Box::new(TabInput::Heard(letter.clone()));
            self.queue.push(at, Event::Tab { agent, tab: to, input });
        }
    }

    /// When a letter arrives that would like to arrive at `at`.
    fn arrival(&mut self, agent: usize, from: u32, to: u32, at: Instant) -> Instant {
        let Some(frame) = self.agents[agent].frame_mut(to) else { return at };
        if let Some((_, last)) = frame.last_letters.iter_mut().find(|(tab, _)| *tab == from) {
            // The queue keeps the order of what is due at the same moment.
            *last = at.max(*last);
            return *last;
        }
        frame.last_letters.push((from, at));
        at
    }
}
