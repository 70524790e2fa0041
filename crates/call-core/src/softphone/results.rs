//! Answers to effects: what each was awaited for.

use serde::{Deserialize, Serialize};

use super::Softphone;
use crate::{
    call::{ControlStep, Step, WorkState},
    effect::{ControlEffect, EffectBody},
    ids::{CallKey, EffectId, PartyId, WorkId},
    input::{CallSnapshot, EffectResult, Outcome, PortError, PortErrorKind, SnapshotStatus},
    time::{Millis, Timestamp},
};

/// How often in a row an answer that is older than what is known is not taken.
const MOST_OLD_LOOKS: u8 = 3;

/// How long a port may take to answer.
const ANSWER_LIMIT: Millis = Millis::seconds(60);

/// The most answers awaited at once. A port that never answers is not waited for for ever.
const MOST_AWAITED: usize = 200;

/// What an answer is awaited for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Awaited {
    Token,
    Record(CallKey),
    Match(CallKey),
    Control(CallKey, Asked),
    Occupation,
    Work(WorkId, WorkState),
    Flight(CallKey),
}

impl Awaited {
    /// Whether nothing else notices that there is no answer.
    const fn is_watched(&self) -> bool {
        match self {
            Self::Token | Self::Occupation => true,
            Self::Control(_, Asked::Hold(..) | Asked::Add(_) | Asked::Remove) => true,
            // These have times of their own.
            Self::Record(_) | Self::Work(..) | Self::Flight(_) => false,
            Self::Control(
                _,
                Asked::HandOver | Asked::Record | Asked::Snapshot | Asked::OldSnapshot | Asked::End,
            ) => false,
            // Nothing waits for these.
            Self::Match(_) | Self::Control(_, Asked::Courtesy) => false,
        }
    }
}

/// What was asked about a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Asked {
    Hold(PartyId, bool),
    Add(PartyId),
    Remove,
    HandOver,
    Record,
    Snapshot,
    /// The same, asked before something else was done: what it says may be older.
    OldSnapshot,
    End,
    /// Said for the org's sake; nothing follows from the answer.
    Courtesy,
}

impl Asked {
    pub(super) fn by(effect: &ControlEffect) -> Self {
        match effect {
            ControlEffect::Hold { party, on, .. } => Self::Hold(party.clone(), *on),
            ControlEffect::Add { party, .. } => Self::Add(party.clone()),
            ControlEffect::Remove { .. } => Self::Remove,
            ControlEffect::Leave { reason: crate::effect::LeaveReason::Conference, .. }
            | ControlEffect::Transfer { .. }
            | ControlEffect::CompleteTransfer { .. }
            | ControlEffect::Merge { .. }
            | ControlEffect::Park { .. }
            | ControlEffect::Voicemail { .. } => Self::HandOver,
            ControlEffect::Leave { reason: crate::effect::LeaveReason::OtherCall, .. }
            | ControlEffect::Decline { .. } => Self::Courtesy,
            ControlEffect::Record { .. } => Self::Record,
            ControlEffect::Snapshot { .. } => Self::Snapshot,
            ControlEffect::End { .. } => Self::End,
        }
    }

    /// Whether the org may have done it although it failed: the answer was lost on its way.
    fn may_have_happened(&self, outcome: &Outcome) -> bool {
        let Outcome::Failed { error } = outcome else { return false };
        match self {
            Self::Hold(..) | Self::Add(_) | Self::Remove | Self::HandOver | Self::Record => {
                error.kind == PortErrorKind::Offline
            }
            // Asked again, or nothing follows from it.
            Self::Snapshot | Self::OldSnapshot | Self::End | Self::Courtesy => false,
        }
    }

    /// What the answer means for the call; none where it means nothing.
    fn step(self, outcome: Outcome) -> Option<ControlStep> {
        let answer = match outcome {
            Outcome::Snapshot { snapshot } if self == Self::Snapshot => {
                return Some(ControlStep::Snapshot(snapshot));
            }
            Outcome::Done => Ok(()),
            Outcome::Failed { error } => Err(error),
            Outcome::Snapshot { .. }
            | Outcome::Token { .. }
            | Outcome::Recorded { .. }
            | Outcome::Matched { .. } => Err(PortError::nonsense()),
        };
        match (self, answer) {
            (Self::Hold(party, on), Ok(())) => Some(ControlStep::Held { party, on }),
            (Self::Hold(party, on), Err(error)) => Some(ControlStep::NotHeld { party, on, error }),
            (Self::Add(party), Err(error)) => Some(ControlStep::NotAdded { party, error }),
            (Self::Remove, Err(error)) => Some(ControlStep::NotRemoved { error }),
            (Self::HandOver, Ok(())) => Some(ControlStep::HandedOver),
            (Self::HandOver, Err(error)) => Some(ControlStep::NotHandedOver { error }),
            (Self::Record, Err(error)) => Some(ControlStep::NotRecorded { error }),
            // The carrier's news say the rest.
            (Self::Add(_) | Self::Remove | Self::Record, Ok(()))
            // Asked or said again.
            | (Self::Snapshot | Self::OldSnapshot | Self::End | Self::Courtesy, _) => None,
        }
    }
}

impl Softphone {
    /// Asks for something that is answered.
    pub(super) fn ask(&mut self, body: EffectBody, awaited: Awaited) -> EffectId {
        let id = self.emit(body);
        // Only the newest wish about a party's hold counts.
        if let Awaited::Control(call, Asked::Hold(party, _)) = &awaited {
            self.awaited.retain(|(_, other, _)| {
                !matches!(other, Awaited::Control(key, Asked::Hold(id, _))
                    if key == call && id == party)
            });
        }
        if self.awaited.len() == MOST_AWAITED {
            self.awaited.remove(0);
        }
        let until = awaited.is_watched().then(|| self.now().plus(ANSWER_LIMIT));
        self.awaited.push((id, awaited, until));
        id
    }

    pub(super) fn result(&mut self, result: EffectResult) {
        let EffectResult { id, outcome } = result;
        // Unknown or answered already: a port that answers twice changes nothing.
        let Some(at) = self.awaited.iter().position(|(other, ..)| *other == id) else { return };
        let (_, awaited, _) = self.awaited.remove(at);
        let outcome = match outcome {
            Outcome::Failed { error } => Outcome::Failed { error: error.bounded() },
            other => other,
        };
        match awaited {
            Awaited::Token => match outcome {
                Outcome::Token { lifetime_ms } => self.token(lifetime_ms),
                Outcome::Failed { error } => self.no_token(error),
                Outcome::Recorded { .. }
                | Outcome::Matched { .. }
                | Outcome::Snapshot { .. }
                | Outcome::Done => self.no_token(PortError::nonsense()),
            },
            Awaited::Record(key) => self.record_answer(&key, id, outcome),
            // A directory that does not answer costs a name, not a call; and an answer of the
            // wrong kind is no answer.
            Awaited::Match(key) => {
                if let Outcome::Matched { matches } = outcome {
                    self.matched(&key, matches);
                }
            }
            Awaited::Control(key, Asked::End) => self.goodbye_answer(&key, id, &outcome),
            Awaited::Control(key, asked) => {
                let asked = match asked {
                    Asked::Snapshot | Asked::OldSnapshot => {
                        if self.is_too_early(&key, id, &outcome)
                            || self.is_old(&key, &asked, &outcome)
                        {
                            return;
                        }
                        self.question_answered(&key, id, &outcome);
                        Asked::Snapshot
                    }
                    other => other,
                };
                if matches!(outcome, Outcome::Done) {
                    self.outdate_questions(&key);
                }
                let is_unknown = asked.may_have_happened(&outcome);
                if let (Ok(index), Some(step)) = (self.find(&key), asked.step(outcome)) {
                    let before = self.last_effect;
                    self.step_always(index, Step::Control(step));
                    // Only what was asked after the failure tells whether it was one.
                    let asks = self.awaited.iter().any(|(id, awaited, _)| {
                        let asks = Awaited::Control(key.clone(), Asked::Snapshot);
                        id.0 > before && *awaited == asks
                    });
                    if is_unknown && !asks && self.calls[index].state.ended().is_none() {
                        self.control(ControlEffect::Snapshot { call: key });
                    }
                }
            }
            Awaited::Occupation => self.occupation_answer(&outcome),
            Awaited::Flight(key) => self.flight_answer(&key, id, &outcome),
            Awaited::Work(work, told) => self.work_answer(&work, told, &outcome),
        }
    }

    /// When the first answer is overdue that nothing else watches.
    pub(super) fn silence_at(&self) -> Option<Timestamp> {
        self.awaited.iter().filter_map(|(_, _, until)| *until).min()
    }

    /// A port that does not answer has failed. Several may fail at once, and what follows from one,
    /// the end of a call perhaps, answers what another led to ask.
    pub(super) fn expire_silence(&mut self) {
        let now = self.now();
        let is_overdue = |(.., until): &&(EffectId, Awaited, Option<Timestamp>)| {
            until.is_some_and(|at| at <= now)
        };
        while let Some((id, ..)) = self.awaited.iter().find(is_overdue) {
            let (id, error) = (*id, PortError::silence());
            self.result(EffectResult { id, outcome: Outcome::Failed { error } });
        }
        let calls = &self.calls;
        let is_over = |key: &CallKey| {
            !calls.iter().any(|call| call.key == *key && call.state.ended().is_none())
        };
        self.effects.retain(|effect| {
            !matches!(&effect.body,
                EffectBody::Control(ControlEffect::Snapshot { call }) if is_over(call))
        });
    }

    /// Whether the org says that a call is still this agent's, asked before it was to give it away:
    /// the one says nothing about the other.
    fn is_too_early(&self, key: &CallKey, question: EffectId, outcome: &Outcome) -> bool {
        let lives = |snapshot: &CallSnapshot| snapshot.status == SnapshotStatus::Live;
        matches!(outcome, Outcome::Snapshot { snapshot } if lives(snapshot))
            && self.awaited.iter().any(|(id, awaited, _)| {
                *id > question
                    && matches!(awaited, Awaited::Control(call, Asked::HandOver) if call == key)
            })
    }

    /// Something was done about the call: what was asked before may not know of it.
    fn outdate_questions(&mut self, key: &CallKey) {
        for (_, awaited, _) in &mut self.awaited {
            if let Awaited::Control(call, asked @ Asked::Snapshot) = awaited
                && call == key
            {
                *asked = Asked::OldSnapshot;
            }
        }
    }

    /// Whether the org says how a live call stood some time ago. Then it is asked again, a few
    /// times: an org that lags behind for ever is believed in the end.
    fn is_old(&mut self, key: &CallKey, asked: &Asked, outcome: &Outcome) -> bool {
        let Outcome::Snapshot { snapshot } = outcome else { return false };
        let Ok(index) = self.find(key) else { return false };
        let call = &mut self.calls[index];
        let is_behind = snapshot.seq != 0 && snapshot.seq < call.heard;
        let is_old = snapshot.status == SnapshotStatus::Live
            && (is_behind || *asked == Asked::OldSnapshot)
            && call.state.ended().is_none()
            && call.old_looks < MOST_OLD_LOOKS;
        if !is_old {
            call.old_looks = 0;
            return false;
        }
        call.old_looks = call.old_looks.saturating_add(1);
        // What is done about parties does not make older what the carrier says of the recording.
        if let Some(news) = snapshot.recording
            && !is_behind
        {
            call.recording.seq = call.recording.seq.max(snapshot.seq);
            self.step_always(index, Step::Recording(news));
        }
        self.control(ControlEffect::Snapshot { call: key.clone() });
        true
    }

    fn record_answer(&mut self, key: &CallKey, id: EffectId, outcome: Outcome) {
        let now = self.now();
        let Ok(index) = self.find(key) else { return };
        let book = &mut self.calls[index].record;
        match outcome {
            Outcome::Recorded { record } => book.succeed(id, Some(record), now),
            Outcome::Done => book.succeed(id, None, now),
            Outcome::Failed { error } => book.fail(id, error, now),
            Outcome::Token { .. } | Outcome::Matched { .. } | Outcome::Snapshot { .. } => {
                book.fail(id, PortError::nonsense(), now);
            }
        }
    }
}
