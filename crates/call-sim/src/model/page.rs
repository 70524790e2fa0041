//! One page: the real core, its open requests, the SDK's legs in it, and what is on its way to it.
//!
//! What the page does with the core is what the crate's documentation asks of a host: an input, the
//! journal, the effects.

use call_core::{
    Effect, Input, Softphone,
    call::RecordingNews,
    effect::{CarrierEffect, ControlEffect, EffectBody, PresenceEffect, RecordEffect},
    ids::{CallKey, LegId},
    input::{EffectResult, LegEvent, LegNews, Outcome, PortError, PortErrorKind, SnapshotStatus},
    journal::JournalWrite,
    presence::Occupation,
};
use serde::Serialize;

use super::{
    carrier::{Conference, control, unknown},
    flaw::Flaw,
    marks::Mark,
    org::falsehood,
    world::{Heard, World},
};

/// A leg of the SDK in a page.
#[derive(Clone, Debug, Serialize)]
pub struct PageLeg {
    pub id: LegId,
    pub call: CallKey,
    pub state: PageLegState,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PageLegState {
    Ringing,
    Joining,
    Up,
}

/// A page.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    pub phone: Softphone,
    /// Requests without an answer.
    pub open: Vec<Effect>,
    /// Messages on their way here, oldest first.
    pub flight: Vec<Input>,
    pub legs: Vec<PageLeg>,
    /// Nothing runs in it, and nothing that is sent to it is heard.
    pub is_frozen: bool,
}

impl Page {
    /// A page whose phone is not started.
    pub fn new() -> Self {
        Self {
            phone: Softphone::new(),
            open: Vec::new(),
            flight: Vec::new(),
            legs: Vec::new(),
            is_frozen: false,
        }
    }

    /// Whether a leg has the microphone.
    pub fn has_audio(&self) -> bool {
        self.legs.iter().any(|leg| leg.state != PageLegState::Ringing)
    }
}

impl World {
    /// A page handles an input, keeps its journal, and does what follows.
    pub fn input(&mut self, page: usize, input: Input) {
        let mut input = input;
        if self.flaw == Some(Flaw::NumbersLost)
            && let Input::Recording(event) = &mut input
        {
            event.seq = 0;
        }
        self.note_heard(page, &input);
        let _ = self.pages[page].phone.handle(self.now, input);
        self.write_journal(page);
        while let Some(effect) = self.pages[page].phone.poll_effect() {
            self.perform(page, effect);
        }
    }

    /// What the carrier has said of a recording, as far as any page knows.
    pub fn note_heard(&mut self, page: usize, input: &Input) {
        let (call, seq, news) = match input {
            Input::Recording(event) => (event.call.clone(), event.seq, Some(event.news)),
            Input::Result(EffectResult { outcome: Outcome::Snapshot { snapshot }, .. }) => {
                // No model records in more than one call; what is over is not recorded.
                let Some(site) = self.sites.first() else { return };
                let calls = self.pages[page].phone.calls();
                let lives =
                    calls.iter().any(|call| call.key == site.key && call.state.ended().is_none());
                if !lives || snapshot.status != SnapshotStatus::Live {
                    return;
                }
                (site.key.clone(), site.seq, snapshot.recording)
            }
            _ => return,
        };
        let Some(news) = news else { return };
        self.marks.note_if(news == RecordingNews::Paused, Mark::RecordingPaused);
        self.marks.note_if(news == RecordingNews::Resumed, Mark::RecordingResumed);
        // A page that has forgotten the call does not hear it.
        if !self.pages[page].phone.calls().iter().any(|own| own.key == call) {
            return;
        }
        match self.heard.iter_mut().find(|heard| heard.call == call) {
            Some(heard) if seq < heard.seq => {}
            Some(heard) => (heard.seq, heard.news) = (seq, news),
            None => self.heard.push(Heard { call, seq, news }),
        }
    }

    pub fn write_journal(&mut self, page: usize) {
        while let Some(write) = self.pages[page].phone.poll_journal() {
            match write {
                _ if self.flaw == Some(Flaw::NoJournal) => {}
                JournalWrite::Put { call, entry } => {
                    match self.journal.iter_mut().find(|kept| kept.call.key == call) {
                        Some(kept) => *kept = entry,
                        None => self.journal.push(entry),
                    }
                }
                JournalWrite::Remove { call } => {
                    self.journal.retain(|kept| kept.call.key != call);
                }
            }
        }
    }

    /// What was in the page is gone; requests under way are carried out or not.
    pub fn lose(&mut self, page: usize, carried_out: bool) {
        for effect in core::mem::take(&mut self.pages[page].open) {
            if carried_out {
                self.marks.note(Mark::LostWithRequest);
                self.carry_out(&effect);
            }
        }
        for leg in core::mem::take(&mut self.pages[page].legs) {
            self.drop_leg(page, &leg.id);
        }
        self.pages[page] = Page::new();
        let Self { org, journal, .. } = self;
        org.page_lost(|call| {
            journal
                .iter()
                .any(|entry| entry.call.key == *call && entry.call.record.record.is_some())
        });
        self.page_lost = true;
    }

    pub fn perform(&mut self, page: usize, effect: Effect) {
        self.check(page, &effect);
        match &effect.body {
            EffectBody::Carrier(body) => self.carrier(page, body),
            EffectBody::Record(body) => {
                if let Some(wrong) = self.org.wanted(effect.id, body, self.now) {
                    self.violate(wrong, &effect.body);
                }
                if self.records_work {
                    let outcome = self.carry_out(&effect);
                    self.answer(page, &effect, outcome, false);
                } else {
                    self.pages[page].open.push(effect);
                }
            }
            EffectBody::Presence(_) if self.presence_works => {
                let outcome = self.carry_out(&effect);
                self.answer(page, &effect, outcome, false);
            }
            EffectBody::Control(ControlEffect::End { .. }) if self.flaw == Some(Flaw::Deaf) => {
                self.answer(page, &effect, Outcome::Done, false);
            }
            EffectBody::Control(_) | EffectBody::Presence(_) => {
                self.pages[page].open.push(effect);
            }
            EffectBody::Token(_) | EffectBody::Directory(_) | EffectBody::Screen(_) => {}
        }
    }

    /// The page hears how a request went.
    pub fn answer(&mut self, page: usize, effect: &Effect, outcome: Outcome, in_secret: bool) {
        let well = !matches!(outcome, Outcome::Failed { .. });
        if let EffectBody::Record(body) = &effect.body {
            self.org.answered(effect.id, body, well, in_secret, self.now);
        }
        self.input(page, Input::Result(EffectResult { id: effect.id, outcome }));
    }

    /// No command for a call that is over; nobody is called available who is not.
    fn check(&mut self, page: usize, effect: &Effect) {
        let phone = &self.pages[page].phone;
        let call = match &effect.body {
            // These are about the end.
            EffectBody::Control(ControlEffect::End { .. } | ControlEffect::Decline { .. }) => None,
            EffectBody::Control(body) => Some(body.call().clone()),
            EffectBody::Carrier(body) => match body {
                CarrierEffect::Connect { call, .. } | CarrierEffect::Join { call, .. } => {
                    Some(call.clone())
                }
                CarrierEffect::Accept { leg }
                | CarrierEffect::Mute { leg, .. }
                | CarrierEffect::SendDigits { leg, .. } => {
                    let bound = self.pages[page].legs.iter().find(|bound| bound.id == *leg);
                    bound.map(|bound| bound.call.clone())
                }
                CarrierEffect::Register
                | CarrierEffect::UpdateToken
                | CarrierEffect::Reject { .. }
                | CarrierEffect::Disconnect { .. } => None,
            },
            EffectBody::Presence(PresenceEffect::Occupy { occupation: Occupation::Free })
                if phone.calls().iter().any(|call| call.state.occupies_agent()) =>
            {
                return self.violate("available while a call lives", &effect.body);
            }
            EffectBody::Token(_)
            | EffectBody::Record(_)
            | EffectBody::Presence(_)
            | EffectBody::Directory(_)
            | EffectBody::Screen(_) => None,
        };
        let Some(call) = call else { return };
        let lives = phone.calls().iter().any(|own| own.key == call && own.state.ended().is_none());
        if !lives {
            self.violate("a command for a call that is over", &effect.body);
        }
    }

    fn carrier(&mut self, page: usize, effect: &CarrierEffect) {
        match effect {
            CarrierEffect::Connect { leg, call, .. } | CarrierEffect::Join { leg, call } => {
                let (id, key) = (leg.clone(), call.clone());
                if matches!(effect, CarrierEffect::Connect { .. }) {
                    if self.sites.iter().any(|site| site.key == *call) {
                        self.violation = Some("a second dial for the same call".into());
                    }
                    let state = call_core::call::PartyState::Pending;
                    self.sites.push(Conference::new(key.clone(), state));
                }
                let state = PageLegState::Joining;
                self.pages[page].legs.push(PageLeg { id, call: key, state });
            }
            CarrierEffect::Accept { leg } => {
                let legs = &mut self.pages[page].legs;
                if let Some(leg) = legs.iter_mut().find(|bound| bound.id == *leg) {
                    leg.state = PageLegState::Joining;
                }
            }
            CarrierEffect::Reject { leg } => self.close_leg(page, leg, LegNews::Rejected),
            CarrierEffect::Disconnect { leg } => self.close_leg(page, leg, LegNews::Disconnected),
            CarrierEffect::Register
            | CarrierEffect::UpdateToken
            | CarrierEffect::Mute { .. }
            | CarrierEffect::SendDigits { .. } => {}
        }
    }

    /// A leg closes, and the SDK says so in its own time.
    pub fn close_leg(&mut self, page: usize, leg: &LegId, news: LegNews) {
        if self.pages[page].legs.iter().any(|bound| bound.id == *leg) {
            self.drop_leg(page, leg);
            self.pages[page].flight.push(leg_news(leg, news));
        }
    }

    /// The agent joins from a page: legs in other pages are taken out of the conference.
    pub fn close_older_legs(&mut self, joined: usize) {
        for page in (0..self.pages.len()).filter(|page| *page != joined) {
            for leg in self.pages[page].legs.clone() {
                self.pages[page].legs.retain(|other| other.id != leg.id);
                self.pages[page].flight.push(leg_news(&leg.id, LegNews::Disconnected));
            }
        }
    }

    pub fn drop_leg(&mut self, page: usize, id: &LegId) {
        self.pages[page].legs.retain(|leg| leg.id != *id);
        let (now, alone) = (self.now, !self.conferences);
        for site in self.sites.iter_mut().filter(|site| site.is_live()) {
            let was_in = site.agent.as_ref() == Some(id);
            site.lose_agent(id, now);
            // Without conferences a call is one connection, which ends with either end.
            if alone && (was_in || site.key.0 == id.0) {
                site.end(None, now);
            }
        }
    }

    /// Does what a port was asked for.
    pub fn carry_out(&mut self, effect: &Effect) -> Outcome {
        match &effect.body {
            EffectBody::Control(ControlEffect::Snapshot { call }) => {
                let site = self.site(call);
                let snapshot = site.map_or_else(|| unknown(call), |site| site.snapshot());
                self.marks
                    .note_if(self.page_lost && snapshot.ended_at.is_some(), Mark::EndedWhileLost);
                Outcome::Snapshot { snapshot }
            }
            EffectBody::Control(body) => {
                let Some((news, closes)) = control(&mut self.sites, body, self.now) else {
                    let is_about_the_end = matches!(
                        body,
                        ControlEffect::End { .. }
                            | ControlEffect::Decline { .. }
                            | ControlEffect::Leave { .. }
                    );
                    let gone = || failed(PortErrorKind::NotFound, Vec::new());
                    return if is_about_the_end { Outcome::Done } else { gone() };
                };
                for news in news {
                    self.tell(news);
                }
                let over = self.site(body.call()).is_some_and(|site| !site.is_live());
                if closes || over {
                    self.close_legs_of(body.call());
                }
                Outcome::Done
            }
            EffectBody::Record(body) => self.write_record(body),
            EffectBody::Presence(PresenceEffect::Occupy { occupation }) => {
                self.org.occupation = Some(*occupation);
                Outcome::Done
            }
            EffectBody::Presence(
                PresenceEffect::AcceptWork { .. }
                | PresenceEffect::DeclineWork { .. }
                | PresenceEffect::CloseWork { .. },
            )
            | EffectBody::Token(_)
            | EffectBody::Carrier(_)
            | EffectBody::Directory(_)
            | EffectBody::Screen(_) => Outcome::Done,
        }
    }

    fn write_record(&mut self, effect: &RecordEffect) -> Outcome {
        let outcome = self.org.write(effect);
        let (RecordEffect::EnsureCall { call, .. }
        | RecordEffect::Create { call, .. }
        | RecordEffect::Update { call, .. }
        | RecordEffect::UpdateByApex { call, .. }) = effect;
        let answered = self.sites.iter().any(|site| site.key == *call && site.answered);
        let wrong = self.org.row(call).and_then(|row| falsehood(row, answered, self.now));
        if let Some(wrong) = wrong {
            self.violation = Some(format!("{wrong}: {:?}", self.org.row(call)));
        }
        outcome
    }
}

pub fn leg_news(leg: &LegId, news: LegNews) -> Input {
    Input::Leg(LegEvent { leg: leg.clone(), news })
}

pub fn failed(kind: PortErrorKind, fields: Vec<String>) -> Outcome {
    let error = PortError { kind, message: String::new(), fields, retry_after_ms: None };
    Outcome::Failed { error }
}
