//! Measures the audio that the carrier receives: loudness and strongest frequency of the last second.
//!
//! Does not store audio beyond that second.

use realfft::RealFftPlanner;
use serde::Serialize;

use super::audio::{Frame, SAMPLE_RATE};

/// Below this level (RMS, of 1.0) there is no sound worth naming a frequency for.
const SILENT_LEVEL: f64 = 0.002;

/// A measurement over the last second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AudioReading {
    /// Root mean square, 0 (silence) to 1 (full scale square wave).
    pub level: f64,
    /// Strongest frequency in hertz, within a few hertz; 0 when there is silence.
    pub peak_hz: f64,
}

impl AudioReading {
    /// What is read where no audio ever was.
    pub const SILENT: Self = Self { level: 0.0, peak_hz: 0.0 };
}

/// The last second of received audio.
#[derive(Debug)]
pub(crate) struct Meter {
    ring: Vec<i16>,
    at: usize,
}

impl Meter {
    /// A meter that has heard nothing.
    pub(crate) fn new() -> Self {
        Self { ring: vec![0; SAMPLE_RATE], at: 0 }
    }

    /// Takes the next 20 ms.
    pub(crate) fn push(&mut self, frame: &Frame) {
        self.ring[self.at..self.at + frame.len()].copy_from_slice(frame);
        // A second is a whole number of frames, so a frame never wraps.
        self.at = (self.at + frame.len()) % self.ring.len();
    }

    /// Measures the last second.
    pub(crate) fn reading(&self) -> AudioReading {
        let ordered = self.ring[self.at..].iter().chain(&self.ring[..self.at]);
        let samples: Vec<f64> = ordered.map(|&s| f64::from(s) / f64::from(i16::MAX)).collect();
        let level = rms(&samples);
        if level < SILENT_LEVEL {
            return AudioReading { level, peak_hz: 0.0 };
        }
        AudioReading { level, peak_hz: strongest_frequency(samples) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a second of samples is a small number")]
fn rms(samples: &[f64]) -> f64 {
    (samples.iter().map(|s| s * s).sum::<f64>() / samples.len() as f64).sqrt()
}

/// The frequency of the largest bin, refined between its neighbours.
///
/// One second of samples makes every bin one hertz wide.
#[expect(clippy::cast_precision_loss, reason = "a second of samples is a small number")]
fn strongest_frequency(mut samples: Vec<f64>) -> f64 {
    let length = samples.len();
    let turn = std::f64::consts::TAU / length as f64;
    for (index, sample) in samples.iter_mut().enumerate() {
        // A Hann window keeps one loud tone from leaking over the whole spectrum.
        *sample *= 0.5 - 0.5 * (turn * index as f64).cos();
    }
    let transform = RealFftPlanner::new().plan_fft_forward(length);
    let mut spectrum = transform.make_output_vec();
    if transform.process(&mut samples, &mut spectrum).is_err() {
        // Only wrong buffer lengths fail, and the plan made both.
        return 0.0;
    }
    let powers: Vec<f64> = spectrum.iter().map(|bin| bin.norm()).collect();
    // The first bins are a constant offset, not a sound.
    let audible = 20..powers.len() - 1;
    let peak = audible.max_by(|&a, &b| powers[a].total_cmp(&powers[b])).unwrap_or(0);
    if peak == 0 {
        return 0.0;
    }
    let (left, top, right) = (powers[peak - 1], powers[peak], powers[peak + 1]);
    let curvature = left - 2.0 * top + right;
    let shift = if curvature == 0.0 { 0.0 } else { 0.5 * (left - right) / curvature };
    let hertz_per_bin = SAMPLE_RATE as f64 / length as f64;
    (peak as f64 + shift) * hertz_per_bin
}

#[cfg(test)]
mod tests {
    use super::super::audio::FRAME_SAMPLES;
    use super::*;

    #[expect(clippy::cast_possible_truncation, reason = "the amplitude is within i16")]
    fn heard(hertz: f64, amplitude: f64, frames: usize) -> AudioReading {
        let mut meter = Meter::new();
        let mut at = 0_u32;
        for _ in 0..frames {
            meter.push(&std::array::from_fn(|_| {
                at += 1;
                let phase = std::f64::consts::TAU * hertz * f64::from(at) / 8_000.0;
                (phase.sin() * amplitude * f64::from(i16::MAX)) as i16
            }));
        }
        meter.reading()
    }

    #[test]
    fn silence_has_no_frequency() {
        assert_eq!(Meter::new().reading(), AudioReading::SILENT);
    }

    #[test]
    fn a_tone_is_found_with_its_level() {
        let reading = heard(440.0, 0.5, 60);
        assert!((reading.peak_hz - 440.0).abs() < 1.0, "{reading:?}");
        assert!((reading.level - 0.353).abs() < 0.01, "{reading:?}");
    }

    #[test]
    fn a_tone_between_bins_and_shorter_than_the_window_is_still_close() {
        let reading = heard(697.4, 0.2, 20);
        assert!((reading.peak_hz - 697.4).abs() < 5.0, "{reading:?}");
    }

    #[test]
    fn a_second_of_silence_forgets_the_tone() {
        let mut meter = Meter::new();
        meter.push(&[9_000; FRAME_SAMPLES]);
        assert!(meter.reading().level > 0.0);
        for _ in 0..50 {
            meter.push(&[0; FRAME_SAMPLES]);
        }
        assert_eq!(meter.reading(), AudioReading::SILENT);
    }
}
