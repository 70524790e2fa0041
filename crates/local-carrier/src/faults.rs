//! Faults on demand: what a bad network or a bad gateway does, so that a phone can be tried on it.
//!
//! Faults change the carrier's wire, never its records: a call that a fault ends is ended by the
//! same rules as one that the network ends.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// The error code of a signalling fault when none is given: Twilio's general signalling error.
pub const DEFAULT_ERROR_CODE: u32 = 53_000;
/// Media faults of mode error lose every packet with this number unless told otherwise.
pub const DEFAULT_LOSS_INTERVAL: u32 = 10;
/// The delay of a fault when none is given, in milliseconds.
pub const DEFAULT_DELAY_MS: u64 = 500;
/// The longest delay of a fault, in milliseconds.
pub const LONGEST_DELAY_MS: u64 = 60_000;

/// Where a fault acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// The WebSocket at `/signal`.
    Signalling,
    /// The UDP sockets of every leg: ICE, DTLS, RTP and RTCP.
    Media,
}

/// What a fault does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Signalling: open sockets are dropped without a close frame and new ones get HTTP 503.
    /// Media: every packet is lost, both ways.
    Offline,
    /// Every frame or packet is held for `ms`, both ways; the order is kept.
    Delay,
    /// Signalling: the next `count` (1) `listen` or `invite` frames fail with the Twilio error
    /// code `status` (53000). Media: of every `count` (10) packets one is lost, each way.
    Error,
}

/// A fault that cannot be set, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// The delay is zero or longer than a minute.
    #[error("A delay must be 1 to {LONGEST_DELAY_MS} ms, not {0}.")]
    Delay(u64),
    /// The count is zero.
    #[error("A count must be at least 1.")]
    Count,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Offline,
    Delay(Duration),
    /// Signalling: `left` more frames fail with `code`. Media: one of `left` packets is lost.
    Error {
        code: u32,
        left: u32,
    },
}

/// What the media path does with a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Passes after a time, usually none.
    Pass(Duration),
    /// Is lost.
    Lost,
}

/// The faults in force. At most one per target; a new one replaces the old.
#[derive(Debug)]
pub(crate) struct Faults {
    now: Mutex<Now>,
    signalling_offline: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Now {
    signalling: Option<Fault>,
    media: Option<Fault>,
}

impl Faults {
    pub(crate) fn new() -> Self {
        Self { now: Mutex::default(), signalling_offline: watch::Sender::new(false) }
    }

    pub(crate) fn set(
        &self,
        target: Target,
        mode: Mode,
        ms: Option<u64>,
        status: Option<u32>,
        count: Option<u32>,
    ) -> Result<(), FaultError> {
        if count == Some(0) {
            return Err(FaultError::Count);
        }
        let fault = match mode {
            Mode::Offline => Fault::Offline,
            Mode::Delay => match ms.unwrap_or(DEFAULT_DELAY_MS) {
                ms @ 1..=LONGEST_DELAY_MS => Fault::Delay(Duration::from_millis(ms)),
                ms => return Err(FaultError::Delay(ms)),
            },
            Mode::Error => {
                let usual = match target {
                    Target::Signalling => 1,
                    Target::Media => DEFAULT_LOSS_INTERVAL,
                };
                Fault::Error {
                    code: status.unwrap_or(DEFAULT_ERROR_CODE),
                    left: count.unwrap_or(usual),
                }
            }
        };
        self.change(|now| match target {
            Target::Signalling => now.signalling = Some(fault),
            Target::Media => now.media = Some(fault),
        });
        Ok(())
    }

    pub(crate) fn clear(&self) {
        self.change(|now| *now = Now::default());
    }

    /// Tells sockets when signalling goes offline and comes back.
    pub(crate) fn watch_signalling(&self) -> watch::Receiver<bool> {
        self.signalling_offline.subscribe()
    }

    pub(crate) fn signalling_is_offline(&self) -> bool {
        *self.signalling_offline.borrow()
    }

    /// How long a signalling frame is held.
    pub(crate) fn signalling_delay(&self) -> Duration {
        match self.read(|now| now.signalling) {
            Some(Fault::Delay(time)) => time,
            Some(Fault::Offline | Fault::Error { .. }) | None => Duration::ZERO,
        }
    }

    /// The code with which this `listen` or `invite` frame must fail; uses one up.
    pub(crate) fn take_signalling_error(&self) -> Option<u32> {
        self.read(|now| {
            let Some(Fault::Error { code, left }) = &mut now.signalling else { return None };
            let code = *code;
            *left -= 1;
            if *left == 0 {
                now.signalling = None;
            }
            Some(code)
        })
    }

    /// What happens to a media packet; `packet` counts the packets of its direction from 1.
    pub(crate) fn media_fate(&self, packet: u64) -> Fate {
        match self.read(|now| now.media) {
            Some(Fault::Offline) => Fate::Lost,
            Some(Fault::Delay(time)) => Fate::Pass(time),
            Some(Fault::Error { left, .. }) if packet.is_multiple_of(u64::from(left)) => Fate::Lost,
            None | Some(Fault::Error { .. }) => Fate::Pass(Duration::ZERO),
        }
    }

    fn change(&self, act: impl FnOnce(&mut Now)) {
        let offline = self.read(|now| {
            act(now);
            now.signalling == Some(Fault::Offline)
        });
        self.signalling_offline.send_if_modified(|was| std::mem::replace(was, offline) != offline);
    }

    fn read<T>(&self, look: impl FnOnce(&mut Now) -> T) -> T {
        // A fault is a plain value: a panic elsewhere cannot have left it half written.
        look(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_fault_is_used_up() {
        let faults = Faults::new();
        faults.set(Target::Signalling, Mode::Error, None, Some(31_002), Some(2)).unwrap();
        let codes: Vec<_> = (0..3).map(|_| faults.take_signalling_error()).collect();
        assert_eq!(codes, [Some(31_002), Some(31_002), None]);
    }

    #[test]
    fn a_media_error_loses_one_packet_of_count() {
        let faults = Faults::new();
        faults.set(Target::Media, Mode::Error, None, None, Some(3)).unwrap();
        let lost: Vec<u64> = (1..=9).filter(|&n| faults.media_fate(n) == Fate::Lost).collect();
        assert_eq!(lost, [3, 6, 9]);
    }

    #[test]
    fn impossible_faults_are_refused_and_change_nothing() {
        let faults = Faults::new();
        let refused = faults.set(Target::Media, Mode::Delay, Some(0), None, None);
        assert_eq!(refused, Err(FaultError::Delay(0)));
        let refused = faults.set(Target::Media, Mode::Error, None, None, Some(0));
        assert_eq!(refused, Err(FaultError::Count));
        assert_eq!(faults.media_fate(1), Fate::Pass(Duration::ZERO));
    }

    #[test]
    fn clearing_ends_every_fault() {
        let faults = Faults::new();
        faults.set(Target::Signalling, Mode::Offline, None, None, None).unwrap();
        faults.set(Target::Media, Mode::Offline, None, None, None).unwrap();
        assert!(faults.signalling_is_offline());
        faults.clear();
        assert!(!faults.signalling_is_offline());
        assert_eq!(faults.media_fate(1), Fate::Pass(Duration::ZERO));
    }
}
