//! Calls and their legs: a conference of an agent and a customer.
//!
//! Every call has a task of its own (`outbound`, `inbound`) that reads [`CallEvent`]s from the
//! call's legs and from the HTTP interface. The [`Exchange`] knows who and what there is.

mod call;
mod conversation;
mod exchange;
mod far_end;
mod inbound;
mod leg;
mod outbound;

pub use call::{CallRecord, CallState, Direction};
pub use far_end::{FAR_ENDS, FarEnd, Script};

pub(crate) use call::Call;
pub(crate) use exchange::Exchange;
pub(crate) use inbound::NewCall;
pub(crate) use leg::{Comparison, FirstAudio, Leg};
pub(crate) use outbound::start as start_outbound;

use crate::media::MediaEvent;

/// What happens to a call. A leg is named by its sid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CallEvent {
    /// The leg's audio flows.
    AudioUp(String),
    /// The agent pressed a digit.
    Digit(String, char),
    /// An offered leg was answered; its audio is negotiated.
    Answered(String),
    /// An offered leg was declined, or its tab was closed.
    Rejected(String),
    /// An offered leg's socket closed.
    OfferLost(String),
    /// A leg hung up, or stayed away for too long.
    Left(String),
    /// The customer hung up.
    CustomerLeft,
}

impl CallEvent {
    /// The call's view of what a leg's audio path reports.
    pub(crate) fn from_media(leg_sid: &str, event: MediaEvent) -> Self {
        match event {
            MediaEvent::Connected => Self::AudioUp(leg_sid.to_owned()),
            MediaEvent::Digit(digit) => Self::Digit(leg_sid.to_owned(), digit),
        }
    }
}
