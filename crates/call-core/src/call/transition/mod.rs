//! The transitions of a call: one function per state, one arm per step, no wildcard.
//!
//! Everything the agent may do and everything a carrier may say, in whatever order, has its answer
//! here. Steps of the carrier and the org are never refused: what no longer matters is passed over.
//! Commands of the agent are refused where they make no sense, and accepted without effect where
//! they are only late (the second click on the same button).

mod after;
mod before;
mod conversation;
mod handing_over;
mod offer;
mod restoring;
mod talk;

use super::{Act, Call, CallState, Step};
use crate::{refusal::Refusal, settings::Settings, time::Timestamp};

pub use offer::pass_on;
pub(super) use restoring::ask;
pub use restoring::restore;
pub use talk::can_step_away;

pub(super) type Answer = Result<Vec<Act>, Refusal>;

/// Nothing to do, and nothing wrong.
pub(super) const PASS: Answer = Ok(Vec::new());

/// The circumstances of a step.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub now: Timestamp,
    pub settings: &'a Settings,
}

/// Takes one step. The call is changed only where the answer is `Ok`.
///
/// # Errors
/// [`Refusal`] for a step of the agent that is not possible; nothing has changed then.
pub fn advance(call: &mut Call, now: Timestamp, settings: &Settings, step: Step) -> Answer {
    let at = At { now, settings };
    match &call.state {
        CallState::Dialling { .. } | CallState::Ringing { .. } => before::calling(call, at, step),
        CallState::Offered { .. } => offer::offered(call, at, step),
        CallState::Answering { .. } => offer::answering(call, at, step),
        CallState::Connected { .. } => talk::connected(call, at, step),
        CallState::OnHold { .. } => talk::on_hold(call, at, step),
        CallState::Consulting { .. } => talk::consulting(call, at, step),
        CallState::Conference { .. } => talk::conference(call, at, step),
        CallState::HandingOver { .. } => handing_over::handing_over(call, at, step),
        CallState::Restoring { .. } => restoring::restoring(call, at, step),
        CallState::Ending { ended } => after::ending(call, at, *ended, step),
        CallState::WrapUp { ended, until } => after::wrap_up(call, at, *ended, *until, step),
        CallState::Filed { .. } => after::filed(call, at, step),
    }
}
