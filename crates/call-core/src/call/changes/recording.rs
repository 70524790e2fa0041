//! The recording of a call, in whatever state the call is.

use crate::{
    call::{
        Act, Call, Consent, RecordingAction, RecordingNews, Trouble,
        transition::{Answer, At, PASS},
    },
    effect::ControlEffect,
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
    let goes_on = call.state.ended().is_none();
    if goes_on && !given && at.settings.conferences && call.recording.allows(RecordingAction::Stop)
    {
        return ask(call, at, RecordingAction::Stop);
    }
    PASS
}

/// The carrier says how it is.
pub(in crate::call) fn hear(call: &mut Call, at: At<'_>, news: RecordingNews) -> Answer {
    call.recording.hear(news, at.now);
    PASS
}

/// Nobody confirmed what was asked.
pub(in crate::call) fn unconfirmed(call: &mut Call, at: At<'_>) -> Answer {
    call.recording.give_up(at.now);
    Ok(vec![Act::Tell(Trouble::RecordingUnconfirmed)])
}
