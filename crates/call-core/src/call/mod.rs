//! One call: its state, the agent's leg in it, the other parties, and how it ended.

mod changes;
mod digits;
mod end;
mod former;
mod handover;
mod leg;
mod party;
mod question;
mod recording;
mod state;
mod step;
mod timers;
mod transition;
mod work;

pub use digits::DigitQueue;
pub use end::{EndReason, Ended, RecordOutcome};
pub use handover::Handover;
pub use leg::{Leg, LegState, Way};
pub use party::{Hold, HoldRequest, Party, PartyState, Role};
pub use question::Question;
pub use recording::{Consent, Recording, RecordingAction, RecordingNews, RecordingState};
pub use state::CallState;
pub use step::{
    Act, AgentStep, CallTimer, ControlFailure, ControlStep, LegClose, LegStep, PartyStep, Step,
    Trouble,
};
pub use timers::{deadline, due, timers};
pub use transition::{advance, can_step_away, pass_on, restore};
pub use work::{Work, WorkState};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{CallKey, EffectId, PartyId, RecordRef},
    input::{Match, WorkKind},
    pii::Pii,
    record::{FlightBook, RecordBook},
    time::{Millis, Timestamp},
};

/// Who began the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// The agent.
    Outbound,
    /// The other party.
    Inbound,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Its key, everywhere.
    pub key: CallKey,
    /// Who began it.
    pub direction: Direction,
    /// When it began.
    pub started_at: Timestamp,
    /// Which of the company's numbers the other party sees or called.
    pub company_number: Pii<String>,
    /// The work item by which Omni-Channel offered it.
    pub work: Option<Work>,
    /// Where it stands.
    pub state: CallState,
    /// The agent took it or made it.
    pub accepted: bool,
    /// While it is offered: it is answered by itself, as the org's settings say.
    pub accepts_itself: bool,
    /// Somebody parked it, and the org has not said that this agent has it now: until then nothing
    /// is written of it, and it is not this agent's to end.
    #[serde(default)]
    pub retrieving: bool,
    /// When both heard each other for the first time.
    pub connected_at: Option<Timestamp>,
    /// How long the customer has been on hold, up to the last resume.
    pub held: Millis,
    /// The agent's audio.
    pub leg: Leg,
    /// The one the call is with.
    pub customer: Party,
    /// Consulted colleague and members of a conference, in the order in which they came.
    pub others: Vec<Party>,
    /// DTMF to be sent as soon as the customer answers: an extension.
    #[serde(serialize_with = "crate::pii::keys")]
    pub post_dial: Pii<String>,
    /// The customer comes off hold as soon as the agent's audio is back.
    pub resume_on_join: bool,
    /// How often in a row a leg that was to bring the agent back did not come up.
    pub failed_joins: u8,
    /// Since when the page cannot know how the call fares: it slept.
    pub unseen_since: Option<Timestamp>,
    /// The highest number of the carrier's messages about it.
    pub heard: u32,
    /// How often in a row the org said what was older than that.
    pub old_looks: u8,
    /// When the org was last asked how the call stands, or the leg left it.
    pub looked_at: Timestamp,
    /// The org was asked how the call stands, and has not said so yet.
    #[serde(default)]
    pub question: Option<Question>,
    /// Whether it is recorded.
    pub recording: Recording,
    /// Whether the carrier was told that the agent hung up.
    pub goodbye: Goodbye,
    /// Who has the call after this agent.
    pub handed_to: Option<Pii<String>>,
    /// How it was to be given away, where the org's answer was lost: it may have been done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unconfirmed: Option<Handover>,
    /// Records that carry the number, when there are several or one.
    pub matches: Vec<Match>,
    /// The record the call is about.
    pub related: Option<RecordRef>,
    /// What the agent wrote.
    pub notes: Pii<String>,
    /// What the agent chose.
    pub disposition: Option<String>,
    /// The call's record in the org.
    pub record: RecordBook,
    /// Whether the org has the call's flight record.
    #[serde(default)]
    pub flight: FlightBook,
    /// The same call as it was here before, where it is offered again before the org has all of
    /// that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Box<Self>>,
}

/// Hanging up is said, because vanishing is not: the customer's leg is ended by the org, and asked
/// for until the org has heard it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Goodbye {
    /// There is nothing to say.
    #[default]
    None,
    /// To be said, now or at the given time.
    Owed {
        /// When.
        at: Timestamp,
        /// Failures so far.
        attempts: u32,
    },
    /// Said; the org has not answered.
    Asked {
        /// When.
        at: Timestamp,
        /// By this effect.
        effect: EffectId,
        /// Failures before it.
        attempts: u32,
    },
    /// The org has heard it, or will never.
    Said,
}

impl Goodbye {
    /// Whether the org must still hear it.
    pub const fn is_owed(self) -> bool {
        match self {
            Self::Owed { .. } | Self::Asked { .. } => true,
            Self::None | Self::Said => false,
        }
    }
}

impl Call {
    /// A call that begins now.
    pub fn new(
        key: CallKey,
        direction: Direction,
        now: Timestamp,
        state: CallState,
        leg: Leg,
        customer: Party,
    ) -> Self {
        Self {
            key,
            direction,
            started_at: now,
            company_number: Pii::default(),
            work: None,
            state,
            accepted: direction == Direction::Outbound,
            accepts_itself: false,
            retrieving: false,
            connected_at: None,
            held: Millis(0),
            leg,
            customer,
            others: Vec::new(),
            post_dial: Pii::default(),
            resume_on_join: false,
            failed_joins: 0,
            unseen_since: None,
            heard: 0,
            old_looks: 0,
            looked_at: now,
            question: None,
            recording: Recording::default(),
            goodbye: Goodbye::None,
            handed_to: None,
            unconfirmed: None,
            matches: Vec::new(),
            related: None,
            notes: Pii::default(),
            disposition: None,
            record: RecordBook::default(),
            flight: FlightBook::default(),
            former: None,
        }
    }

    /// Whether both ends hear each other, as far as the news goes. On a leg that is sought audio
    /// often still flows; and whoever answered meanwhile has answered.
    pub fn is_through(&self) -> bool {
        self.leg.is_open() && self.customer.state == PartyState::Answered
    }

    /// Whether anybody beyond the agent's own page was involved, so that there is something to
    /// wrap up: the agent answered, or the carrier began to call the other party.
    pub fn was_underway(&self) -> bool {
        self.connected_at.is_some() || (self.direction == Direction::Outbound && self.leg.was_up)
    }

    /// Whether somebody asked to be called back, rather than waits.
    pub fn is_callback(&self) -> bool {
        self.work.as_ref().is_some_and(|work| work.kind == WorkKind::Callback)
    }

    /// Omni-Channel offered it, and this agent did not take it: how it ends is not this agent's to
    /// record.
    pub const fn is_work_not_taken(&self) -> bool {
        self.work.is_some() && !self.accepted
    }

    /// Into which call its customer moves, or has perhaps moved already.
    pub fn merges_into(&self) -> Option<&CallKey> {
        let how = match &self.state {
            CallState::HandingOver { how, .. } => Some(how),
            state if state.ended().is_some() => None,
            _ => self.unconfirmed.as_ref(),
        };
        match how? {
            Handover::Merge { into } => Some(into),
            Handover::Transfer { .. }
            | Handover::Completion { .. }
            | Handover::Leave
            | Handover::Park
            | Handover::Voicemail => None,
        }
    }

    /// A party by its label.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        core::iter::once(&self.customer).chain(&self.others).find(|party| party.id == *id)
    }

    pub(crate) fn party_mut(&mut self, id: &PartyId) -> Option<&mut Party> {
        core::iter::once(&mut self.customer).chain(&mut self.others).find(|party| party.id == *id)
    }

    /// The colleague who is being asked.
    pub fn consulted(&self) -> Option<&Party> {
        self.others.iter().find(|party| party.role == Role::Consulted)
    }

    pub(crate) fn choose(&mut self, record_id: &str) {
        if let Some(found) = self.matches.iter().find(|m| m.record.record_id == record_id) {
            self.related = Some(found.record.clone());
            self.customer.name = Some(found.name.clone());
        }
    }
}
