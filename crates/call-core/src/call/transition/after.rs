//! The call is over.

use super::{Answer, At, PASS};
use crate::{
    call::{
        Act, AgentStep, Call, CallState, CallTimer, Ended, LegState, LegStep, Step,
        changes::{
            end::{forget_goodbye, settle},
            leg::explained,
            recording,
        },
    },
    refusal::Refusal,
};

pub(super) fn ending(call: &mut Call, at: At<'_>, ended: Ended, step: Step) -> Answer {
    match step {
        Step::Agent(step) => match step {
            // The same click again, or the same wish in other words.
            AgentStep::HangUp | AgentStep::Decline | AgentStep::ToVoicemail => PASS,
            AgentStep::SetConsent(given) => recording::consent(call, at, given),
            other => too_late(&other),
        },
        Step::Leg(step) => ending_leg(call, at, ended, step),
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::TimeUp(CallTimer::Closing) => {
            call.leg.state = LegState::Closed;
            settle(call, at, ended);
            PASS
        }
        Step::Party(..) | Step::Control(_) | Step::TimeUp(_) => PASS,
    }
}

fn ending_leg(call: &mut Call, at: At<'_>, ended: Ended, step: LegStep) -> Answer {
    match step {
        LegStep::Closed(_) => {
            // Ours, or the one whose last word is awaited: only the former is news.
            if call.leg.state != LegState::Closed {
                call.leg.state = LegState::Closed;
                settle(call, at, ended);
            }
            PASS
        }
        LegStep::Error(error) => {
            if call.leg.state == LegState::Closed && ended.error.is_none() {
                let reason = explained(call, Some(error)).unwrap_or(ended.reason);
                forget_goodbye(call, error);
                settle(call, at, Ended { reason, error: Some(error), ..ended });
            }
            PASS
        }
        // We asked for its end; audio that comes up all the same is closed.
        LegStep::Accepted => {
            if call.leg.state == LegState::Closed {
                return PASS;
            }
            call.leg.was_up = true;
            Ok(vec![Act::Disconnect])
        }
        LegStep::Ringing { .. }
        | LegStep::Reconnecting
        | LegStep::Reconnected
        | LegStep::Muted(_) => PASS,
    }
}

pub(super) fn wrap_up(
    call: &mut Call,
    at: At<'_>,
    ended: Ended,
    until: Option<crate::time::Timestamp>,
    step: Step,
) -> Answer {
    match step {
        Step::Agent(AgentStep::Finish)
            if at.settings.disposition_required && call.disposition.is_none() =>
        {
            Err(Refusal::DispositionRequired)
        }
        Step::Agent(AgentStep::Finish) => {
            call.state = CallState::Filed { ended, wrapped_up_at: Some(at.now) };
            PASS
        }
        // However late the page woke for it.
        Step::TimeUp(CallTimer::WrapUp) => {
            let when = until.map_or(at.now, |until| until.min(at.now));
            call.state = CallState::Filed { ended, wrapped_up_at: Some(when) };
            PASS
        }
        Step::Agent(AgentStep::ExtendWrapUp) => match until {
            Some(until) => {
                let until = Some(until.plus(at.settings.wrap_up_extension_ms));
                call.state = CallState::WrapUp { ended, until };
                PASS
            }
            None => Err(Refusal::NotPossible),
        },
        Step::Agent(AgentStep::SetConsent(given)) => recording::consent(call, at, given),
        // The second click, late.
        Step::Agent(AgentStep::HangUp) => PASS,
        Step::Agent(other) => too_late(&other),
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::Leg(_) | Step::Party(..) | Step::Control(_) | Step::TimeUp(_) => PASS,
    }
}

pub(super) fn filed(call: &mut Call, at: At<'_>, step: Step) -> Answer {
    debug_assert!(call.state.ended().is_some());
    match step {
        // Second clicks.
        Step::Agent(AgentStep::HangUp | AgentStep::Decline | AgentStep::Finish) => PASS,
        Step::Agent(other) => too_late(&other),
        // The record still takes it.
        Step::Recording(news) => Ok(recording::hear(call, at, news)),
        Step::Leg(_) | Step::Party(..) | Step::Control(_) | Step::TimeUp(_) => PASS,
    }
}

/// What can only be done with a call that goes on.
fn too_late(step: &AgentStep) -> Answer {
    match step {
        // Second clicks on what ended it.
        AgentStep::CompleteTransfer
        | AgentStep::Leave
        | AgentStep::Park
        | AgentStep::MergeInto { .. } => PASS,
        AgentStep::Answer
        | AgentStep::Decline
        | AgentStep::ToVoicemail
        | AgentStep::HangUp
        | AgentStep::Mute(_)
        | AgentStep::SendDigits(_)
        | AgentStep::Hold
        | AgentStep::Resume
        | AgentStep::StepAway
        | AgentStep::HoldParty { .. }
        | AgentStep::RemoveParty { .. }
        | AgentStep::Transfer { .. }
        | AgentStep::Consult { .. }
        | AgentStep::AddParty { .. }
        | AgentStep::Swap
        | AgentStep::EndConsult
        | AgentStep::Merge
        | AgentStep::TakeIn { .. }
        | AgentStep::Record(_)
        | AgentStep::SetConsent(_)
        | AgentStep::ExtendWrapUp
        | AgentStep::Finish => Err(Refusal::NotPossible),
    }
}
