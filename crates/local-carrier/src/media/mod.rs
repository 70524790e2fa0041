//! One leg's audio: real ICE, DTLS and SRTP, spoken by str0m, on the carrier's own 20 ms clock.
//!
//! The audio is PCMU, negotiated by ordinary offer and answer. There is no transcoding, no video,
//! no data channel and no TURN; candidates are the host's own addresses.

mod audio;
mod dtmf;
mod engine;
mod meter;
mod network;
mod sdp;
mod sound;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use str0m::change::{SdpAnswer, SdpOffer};
use tokio::sync::{mpsc, oneshot};

use crate::config::Ice;
use crate::faults::Faults;
use engine::{Command, Engine};
use meter::Meter;

pub use meter::AudioReading;
pub(crate) use network::own_addresses;
pub(crate) use sdp::Identity;
pub(crate) use sound::{Sound, Tone};

/// Why a leg has no audio.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MediaError {
    /// The other side's session description cannot be read or does not fit.
    #[error("The session description was refused: {0}")]
    Sdp(String),
    /// No UDP socket could be opened on any address of this machine.
    #[error("No UDP socket could be opened for audio: {0}")]
    Socket(#[from] std::io::Error),
    /// The audio path had already ended.
    #[error("The audio of this leg has already ended.")]
    Ended,
}

/// What a leg's audio path reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MediaEvent {
    /// ICE and DTLS are through: audio flows.
    Connected,
    /// The agent pressed a digit.
    Digit(char),
}

type EventSink = Box<dyn Fn(MediaEvent) + Send>;

/// The received audio of a leg, for measuring.
#[derive(Clone)]
pub(crate) struct Listening(Arc<Mutex<Meter>>);

impl Listening {
    /// Has heard nothing yet.
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Meter::new())))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Meter) -> T) -> T {
        // A meter is a buffer of samples: always good to use.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was heard in the last second.
    pub(crate) fn reading(&self) -> AudioReading {
        self.with(|meter| meter.reading())
    }
}

impl fmt::Debug for Listening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listening")
    }
}

/// The handle of a running audio path; the path ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Media {
    commands: mpsc::UnboundedSender<Command>,
}

impl Media {
    /// Accepts an offer; gives the answer's SDP. What is heard goes to `listening`.
    pub(crate) async fn answer(
        ice: Ice,
        faults: &Arc<Faults>,
        offer: &str,
        listening: Listening,
        on_event: EventSink,
    ) -> Result<(Self, String), MediaError> {
        let offer = SdpOffer::from_sdp_string(offer).map_err(|e| MediaError::Sdp(e.to_string()))?;
        let mut engine = Engine::open(ice, faults, listening, on_event).await?;
        let answer = engine.accept_offer(offer)?;
        Ok((Self::start(engine), answer))
    }

    /// Makes an offer; gives its SDP. Audio starts with [`Media::accept_answer`].
    pub(crate) async fn offer(
        ice: Ice,
        faults: &Arc<Faults>,
        listening: Listening,
        on_event: EventSink,
    ) -> Result<(Self, String), MediaError> {
        let mut engine = Engine::open(ice, faults, listening, on_event).await?;
        let offer = engine.make_offer()?;
        Ok((Self::start(engine), offer))
    }

    fn start(engine: Engine) -> Self {
        let (commands, inbox) = mpsc::unbounded_channel();
        tokio::spawn(engine.run(inbox));
        Self { commands }
    }

    /// Takes the answer to our offer.
    pub(crate) fn begin_answer(&self, answer: &str) -> Result<Pending<()>, MediaError> {
        let answer =
            SdpAnswer::from_sdp_string(answer).map_err(|e| MediaError::Sdp(e.to_string()))?;
        self.ask(|reply| Command::Answer(Box::new(answer), reply))
    }

    /// Takes a new offer for the same audio (an ICE restart); gives the answer's SDP.
    pub(crate) fn begin_offer(&self, offer: &str) -> Result<Pending<String>, MediaError> {
        let offer = SdpOffer::from_sdp_string(offer).map_err(|e| MediaError::Sdp(e.to_string()))?;
        self.ask(|reply| Command::Offer(Box::new(offer), reply))
    }

    /// Changes what the leg hears.
    pub(crate) fn play(&self, sound: Sound) {
        // An ended path plays nothing; its leg hears of the end by other ways.
        let _ = self.commands.send(Command::Play(sound));
    }

    /// A digit that came by signalling, because the browser cannot send telephone events.
    pub(crate) fn press(&self, digit: char) {
        let _ = self.commands.send(Command::Digit(digit));
    }

    fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<Pending<T>, MediaError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).map_err(|_| MediaError::Ended)?;
        Ok(Pending(answer))
    }
}

type Reply<T> = oneshot::Sender<Result<T, MediaError>>;

/// A question the audio path has been asked; no lock need be held while it answers.
#[must_use]
pub(crate) struct Pending<T>(oneshot::Receiver<Result<T, MediaError>>);

impl<T> Pending<T> {
    /// Waits for the answer.
    pub(crate) async fn finish(self) -> Result<T, MediaError> {
        self.0.await.map_err(|_| MediaError::Ended)?
    }
}
