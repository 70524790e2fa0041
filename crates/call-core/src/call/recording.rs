//! Whether the call is recorded: what was asked for and what the carrier confirmed.
//!
//! ```text
//!   Off ──start──► Starting ──confirmed──► On ──pause──► Pausing ──confirmed──► Paused
//!    ▲                │                    │ ▲                                   │
//!    │                ▼ refused, silence   │ └──confirmed── Resuming ◄──resume───┘
//!    │              Failed                 ▼ stop
//!    └─ (start again) ◄── Stopped ◄──── Stopping
//! ```
//! Only the carrier's own word (`recording.*`) counts as confirmation: the answer to a request says
//! that it was understood. What the carrier says wins over what was asked, in every state.

use serde::{Deserialize, Serialize};

use crate::time::{Millis, Timestamp};

/// How long a confirmation is awaited before the agent is told that there is none.
pub(crate) const CONFIRMATION_LIMIT: Millis = Millis::seconds(10);

/// How recording stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RecordingState {
    /// Not recorded so far.
    #[default]
    Off,
    /// Asked to start; not recorded as far as is known.
    Starting,
    /// Recorded.
    On,
    /// Asked to pause; still recorded as far as is known.
    Pausing,
    /// Paused: the recording holds silence.
    Paused,
    /// Asked to go on; still silence.
    Resuming,
    /// Asked to stop; still recorded as far as is known.
    Stopping,
    /// Recorded and stopped.
    Stopped,
    /// It could not be started, or nobody confirmed it.
    Failed,
}

/// What the agent asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RecordingAction {
    /// Begin.
    Start,
    /// Record silence for a while.
    Pause,
    /// Go on after a pause.
    Resume,
    /// End.
    Stop,
}

/// What the carrier says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RecordingNews {
    /// It records.
    Started,
    /// It pauses.
    Paused,
    /// It records again.
    Resumed,
    /// It has ended.
    Stopped,
    /// It could not be made.
    Failed,
}

/// Whether the customer agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// Yes or no.
    pub given: bool,
    /// When the agent noted it.
    pub at: Timestamp,
}

/// The recording of one call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recording {
    /// How it stands.
    pub state: RecordingState,
    /// Since when.
    pub since: Timestamp,
    /// What the carrier said last.
    confirmed: RecordingState,
    /// Whether anything was recorded at any time.
    pub was_on: bool,
    /// Whether the customer agreed, as the agent noted it.
    pub consent: Option<Consent>,
    /// The highest sequence number heard.
    pub seq: u32,
}

impl Recording {
    /// Whether the action makes sense now; the second click on the same button does, and does
    /// nothing.
    pub const fn allows(&self, action: RecordingAction) -> bool {
        use RecordingState as S;
        match (action, self.state) {
            (RecordingAction::Start, S::Off | S::Stopped | S::Failed | S::Starting) => true,
            (RecordingAction::Pause, S::On | S::Pausing) => true,
            (RecordingAction::Resume, S::Paused | S::Resuming) => true,
            (RecordingAction::Stop, S::On | S::Paused | S::Stopping) => true,
            (
                RecordingAction::Start,
                S::On | S::Pausing | S::Paused | S::Resuming | S::Stopping,
            )
            | (
                RecordingAction::Pause,
                S::Off
                | S::Starting
                | S::Paused
                | S::Resuming
                | S::Stopping
                | S::Stopped
                | S::Failed,
            )
            | (
                RecordingAction::Resume,
                S::Off | S::Starting | S::On | S::Pausing | S::Stopping | S::Stopped | S::Failed,
            )
            | (
                RecordingAction::Stop,
                S::Off | S::Starting | S::Pausing | S::Resuming | S::Stopped | S::Failed,
            ) => false,
        }
    }

    /// Whether it records, or may do so without anybody's asking again.
    pub(crate) const fn may_run(&self) -> bool {
        match self.state {
            RecordingState::Starting
            | RecordingState::On
            | RecordingState::Pausing
            | RecordingState::Paused
            | RecordingState::Resuming => true,
            RecordingState::Off
            | RecordingState::Stopping
            | RecordingState::Stopped
            | RecordingState::Failed => false,
        }
    }

    /// Notes that `action` was asked. Whether the carrier must be asked: not for a second click.
    pub(crate) fn ask(&mut self, action: RecordingAction, now: Timestamp) -> bool {
        let asked = match action {
            RecordingAction::Start => RecordingState::Starting,
            RecordingAction::Pause => RecordingState::Pausing,
            RecordingAction::Resume => RecordingState::Resuming,
            RecordingAction::Stop => RecordingState::Stopping,
        };
        let is_new = self.state != asked;
        if is_new {
            self.enter(asked, now);
        }
        is_new
    }

    /// The carrier says how it is.
    pub(crate) fn hear(&mut self, news: RecordingNews, now: Timestamp) {
        self.confirmed = match news {
            RecordingNews::Started | RecordingNews::Resumed => RecordingState::On,
            RecordingNews::Paused => RecordingState::Paused,
            RecordingNews::Stopped => RecordingState::Stopped,
            RecordingNews::Failed => RecordingState::Failed,
        };
        self.was_on |= self.confirmed == RecordingState::On;
        self.enter(self.confirmed, now);
    }

    /// The request was refused, or nobody confirmed it: back to what was last confirmed.
    pub(crate) fn give_up(&mut self, now: Timestamp) {
        let state = match self.state {
            RecordingState::Starting => RecordingState::Failed,
            _ => self.confirmed,
        };
        self.enter(state, now);
    }

    /// When a confirmation is overdue.
    pub(crate) const fn deadline(&self) -> Option<Timestamp> {
        match self.state {
            RecordingState::Starting
            | RecordingState::Pausing
            | RecordingState::Resuming
            | RecordingState::Stopping => Some(self.since.plus(CONFIRMATION_LIMIT)),
            RecordingState::Off
            | RecordingState::On
            | RecordingState::Paused
            | RecordingState::Stopped
            | RecordingState::Failed => None,
        }
    }

    fn enter(&mut self, state: RecordingState, now: Timestamp) {
        if self.state != state {
            self.state = state;
            self.since = now;
        }
    }
}
