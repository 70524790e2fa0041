//! A Twilio-compatible carrier for one machine: signalling and real WebRTC audio.
//!
//! It answers the unmodified `@twilio/voice-sdk` 2.18: signalling 1.6 on a WebSocket, access
//! tokens with real signatures and grants, calls with ICE, DTLS-SRTP and PCMU audio, digits as
//! telephone events, call messages, reconnection, ICE restart. Far ends stand for customers
//! ([`FAR_ENDS`]); a small HTTP interface lets customers call and shows what the carrier hears.
//!
//! # A call is a conference of two
//! The agent's leg is answered at once. The customer is dialled when the leg's audio flows, and
//! the customer's progress is told to the leg as call messages (`party.initiated`,
//! `party.ringing`, `party.answered`, `party.busy`, `party.no-answer`, `party.rejected`,
//! `party.failed`, `party.left`), in order, with a rising `seq`.
//!
//! # Far ends
//! | Number | Name | Does |
//! |---|---|---|
//! | +15005550100 | echo | Rings for 1 s, answers, and returns what it hears. |
//! | +15005550101 | tone | Rings for 1 s, answers, and plays 1,000 Hz. |
//! | +15005550102 | busy | Is busy (SIP 486). |
//! | +15005550103 | no answer | Rings for 4 s and does not answer. |
//! | +15005550104 | declines | Rings for 1 s and declines (SIP 603). |
//! | +15005550105 | hangs up | Rings for 1 s, answers, and hangs up after 3 s. |
//! | +15005550106 | keypad | Rings for 1 s, answers, and plays each digit pressed as its dual tone. |
//! | +15005550107 | early media | Plays 425 Hz for 3 s while ringing, then answers and returns what it hears. |
//! | +15005550108 | out of service | Fails as temporarily unavailable (SIP 480). |
//! | any other | not in service | Fails as not found (SIP 404). |
//!
//! # What it does not do
//! No telephone network, no `TwiML`, no REST API, no recording, no codec but PCMU, no TURN. Nothing
//! is stored: calls are forgotten when the process ends.

mod calls;
mod config;
mod faults;
mod http;
mod ids;
mod media;
mod signalling;

use std::sync::Arc;

pub use calls::{CallRecord, CallState, Direction, FAR_ENDS, FarEnd, Script};
pub use config::{Config, Credentials, Ice, UnknownIce};
pub use faults::{
    DEFAULT_DELAY_MS, DEFAULT_ERROR_CODE, DEFAULT_LOSS_INTERVAL, FaultError, LONGEST_DELAY_MS,
    Mode, Target,
};
pub use media::AudioReading;

use calls::Exchange;

/// Why a carrier cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CarrierError {
    /// A setting that tokens or calls are checked against is empty.
    #[error("The carrier's setting {0} is empty. Give it a value.")]
    Empty(&'static str),
    /// The company's number is no telephone number.
    #[error("The company's number must be in E.164, such as +15005550000.")]
    CompanyNumber,
    /// A time that must be positive is zero.
    #[error("The carrier's setting {0} must be longer than zero.")]
    ZeroTime(&'static str),
    /// Audio cannot use the machine's network at all.
    #[error("The carrier cannot open a UDP socket on 127.0.0.1, which audio needs: {0}.")]
    Udp(#[from] std::io::Error),
}

/// A running carrier. Calls and sockets live in tasks of the runtime it was started on.
#[derive(Debug, Clone)]
pub struct Carrier {
    exchange: Arc<Exchange>,
    warnings: Vec<String>,
}

impl Carrier {
    /// Starts a carrier.
    ///
    /// # Errors
    /// [`CarrierError`] when a setting cannot work or audio has no way to the network.
    pub async fn start(config: Config) -> Result<Self, CarrierError> {
        check(&config)?;
        tokio::net::UdpSocket::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
        let mut warnings = Vec::new();
        if config.ice == Ice::Interfaces && media::own_addresses().is_empty() {
            warnings.push(
                "This machine has no network interface besides loopback. An ordinary Chromium \
                 will find no way for audio; start it with --allow-loopback-in-peer-connection \
                 or bring an interface up."
                    .to_owned(),
            );
        }
        Ok(Self { exchange: Arc::new(Exchange::new(config)), warnings })
    }

    /// The carrier's routes: `/signal`, `/v4/…`, `/carrier/…`. May be served more than once, for
    /// example with and without TLS.
    pub fn router(&self) -> axum::Router {
        http::router(Arc::clone(&self.exchange))
    }

    /// Sentences for whoever started the carrier: what will not work on this machine, and what to
    /// do about it.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Sets a fault; it replaces the one its target has.
    ///
    /// `ms` is the delay of [`Mode::Delay`] (default [`DEFAULT_DELAY_MS`]), `status` the error
    /// code of a signalling [`Mode::Error`] (default [`DEFAULT_ERROR_CODE`]), `count` how many
    /// frames fail (default 1) or, for media, that one packet of `count` is lost (default
    /// [`DEFAULT_LOSS_INTERVAL`]).
    ///
    /// # Errors
    /// [`FaultError`] for a delay or count out of range; nothing changes then.
    pub fn set_fault(
        &self,
        target: Target,
        mode: Mode,
        ms: Option<u64>,
        status: Option<u32>,
        count: Option<u32>,
    ) -> Result<(), FaultError> {
        self.exchange.faults.set(target, mode, ms, status, count)
    }

    /// Ends every fault.
    pub fn clear_faults(&self) {
        self.exchange.faults.clear();
    }

    /// Every call the carrier remembers, oldest first.
    pub fn calls(&self) -> Vec<CallRecord> {
        self.exchange.calls().iter().map(|call| call.record()).collect()
    }
}

fn check(config: &Config) -> Result<(), CarrierError> {
    let credentials = &config.credentials;
    let texts = [
        ("account_sid", &credentials.account_sid),
        ("api_key_sid", &credentials.api_key_sid),
        ("api_key_secret", &credentials.api_key_secret),
        ("application_sid", &credentials.application_sid),
        ("agent_identity", &config.agent_identity),
    ];
    if let Some((name, _)) = texts.into_iter().find(|(_, text)| text.is_empty()) {
        return Err(CarrierError::Empty(name));
    }
    if !ids::is_e164(&config.company_number) {
        return Err(CarrierError::CompanyNumber);
    }
    let times = [
        ("ring_timeout", config.ring_timeout),
        ("media_timeout", config.media_timeout),
        ("heartbeat", config.heartbeat),
        ("client_timeout", config.client_timeout),
    ];
    match times.into_iter().find(|(_, time)| time.is_zero()) {
        Some((name, _)) => Err(CarrierError::ZeroTime(name)),
        None => Ok(()),
    }
}
