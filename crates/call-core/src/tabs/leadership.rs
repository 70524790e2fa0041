//! Who leads: the lock, the term, the pings, the org's lease.

use super::{LeaseAnswer, Letter, Lock, Message, Tab, TabEffect, TabId, TabRole, Term};
use crate::time::Millis;

/// How often a follower asks whether the leader lives. Asking and answering are messages, which
/// browsers deliver at once even to tabs whose timers they hold back.
pub(super) const PING: Millis = Millis::seconds(5);

/// Unanswered pings in a row after which the leader is taken for dead. One that only slept answers
/// the moment it wakes.
const MOST_UNANSWERED: u32 = 3;

impl Tab {
    pub(super) fn joined(&mut self) {
        self.is_shown = true;
        if self.role != TabRole::Away {
            return;
        }
        self.enter(TabRole::Following);
        self.ask_for_lock();
        self.start_pinging();
    }

    fn ask_for_lock(&mut self) {
        if self.lock == Lock::None {
            self.lock = Lock::Requested;
            self.emit(TabEffect::RequestLock);
        }
    }

    fn start_pinging(&mut self) {
        self.unanswered = 0;
        self.ping();
    }

    fn ping(&mut self) {
        self.ping_at = Some(self.now.plus(PING));
        self.tell_of_itself();
    }

    /// The component is gone. The phone stays as long as it has a call: it belongs to the document.
    pub(super) fn left(&mut self) {
        self.is_shown = false;
        if self.role != TabRole::Leading || !self.is_busy {
            self.go_away();
        }
    }

    pub(super) fn busy(&mut self, on: bool) {
        self.is_busy = on;
        if !on && !self.is_shown {
            self.go_away();
        }
    }

    pub(super) fn closing(&mut self) {
        self.is_shown = false;
        self.go_away();
    }

    fn go_away(&mut self) {
        if self.role == TabRole::Away {
            return;
        }
        self.stand_down();
        self.post(Message::Bye);
        if matches!(self.lock, Lock::Requested | Lock::Held) {
            self.lock = Lock::None;
            self.emit(TabEffect::ReleaseLock);
        }
        self.ping_at = None;
        self.leader = None;
        self.insists = false;
        self.sent.clear();
        self.enter(TabRole::Away);
    }

    /// The lock is this tab's: it leads, with a term above all before it.
    pub(super) fn lock_granted(&mut self, stored: Term) {
        if self.role == TabRole::Away {
            // It left while it waited.
            self.lock = Lock::None;
            self.emit(TabEffect::ReleaseLock);
            return;
        }
        self.lock = Lock::Held;
        if self.role != TabRole::Leading {
            self.lead(stored);
        }
    }

    fn lead(&mut self, stored: Term) {
        self.term = self.term.max(stored).next();
        self.leader = Some(self.id.clone());
        self.views = 0;
        self.ping_at = None;
        self.unanswered = 0;
        self.has_lease = false;
        self.peers.clear();
        self.executed.clear();
        self.emit(TabEffect::StoreTerm(self.term));
        self.enter(TabRole::Leading);
        self.emit(TabEffect::Lead { term: self.term });
        self.post(Message::Lead);
        self.ask_for_lease();
        self.execute_own();
    }

    /// Another tab stole the lock: it leads, or is about to.
    pub(super) fn lock_lost(&mut self) {
        self.lock = Lock::None;
        if self.role != TabRole::Away {
            self.follow();
        }
    }

    /// Without locks a tab leads when nobody answers.
    pub(super) fn lock_unavailable(&mut self) {
        self.lock = Lock::Unavailable;
    }

    /// Stops the phone, where this tab has it.
    fn stand_down(&mut self) {
        if self.role == TabRole::Leading {
            self.emit(TabEffect::StandDown);
        }
        self.is_busy = false;
        self.lease_at = None;
        self.lease_failures = 0;
        self.has_lease = false;
        self.peers.clear();
        self.placed.clear();
        self.executed.clear();
    }

    /// Back to the others.
    fn follow(&mut self) {
        let had_it = matches!(self.role, TabRole::Leading | TabRole::Elsewhere);
        self.stand_down();
        if !self.is_shown {
            // It had only led on because of its calls.
            return self.go_away();
        }
        self.enter(TabRole::Following);
        self.ask_for_lock();
        if had_it {
            self.leader = None;
            self.start_pinging();
        }
    }

    /// Somebody names a term. Whoever leads under a lower one does so no more.
    pub(super) fn term_seen(&mut self, term: Term, of: Option<TabId>) {
        if term <= self.term {
            return;
        }
        self.term = term;
        self.leader = of;
        self.seen = 0;
        if matches!(self.role, TabRole::Leading | TabRole::Elsewhere) {
            if self.lock == Lock::Held {
                // Stolen; the browser will say so, perhaps later.
                self.lock = Lock::None;
                self.emit(TabEffect::ReleaseLock);
            }
            self.follow();
        } else if self.leader.is_some() {
            self.leader_changed();
        }
    }

    pub(super) fn heard(&mut self, letter: Letter) {
        let Letter { from, term, message } = letter;
        if from == self.id || self.role == TabRole::Away {
            return;
        }
        if !message.is_a_leaders() {
            self.term_seen(term, None);
            return self.hear_follower(from, term, message);
        }
        if term < self.term {
            // Of a leader that was overtaken and does not know it yet.
            return self.say_who_leads();
        }
        self.term_seen(term, Some(from.clone()));
        if self.lock == Lock::Held {
            return; // of the same term: the lock decides
        }
        if self.role == TabRole::Leading {
            // Without locks two tabs may have begun to lead at once; the names decide.
            if from < self.id {
                self.follow();
            } else {
                return self.say_who_leads();
            }
        }
        if self.leader.as_ref() != Some(&from) {
            self.leader = Some(from);
            self.seen = 0;
            self.leader_changed();
        }
        self.unanswered = 0;
        self.hear_leader(message);
    }

    fn say_who_leads(&mut self) {
        match self.role {
            TabRole::Leading => self.post(Message::Lead),
            TabRole::Elsewhere if self.lock == Lock::Held => self.post(Message::Elsewhere),
            TabRole::Elsewhere | TabRole::Following | TabRole::Away => {}
        }
    }

    fn hear_leader(&mut self, message: Message) {
        match message {
            Message::Lead => self.enter(TabRole::Following),
            Message::Elsewhere => self.enter(TabRole::Elsewhere),
            Message::View { view, number } => {
                self.seen = number;
                self.enter(TabRole::Following);
                self.emit(TabEffect::Show { view });
            }
            Message::Answer { to, id, answer } if to == self.id => self.hear_answer(id, answer),
            Message::Effect { to, id, effect } if to == self.id => self.hear_effect(id, effect),
            Message::Answer { .. } | Message::Effect { .. } => {}
            // Followers say these.
            Message::Ping { .. }
            | Message::Command { .. }
            | Message::Outcome { .. }
            | Message::Bye => {}
        }
    }

    fn hear_follower(&mut self, from: TabId, term: Term, message: Message) {
        match message {
            Message::Ping { focused, omni, seen } => {
                self.say_who_leads();
                if self.role == TabRole::Leading {
                    let is_new = self.note_peer(&from, focused, omni);
                    if is_new || seen != self.views {
                        self.emit(TabEffect::AskView);
                    }
                }
            }
            Message::Command { id, command } => self.hear_command(from, term, id, command),
            Message::Outcome { id, of, outcome } => self.hear_outcome(&from, id, of, outcome),
            Message::Bye => {
                self.forget_peer(&from);
                if self.leader.as_ref() == Some(&from) {
                    // The lock goes to the next in its queue.
                    self.leader = None;
                }
            }
            // Leaders say these.
            Message::Lead
            | Message::Elsewhere
            | Message::View { .. }
            | Message::Answer { .. }
            | Message::Effect { .. } => {}
        }
    }

    /// A follower asks again; after too many questions without an answer it takes the lock.
    pub(super) fn ping_again(&mut self) {
        if self.ping_at.is_none_or(|at| at > self.now) {
            return;
        }
        self.unanswered += 1;
        // A tab that the agent looks at goes first: there the phone is wanted.
        let patience = MOST_UNANSWERED + u32::from(!self.is_focused);
        if self.unanswered >= patience {
            self.unanswered = 0;
            match self.lock {
                Lock::Unavailable => {
                    self.lead(Term(0));
                    return;
                }
                Lock::None | Lock::Requested | Lock::Held => {
                    self.lock = Lock::Requested;
                    self.emit(TabEffect::StealLock);
                }
            }
        }
        self.ping();
    }

    pub(super) fn focus(&mut self, on: bool) {
        let is_news = self.is_focused != on;
        self.is_focused = on;
        self.focused_at = self.now;
        if is_news && self.role == TabRole::Following {
            self.tell_of_itself();
        }
    }

    pub(super) fn omni(&mut self, on: bool) {
        let is_news = self.has_omni != on;
        self.has_omni = on;
        if is_news && self.role == TabRole::Following {
            self.tell_of_itself();
        }
    }

    /// The leader is to know at once; when it is asked next does not change.
    fn tell_of_itself(&mut self) {
        let (focused, omni, seen) = (self.is_focused, self.has_omni, self.seen);
        self.post(Message::Ping { focused, omni, seen });
    }

    /// The org has answered about the lease of the present term.
    pub(super) fn lease(&mut self, answer: LeaseAnswer) {
        if self.role != TabRole::Leading {
            return;
        }
        match answer {
            LeaseAnswer::Granted => {
                self.has_lease = true;
                self.insists = false;
                self.lease_at = None;
                self.lease_failures = 0;
            }
            LeaseAnswer::Failed => {
                // The phone works without; the org refuses lower terms as soon as it is back.
                self.lease_failures = self.lease_failures.saturating_add(1);
                self.lease_at = Some(self.now.plus(Millis::doubling(self.lease_failures)));
            }
            // Another browser led before, and is not in a call: the newest one has the phone.
            LeaseAnswer::Taken { term, busy: false } if !self.has_lease => self.lead_above(term),
            // It is in a call, or came after this one.
            LeaseAnswer::Taken { term, .. } => {
                self.term = self.term.max(term);
                self.stand_down();
                self.enter(TabRole::Elsewhere);
                self.post(Message::Elsewhere);
            }
        }
    }

    pub(super) fn take_over(&mut self) {
        self.insists = self.role == TabRole::Elsewhere;
        match (self.role, self.lock) {
            (TabRole::Elsewhere, Lock::Held | Lock::Unavailable) => self.lead(self.term),
            (TabRole::Elsewhere, Lock::None | Lock::Requested) => {
                self.lock = Lock::Requested;
                self.emit(TabEffect::StealLock);
            }
            (TabRole::Away | TabRole::Following | TabRole::Leading, _) => {}
        }
    }

    fn ask_for_lease(&mut self) {
        self.emit(TabEffect::TakeLease { term: self.term, insist: self.insists });
    }

    fn lead_above(&mut self, term: Term) {
        self.term = self.term.max(term).next();
        self.emit(TabEffect::StoreTerm(self.term));
        self.post(Message::Lead);
        self.ask_for_lease();
    }

    pub(super) fn lease_again(&mut self) {
        if self.role == TabRole::Leading && self.lease_at.is_some_and(|at| at <= self.now) {
            self.lease_at = None;
            self.ask_for_lease();
        }
    }
}
