//! Digits: RFC 4733 telephone events in, dual tones out.
//!
//! Does not detect digits from their sound; a browser sends them as telephone events.

use str0m::rtp::Ssrc;

/// The digits in the order of their event codes (RFC 4733, section 3.2).
const DIGITS: [char; 16] =
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D'];

/// The two frequencies, in hertz, of a digit (ITU-T Q.23); `None` when it is no digit.
pub(crate) fn frequencies(digit: char) -> Option<[f32; 2]> {
    const ROWS: [f32; 4] = [697.0, 770.0, 852.0, 941.0];
    const COLUMNS: [f32; 4] = [1209.0, 1336.0, 1477.0, 1633.0];
    let key = "123A456B789C*0#D".find(digit)?;
    Some([ROWS[key / 4], COLUMNS[key % 4]])
}

/// Turns telephone-event packets into digits, one for each press.
///
/// A press is several packets with the timestamp of its beginning, the last of them three times;
/// the timestamp tells presses apart.
#[derive(Debug, Default)]
pub(crate) struct DigitDecoder {
    last: Option<(Ssrc, u64)>,
}

impl DigitDecoder {
    /// Takes a packet: its stream, extended RTP timestamp and payload. Gives the digit when this
    /// is the first packet of a press; padding (no payload) and events that are no digits give
    /// nothing.
    pub(crate) fn push(&mut self, ssrc: Ssrc, time: u64, payload: &[u8]) -> Option<char> {
        let &[event, _end_and_volume, _, _, ..] = payload else { return None };
        if self.last.is_some_and(|(stream, last)| stream == ssrc && time <= last) {
            return None;
        }
        self.last = Some((ssrc, time));
        DIGITS.get(usize::from(event)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(decoder: &mut DigitDecoder, event: u8, time: u64) -> Vec<char> {
        // Three reports while the key is down, then the end three times.
        let reports = [[event, 10, 1, 0], [event, 10, 2, 0], [event, 10, 3, 0]];
        let ends = [[event, 0x8a, 4, 0]; 3];
        let packets = reports.iter().chain(&ends);
        packets.filter_map(|packet| decoder.push(7.into(), time, packet)).collect()
    }

    #[test]
    fn repeated_end_packets_are_one_digit() {
        let mut decoder = DigitDecoder::default();
        assert_eq!(press(&mut decoder, 5, 800), ['5']);
    }

    #[test]
    fn the_same_digit_twice_is_two_digits() {
        let mut decoder = DigitDecoder::default();
        assert_eq!(press(&mut decoder, 11, 800), ['#']);
        assert_eq!(press(&mut decoder, 11, 4_000), ['#']);
    }

    #[test]
    fn padding_and_unknown_events_are_no_digits() {
        let mut decoder = DigitDecoder::default();
        assert_eq!(decoder.push(7.into(), 1, &[]), None);
        assert_eq!(decoder.push(7.into(), 2, &[16, 0, 0, 0]), None);
    }

    #[test]
    fn every_digit_has_its_own_pair_of_tones() {
        let mut pairs: Vec<String> =
            DIGITS.iter().map(|&digit| format!("{:?}", frequencies(digit).unwrap())).collect();
        pairs.sort();
        pairs.dedup();
        assert_eq!(pairs.len(), 16);
        assert_eq!(frequencies('5'), Some([770.0, 1336.0]));
        assert_eq!(frequencies('x'), None);
    }
}
