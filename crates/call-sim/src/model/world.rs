//! Everything there is in a model: pages, the carrier, the org, and what happens next.

use call_core::{
    Input,
    call::{PartyState, RecordingNews},
    effect::EffectBody,
    ids::{CallKey, LegId, PartyId},
    input::{AgentCommand, EffectResult, HostEvent, LegNews, PartyEnd, PortErrorKind},
    journal::Entry,
    pii::Pii,
    time::Timestamp,
};
use serde::Serialize;

pub use super::page::{Page, PageLegState};
use super::{
    START,
    carrier::Conference,
    flaw::Flaw,
    marks::{Mark, Marks},
    org::Org,
    page::{PageLeg, failed, leg_news},
    plans::{Plan, Refusal},
};

/// The most messages on their way from the carrier to pages.
pub const MOST_MESSAGES: usize = 3;

/// The newest word of the carrier about a recording that has reached a page.
#[derive(Clone, Debug, Serialize)]
pub struct Heard {
    pub call: CallKey,
    pub seq: u32,
    pub news: RecordingNews,
}

/// How much may still happen.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Budget {
    pub dials: u8,
    pub calls: u8,
    pub moves: u8,
    pub faults: u8,
    pub crashes: u8,
}

/// What happens next. The first number is that of the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The agent does something.
    Agent(usize, AgentCommand),
    /// Somebody calls, and the carrier invites a page; or invites another page to a call whose page
    /// was lost.
    Invite(usize, CallKey),
    /// The SDK brings a leg up.
    LegOpens(usize, LegId),
    /// The SDK gives a leg up, with an error.
    LegFails(usize, LegId),
    /// A message reaches a page.
    Deliver(usize, usize),
    /// A message comes, and will come again.
    DeliverTwice(usize, usize),
    /// A message is lost.
    Drop(usize, usize),
    /// A request is carried out and answered.
    Do(usize, usize),
    /// It is refused, or the org cannot be reached.
    Fail(usize, usize, Refusal),
    /// It is carried out, and the answer is lost.
    DoInSecret(usize, usize),
    /// Somebody's phone rings and is answered.
    Answers(CallKey, PartyId),
    /// Somebody does not answer.
    Refuses(CallKey, PartyId),
    /// Somebody hangs up.
    Leaves(CallKey, PartyId),
    /// Time passes until a phone wants to be woken.
    Tick,
    /// The same, while messages and answers are held up.
    TickEarly,
    /// A page is lost in the middle of something: after nothing, after the journal was written, or
    /// after the first effect.
    CrashDuring(Box<Action>, u8),
    /// A page is lost in between; requests under way are carried out or not.
    Crash(usize, bool),
}

/// Everything there is.
#[derive(Clone, Debug, Serialize)]
#[allow(clippy::struct_excessive_bools)] // what a plan says of it
pub struct World {
    #[serde(skip)]
    pub now: Timestamp,
    pub pages: Vec<Page>,
    /// Follows from the calls of the phone that wrote it: it is written after every input.
    #[serde(skip)]
    pub journal: Vec<Entry>,
    pub sites: Vec<Conference>,
    pub org: Org,
    pub heard: Vec<Heard>,
    pub left: Budget,
    /// A page was lost.
    pub page_lost: bool,
    /// News of the carrier never reached a page, or a question about a call was not answered.
    pub news_lost: bool,
    /// What must never happen, and did.
    #[serde(serialize_with = "whether")]
    pub violation: Option<String>,
    #[serde(skip)]
    pub records_work: bool,
    #[serde(skip)]
    pub presence_works: bool,
    #[serde(skip)]
    pub conferences: bool,
    #[serde(skip)]
    pub flaw: Option<Flaw>,
    /// What happened in the last step.
    #[serde(skip)]
    pub marks: Marks,
}

#[allow(clippy::ref_option)] // as serde calls it
fn whether<S: serde::Serializer>(what: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(what.is_some())
}

impl World {
    pub fn new(plan: &Plan) -> Self {
        let mut world = Self {
            now: START,
            pages: vec![Page::new()],
            journal: Vec::new(),
            sites: Vec::new(),
            org: Org::default(),
            heard: Vec::new(),
            left: plan.budget,
            page_lost: false,
            news_lost: false,
            violation: None,
            records_work: plan.records_work,
            presence_works: plan.presence_works,
            conferences: plan.conferences,
            flaw: plan.flaw,
            marks: Marks::default(),
        };
        world.start(0, plan);
        world
    }

    /// A page starts its phone, takes over what the journal holds, and goes online.
    pub fn start(&mut self, page: usize, plan: &Plan) {
        let entries = self.journal.clone();
        let takes_over = !entries.is_empty();
        let lost_at = Some(self.now);
        let restored = takes_over
            .then_some(Input::Host(HostEvent::Restored { entries, lost_at }))
            .filter(|_| self.flaw != Some(Flaw::Forgetful));
        self.marks.note_if(takes_over, Mark::TookOver);
        let [started, token, registered] = plan.going_online();
        for input in [Some(started), restored, Some(token), Some(registered)].into_iter().flatten()
        {
            self.input(page, input);
        }
        if let Some(input) = plan.org_news() {
            self.input(page, input);
        }
    }

    /// Carries an action out. What cannot happen now changes nothing.
    pub fn act(&mut self, plan: &Plan, action: &Action) -> Option<()> {
        self.marks = Marks::default();
        match action {
            Action::CrashDuring(inner, done) => {
                self.left.crashes = self.left.crashes.checked_sub(1)?;
                let (page, inputs) = self.prepare(inner)?;
                for input in inputs {
                    if *done > 0 {
                        self.note_heard(page, &input);
                    }
                    let _ = self.pages[page].phone.handle(self.now, input);
                }
                self.marks.note(match done {
                    0 => Mark::LostBeforeJournal,
                    1 => Mark::LostBeforeEffects,
                    _ => Mark::LostAmongEffects,
                });
                if *done > 0 {
                    self.write_journal(page);
                    if *done > 1 {
                        let effect = self.pages[page].phone.poll_effect()?;
                        self.perform(page, effect);
                    }
                }
                self.lose(page, true);
                self.start(page, plan);
            }
            Action::Crash(page, carried_out) => {
                self.left.crashes = self.left.crashes.checked_sub(1)?;
                self.lose(*page, *carried_out);
                self.start(*page, plan);
            }
            Action::Drop(page, index) => {
                self.left.faults = self.left.faults.checked_sub(1)?;
                self.pages[*page].flight.remove(*index);
                self.news_lost = true;
            }
            action => {
                let (page, inputs) = self.prepare(action)?;
                for input in inputs {
                    self.input(page, input);
                }
            }
        }
        Some(())
    }

    /// What an action changes in the surroundings, and what a page then hears.
    pub fn prepare(&mut self, action: &Action) -> Option<(usize, Vec<Input>)> {
        match action {
            Action::Agent(page, command) => {
                let budget = match command {
                    AgentCommand::Dial { .. } => &mut self.left.dials,
                    _ => &mut self.left.moves,
                };
                *budget = budget.checked_sub(1)?;
                Some((*page, vec![Input::Agent(command.clone())]))
            }
            Action::Invite(page, key) => Some((*page, vec![self.invite(*page, key)?])),
            Action::LegOpens(page, id) => Some((*page, self.leg_opens(*page, id)?)),
            Action::LegFails(page, id) => {
                self.left.faults = self.left.faults.checked_sub(1)?;
                let error = call_core::carrier_error::CarrierError::from(53405);
                let now = self.now;
                let refused = |site: &&mut Conference| site.key.0 == id.0 && !site.taken;
                if let Some(site) = self.sites.iter_mut().find(refused) {
                    // It was refused: there never was a call.
                    site.end(None, now);
                }
                self.close_leg(*page, id, LegNews::Disconnected);
                Some((*page, vec![leg_news(id, LegNews::Failed { error })]))
            }
            Action::Deliver(page, index) => {
                if *index > 0 {
                    self.left.faults = self.left.faults.checked_sub(1)?;
                    self.marks.note(Mark::Overtaken);
                }
                Some((*page, vec![self.pages[*page].flight.remove(*index)]))
            }
            Action::DeliverTwice(page, index) => {
                self.left.faults = self.left.faults.checked_sub(1)?;
                self.marks.note(Mark::Duplicate);
                Some((*page, vec![self.pages[*page].flight[*index].clone()]))
            }
            Action::Do(page, index) => Some(self.answered(*page, *index, None)),
            Action::Fail(page, index, refusal) => {
                self.left.faults = self.left.faults.checked_sub(1)?;
                self.marks.note(Mark::Refused);
                Some(self.answered(*page, *index, Some((*refusal, false))))
            }
            Action::DoInSecret(page, index) => {
                self.left.faults = self.left.faults.checked_sub(1)?;
                self.marks.note(Mark::AnswerLost);
                let offline = Refusal::plain(PortErrorKind::Offline);
                Some(self.answered(*page, *index, Some((offline, true))))
            }
            Action::Answers(call, party) => {
                let now = self.now;
                let news = self.site(call)?.answer(party, now)?;
                self.tell(news);
                Some((0, Vec::new()))
            }
            Action::Refuses(call, party) => self.leaves(call, party, PartyEnd::Busy),
            Action::Leaves(call, party) => self.leaves(call, party, PartyEnd::Left),
            Action::Tick | Action::TickEarly => {
                if *action == Action::TickEarly {
                    self.left.faults = self.left.faults.checked_sub(1)?;
                    self.marks.note(Mark::TimeRanOut);
                }
                let deadlines = self.pages.iter().map(|page| page.phone.deadline());
                let (at, page) =
                    deadlines.enumerate().filter_map(|(page, at)| Some((at?, page))).min()?;
                self.now = self.now.max(at);
                Some((page, vec![Input::Clock]))
            }
            Action::Drop(..) | Action::CrashDuring(..) | Action::Crash(..) => None,
        }
    }

    /// A request is over, well or badly.
    fn answered(
        &mut self,
        page: usize,
        index: usize,
        failure: Option<(Refusal, bool)>,
    ) -> (usize, Vec<Input>) {
        let effect = self.pages[page].open.remove(index);
        let outcome = match failure {
            None => self.carry_out(&effect),
            Some((refusal, is_secret)) => {
                if is_secret {
                    self.carry_out(&effect);
                }
                failed(refusal.kind, refusal.blamed(&effect.body))
            }
        };
        if let EffectBody::Record(body) = &effect.body {
            let is_secret = failure.is_some_and(|(_, is_secret)| is_secret);
            self.org.answered(effect.id, body, failure.is_none(), is_secret, self.now);
        }
        (page, vec![Input::Result(EffectResult { id: effect.id, outcome })])
    }

    fn invite(&mut self, page: usize, key: &CallKey) -> Option<Input> {
        let known = self.site(key).map(|site| site.seq + 1);
        let turn = known.unwrap_or(0);
        if known.is_none() {
            self.left.calls = self.left.calls.checked_sub(1)?;
            self.sites.push(Conference::new(key.clone(), PartyState::Answered));
        }
        self.marks.note_if(turn > 0, Mark::OfferedAgain);
        if !self.pages[page].phone.calls().iter().any(|call| call.key == *key) {
            // A page that has forgotten the call asks for its record again, and gets the first.
            self.org.forgotten(key);
        }
        self.site(key)?.seq = turn;
        let leg = LegId(format!("CA{turn}-{}", key.0));
        let state = PageLegState::Ringing;
        self.pages[page].legs.push(PageLeg { id: leg.clone(), call: key.clone(), state });
        let (number, called) = (Pii("anonymous".into()), Pii::default());
        Some(leg_news(&leg, LegNews::Invited { call: key.clone(), number, called }))
    }

    fn leg_opens(&mut self, page: usize, id: &LegId) -> Option<Vec<Input>> {
        let legs = &mut self.pages[page].legs;
        let leg = legs.iter_mut().find(|leg| leg.id == *id)?;
        leg.state = PageLegState::Up;
        let call = leg.call.clone();
        let now = self.now;
        let is_live = self.site(&call).is_some_and(|site| {
            if site.is_live() {
                site.join(id, now);
            }
            site.is_live()
        });
        if !is_live {
            // There is no conference to be in.
            self.close_leg(page, id, LegNews::Disconnected);
        }
        self.marks.note_if(self.page_lost, Mark::RejoinedAfterLoss);
        self.marks.note_if(!self.page_lost && id.0.contains('.'), Mark::RejoinedAfterLegLoss);
        Some(vec![leg_news(id, LegNews::Accepted { call_sid: Some("CA".into()) })])
    }

    /// Call messages travel on a leg of the agent, whichever is up; without one nobody hears them.
    pub fn tell(&mut self, news: Input) {
        let is_up = |page: &&mut Page| {
            !page.is_frozen && page.legs.iter().any(|leg| leg.state == PageLegState::Up)
        };
        if let Some(page) = self.pages.iter_mut().find(is_up) {
            page.flight.push(news);
        }
    }

    fn leaves(
        &mut self,
        call: &CallKey,
        party: &PartyId,
        how: PartyEnd,
    ) -> Option<(usize, Vec<Input>)> {
        let now = self.now;
        let site = self.site(call)?;
        let news = site.leave(party, how, now);
        let is_over = !site.is_live();
        self.marks.note_if(!is_over && *party == PartyId::customer(), Mark::CustomerGone);
        self.marks.note_if(!is_over && *party != PartyId::customer(), Mark::ColleagueGone);
        if self.conferences {
            self.tell(news);
        }
        if is_over {
            self.close_legs_of(call);
        }
        Some((0, Vec::new()))
    }

    /// The conference is over: an invitation that nobody answered is cancelled; a leg that was in is
    /// closed. One that is on its way there finds out.
    pub fn close_legs_of(&mut self, call: &CallKey) {
        for page in 0..self.pages.len() {
            for leg in self.pages[page].legs.clone().into_iter().filter(|leg| leg.call == *call) {
                match leg.state {
                    PageLegState::Up => self.close_leg(page, &leg.id, LegNews::Disconnected),
                    PageLegState::Ringing => self.close_leg(page, &leg.id, LegNews::Cancelled),
                    PageLegState::Joining => {}
                }
            }
        }
    }

    pub fn site(&mut self, call: &CallKey) -> Option<&mut Conference> {
        self.sites.iter_mut().find(|site| site.key == *call)
    }

    pub fn violate(&mut self, what: &str, by: &EffectBody) {
        self.violation = Some(format!("{what}: {by:?}"));
    }
}
