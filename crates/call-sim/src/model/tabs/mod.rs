//! One call, two tabs: a leader that is lost or frozen, and a follower that takes over.
//!
//! It leaves out what belongs to a single page (the other models look at that), and tabs that are
//! opened later.

mod browser;

use std::hash::{Hash, Hasher};

use call_core::{
    Input,
    call::PartyState,
    input::LegNews,
    tabs::{TabInput, TabRole},
};
use stateright::{Model, Property};

use super::{
    canon,
    marks::Mark,
    plans::Plan,
    search::{Graph, Searched},
    world::{Action, PageLegState},
};
use browser::Browser;

/// The model.
#[derive(Clone, Debug)]
pub struct TabsPlan {
    plan: Plan,
    freezes: u8,
}

/// A state of it.
#[derive(Clone, Debug)]
pub struct TabsState {
    browser: Browser,
    print: u64,
}

/// What happens next. The number is that of the tab.
#[derive(Clone, Debug, PartialEq)]
pub enum TabsAction {
    /// Something in a page, or at the carrier.
    World(Action),
    /// The agent does something in a tab.
    Command(usize, &'static str),
    /// A letter reaches a tab.
    Hear(usize),
    /// The browser tells a tab of the lock.
    HearOfLock(usize),
    /// A tab is lost, without a word; its requests under way are carried out or not.
    Lose(usize, bool),
    /// A tab freezes: nothing runs in it, and its audio goes on.
    Freeze(usize),
    /// It runs again.
    Thaw(usize),
    /// Time passes until a tab or a phone wants to be woken.
    Tick,
}

impl TabsPlan {
    /// The models: a tab is lost, and a tab freezes. The `deep` one has both.
    pub fn all(deep: bool) -> Vec<Self> {
        let lost = || Self { plan: Plan::of_tabs("one call, two tabs, one crash", 1), freezes: 0 };
        let frozen =
            || Self { plan: Plan::of_tabs("one call, two tabs, one frozen", 0), freezes: 1 };
        if deep {
            let plan = Plan::of_tabs("one call, two tabs, one crash and one frozen", 1);
            return vec![Self { plan, freezes: 1 }];
        }
        vec![lost(), frozen()]
    }
}

impl TabsState {
    fn of(browser: Browser) -> Self {
        let print = canon::fingerprint(&browser, browser.world.now);
        Self { browser, print }
    }

    /// Everything is over, and recorded.
    fn is_done(&self) -> bool {
        let world = &self.browser.world;
        let is_over = !world.sites.iter().any(super::carrier::Conference::concerns_somebody);
        let is_recorded = |site: &super::carrier::Conference| {
            world.org.row(&site.key).is_some_and(|row| row.contains_key("Outcome__c"))
        };
        is_over && world.journal.is_empty() && world.sites.iter().all(is_recorded)
    }
}

impl Hash for TabsState {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.print.hash(hasher);
    }
}

impl PartialEq for TabsState {
    fn eq(&self, other: &Self) -> bool {
        self.print == other.print
    }
}

impl Searched for TabsPlan {
    fn name(&self) -> &'static str {
        self.plan.name
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn graph(&self) -> &Graph {
        &self.plan.graph
    }

    fn print(state: &TabsState) -> u64 {
        state.print
    }

    fn line(&self, state: &TabsState) -> String {
        let browser = &state.browser;
        let tabs = browser.frames.iter().zip(&browser.world.pages).map(|(frame, page)| {
            let calls: Vec<_> = page
                .phone
                .calls()
                .iter()
                .map(|call| format!("{} leg {:?}", call.state.name(), call.leg.state))
                .collect();
            let how = match (frame.is_gone, page.is_frozen) {
                (true, _) => " gone",
                (_, true) => " frozen",
                _ => "",
            };
            format!(
                "{:?} {:?}{how} {} letters {}",
                frame.tab.role(),
                frame.tab.term(),
                frame.letters.len(),
                calls.join(", ")
            )
        });
        let tabs: Vec<String> = tabs.collect();
        let violation = browser.world.violation.clone().unwrap_or_default();
        format!("{} | {:?} {violation}", tabs.join(" | "), browser.world.sites)
    }
}

impl Model for TabsPlan {
    type State = TabsState;
    type Action = TabsAction;

    fn init_states(&self) -> Vec<TabsState> {
        vec![TabsState::of(Browser::new(&self.plan, self.freezes))]
    }

    fn actions(&self, state: &TabsState, actions: &mut Vec<TabsAction>) {
        let browser = &state.browser;
        let world = &browser.world;
        if world.violation.is_some() {
            return;
        }
        let mut machines = Vec::new();
        for at in 0..browser.frames.len() {
            if !browser.frames[at].letters.is_empty() && browser.runs(at) {
                machines.push(TabsAction::Hear(at));
            }
            if browser.lock_news.iter().any(|(to, _)| *to == at) && browser.runs(at) {
                machines.push(TabsAction::HearOfLock(at));
            }
        }
        let mut of_pages = Vec::new();
        self.plan.of_machines(world, &mut of_pages);
        machines.extend(of_pages.into_iter().filter_map(|action| match action {
            Action::Deliver(at, _) | Action::Do(at, _) | Action::LegOpens(at, _) => {
                browser.runs(at).then_some(TabsAction::World(action))
            }
            _ => None,
        }));
        if machines.is_empty() {
            actions.push(TabsAction::Tick);
        }
        actions.extend(machines);
        for site in world.sites.iter().filter(|site| site.is_live()) {
            let member = &site.members[0];
            let (call, party) = (site.key.clone(), member.id.clone());
            match member.state {
                PartyState::Answered => {
                    actions.push(TabsAction::World(Action::Leaves(call, party)));
                }
                PartyState::Initiated => {
                    actions.push(TabsAction::World(Action::Answers(call, party)));
                }
                _ => {}
            }
        }
        for at in (0..browser.frames.len()).filter(|at| browser.runs(*at)) {
            if world.left.dials > 0 {
                actions.push(TabsAction::Command(at, "dial"));
            } else if world.left.moves > 0 {
                actions.push(TabsAction::Command(at, "hangUp"));
            }
            // One tab stays.
            let others_run =
                (0..browser.frames.len()).any(|other| other != at && browser.runs(other));
            if others_run && world.left.crashes > 0 {
                actions.extend([TabsAction::Lose(at, true), TabsAction::Lose(at, false)]);
            }
            if others_run && browser.freezes_left > 0 {
                actions.push(TabsAction::Freeze(at));
            }
        }
        let frozen = (0..browser.frames.len())
            .filter(|at| browser.world.pages[*at].is_frozen && !browser.frames[*at].is_gone);
        actions.extend(frozen.map(TabsAction::Thaw));
    }

    fn next_state(&self, state: &TabsState, action: TabsAction) -> Option<TabsState> {
        let mut browser = state.browser.clone();
        self.act(&mut browser, &action)?;
        self.plan.seen.add(browser.world.marks);
        let next = TabsState::of(browser);
        let is_of_surroundings = matches!(
            action,
            TabsAction::World(_)
                | TabsAction::Hear(_)
                | TabsAction::HearOfLock(_)
                | TabsAction::Thaw(_)
                | TabsAction::Tick
        );
        // Before anybody was called there is nothing to end.
        if is_of_surroundings && !state.browser.world.sites.is_empty() {
            self.plan.graph.add(state.print, next.print);
        }
        if next.is_done() {
            self.plan.graph.done(next.print);
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = vec![
            Property::always("never two tabs with an open leg", |_, state: &TabsState| {
                let browser = &state.browser;
                // One that was overtaken may not have heard of it; then it does nothing.
                let has_open_leg = |at: &usize| {
                    let is_newest = browser.frames[*at].tab.term() >= browser.stored;
                    is_newest && browser.runs(*at) && browser.world.pages[*at].has_audio()
                };
                (0..browser.frames.len()).filter(has_open_leg).count() <= 1
            }),
            Property::always("a follower never has the phone", |_, state: &TabsState| {
                let browser = &state.browser;
                browser.frames.iter().zip(&browser.world.pages).all(|(frame, page)| {
                    frame.tab.role() == TabRole::Leading
                        || page.legs.is_empty()
                            && page.phone.calls().is_empty()
                            && page.phone.deadline().is_none()
                })
            }),
            Property::always("no leader of a lower term does anything", |_, state: &TabsState| {
                state.browser.world.violation.is_none()
            }),
            Property::always("a command is carried out once", |_, state: &TabsState| {
                state.browser.carried_out.iter().all(|(_, _, times)| *times <= 1)
            }),
            Property::sometimes("a follower leads", |_, state: &TabsState| {
                state.browser.frames[1].tab.role() == TabRole::Leading
            }),
            Property::sometimes("audio comes back in the other tab", |_, state: &TabsState| {
                let legs = &state.browser.world.pages[1].legs;
                legs.iter().any(|leg| leg.state == PageLegState::Up && leg.id.0.contains('.'))
            }),
            Property::sometimes("a follower's command is carried out", |_, state: &TabsState| {
                let browser = &state.browser;
                browser.carried_out.iter().any(|(from, ..)| {
                    browser.frames[1].tab.id() == from
                        && browser.frames[0].tab.role() == TabRole::Leading
                })
            }),
        ];
        if self.freezes > 0 {
            let name = "a frozen leader thaws beside another";
            all.push(Property::sometimes(name, |_, state: &TabsState| {
                let leads = |at: usize| state.browser.frames[at].tab.role() == TabRole::Leading;
                leads(0) && leads(1) && state.browser.runs(0) && state.browser.runs(1)
            }));
        }
        all
    }
}

impl TabsPlan {
    fn act(&self, browser: &mut Browser, action: &TabsAction) -> Option<()> {
        browser.world.marks = super::marks::Marks::default();
        match action {
            TabsAction::World(action) => {
                if let Action::LegOpens(at, leg) = action
                    && browser.frames[*at].tab.term() < browser.stored
                {
                    // Its label carries the term: the conference does not take it any more.
                    browser.world.close_leg(*at, leg, LegNews::Disconnected);
                    return Some(());
                }
                let (at, inputs) = browser.world.prepare(action)?;
                if let Action::LegOpens(joined, _) = action {
                    // The conference has one leg of the agent: the older one is taken out.
                    browser.world.close_older_legs(*joined);
                }
                for input in inputs {
                    browser.phone(&self.plan, at, input);
                }
            }
            TabsAction::Command(at, command) => {
                let left = &mut browser.world.left;
                let budget = if *command == "dial" { &mut left.dials } else { &mut left.moves };
                *budget = budget.checked_sub(1)?;
                let command = (*command).to_owned();
                browser.give(&self.plan, *at, TabInput::Command { command, repeatable: false });
            }
            TabsAction::Hear(at) => {
                browser.hear(&self.plan, *at);
            }
            TabsAction::HearOfLock(at) => {
                browser.hear_of_lock(&self.plan, *at);
            }
            TabsAction::Lose(at, carried_out) => {
                browser.world.left.crashes = browser.world.left.crashes.checked_sub(1)?;
                browser.world.lose(*at, *carried_out);
                browser.world.marks.note(Mark::TabLost);
                browser.frames[*at].is_gone = true;
                browser.frames[*at].letters.clear();
                // Nothing runs there any more that could be called a leader.
                browser.frames[*at].tab.handle(browser.world.now, TabInput::Closing);
                while browser.frames[*at].tab.poll_effect().is_some() {}
                browser.release(*at);
            }
            TabsAction::Freeze(at) => {
                browser.freezes_left = browser.freezes_left.checked_sub(1)?;
                browser.world.pages[*at].is_frozen = true;
                browser.frames[*at].letters.clear();
            }
            TabsAction::Thaw(at) => browser.world.pages[*at].is_frozen = false,
            TabsAction::Tick => self.tick(browser)?,
        }
        Some(())
    }

    fn tick(&self, browser: &mut Browser) -> Option<()> {
        let running: Vec<usize> =
            (0..browser.frames.len()).filter(|at| browser.runs(*at)).collect();
        let of_tab = |at: &usize| browser.frames[*at].tab.deadline();
        let of_phone =
            |at: &usize| browser.world.pages[*at].phone.deadline().filter(|due| due.0 < 1 << 40);
        let due =
            running.iter().filter_map(of_tab).chain(running.iter().filter_map(of_phone)).min();
        browser.world.now = browser.world.now.max(due?);
        for at in running {
            if browser.frames[at].tab.deadline().is_some_and(|due| due <= browser.world.now) {
                browser.give(&self.plan, at, TabInput::Clock);
            }
            let deadline = browser.world.pages[at].phone.deadline();
            if deadline.is_some_and(|due| due <= browser.world.now) {
                browser.phone(&self.plan, at, Input::Clock);
            }
        }
        Some(())
    }
}
