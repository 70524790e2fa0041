//! The agent's leg of a call.

use serde::{Deserialize, Serialize};

use super::{Act, DigitQueue};
use crate::{
    carrier_error::CarrierError,
    ids::{CallKey, LegId},
    time::{Millis, Timestamp},
};

/// How the agent's audio stands.
///
/// ```text
///   Absent ──wanted──► Wanted ──line is free──► Joining ──accepted──► Up ◄──► Reconnecting
///     ▲                   ▲                        │                  │            │
///     │              Invited (answered)            └───── we leave ───┴─────┬──────┘
///     └──────────── the call goes on without ◄── closed ◄── Leaving ◄───────┘
/// ```
/// `Closed` is the end: from any state, when the leg closed and the call with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LegState {
    /// The call goes on at the carrier without the agent's audio.
    Absent,
    /// The carrier offers one; the agent has not answered.
    Invited,
    /// To be opened as soon as no other leg is.
    Wanted {
        /// How.
        way: Way,
        /// Since when.
        since: Timestamp,
    },
    /// Asked for; no audio yet.
    Joining {
        /// Since when it was wanted.
        since: Timestamp,
    },
    /// Audio flows between page and carrier.
    Up,
    /// Lost, and the SDK tries to get it back.
    Reconnecting,
    /// We closed it, and it has not said so yet.
    Leaving {
        /// Since when.
        since: Timestamp,
    },
    /// Over; nothing it says from here on counts, but for a late microphone error.
    Closed,
}

/// How a leg is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// Have the carrier call somebody.
    Dial,
    /// Into a conference that exists.
    Join,
    /// Accept the one that is offered.
    Accept,
}

/// The agent's leg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Leg {
    /// Its name.
    pub id: LegId,
    /// How many legs the call has had, this one included: the number in its name.
    pub turn: u32,
    /// Twilio's name of it, once known.
    pub call_sid: Option<String>,
    /// How it stands.
    pub state: LegState,
    /// One of the call's legs has been up.
    pub was_up: bool,
    /// Since when this one is.
    up_since: Option<Timestamp>,
    /// The microphone is silenced, as last wished or reported.
    pub muted: bool,
    /// DTMF on its way out.
    pub digits: DigitQueue,
    /// Another one is wanted as soon as this one has closed.
    again: bool,
    /// The last error it reported and has not recovered from, and when.
    error: Option<(CarrierError, Timestamp)>,
}

/// For how long an error explains a `disconnect`. The SDK reports both together; an older error
/// was about something that passed, a message that was not sent for instance.
const EXPLAINS_FOR: Millis = Millis::seconds(5);

/// How long a leg must have been up: one that is gone sooner, again and again, is not sought any
/// more without the agent's asking.
const LASTS: Millis = Millis::seconds(5);

impl Leg {
    fn new(id: LegId, state: LegState, call_sid: Option<String>) -> Self {
        Self {
            id,
            turn: 1,
            call_sid,
            state,
            was_up: false,
            up_since: None,
            muted: false,
            digits: DigitQueue::default(),
            again: false,
            error: None,
        }
    }

    /// The first leg of a call: it has the call's key for a name.
    pub fn wanted(call: &CallKey, way: Way, since: Timestamp) -> Self {
        Self::new(LegId(call.0.clone()), LegState::Wanted { way, since }, None)
    }

    /// A leg the carrier offers.
    pub fn invited(id: LegId) -> Self {
        let call_sid = Some(id.0.clone());
        Self::new(id, LegState::Invited, call_sid)
    }

    /// No leg yet: the call is offered by other means, or lives on without one.
    pub fn absent(call: &CallKey) -> Self {
        Self::new(LegId(call.0.clone()), LegState::Absent, None)
    }

    /// Whether it takes the one audio connection that a page can have.
    pub const fn takes_line(&self) -> bool {
        match self.state {
            LegState::Joining { .. }
            | LegState::Up
            | LegState::Reconnecting
            // The SDK may still hold the microphone.
            | LegState::Leaving { .. } => true,
            LegState::Absent | LegState::Invited | LegState::Wanted { .. } | LegState::Closed => {
                false
            }
        }
    }

    /// Whether audio flows, or will as soon as it is found again.
    pub const fn is_open(&self) -> bool {
        match self.state {
            LegState::Up | LegState::Reconnecting => true,
            LegState::Absent
            | LegState::Invited
            | LegState::Wanted { .. }
            | LegState::Joining { .. }
            | LegState::Leaving { .. }
            | LegState::Closed => false,
        }
    }

    /// Another leg into the same conference, under a new name: what the old one still says is not
    /// about this one. Whether the agent is muted goes along. One that is still closing is waited
    /// for.
    pub(crate) fn want_again(&mut self, call: &CallKey, now: Timestamp) {
        if matches!(self.state, LegState::Leaving { .. }) {
            self.again = true;
            return;
        }
        let turn = self.turn.saturating_add(1);
        let id = LegId(format!("{}.{turn}", call.0));
        let (was_up, muted) = (self.was_up, self.muted);
        let state = LegState::Wanted { way: Way::Join, since: now };
        *self = Self { turn, was_up, muted, ..Self::new(id, state, self.call_sid.take()) };
    }

    /// Closes it, as far as there is something to close.
    pub(crate) fn leave(&mut self, now: Timestamp) -> Option<Act> {
        match self.state {
            LegState::Joining { .. } | LegState::Up | LegState::Reconnecting => {
                self.state = LegState::Leaving { since: now };
                Some(Act::Disconnect)
            }
            LegState::Invited | LegState::Wanted { way: Way::Accept, .. } => {
                self.state = LegState::Leaving { since: now };
                Some(Act::Reject)
            }
            LegState::Absent | LegState::Wanted { way: Way::Dial | Way::Join, .. } => {
                self.state = LegState::Closed;
                None
            }
            LegState::Leaving { .. } | LegState::Closed => None,
        }
    }

    /// It is over, and the call goes on without, or with another one.
    pub(crate) fn go_absent(&mut self, call: &CallKey, now: Timestamp) {
        self.state = LegState::Absent;
        self.up_since = None;
        self.error = None;
        self.digits = DigitQueue::default();
        if self.again {
            self.want_again(call, now);
        }
    }

    /// Audio flows.
    pub(crate) fn come_up(&mut self, now: Timestamp) {
        self.state = LegState::Up;
        self.was_up = true;
        self.up_since.get_or_insert(now);
        self.forgive();
    }

    /// Whether it has been up long enough to call it a success.
    pub(crate) fn lasted(&self, now: Timestamp) -> bool {
        self.up_since.is_some_and(|at| now.since(at) >= LASTS)
    }

    /// It reported an error.
    pub(crate) const fn blame(&mut self, error: CarrierError, now: Timestamp) {
        self.error = Some((error, now));
    }

    /// It has recovered from whatever it reported.
    pub(crate) const fn forgive(&mut self) {
        self.error = None;
    }

    /// What explains that the leg closes now.
    pub(crate) fn explanation(&self, now: Timestamp) -> Option<CarrierError> {
        let (error, at) = self.error?;
        let lasts = match self.state {
            // Audio flowed since.
            LegState::Up => now.since(at) <= EXPLAINS_FOR,
            // It never came up, or is lost, because of it.
            LegState::Absent
            | LegState::Invited
            | LegState::Wanted { .. }
            | LegState::Joining { .. }
            | LegState::Reconnecting
            | LegState::Leaving { .. }
            | LegState::Closed => true,
        };
        lasts.then_some(error)
    }

    /// The leg as a later page may know it: audio, keys and errors belonged to the page that had
    /// them.
    pub(crate) fn keepsake(&self) -> Self {
        let (id, call_sid) = (self.id.clone(), self.call_sid.clone());
        let (turn, was_up, muted) = (self.turn, self.was_up, self.muted);
        Self { turn, was_up, muted, ..Self::new(id, LegState::Absent, call_sid) }
    }
}
