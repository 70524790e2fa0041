//! What tabs tell each other.

use serde::{Deserialize, Serialize};

use super::{CommandAnswer, TabId, Term};

/// One message on the browser's channel. It crosses as JSON text: objects do not survive the
/// channel inside Lightning Web Security.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Letter {
    /// Whose.
    pub from: TabId,
    /// The highest term it knows; of a leader, its own.
    pub term: Term,
    /// What it says.
    pub message: Message,
}

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Message {
    /// Of a follower: who leads? Answered by `Lead`.
    Ping {
        /// The agent looks at it.
        focused: bool,
        /// It has the Omni-Channel session.
        omni: bool,
        /// The number of the leader's last view that it has: letters to a tab that did not run may
        /// be lost.
        #[serde(default)]
        seen: u32,
    },
    /// Of the leader: I do.
    Lead,
    /// Of the tab that holds the lock: another browser has the phone.
    Elsewhere,
    /// Of the leader: what the phone shows.
    View {
        /// The view as JSON text.
        view: String,
        /// Rises by one with each that this leader shows.
        #[serde(default)]
        number: u32,
    },
    /// Of a follower: its agent's command.
    Command {
        /// Rises by one with each; a command that is sent again keeps it.
        id: u32,
        /// The command as JSON text.
        command: String,
    },
    /// Of the leader: the command was given to the phone.
    Answer {
        /// Whose command.
        to: TabId,
        /// Which.
        id: u32,
        /// What came of it.
        answer: CommandAnswer,
    },
    /// Of the leader: carry this out.
    Effect {
        /// Who.
        to: TabId,
        /// The effect's number.
        id: u32,
        /// The effect as JSON text.
        effect: String,
    },
    /// Of a follower: it is carried out.
    Outcome {
        /// The effect's number.
        id: u32,
        /// The term of the leader who asked: numbers begin anew with each.
        of: Term,
        /// What came of it, as JSON text.
        outcome: String,
    },
    /// The tab goes away.
    Bye,
}

impl Message {
    /// Whether only a leader says so.
    pub(super) const fn is_a_leaders(&self) -> bool {
        match self {
            Self::Lead
            | Self::Elsewhere
            | Self::View { .. }
            | Self::Answer { .. }
            | Self::Effect { .. } => true,
            Self::Ping { .. } | Self::Command { .. } | Self::Outcome { .. } | Self::Bye => false,
        }
    }
}
