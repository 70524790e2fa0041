//! The browser's half of the audio: a str0m peer that sends tones and digits and measures what it
//! hears. Like the SDK it offers before it has any candidate.

use std::collections::VecDeque;
use std::f64::consts::TAU;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use audio_codec_algorithms::{decode_ulaw, encode_ulaw};
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::format::{Codec, FormatParams};
use str0m::media::{Direction, Frequency, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use tokio::net::UdpSocket;
use tokio::sync::{mpsc, oneshot};

use super::eventually;

/// Samples per second.
const RATE: f64 = 8_000.0;
const SECOND: usize = 8_000;
const FRAME: usize = 160;
const TELEPHONE_EVENT: u8 = 126;

enum Command {
    Accept(SdpAnswer, SdpPendingOffer),
    Restart(oneshot::Sender<(SdpOffer, SdpPendingOffer)>),
    Tone(f64),
    Press(u8),
    /// No packet is sent or taken for this time.
    Deafness(Duration),
}

pub struct Peer {
    commands: mpsc::UnboundedSender<Command>,
    heard: Arc<Mutex<VecDeque<i16>>>,
    pending: Option<SdpPendingOffer>,
}

impl Peer {
    /// A peer with an offer.
    pub async fn offering() -> (Self, String) {
        let (mut rtc, socket, address) = open().await;
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().expect("something to offer");
        let sdp = offer.to_sdp_string();
        assert!(!sdp.contains("a=candidate"), "the SDK offers without candidates");
        (Self::start(rtc, socket, address, Some(mid), Some(pending)), sdp)
    }

    /// A peer with the answer to an offer.
    pub async fn answering(offer: &str) -> (Self, String) {
        let (mut rtc, socket, address) = open().await;
        let offer = SdpOffer::from_sdp_string(offer).expect("an offer that can be read");
        let answer = rtc.sdp_api().accept_offer(offer).expect("an offer that can be answered");
        (Self::start(rtc, socket, address, None, None), answer.to_sdp_string())
    }

    fn start(
        mut rtc: Rtc,
        socket: UdpSocket,
        address: SocketAddr,
        mid: Option<Mid>,
        pending: Option<SdpPendingOffer>,
    ) -> Self {
        rtc.add_local_candidate(Candidate::host(address, Protocol::Udp).expect("a host candidate"));
        let (commands, inbox) = mpsc::unbounded_channel();
        let heard = Arc::new(Mutex::new(VecDeque::from(vec![0; SECOND])));
        let engine = Engine {
            rtc,
            socket,
            address,
            mid,
            heard: Arc::clone(&heard),
            hertz: 0.0,
            position: 0,
            time: 0,
            sequence: 0,
            reports: VecDeque::new(),
            deaf_until: Instant::now(),
        };
        tokio::spawn(engine.run(inbox));
        Self { commands, heard, pending }
    }

    pub fn accept(&mut self, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).expect("an answer that can be read");
        let pending = self.pending.take().expect("an offer that waits for its answer");
        self.send(Command::Accept(answer, pending));
    }

    /// New ICE credentials: gives the offer.
    pub async fn restart_ice(&mut self) -> String {
        let (reply, offer) = oneshot::channel();
        self.send(Command::Restart(reply));
        let (offer, pending) = offer.await.expect("an offer");
        self.pending = Some(pending);
        offer.to_sdp_string()
    }

    /// Says a tone from now on; 0 is silence.
    pub fn say(&self, hertz: f64) {
        self.send(Command::Tone(hertz));
    }

    /// Presses digits, each for 100 ms.
    pub fn press(&self, digits: &str) {
        for digit in digits.chars() {
            let event = "0123456789*#ABCD".find(digit).expect("a digit");
            self.send(Command::Press(u8::try_from(event).expect("a small number")));
        }
    }

    pub fn go_deaf(&self, time: Duration) {
        self.send(Command::Deafness(time));
    }

    fn send(&self, command: Command) {
        assert!(self.commands.send(command).is_ok(), "the peer has ended");
    }

    /// The amplitude (0 to 1) of a frequency in the last `milliseconds` heard, by correlation.
    pub fn hears(&self, hertz: f64, milliseconds: usize) -> f64 {
        let heard = self.heard.lock().expect("an unbroken lock");
        let skipped = SECOND - milliseconds * SECOND / 1_000;
        let (mut real, mut imaginary, mut count) = (0.0, 0.0, 0.0);
        for &sample in heard.iter().skip(skipped) {
            let phase = TAU * hertz * count / RATE;
            real += f64::from(sample) * phase.cos();
            imaginary += f64::from(sample) * phase.sin();
            count += 1.0;
        }
        2.0 * real.hypot(imaginary) / count / f64::from(i16::MAX)
    }

    /// Waits until a frequency is loud and another is not.
    pub async fn comes_to_hear(&self, hertz: f64, and_not: f64) {
        eventually(async || {
            let (wanted, unwanted) = (self.hears(hertz, 400), self.hears(and_not, 400));
            if wanted > 0.1 && unwanted < 0.02 {
                Ok(())
            } else {
                Err(format!("{hertz} Hz: {wanted:.3}, {and_not} Hz: {unwanted:.3}"))
            }
        })
        .await;
    }
}

async fn open() -> (Rtc, UdpSocket, SocketAddr) {
    let mut config = RtcConfig::new().clear_codecs().set_rtp_mode(true);
    let codecs = config.codec_config();
    codecs.enable_pcmu(true, false);
    let digits = FormatParams::parse_line("0-15");
    let rate = Frequency::EIGHT_KHZ;
    codecs.add_config(TELEPHONE_EVENT.into(), None, Codec::Tele, rate, None, digits);
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a UDP socket");
    let address = socket.local_addr().expect("its address");
    (config.build(Instant::now()), socket, address)
}

struct Engine {
    rtc: Rtc,
    socket: UdpSocket,
    address: SocketAddr,
    mid: Option<Mid>,
    heard: Arc<Mutex<VecDeque<i16>>>,
    hertz: f64,
    position: u32,
    time: u32,
    sequence: u64,
    /// Telephone-event packets to come, one per frame, and whether each begins a press.
    reports: VecDeque<([u8; 4], bool)>,
    deaf_until: Instant,
}

impl Engine {
    async fn run(mut self, mut commands: mpsc::UnboundedReceiver<Command>) {
        let mut clock = tokio::time::interval(Duration::from_millis(20));
        let mut buffer = vec![0; 2_000];
        let mut press_time = 0;
        loop {
            let timeout = self.drain();
            tokio::select! {
                command = commands.recv() => match command {
                    Some(command) => self.obey(command),
                    None => return,
                },
                _ = clock.tick() => self.tick(&mut press_time),
                received = self.socket.recv_from(&mut buffer) => {
                    let (length, source) = received.expect("a packet");
                    if Instant::now() >= self.deaf_until {
                        self.take(source, &buffer[..length]);
                    }
                }
                () = tokio::time::sleep_until(timeout.into()) => {
                    self.rtc.handle_input(Input::Timeout(Instant::now())).expect("a good peer");
                }
            }
        }
    }

    fn take(&mut self, source: SocketAddr, packet: &[u8]) {
        let contents = packet.try_into().expect("ICE, DTLS or RTP");
        let destination = self.address;
        let receive = Receive { proto: Protocol::Udp, source, destination, contents };
        self.rtc.handle_input(Input::Receive(Instant::now(), receive)).expect("a good packet");
    }

    fn drain(&mut self) -> Instant {
        loop {
            match self.rtc.poll_output().expect("a good peer") {
                Output::Timeout(at) => return at,
                Output::Transmit(packet) => {
                    if Instant::now() >= self.deaf_until {
                        let _ = self.socket.try_send_to(&packet.contents, packet.destination);
                    }
                }
                Output::Event(Event::MediaAdded(media)) => self.mid = Some(media.mid),
                Output::Event(Event::RtpPacket(packet)) => {
                    let mut heard = self.heard.lock().expect("an unbroken lock");
                    heard.extend(packet.payload.iter().map(|&byte| decode_ulaw(byte)));
                    let surplus = heard.len() - SECOND;
                    heard.drain(..surplus);
                }
                Output::Event(_) => {}
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Accept(answer, pending) => {
                self.rtc.sdp_api().accept_answer(pending, answer).expect("a fitting answer");
            }
            Command::Restart(reply) => {
                let mut change = self.rtc.sdp_api();
                change.ice_restart(true);
                let offer = change.apply().expect("something to offer");
                assert!(reply.send(offer).is_ok());
            }
            Command::Tone(hertz) => self.hertz = hertz,
            Command::Press(event) => {
                for report in 0..3 {
                    self.reports.push_back(([event, 10, 1 + report, 0], report == 0));
                }
                // The end is sent three times, as RFC 4733 asks.
                self.reports.extend([([event, 0x8a, 4, 0], false); 3]);
            }
            Command::Deafness(time) => self.deaf_until = Instant::now() + time,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "0.4 of full scale fits")]
    fn sample(&mut self) -> i16 {
        self.position = self.position.wrapping_add(1);
        let phase = TAU * self.hertz * f64::from(self.position) / RATE;
        (phase.sin() * 0.4 * f64::from(i16::MAX)) as i16
    }

    fn tick(&mut self, press_time: &mut u32) {
        self.time = self.time.wrapping_add(160);
        let Some(mid) = self.mid.filter(|_| self.rtc.is_connected()) else { return };
        let (pt, time, payload) = if let Some((report, first)) = self.reports.pop_front() {
            if first {
                *press_time = self.time;
            }
            (TELEPHONE_EVENT, *press_time, report.to_vec())
        } else {
            (0, self.time, (0..FRAME).map(|_| encode_ulaw(self.sample())).collect())
        };
        let packet = RtpWrite::new(pt.into(), self.sequence.into(), time, Instant::now(), payload);
        self.sequence += 1;
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(mid, None).expect("a stream to send on");
        stream.write_rtp(packet);
    }
}
