//! A leg: the SDK's side of a call, between one page and the carrier.
//!
//! A leg outlives its socket. While it has none, frames for it wait; the client's reconnect token
//! brings it to a new socket, where they are delivered.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use super::CallEvent;
use crate::ids;
use crate::media::{Identity, Listening, Media, MediaError, Sound};
use crate::signalling::{Failure, ServerFrame, Wire};

/// How far a leg is.
///
/// ```text
/// Offered ──► Up ──► Over
///    └──────────────►
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Ringing at a client.
    Offered,
    /// In the call.
    Up,
    /// Left, cancelled or hung up.
    Over,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    wire: Option<Wire>,
    /// Frames that wait for a socket.
    held: Vec<ServerFrame>,
    media: Option<Media>,
    /// The audio path came from the client's offer, not from ours.
    taken_over: bool,
    sound: Sound,
    /// The SDP we sent last.
    sdp: String,
    /// The other side of the current audio path, once it has said who it is.
    remote: Option<Identity>,
    /// Counts attachments, so that an old timer does not end a leg that came back.
    attachments: u64,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Leg {
    pub sid: String,
    pub identity: String,
    /// The SDK's own name of an outgoing leg, `TJS…`, which it uses until it knows ours.
    pub outgoing_id: Option<String>,
    reconnect: String,
    listening: Listening,
    state: Mutex<State>,
    events: mpsc::UnboundedSender<CallEvent>,
}

/// The audio a leg starts with.
#[derive(Debug)]
pub(crate) struct FirstAudio {
    pub media: Media,
    /// What is heard on it.
    pub listening: Listening,
    /// The SDP we sent for it.
    pub sdp: String,
    /// Who is at the other side, if known.
    pub remote: Option<Identity>,
}

impl Leg {
    /// An outgoing leg, which is up at once.
    pub(crate) fn outgoing(
        sid: String,
        identity: String,
        outgoing_id: String,
        wire: Wire,
        audio: FirstAudio,
        events: mpsc::UnboundedSender<CallEvent>,
    ) -> Self {
        Self::new(sid, identity, Some(outgoing_id), Phase::Up, wire, audio, events)
    }

    /// A leg that is offered to a client.
    pub(crate) fn offered(
        sid: String,
        identity: String,
        wire: Wire,
        audio: FirstAudio,
        events: mpsc::UnboundedSender<CallEvent>,
    ) -> Self {
        Self::new(sid, identity, None, Phase::Offered, wire, audio, events)
    }

    fn new(
        sid: String,
        identity: String,
        outgoing_id: Option<String>,
        phase: Phase,
        wire: Wire,
        audio: FirstAudio,
        events: mpsc::UnboundedSender<CallEvent>,
    ) -> Self {
        let state = State {
            phase,
            wire: Some(wire),
            held: Vec::new(),
            media: Some(audio.media),
            taken_over: false,
            sound: Sound::Silence,
            sdp: audio.sdp,
            remote: audio.remote,
            attachments: 0,
        };
        let reconnect = ids::reconnect_token();
        let listening = audio.listening;
        Self { sid, identity, outgoing_id, reconnect, listening, state: Mutex::new(state), events }
    }

    /// The token with which a client takes this leg up again.
    pub(crate) fn reconnect_token(&self) -> &str {
        &self.reconnect
    }

    /// Tells the leg's call something.
    pub(crate) fn report(&self, event: CallEvent) {
        // A call that is over does not listen any more, and need not.
        let _ = self.events.send(event);
    }

    pub(crate) fn events(&self) -> mpsc::UnboundedSender<CallEvent> {
        self.events.clone()
    }

    /// Sends a frame, or keeps it until the leg has a socket.
    pub(crate) fn send(&self, frame: ServerFrame) {
        let mut state = self.lock();
        match &state.wire {
            // A wire is closed a moment before its legs hear of it.
            Some(wire) if !wire.is_closed() => wire.send(&frame),
            _ => state.held.push(frame),
        }
    }

    pub(crate) fn play(&self, sound: Sound) {
        let mut state = self.lock();
        state.sound = sound;
        if let Some(media) = &state.media {
            media.play(sound);
        }
    }

    /// A digit that came by signalling.
    pub(crate) fn press(&self, digit: char) {
        if let Some(media) = &self.lock().media {
            media.press(digit);
        }
    }

    /// What is heard from the leg, on whichever audio path.
    pub(crate) fn listening(&self) -> Listening {
        self.listening.clone()
    }

    pub(crate) fn is_over(&self) -> bool {
        self.lock().phase == Phase::Over
    }

    pub(crate) fn is_offered(&self) -> bool {
        self.lock().phase == Phase::Offered
    }

    /// The client's answer to an offered leg.
    pub(crate) async fn accept_answer(&self, sdp: &str) -> Result<(), MediaError> {
        let accepted = {
            let mut state = self.lock();
            state.remote = Identity::of(sdp);
            state.media.as_ref().map(|media| media.begin_answer(sdp))
        };
        accepted.ok_or(MediaError::Ended)??.finish().await
    }

    /// The client offers new ICE credentials for the same audio.
    pub(crate) async fn renegotiate(&self, offer: &str) -> Result<String, MediaError> {
        let asked = self.lock().media.as_ref().map(|media| media.begin_offer(offer));
        let sdp = asked.ok_or(MediaError::Ended)??.finish().await?;
        let mut state = self.lock();
        state.remote = Identity::of(offer);
        state.sdp.clone_from(&sdp);
        Ok(sdp)
    }

    /// Replaces the audio path: another page has taken the leg.
    pub(crate) fn replace_audio(&self, audio: FirstAudio) {
        let mut state = self.lock();
        audio.media.play(state.sound);
        state.media = Some(audio.media);
        state.taken_over = true;
        state.sdp = audio.sdp;
        state.remote = audio.remote;
    }

    /// Our answer's SDP, where a page took the leg over with an offer of its own.
    pub(crate) fn taken_over_sdp(&self) -> Option<String> {
        let state = self.lock();
        state.taken_over.then(|| state.sdp.clone())
    }

    /// How the description of a client that comes back relates to the leg's audio.
    pub(crate) fn compare(&self, sdp: &str) -> Comparison {
        let state = self.lock();
        match (&state.remote, Identity::of(sdp)) {
            (Some(known), Some(now)) if *known == now => Comparison::Same(state.sdp.clone()),
            (Some(known), Some(now)) if known.is_same_connection(&now) => Comparison::IceRestart,
            _ => Comparison::NewConnection,
        }
    }

    /// The leg is in the call. `false` when it was over before that.
    pub(crate) fn go_up(&self) -> bool {
        let mut state = self.lock();
        if state.phase == Phase::Over {
            return false;
        }
        state.phase = Phase::Up;
        true
    }

    /// Gives the leg a socket: first comes the greeting, then what has waited.
    pub(crate) fn attach(&self, wire: Wire, greeting: Option<ServerFrame>) {
        let mut state = self.lock();
        let held = std::mem::take(&mut state.held);
        greeting.into_iter().chain(held).for_each(|frame| wire.send(&frame));
        state.attachments += 1;
        state.wire = Some(wire);
    }

    /// A socket has closed. Gives the number of the attachment that ended, if it was this leg's.
    pub(crate) fn detach(&self, socket: u64) -> Option<u64> {
        let mut state = self.lock();
        let is_ours = state.wire.as_ref().is_some_and(|wire| wire.socket() == socket);
        is_ours.then(|| {
            state.wire = None;
            state.attachments
        })
    }

    /// Whether the leg is still without a socket since that attachment ended.
    pub(crate) fn is_still_lost(&self, attachment: u64) -> bool {
        let state = self.lock();
        state.phase != Phase::Over && state.wire.is_none() && state.attachments == attachment
    }

    /// The client has left by itself; nothing more is sent.
    pub(crate) fn left(&self) -> bool {
        self.close(None)
    }

    /// Withdraws an offer.
    pub(crate) fn cancel(&self) -> bool {
        self.close(Some(ServerFrame::Cancel { callsid: self.sid.clone() }))
    }

    /// Hangs up, with the reason if something failed.
    pub(crate) fn hang_up(&self, error: Option<Failure>) -> bool {
        self.close(Some(ServerFrame::Hangup { callsid: self.sid.clone(), error }))
    }

    /// Ends the leg once; `false` when it had ended before.
    fn close(&self, last_word: Option<ServerFrame>) -> bool {
        if std::mem::replace(&mut self.lock().phase, Phase::Over) == Phase::Over {
            return false;
        }
        if let Some(frame) = last_word {
            self.send(frame);
        }
        self.lock().media = None;
        true
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic while this lock is held leaves plain values, each whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a client that comes back brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// The same peer connection, untouched; our last SDP still holds.
    Same(String),
    /// The same peer connection with new ICE credentials.
    IceRestart,
    /// Another peer connection.
    NewConnection,
}
