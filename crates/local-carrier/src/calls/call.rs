//! A call as the outside sees it: who, where to, how far, and what is heard.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tokio::sync::mpsc;

use super::CallEvent;
use crate::media::{AudioReading, Listening};

/// Digits remembered per call.
const MOST_DIGITS: usize = 1_000;

/// Which way a call goes, seen from the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The agent calls.
    Outbound,
    /// The customer calls.
    Inbound,
}

/// How far a call is, in Twilio's words.
///
/// ```text
/// queued ─► ringing ─► in-progress ─► completed
///   │          └─► busy | no-answer | failed | canceled
///   └─► busy | failed | canceled
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallState {
    /// Outbound: the agent's audio is coming up, the customer is not dialled yet or does not
    /// ring yet.
    Queued,
    /// The other side's phone rings.
    Ringing,
    /// Agent and customer talk.
    InProgress,
    /// They talked; it is over.
    Completed,
    /// The called side was busy or declined.
    Busy,
    /// The called side did not answer in time.
    NoAnswer,
    /// It could not be connected.
    Failed,
    /// The calling side gave up before an answer.
    Canceled,
}

impl CallState {
    /// Whether the call is over.
    pub fn is_over(self) -> bool {
        match self {
            Self::Queued | Self::Ringing | Self::InProgress => false,
            Self::Completed | Self::Busy | Self::NoAnswer | Self::Failed | Self::Canceled => true,
        }
    }
}

/// A call's record.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallRecord {
    /// Outbound: the agent's leg. Inbound: the caller's leg.
    pub sid: String,
    /// Which way it goes.
    pub direction: Direction,
    /// Outbound: `client:` and the agent's identity. Inbound: the caller's number.
    pub from: String,
    /// The number called.
    pub to: String,
    /// How far it is.
    pub state: CallState,
    /// What the carrier hears from the agent.
    pub audio: AudioReading,
    /// The digits the agent pressed.
    pub digits: String,
    /// The key under which page and org keep one record, if the call has one.
    pub call_key: Option<String>,
    /// The agent's leg, once there is one.
    pub leg_sid: Option<String>,
    /// The customer's leg, once there is one.
    pub party_sid: Option<String>,
    /// The SIP code with which an outbound call failed.
    pub sip_code: Option<u16>,
}

#[derive(Debug)]
struct Progress {
    record: CallRecord,
    listening: Option<Listening>,
}

/// A call, shared by its task, its legs and the HTTP interface.
#[derive(Debug)]
pub(crate) struct Call {
    sid: String,
    progress: Mutex<Progress>,
    events: mpsc::UnboundedSender<CallEvent>,
}

impl Call {
    pub(crate) fn outbound(
        leg_sid: &str,
        identity: &str,
        to: &str,
        call_key: Option<String>,
        events: mpsc::UnboundedSender<CallEvent>,
    ) -> Arc<Self> {
        Self::new(
            CallRecord {
                sid: leg_sid.to_owned(),
                direction: Direction::Outbound,
                from: format!("client:{identity}"),
                to: to.to_owned(),
                state: CallState::Queued,
                audio: AudioReading::SILENT,
                digits: String::new(),
                call_key,
                leg_sid: Some(leg_sid.to_owned()),
                party_sid: None,
                sip_code: None,
            },
            events,
        )
    }

    pub(crate) fn inbound(
        sid: &str,
        from: String,
        to: String,
        call_key: String,
        events: mpsc::UnboundedSender<CallEvent>,
    ) -> Arc<Self> {
        Self::new(
            CallRecord {
                sid: sid.to_owned(),
                direction: Direction::Inbound,
                from,
                to,
                state: CallState::Ringing,
                audio: AudioReading::SILENT,
                digits: String::new(),
                call_key: Some(call_key),
                leg_sid: None,
                party_sid: Some(sid.to_owned()),
                sip_code: None,
            },
            events,
        )
    }

    fn new(record: CallRecord, events: mpsc::UnboundedSender<CallEvent>) -> Arc<Self> {
        let sid = record.sid.clone();
        Arc::new(Self { sid, progress: Mutex::new(Progress { record, listening: None }), events })
    }

    pub(crate) fn sid(&self) -> &str {
        &self.sid
    }

    /// The record, with audio measured now.
    pub(crate) fn record(&self) -> CallRecord {
        let (mut record, listening) =
            self.with(|progress| (progress.record.clone(), progress.listening.clone()));
        // Measured outside the lock: it takes a Fourier transform.
        record.audio = listening.map_or(AudioReading::SILENT, |listening| listening.reading());
        record
    }

    pub(crate) fn state(&self) -> CallState {
        self.with(|progress| progress.record.state)
    }

    pub(crate) fn set_state(&self, state: CallState) {
        self.with(|progress| {
            progress.record.state = state;
            if state.is_over() {
                progress.listening = None;
            }
        });
    }

    pub(crate) fn set_party(&self, party_sid: &str) {
        self.with(|progress| progress.record.party_sid = Some(party_sid.to_owned()));
    }

    pub(crate) fn set_sip_code(&self, code: u16) {
        self.with(|progress| progress.record.sip_code = Some(code));
    }

    /// The agent's leg is in; its audio is what the record measures.
    pub(crate) fn set_leg(&self, leg_sid: &str, listening: Listening) {
        self.with(|progress| {
            progress.record.leg_sid = Some(leg_sid.to_owned());
            progress.listening = Some(listening);
        });
    }

    pub(crate) fn add_digit(&self, digit: char) {
        self.with(|progress| {
            if progress.record.digits.len() < MOST_DIGITS {
                progress.record.digits.push(digit);
            }
        });
    }

    /// The customer hangs up; `false` when the call is already over.
    pub(crate) fn customer_hangs_up(&self) -> bool {
        !self.state().is_over() && self.events.send(CallEvent::CustomerLeft).is_ok()
    }

    fn with<T>(&self, act: impl FnOnce(&mut Progress) -> T) -> T {
        // Every change above is a whole one, so a panic elsewhere leaves nothing half done.
        act(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
