//! What a far end lets the agent hear: silence, tones with a cadence, an echo, a keypad.
//!
//! Sounds are computed, never recorded; there are no audio files in the carrier.

use std::collections::VecDeque;
use std::f64::consts::TAU;

use super::audio::{FRAME_SAMPLES, Frame, SAMPLE_RATE, SILENCE};
use super::dtmf;

/// Amplitude of each sine wave, of 1.0. Two of them together stay far from clipping.
const AMPLITUDE: f64 = 0.25;
/// How long the keypad far end plays a digit back, and the pause after it, in samples.
const DIGIT_SAMPLES: usize = SAMPLE_RATE / 5;
const PAUSE_SAMPLES: usize = SAMPLE_RATE / 10;
/// The most samples of digits that wait to be played back: about a minute.
const MOST_QUEUED: usize = 60 * SAMPLE_RATE;

/// Sine waves for a time; none is a pause.
#[derive(Debug, Clone, Copy)]
struct Burst {
    hertz: &'static [f32],
    samples: usize,
}

const fn burst(hertz: &'static [f32], milliseconds: usize) -> Burst {
    Burst { hertz, samples: milliseconds * SAMPLE_RATE / 1_000 }
}

/// Call progress tones of North America, and two tones for measuring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// The far phone is ringing.
    Ringback,
    /// The far end is busy, or declined.
    Busy,
    /// The call did not get through.
    Reorder,
    /// Three rising tones: the number is not in service.
    NotInService,
    /// 425 Hz, standing for an announcement before the call is answered.
    Announcement,
    /// 1,000 Hz without a pause.
    Kilohertz,
}

impl Tone {
    fn cadence(self) -> &'static [Burst] {
        const RINGBACK: &[Burst] = &[burst(&[440.0, 480.0], 2_000), burst(&[], 4_000)];
        const BUSY: &[Burst] = &[burst(&[480.0, 620.0], 500), burst(&[], 500)];
        const REORDER: &[Burst] = &[burst(&[480.0, 620.0], 250), burst(&[], 250)];
        const NOT_IN_SERVICE: &[Burst] = &[
            burst(&[913.8], 274),
            burst(&[1_370.6], 274),
            burst(&[1_776.7], 380),
            burst(&[], 1_000),
        ];
        const ANNOUNCEMENT: &[Burst] = &[burst(&[425.0], 1_000)];
        const KILOHERTZ: &[Burst] = &[burst(&[1_000.0], 1_000)];
        match self {
            Self::Ringback => RINGBACK,
            Self::Busy => BUSY,
            Self::Reorder => REORDER,
            Self::NotInService => NOT_IN_SERVICE,
            Self::Announcement => ANNOUNCEMENT,
            Self::Kilohertz => KILOHERTZ,
        }
    }
}

/// What a leg hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sound {
    /// Nothing.
    Silence,
    /// A tone, over and over in its cadence.
    Tone(Tone),
    /// Its own audio.
    Echo,
    /// Each digit it sends, as its dual tone.
    Keypad,
}

/// Renders a [`Sound`] frame by frame.
#[derive(Debug)]
pub(crate) struct Player {
    sound: Sound,
    /// Samples since the sound began.
    position: usize,
    digits: VecDeque<i16>,
}

impl Player {
    /// A player of silence.
    pub(crate) fn new() -> Self {
        Self { sound: Sound::Silence, position: 0, digits: VecDeque::new() }
    }

    /// Changes the sound, from its beginning.
    pub(crate) fn play(&mut self, sound: Sound) {
        *self = Self { sound, ..Self::new() };
    }

    /// The listener pressed a digit: the keypad answers with its tone.
    pub(crate) fn press(&mut self, digit: char) {
        if self.sound != Sound::Keypad || self.digits.len() > MOST_QUEUED {
            return;
        }
        if let Some(pair) = dtmf::frequencies(digit) {
            self.digits.extend((0..DIGIT_SAMPLES).map(|at| sample(&pair, at)));
            self.digits.extend(std::iter::repeat_n(0, PAUSE_SAMPLES));
        }
    }

    /// The next 20 ms, given what the listener said in the last 20 ms.
    pub(crate) fn render(&mut self, said: &Frame) -> Frame {
        let frame = match self.sound {
            Sound::Silence => SILENCE,
            Sound::Echo => *said,
            Sound::Tone(tone) => {
                std::array::from_fn(|index| tone_sample(tone.cadence(), self.position + index))
            }
            Sound::Keypad => std::array::from_fn(|_| self.digits.pop_front().unwrap_or(0)),
        };
        self.position += FRAME_SAMPLES;
        frame
    }
}

/// One sample of a cadence that repeats.
fn tone_sample(cadence: &[Burst], position: usize) -> i16 {
    let period: usize = cadence.iter().map(|part| part.samples).sum();
    let mut at = position % period;
    for part in cadence {
        if at < part.samples {
            // The phase runs on through repetitions, so that a tone without a pause has no seam.
            return sample(part.hertz, position);
        }
        at -= part.samples;
    }
    0
}

/// The sum of sine waves at a sample position.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "positions stay far below 2^52, and amplitudes below the range of i16"
)]
fn sample(hertz: &[f32], position: usize) -> i16 {
    let seconds = position as f64 / SAMPLE_RATE as f64;
    let sum: f64 = hertz.iter().map(|&f| (TAU * f64::from(f) * seconds).sin() * AMPLITUDE).sum();
    (sum * f64::from(i16::MAX)) as i16
}

#[cfg(test)]
mod tests {
    use super::super::meter::Meter;
    use super::*;

    fn peak(player: &mut Player, frames: usize) -> f64 {
        let mut meter = Meter::new();
        for _ in 0..frames {
            meter.push(&player.render(&SILENCE));
        }
        meter.reading().peak_hz
    }

    #[test]
    fn the_kilohertz_tone_has_one_kilohertz() {
        let mut player = Player::new();
        player.play(Sound::Tone(Tone::Kilohertz));
        assert!((peak(&mut player, 50) - 1_000.0).abs() < 1.0);
    }

    #[test]
    fn ringback_is_two_seconds_of_sound_and_four_of_silence() {
        let mut player = Player::new();
        player.play(Sound::Tone(Tone::Ringback));
        let sounding: Vec<bool> = (0..300).map(|_| player.render(&SILENCE) != SILENCE).collect();
        assert!(sounding[..100].iter().all(|&on| on));
        assert!(!sounding[100..].iter().any(|&on| on));
    }

    #[test]
    fn the_echo_returns_what_was_said() {
        let mut player = Player::new();
        player.play(Sound::Echo);
        let said = [123; FRAME_SAMPLES];
        assert_eq!(player.render(&said), said);
    }

    #[test]
    fn the_keypad_plays_digits_one_after_the_other() {
        let mut player = Player::new();
        player.play(Sound::Keypad);
        player.press('1');
        player.press('x');
        player.press('9');
        // A digit is ten frames, the pause after it five.
        let first: Vec<bool> = (0..30).map(|_| player.render(&SILENCE) != SILENCE).collect();
        let expected: Vec<bool> = [(10, true), (5, false), (10, true), (5, false)]
            .iter()
            .flat_map(|&(count, on)| std::iter::repeat_n(on, count))
            .collect();
        assert_eq!(first, expected);
    }

    #[test]
    fn digits_are_silent_for_other_far_ends() {
        let mut player = Player::new();
        player.press('1');
        assert_eq!(player.render(&SILENCE), SILENCE);
    }
}
