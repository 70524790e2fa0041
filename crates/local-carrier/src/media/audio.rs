//! Samples: the frame every part of the carrier shares, G.711 µ-law, and the receiving buffer.
//!
//! Does not touch RTP headers or sockets; `session` does.

use std::collections::VecDeque;

use audio_codec_algorithms::{decode_ulaw, encode_ulaw};

/// Samples per second. PCMU has no other rate.
pub(crate) const SAMPLE_RATE: usize = 8_000;
/// Samples in one frame of 20 ms, the packet time of telephony.
pub(crate) const FRAME_SAMPLES: usize = 160;
/// RTP timestamp units per frame; PCMU's RTP clock is its sample rate.
pub(crate) const FRAME_TIME: u32 = 160;

/// 20 ms of 16-bit linear audio.
pub(crate) type Frame = [i16; FRAME_SAMPLES];

/// A frame without sound.
pub(crate) const SILENCE: Frame = [0; FRAME_SAMPLES];

/// Samples that must be waiting before playing starts: two frames absorb ordinary scheduling jitter.
const PRIMED_SAMPLES: usize = 2 * FRAME_SAMPLES;
/// Samples after which the oldest are thrown away, so that delay never grows.
const MOST_SAMPLES: usize = 10 * FRAME_SAMPLES;

/// µ-law bytes of one frame.
pub(crate) fn encode(frame: &Frame) -> Vec<u8> {
    frame.iter().map(|&sample| encode_ulaw(sample)).collect()
}

/// Puts received audio on our clock: packets in, one frame every 20 ms out.
///
/// Lost packets become silence of the right length, late ones are dropped.
#[derive(Debug, Default)]
pub(crate) struct ReceiveBuffer {
    samples: VecDeque<i16>,
    next_time: Option<u64>,
    primed: bool,
}

impl ReceiveBuffer {
    /// Takes a packet: its extended RTP timestamp and its µ-law payload.
    pub(crate) fn push(&mut self, time: u64, payload: &[u8]) {
        let second = SAMPLE_RATE as u64;
        let expected = match self.next_time {
            // A jump of a second or more is a new stream, not loss.
            Some(next) if time.abs_diff(next) < second => next,
            _ => time,
        };
        if time < expected {
            return;
        }
        let missing = usize::try_from(time - expected).unwrap_or(0);
        self.samples.extend(std::iter::repeat_n(0, missing));
        self.samples.extend(payload.iter().map(|&byte| decode_ulaw(byte)));
        self.next_time = Some(time + payload.len() as u64);
        if self.samples.len() > MOST_SAMPLES {
            self.samples.drain(..self.samples.len() - MOST_SAMPLES);
        }
    }

    /// The next 20 ms; silence when nothing has arrived.
    pub(crate) fn pull(&mut self) -> Frame {
        self.primed |= self.samples.len() >= PRIMED_SAMPLES;
        let mut frame = SILENCE;
        if self.primed {
            for slot in &mut frame {
                let Some(sample) = self.samples.pop_front() else {
                    self.primed = false;
                    break;
                };
                *slot = sample;
            }
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// µ-law of a constant loud sample, easy to tell from silence.
    fn loud() -> Vec<u8> {
        encode(&[8_000; FRAME_SAMPLES])
    }

    #[test]
    fn a_lost_packet_becomes_silence_of_its_length() {
        let mut buffer = ReceiveBuffer::default();
        buffer.push(1_000, &loud());
        buffer.push(1_320, &loud());
        let frames = [buffer.pull(), buffer.pull(), buffer.pull()];
        let sounding: Vec<bool> = frames.iter().map(|frame| frame[0] != 0).collect();
        assert_eq!(sounding, [true, false, true]);
    }

    #[test]
    fn a_late_or_repeated_packet_is_dropped() {
        let mut buffer = ReceiveBuffer::default();
        for time in [0, 160, 0, 160] {
            buffer.push(time, &loud());
        }
        assert_eq!(buffer.samples.len(), 2 * FRAME_SAMPLES);
    }

    #[test]
    fn delay_stays_bounded_when_packets_come_in_a_burst() {
        let mut buffer = ReceiveBuffer::default();
        for packet in 0..100 {
            buffer.push(packet * 160, &loud());
        }
        assert_eq!(buffer.samples.len(), MOST_SAMPLES);
    }

    #[test]
    fn a_new_stream_starts_without_a_gap() {
        let mut buffer = ReceiveBuffer::default();
        buffer.push(1_000_000, &loud());
        buffer.push(5, &loud());
        assert_eq!(buffer.samples.len(), 2 * FRAME_SAMPLES);
    }

    #[test]
    fn nothing_is_heard_before_two_frames_have_arrived() {
        let mut buffer = ReceiveBuffer::default();
        buffer.push(0, &loud());
        assert_eq!(buffer.pull(), SILENCE);
        buffer.push(160, &loud());
        assert_ne!(buffer.pull(), SILENCE);
    }
}
