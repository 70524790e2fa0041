//! What both directions share: one agent's leg, one customer, and the news between them.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::{Call, CallEvent, CallState, Exchange, Leg};
use crate::ids;
use crate::media::{Sound, Tone};
use crate::signalling::{CallMessage, Failure, ServerFrame, USER_DEFINED_MESSAGE};

/// How long the agent hears why a call failed before the leg is hung up.
const TONE_TIME: Duration = Duration::from_secs(1);

/// Why a conversation is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Departure {
    /// The agent hung up, or stayed away for too long.
    Agent,
    /// The customer hung up.
    Customer,
    /// The agent's audio never came.
    NoAudio,
}

/// News of the customer's leg, told to the agent's leg as call messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    Initiated,
    Ringing { early_media: bool },
    Answered,
    Busy,
    NoAnswer,
    Rejected,
    Failed { sip_code: u16 },
    Left,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewsContent<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    call_key: Option<&'a str>,
    party: &'static str,
    sid: &'a str,
    seq: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    early_media: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sip_code: Option<u16>,
    number: &'a str,
}

impl News {
    fn kind(self) -> &'static str {
        match self {
            Self::Initiated => "party.initiated",
            Self::Ringing { .. } => "party.ringing",
            Self::Answered => "party.answered",
            Self::Busy => "party.busy",
            Self::NoAnswer => "party.no-answer",
            Self::Rejected => "party.rejected",
            Self::Failed { .. } => "party.failed",
            Self::Left => "party.left",
        }
    }

    fn early_media(self) -> Option<bool> {
        if let Self::Ringing { early_media } = self { Some(early_media) } else { None }
    }

    fn sip_code(self) -> Option<u16> {
        match self {
            Self::Busy => Some(486),
            Self::Rejected => Some(603),
            Self::Failed { sip_code } => Some(sip_code),
            Self::Initiated
            | Self::Ringing { .. }
            | Self::Answered
            | Self::NoAnswer
            | Self::Left => None,
        }
    }
}

/// An agent's leg and a customer in one call.
pub(super) struct Conversation {
    pub exchange: Arc<Exchange>,
    pub call: Arc<Call>,
    pub leg: Arc<Leg>,
    inbox: mpsc::UnboundedReceiver<CallEvent>,
    party_sid: String,
    number: String,
    call_key: Option<String>,
    news: u64,
}

impl Conversation {
    /// `party_sid` and `number` are the customer's.
    pub(super) fn new(
        exchange: Arc<Exchange>,
        call: Arc<Call>,
        leg: Arc<Leg>,
        inbox: mpsc::UnboundedReceiver<CallEvent>,
        party_sid: String,
        number: String,
    ) -> Self {
        let call_key = call.record().call_key;
        call.set_leg(&leg.sid, leg.listening());
        Self { exchange, call, leg, inbox, party_sid, number, call_key, news: 0 }
    }

    /// Waits until the agent's audio flows.
    pub(super) async fn audio_up(&mut self) -> Result<(), Departure> {
        let deadline = Instant::now() + self.exchange.config.media_timeout;
        loop {
            match tokio::time::timeout_at(deadline, self.next()).await {
                Ok(Step::AudioUp) => return Ok(()),
                Ok(Step::Digit) => {}
                Ok(Step::Departed(who)) => return Err(who),
                Err(_) => return Err(Departure::NoAudio),
            }
        }
    }

    /// Waits for a time, or until someone leaves.
    pub(super) async fn wait(&mut self, time: Duration) -> Result<(), Departure> {
        let deadline = Instant::now() + time;
        match tokio::time::timeout_at(deadline, self.departure()).await {
            Ok(who) => Err(who),
            Err(_) => Ok(()),
        }
    }

    /// Talks until someone leaves; the customer after a time, if one is given.
    pub(super) async fn talk(&mut self, sound: Sound, most: Option<Duration>) -> Departure {
        self.call.set_state(CallState::InProgress);
        self.leg.play(sound);
        match most {
            None => self.departure().await,
            Some(time) => self.wait(time).await.err().unwrap_or(Departure::Customer),
        }
    }

    /// Tells the agent's page about the customer.
    pub(super) fn tell(&mut self, news: News) {
        self.news += 1;
        let content = NewsContent {
            kind: news.kind(),
            call_key: self.call_key.as_deref(),
            party: "customer",
            sid: &self.party_sid,
            seq: self.news,
            early_media: news.early_media(),
            sip_code: news.sip_code(),
            number: &self.number,
        };
        if let Some(code) = news.sip_code() {
            self.call.set_sip_code(code);
        }
        self.leg.send(ServerFrame::Message(CallMessage {
            callsid: self.leg.sid.clone(),
            content: serde_json::json!(content),
            contenttype: "application/json",
            messagetype: USER_DEFINED_MESSAGE,
            voiceeventsid: ids::message_sid(),
        }));
    }

    /// The customer was not reached: says so, lets the agent hear it, and hangs the leg up.
    pub(super) async fn fail(&mut self, state: CallState, news: News, tone: Tone) {
        self.leg.play(Sound::Tone(tone));
        self.call.set_state(state);
        self.tell(news);
        if self.wait(TONE_TIME).await.is_ok() {
            self.leg.hang_up(None);
        }
    }

    /// Ends a call in which the two talked, or would have.
    pub(super) fn end(&mut self, who: Departure) {
        match who {
            Departure::Agent => self.call.set_state(CallState::Completed),
            Departure::Customer => {
                self.call.set_state(CallState::Completed);
                self.tell(News::Left);
                self.leg.hang_up(None);
            }
            Departure::NoAudio => {
                self.call.set_state(CallState::Failed);
                self.leg.hang_up(Some(Failure::new(
                    53_405,
                    "No audio connection came up in time. Check that UDP reaches this machine.",
                )));
            }
        }
    }

    /// Lets go of the leg, whoever left first.
    pub(super) fn close(self) {
        self.leg.left();
        self.exchange.forget_later(&self.leg);
    }

    async fn departure(&mut self) -> Departure {
        loop {
            if let Step::Departed(who) = self.next().await {
                return who;
            }
        }
    }

    async fn next(&mut self) -> Step {
        loop {
            // The call itself holds a sender, so the inbox never runs dry.
            let Some(event) = self.inbox.recv().await else {
                return Step::Departed(Departure::Customer);
            };
            match event {
                CallEvent::AudioUp(leg) if leg == self.leg.sid => return Step::AudioUp,
                CallEvent::Digit(leg, digit) if leg == self.leg.sid => {
                    self.call.add_digit(digit);
                    return Step::Digit;
                }
                CallEvent::Left(leg) | CallEvent::Rejected(leg) if leg == self.leg.sid => {
                    return Step::Departed(Departure::Agent);
                }
                CallEvent::CustomerLeft => return Step::Departed(Departure::Customer),
                // Of legs that lost the race to answer, or of this one's past as an offer.
                CallEvent::AudioUp(_)
                | CallEvent::Digit(..)
                | CallEvent::Left(_)
                | CallEvent::Rejected(_)
                | CallEvent::Answered(_)
                | CallEvent::OfferLost(_) => {}
            }
        }
    }
}

enum Step {
    AudioUp,
    Digit,
    Departed(Departure),
}
