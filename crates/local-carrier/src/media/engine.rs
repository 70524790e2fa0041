//! The loop that drives str0m for one leg: packets, clock ticks and commands in; packets out.
//!
//! str0m's rule is kept throughout: one mutation, then its output is drained to the timeout.

use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::format::{Codec, FormatParams};
use str0m::media::{Direction, Frequency, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpPacket, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use tokio::sync::{mpsc, oneshot};
use tokio::time::MissedTickBehavior;

use super::audio::{self, FRAME_TIME, ReceiveBuffer};
use super::dtmf::DigitDecoder;
use super::network::{Datagram, Network};
use super::sound::{Player, Sound};
use super::{EventSink, Listening, MediaError, MediaEvent};
use crate::config::Ice;
use crate::faults::Faults;

/// PCMU's static payload type (RFC 3551).
const PCMU: u8 = 0;
/// The payload type Chromium gives telephone events of 8 kHz, used in our own offers too.
const TELEPHONE_EVENT: u8 = 126;
const FRAME_TICK: Duration = Duration::from_millis(20);

/// What the handle asks of the loop.
pub(super) enum Command {
    Answer(Box<SdpAnswer>, oneshot::Sender<Result<(), MediaError>>),
    Offer(Box<SdpOffer>, oneshot::Sender<Result<String, MediaError>>),
    Play(Sound),
    Digit(char),
}

pub(super) struct Engine {
    rtc: Rtc,
    network: Network,
    mid: Option<Mid>,
    pending: Option<SdpPendingOffer>,
    received: ReceiveBuffer,
    digits: DigitDecoder,
    player: Player,
    listening: Listening,
    sequence: u64,
    time: u32,
    on_event: EventSink,
}

impl Engine {
    pub(super) async fn open(
        ice: Ice,
        faults: &Arc<Faults>,
        listening: Listening,
        on_event: EventSink,
    ) -> Result<Self, MediaError> {
        let network = Network::open(ice, faults).await?;
        let mut rtc = configure().build(Instant::now());
        for address in network.addresses() {
            let candidate = Candidate::host(address, Protocol::Udp)
                .map_err(|error| MediaError::Sdp(error.to_string()))?;
            rtc.add_local_candidate(candidate);
        }
        Ok(Self {
            rtc,
            network,
            mid: None,
            pending: None,
            received: ReceiveBuffer::default(),
            digits: DigitDecoder::default(),
            player: Player::new(),
            listening,
            sequence: 0,
            time: 0,
            on_event,
        })
    }

    pub(super) fn accept_offer(&mut self, offer: SdpOffer) -> Result<String, MediaError> {
        let answer = self.rtc.sdp_api().accept_offer(offer).map_err(|error| refused(&error))?;
        Ok(answer.to_sdp_string())
    }

    pub(super) fn make_offer(&mut self) -> Result<String, MediaError> {
        // An ice-lite side is controlled, whoever offers (RFC 8445, section 6.1.1).
        self.rtc.direct_api().set_ice_controlling(false);
        let mut change = self.rtc.sdp_api();
        self.mid = Some(change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None));
        let (offer, pending) =
            change.apply().ok_or_else(|| MediaError::Sdp("nothing to offer".to_owned()))?;
        self.pending = Some(pending);
        Ok(offer.to_sdp_string())
    }

    fn accept_answer(&mut self, answer: SdpAnswer) -> Result<(), MediaError> {
        let pending = self
            .pending
            .take()
            .ok_or_else(|| MediaError::Sdp("an answer without an offer".to_owned()))?;
        self.rtc.sdp_api().accept_answer(pending, answer).map_err(|error| refused(&error))
    }

    /// Runs until the handle is dropped or the connection is closed by the other side.
    pub(super) async fn run(mut self, mut commands: mpsc::UnboundedReceiver<Command>) {
        let mut clock = tokio::time::interval(FRAME_TICK);
        // After a stall the missed frames are made up for: the listener's clock has run on.
        clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
        loop {
            let Some(timeout) = self.drain() else { return };
            tokio::select! {
                command = commands.recv() => match command {
                    Some(command) => self.obey(command),
                    None => return,
                },
                _ = clock.tick() => self.tick(),
                () = self.network.ready() => {
                    self.network.flush();
                    while let Some(datagram) = self.network.receive() {
                        self.take(&datagram);
                        if self.drain().is_none() {
                            return;
                        }
                    }
                }
                () = tokio::time::sleep_until(timeout.into()) => self.feed(Input::Timeout(Instant::now())),
            }
        }
    }

    /// Empties str0m's output; gives the time of its next timeout, `None` when it has ended.
    fn drain(&mut self) -> Option<Instant> {
        loop {
            if !self.rtc.is_alive() {
                return None;
            }
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => return Some(at),
                Ok(Output::Transmit(packet)) => self.network.send(Datagram {
                    local: packet.source,
                    remote: packet.destination,
                    contents: packet.contents.to_vec(),
                }),
                Ok(Output::Event(event)) => self.notice(event),
                Err(error) => {
                    tracing::warn!(%error, "the audio connection failed");
                    return None;
                }
            }
        }
    }

    fn notice(&mut self, event: Event) {
        match event {
            Event::Connected => (self.on_event)(MediaEvent::Connected),
            Event::MediaAdded(media) => self.mid = Some(media.mid),
            Event::RtpPacket(packet) => self.hear(&packet),
            Event::IceConnectionStateChange(state) => tracing::debug!(?state, "ICE"),
            // Statistics, video feedback and data channels do not concern telephone audio.
            _ => {}
        }
    }

    fn hear(&mut self, packet: &RtpPacket) {
        // Chromium sends packets of padding only; they carry nothing.
        if packet.payload.is_empty() {
            return;
        }
        let codec = self.codec_of(packet.header.payload_type);
        let time = packet.time.numer();
        match codec {
            Some(Codec::PCMU) => self.received.push(time, &packet.payload),
            Some(Codec::Tele) => {
                if let Some(digit) = self.digits.push(packet.header.ssrc, time, &packet.payload) {
                    self.press(digit);
                }
            }
            _ => tracing::debug!("a packet of a codec that was not negotiated"),
        }
    }

    fn codec_of(&self, pt: Pt) -> Option<Codec> {
        self.rtc.codec_config().find(|params| params.pt() == pt).map(|params| params.spec().codec)
    }

    fn press(&mut self, digit: char) {
        self.player.press(digit);
        (self.on_event)(MediaEvent::Digit(digit));
    }

    /// 20 ms have passed: one frame is taken from the agent and one is sent.
    fn tick(&mut self) {
        let said = self.received.pull();
        self.listening.with(|meter| meter.push(&said));
        let frame = self.player.render(&said);
        self.time = self.time.wrapping_add(FRAME_TIME);
        if !self.rtc.is_connected() {
            return;
        }
        let Some(mid) = self.mid else { return };
        let first = self.sequence == 0;
        let packet = RtpWrite::new(
            PCMU.into(),
            self.sequence.into(),
            self.time,
            Instant::now(),
            audio::encode(&frame),
        );
        let mut direct = self.rtc.direct_api();
        if let Some(stream) = direct.stream_tx_by_mid(mid, None) {
            stream.write_rtp(packet.marker(first));
            self.sequence += 1;
        }
    }

    fn take(&mut self, datagram: &Datagram) {
        let contents = match datagram.contents.as_slice().try_into() {
            Ok(contents) => contents,
            Err(error) => {
                tracing::debug!(%error, "a packet that is none of ICE, DTLS or RTP");
                return;
            }
        };
        let receive = Receive {
            proto: Protocol::Udp,
            source: datagram.remote,
            destination: datagram.local,
            contents,
        };
        self.feed(Input::Receive(Instant::now(), receive));
    }

    fn feed(&mut self, input: Input<'_>) {
        // One bad packet must not end a call.
        if let Err(error) = self.rtc.handle_input(input) {
            tracing::debug!(%error, "a packet was refused");
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Play(sound) => self.player.play(sound),
            Command::Digit(digit) => self.press(digit),
            // Whoever asked may be gone; the connection has changed all the same.
            Command::Answer(answer, reply) => drop(reply.send(self.accept_answer(*answer))),
            Command::Offer(offer, reply) => drop(reply.send(self.accept_offer(*offer))),
        }
    }
}

fn configure() -> RtcConfig {
    let mut config = RtcConfig::new().clear_codecs().set_ice_lite(true).set_rtp_mode(true);
    let codecs = config.codec_config();
    codecs.enable_pcmu(true, false);
    let digits = FormatParams::parse_line("0-15");
    let rate = Frequency::EIGHT_KHZ;
    codecs.add_config(TELEPHONE_EVENT.into(), None, Codec::Tele, rate, None, digits);
    config
}

fn refused(error: &str0m::RtcError) -> MediaError {
    MediaError::Sdp(error.to_string())
}
