//! A follower's commands: numbered, acknowledged, sent again, carried out once.

use serde::{Deserialize, Serialize};

use super::{Message, Tab, TabEffect, TabId, TabRole, Term};
use crate::time::{Millis, Timestamp};

/// How long an answer is awaited before a command is sent again.
const RESEND: Millis = Millis(1500);

/// How long a command is tried, leaders included that come meanwhile.
const GIVE_UP: Millis = Millis::seconds(20);

/// How many answers a leader remembers: a command that comes again is answered again.
const REMEMBERED: usize = 64;

/// Commands that are felt when they are carried out twice.
const ONCE: [&str; 3] = ["sendDigits", "swap", "extendWrapUp"];

/// Whether a command of this kind may be carried out twice without being felt.
pub fn is_repeatable(kind: &str) -> bool {
    !ONCE.contains(&kind)
}

/// What the phone said to a command: nothing, or the code of its refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandAnswer(pub Option<String>);

/// Why a command did not reach a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LostCommand {
    /// The tab that had the phone is gone, and may have done it. Doing it again could be felt.
    LeaderLost,
    /// No tab answered.
    NoLeader,
}

/// A command under way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Sent {
    id: u32,
    command: String,
    repeatable: bool,
    begun_at: Timestamp,
    /// When it is sent again.
    again_at: Timestamp,
    /// Under which term it was sent.
    term: Term,
}

impl Sent {
    pub(super) fn deadline(&self) -> Timestamp {
        self.again_at.min(self.begun_at.plus(GIVE_UP))
    }

    /// Whether another leader may have it, whatever the one of its term has done about it. Nobody
    /// leads under the term zero.
    fn may_go_to_another(&self) -> bool {
        self.repeatable || self.term == Term(0)
    }
}

/// A command that was carried out for a follower, or is being carried out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Executed {
    from: TabId,
    id: u32,
    answer: Option<CommandAnswer>,
}

impl Tab {
    /// The agent of this tab does something.
    pub(super) fn command(&mut self, command: String, repeatable: bool) {
        self.last_command += 1;
        let id = self.last_command;
        match self.role {
            TabRole::Leading => {
                let from = self.id.clone();
                self.emit(TabEffect::Execute { from, id, command });
            }
            TabRole::Following => {
                let (begun_at, again_at, term) = (self.now, self.now.plus(RESEND), self.term);
                let text = command.clone();
                self.sent.push(Sent { id, command, repeatable, begun_at, again_at, term });
                self.post(Message::Command { id, command: text });
            }
            TabRole::Away | TabRole::Elsewhere => {
                self.emit(TabEffect::Lost { command, why: LostCommand::NoLeader });
            }
        }
    }

    /// Commands without an answer are sent again; after a change of leaders only those that may be
    /// carried out twice.
    pub(super) fn resend(&mut self) {
        let now = self.now;
        if self.sent.iter().all(|sent| now < sent.deadline()) {
            return;
        }
        for mut sent in core::mem::take(&mut self.sent) {
            if now < sent.deadline() {
                self.sent.push(sent);
            } else if now >= sent.begun_at.plus(GIVE_UP) {
                let why = LostCommand::NoLeader;
                self.emit(TabEffect::Lost { command: sent.command, why });
            } else {
                sent.again_at = now.plus(RESEND);
                // There is a new leader, and it is not known yet who: not for that one's ears.
                if sent.term == self.term || sent.may_go_to_another() {
                    self.post(Message::Command { id: sent.id, command: sent.command.clone() });
                }
                self.sent.push(sent);
            }
        }
    }

    /// There is another leader. What the last one may have done is not done again.
    pub(super) fn leader_changed(&mut self) {
        let (now, term) = (self.now, self.term);
        for mut sent in core::mem::take(&mut self.sent) {
            if sent.term == term {
                self.sent.push(sent);
            } else if sent.may_go_to_another() {
                sent.term = term;
                sent.again_at = now;
                self.sent.push(sent);
            } else {
                let why = LostCommand::LeaderLost;
                self.emit(TabEffect::Lost { command: sent.command, why });
            }
        }
    }

    /// This tab leads now: what its agent asked of the last leader is its own to do.
    pub(super) fn execute_own(&mut self) {
        self.leader_changed();
        for sent in core::mem::take(&mut self.sent) {
            let from = self.id.clone();
            self.emit(TabEffect::Execute { from, id: sent.id, command: sent.command });
        }
    }

    /// What was sent under a lower term was meant for another leader, which may have done it: whoever
    /// sent it decides, as soon as it knows of this one.
    pub(super) fn hear_command(&mut self, from: TabId, term: Term, id: u32, command: String) {
        if self.role != TabRole::Leading {
            return;
        }
        match self.executed.iter().find(|known| known.from == from && known.id == id) {
            // Sent again: the answer was lost, or is on its way.
            Some(Executed { answer: Some(answer), .. }) => {
                let answer = answer.clone();
                self.post(Message::Answer { to: from, id, answer });
            }
            Some(Executed { answer: None, .. }) => {}
            None if term < self.term => self.post(Message::Lead),
            None => {
                if self.executed.len() == REMEMBERED {
                    self.executed.remove(0);
                }
                self.executed.push(Executed { from: from.clone(), id, answer: None });
                self.emit(TabEffect::Execute { from, id, command });
            }
        }
    }

    /// The phone has said what it makes of a command.
    pub(super) fn executed(
        &mut self,
        from: &TabId,
        id: u32,
        command: String,
        answer: CommandAnswer,
    ) {
        if *from == self.id {
            // Asked of the last leader; its own agent has not been told yet.
            return self.emit(TabEffect::Answered { command, answer });
        }
        let known = self.executed.iter_mut().find(|known| known.from == *from && known.id == id);
        if let Some(known) = known {
            known.answer = Some(answer.clone());
        }
        self.post(Message::Answer { to: from.clone(), id, answer });
    }

    pub(super) fn hear_answer(&mut self, id: u32, answer: CommandAnswer) {
        if let Some(at) = self.sent.iter().position(|sent| sent.id == id) {
            let command = self.sent.remove(at).command;
            self.emit(TabEffect::Answered { command, answer });
        }
    }
}
