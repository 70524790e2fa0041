//! The other people in a call: their phones ring, they answer or do not, they talk and go.

use call_core::{
    call::{PartyState, Role},
    ids::PartyId,
    input::{PartyEnd, PartyProgress},
};

use super::{
    carrier::hash,
    event::{Event, Next},
    shift::Shift,
    site::Member,
};

impl Shift {
    /// Somebody else in a call goes on.
    pub fn party(&mut self, call: usize, party: &PartyId, next: Next) {
        let now = self.now;
        let site = &mut self.sites[call];
        let is_live = site.is_live();
        let Some(member) = site.member(party) else { return };
        if member.state == PartyState::Gone || !is_live {
            return;
        }
        match next {
            Next::GivesUp => {
                // Somebody is with him, or has been.
                let is_served = site.leg.is_some() || site.truth.through_at.is_some();
                if !is_served {
                    self.leaves(call, party, PartyEnd::Left);
                }
            }
            // At the end of a shift nobody ends a call but the agents.
            Next::Leaves if self.calm => {}
            Next::Leaves => self.leaves(call, party, PartyEnd::Left),
            Next::Initiated => {
                member.state = member.state.max(PartyState::Initiated);
                let news = site.tell(party, PartyProgress::Initiated);
                self.message(call, news);
                self.calls(call, party);
            }
            Next::Rings => {
                member.state = member.state.max(PartyState::Ringing);
                let early_media = site.name.is_multiple_of(5);
                let news = site.tell(party, PartyProgress::Ringing { early_media });
                self.message(call, news);
            }
            Next::Decides => self.decides(call, party, now),
        }
    }

    /// The carrier calls somebody: it rings, and then it is answered or not.
    fn calls(&mut self, call: usize, party: &PartyId) {
        let mut dice = self.chance.dice(&[11, self.sites[call].name, hash(&party.0)]);
        let rings = dice.hits(9_000);
        let event = |next| Event::Party { call, party: party.clone(), next };
        let at = dice.between(300, 2_000);
        if rings {
            self.after(at, event(Next::Rings));
        }
        self.after(at + dice.between(500, 12_000), event(Next::Decides));
    }

    fn decides(&mut self, call: usize, party: &PartyId, now: u64) {
        let mut dice = self.chance.dice(&[12, self.sites[call].name, hash(&party.0)]);
        let ends = [PartyEnd::Busy, PartyEnd::NoAnswer, PartyEnd::Rejected, PartyEnd::Failed];
        let end = dice.pick(&ends);
        if dice.hits(2_500) {
            return self.leaves(call, party, end);
        }
        let is_customer = *party == PartyId::customer();
        let site = &mut self.sites[call];
        let Some(member) = site.member(party) else { return };
        member.state = PartyState::Answered;
        if is_customer {
            site.answered_at = Some(now);
        }
        let was_through = site.truth.through_at.is_some();
        site.note_through(now);
        let (through, alone) = (site.truth.through_at.is_some(), site.leg.is_none());
        let news = site.tell(party, PartyProgress::Answered);
        self.message(call, news);
        if !is_customer {
            let pause = dice.between(3_000, 100_000);
            self.after(pause, Event::Party { call, party: party.clone(), next: Next::Leaves });
        } else if through && !was_through {
            self.talks(call);
        } else if alone && !self.sites[call].excused {
            self.leave_alone(call);
        }
    }

    /// Somebody goes.
    pub fn leaves(&mut self, call: usize, party: &PartyId, how: PartyEnd) {
        let now = self.now;
        let news = self.sites[call].leave(party, how, now);
        self.message(call, news);
        if self.sites[call].is_live() {
            return;
        }
        match how {
            // The conference ends with the customer, and the agent's leg with it.
            PartyEnd::Left => self.close_for_agent(call),
            // There never was one: the org says so, and then ends the agent's leg.
            PartyEnd::Busy | PartyEnd::NoAnswer | PartyEnd::Rejected | PartyEnd::Failed => {
                self.after(700, Event::Close { call });
            }
        }
    }

    /// Somebody is called into a conference.
    pub fn add(&mut self, call: usize, party: &PartyId, role: Role) {
        let site = &mut self.sites[call];
        if site.member(party).is_some() {
            return;
        }
        let state = PartyState::Pending;
        site.members.push(Member { id: party.clone(), role, state, held: false });
        let next = Next::Initiated;
        self.after(120, Event::Party { call, party: party.clone(), next });
    }
}
