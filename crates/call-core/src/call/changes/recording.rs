//! The recording of a call, in whatever state the call is.

use crate::{
    call::{
        Act, Call, Consent, ControlFailure, RecordingAction, RecordingNews, Trouble,
        transition::{Answer, At, PASS},
    },
    effect::ControlEffect,
    input::PortError,
    refusal::Refusal,
};

/// The agent wants the recording otherwise.
pub(in crate::call) fn ask(call: &mut Call, at: At<'_>, action: RecordingAction) -> Answer {
    if !at.settings.conferences {
        return Err(Refusal::NotSetUp);
    }
    if !call.recording.allows(action) {
        return Err(Refusal::NotPossible);
    }
    let begins = matches!(action, RecordingAction::Start | RecordingAction::Resume);
    let consented = call.recording.consent.is_some_and(|consent| consent.given);
    if begins && at.settings.recording_consent_required && !consented {
        return Err(Refusal::ConsentRequired);
    }
    if !call.recording.ask(action, at.now) {
        return PASS;
    }
    Ok(vec![Act::Control(ControlEffect::Record { call: call.key.clone(), action })])
}

/// The customer agreed, or did not. Whoever does not is not recorded any further.
pub(in crate::call) fn consent(call: &mut Call, at: At<'_>, given: bool) -> Answer {
    if call.recording.consent.is_some_and(|consent| consent.given == given) {
        return PASS;
    }
    call.recording.consent = Some(Consent { given, at: at.now });
    Ok(stop_if_unwanted(call, at))
}

/// The carrier says how it is.
pub(in crate::call) fn hear(call: &mut Call, at: At<'_>, news: RecordingNews) -> Vec<Act> {
    call.recording.hear(news, at.now);
    stop_if_unwanted(call, at)
}

/// Has the recording stopped that the customer does not want, also one that may only be beginning.
fn stop_if_unwanted(call: &mut Call, at: At<'_>) -> Vec<Act> {
    let is_refused = call.recording.consent.is_some_and(|consent| !consent.given);
    let can_stop = at.settings.conferences && call.state.ended().is_none();
    if !is_refused || !can_stop || !call.recording.may_run() {
        return Vec::new();
    }
    let action = RecordingAction::Stop;
    call.recording.ask(action, at.now);
    vec![Act::Control(ControlEffect::Record { call: call.key.clone(), action })]
}

/// The org does not do what was asked. Where the carrier has said meanwhile how it is, there is
/// nothing left to complain about.
pub(in crate::call) fn refused(call: &mut Call, at: At<'_>, error: PortError) -> Answer {
    if call.recording.deadline().is_none() {
        return PASS;
    }
    call.recording.give_up(at.now);
    Ok(vec![Act::Tell(Trouble::Control(ControlFailure::Record, error))])
}

/// Nobody confirmed what was asked.
pub(in crate::call) fn unconfirmed(call: &mut Call, at: At<'_>) -> Answer {
    call.recording.give_up(at.now);
    Ok(vec![Act::Tell(Trouble::RecordingUnconfirmed)])
}
