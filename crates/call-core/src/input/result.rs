//! Answers to effects. A port answers every effect that has an id exactly once, well or badly.

use serde::{Deserialize, Serialize};

use super::CallSnapshot;
use crate::{
    ids::{EffectId, RecordRef},
    pii::Pii,
    time::Millis,
};

/// The answer to the effect `id`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EffectResult {
    /// The effect it answers; an unknown or already answered one is ignored.
    pub id: EffectId,
    /// How it went.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// How an effect went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
pub enum Outcome {
    /// An access token is at hand. The token itself stays with the host.
    Token {
        /// How long it is good for, from now.
        lifetime_ms: Millis,
    },
    /// The call has its record.
    Recorded {
        /// Which.
        record: RecordRef,
    },
    /// The records that carry the number.
    Matched {
        /// In the order of the org's rules.
        matches: Vec<Match>,
    },
    /// How a call stands at the carrier.
    Snapshot {
        /// What the org knows.
        snapshot: CallSnapshot,
    },
    /// Done, with nothing more to say.
    Done,
    /// The org refused or could not be reached.
    Failed {
        /// Why.
        error: PortError,
    },
}

/// A record that carries the other party's number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "FlatMatch")]
pub struct Match {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRef,
    /// Its name.
    pub name: Pii<String>,
    /// The company it belongs to, where there is one.
    #[serde(default)]
    pub company_name: Option<Pii<String>>,
    /// The field that matched, `Contact.MobilePhone`.
    pub reason: String,
}

/// A match as it comes in. Read by name: to read a flattened struct serde copies every property
/// into a buffer first, whose code is larger than all other reading.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatMatch {
    record_id: String,
    object_api_name: String,
    name: Pii<String>,
    #[serde(default)]
    company_name: Option<Pii<String>>,
    reason: String,
}

impl From<FlatMatch> for Match {
    fn from(flat: FlatMatch) -> Self {
        let FlatMatch { record_id, object_api_name, name, company_name, reason } = flat;
        Self { record: RecordRef { record_id, object_api_name }, name, company_name, reason }
    }
}

/// An error of the org, folded by the port that met it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PortError {
    /// Its kind decides what happens next.
    pub kind: PortErrorKind,
    /// The org's own words, for the agent. They may quote anything: no flight record has them.
    #[serde(default, serialize_with = "crate::pii::words")]
    pub message: String,
    /// Fields the org complained about.
    #[serde(default)]
    pub fields: Vec<String>,
    /// When the org said when to come again.
    #[serde(default)]
    pub retry_after_ms: Option<Millis>,
}

/// The most characters of an org's message that are kept: it is shown, and outlives the page.
const LONGEST_MESSAGE: usize = 500;

/// The most fields that an org can blame.
const MOST_FIELDS: usize = 100;

impl PortError {
    /// The error with no more than what is kept of it.
    pub(crate) fn bounded(mut self) -> Self {
        if let Some((end, _)) = self.message.char_indices().nth(LONGEST_MESSAGE) {
            self.message.truncate(end);
        }
        self.fields.truncate(MOST_FIELDS);
        self
    }

    /// How long the org asked to be left alone; never so short that trying again becomes a storm,
    /// nor so long that a wrong header keeps a record out of the org for the day.
    pub fn pause(&self) -> Option<Millis> {
        self.retry_after_ms.map(|named| named.clamp(Millis::seconds(1), Millis::seconds(600)))
    }

    /// A port did not answer in time.
    pub(crate) fn silence() -> Self {
        Self {
            kind: PortErrorKind::Offline,
            message: "there was no answer in time".into(),
            fields: Vec::new(),
            retry_after_ms: None,
        }
    }

    /// A port answered with something that is no answer to what it was asked.
    pub(crate) fn nonsense() -> Self {
        Self {
            kind: PortErrorKind::Server,
            message: "the answer makes no sense".into(),
            fields: Vec::new(),
            retry_after_ms: None,
        }
    }
}

/// Kinds of trouble with the org.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PortErrorKind {
    /// No answer at all.
    Offline,
    /// 401: the session is over.
    SessionExpired,
    /// 403: the user may not.
    Forbidden,
    /// 404: not there.
    NotFound,
    /// 400: the org does not take these values.
    Invalid,
    /// 429, or `REQUEST_LIMIT_EXCEEDED`: too many requests.
    Limited,
    /// 500 and its kin.
    Server,
}

impl PortErrorKind {
    /// Whether the same request may succeed later without anybody changing anything.
    pub const fn is_transient(self) -> bool {
        match self {
            // The network, the limit window and a broken server recover by themselves; a session
            // comes back as soon as the user logs in anywhere in the same browser.
            Self::Offline | Self::SessionExpired | Self::Limited | Self::Server => true,
            // These are decisions of the org; asking again changes nothing.
            Self::Forbidden | Self::NotFound | Self::Invalid => false,
        }
    }
}
