//! What the agent can do with a call: the same rules by which a transition accepts or refuses.
//!
//! Whether another call leaves the agent free for it is not looked at here: an Answer that would
//! strand a colleague is refused with a word that says so.

use serde::{Deserialize, Serialize};

use crate::{
    call::{Call, CallState, LegState, PartyState, RecordingAction},
    settings::Settings,
};

/// What the agent can do with a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Controls {
    /// Answer it.
    pub answer: bool,
    /// Decline it.
    pub decline: bool,
    /// Have the caller leave a message.
    pub to_voicemail: bool,
    /// End it.
    pub hang_up: bool,
    /// Silence the microphone.
    pub mute: bool,
    /// Send DTMF.
    pub send_digits: bool,
    /// Put the customer on hold.
    pub hold: bool,
    /// Go back to the customer.
    pub resume: bool,
    /// Transfer it blindly.
    pub transfer: bool,
    /// Ask a colleague.
    pub consult: bool,
    /// Talk to the other one, customer or colleague.
    pub swap: bool,
    /// Let the colleague take over.
    pub complete_transfer: bool,
    /// Let the colleague go.
    pub end_consult: bool,
    /// Bring customer and colleague together.
    pub merge: bool,
    /// Move the customer into the call the agent talks in.
    pub merge_calls: bool,
    /// Bring somebody in.
    pub add_party: bool,
    /// Take somebody out.
    pub remove_party: bool,
    /// Leave; the others go on.
    pub leave: bool,
    /// Park it.
    pub park: bool,
    /// Start the recording.
    pub start_recording: bool,
    /// Pause it.
    pub pause_recording: bool,
    /// Resume it.
    pub resume_recording: bool,
    /// Stop it.
    pub stop_recording: bool,
    /// Take longer to wrap up.
    pub extend_wrap_up: bool,
    /// Be done with it. Where the org wants a disposition and there is none yet the command is
    /// still refused, with a word that says so: a button that is merely dead explains nothing.
    pub finish: bool,
}

impl Controls {
    /// What the agent can do.
    pub fn of(call: &Call, settings: &Settings) -> Self {
        let controls = Self {
            mute: call.leg.is_open(),
            // The microphone is ours; the way for digits is gone while the leg is sought.
            send_digits: call.leg.state == LegState::Up,
            ..Self::default()
        };
        let talk = || Self { hang_up: true, ..controls.with_recording(call, settings) };
        let set_up = settings.conferences;
        let customer_held = call.customer.hold.is_wished();
        match &call.state {
            CallState::Dialling { .. } | CallState::Ringing { .. } => {
                Self { hang_up: true, ..controls }
            }
            CallState::Offered { .. } => {
                let to_voicemail = set_up && !call.is_callback();
                Self { answer: true, decline: true, to_voicemail, ..Self::default() }
            }
            CallState::Answering { .. } => Self { hang_up: true, ..Self::default() },
            CallState::Connected { .. } => Self {
                hold: set_up && !customer_held,
                resume: set_up && customer_held,
                transfer: set_up,
                consult: set_up,
                add_party: set_up,
                park: set_up,
                ..talk()
            },
            CallState::OnHold { .. } => Self {
                // The agent's audio is gone, and the customer not known to wait; or he is about to be
                // brought back, which can be taken back.
                hold: set_up && (!customer_held || call.resume_on_join),
                resume: set_up,
                transfer: set_up,
                consult: set_up && call.leg.is_open(),
                merge_calls: set_up && !call.leg.is_open(),
                park: set_up,
                ..talk()
            },
            CallState::Consulting { .. } => {
                let answered =
                    call.consulted().is_some_and(|party| party.state == PartyState::Answered);
                Self {
                    swap: true,
                    complete_transfer: answered,
                    end_consult: true,
                    merge: answered,
                    ..talk()
                }
            }
            CallState::Conference { .. } => {
                let there = core::iter::once(&call.customer)
                    .chain(&call.others)
                    .filter(|party| party.state == PartyState::Answered)
                    .count();
                Self {
                    add_party: true,
                    remove_party: true,
                    leave: there > 1,
                    // Also where the agent's audio is to come back.
                    resume: customer_held || !call.leg.is_open(),
                    ..talk()
                }
            }
            CallState::HandingOver { .. } => {
                Self { mute: controls.mute, hang_up: call.leg.takes_line(), ..Self::default() }
            }
            CallState::Restoring { .. } => {
                let resume = call.accepted && !call.resume_on_join;
                Self { hang_up: call.accepted, decline: !call.accepted, resume, ..Self::default() }
            }
            CallState::Ending { .. } | CallState::Filed { .. } => Self::default(),
            CallState::WrapUp { until, .. } => {
                Self { finish: true, extend_wrap_up: until.is_some(), ..Self::default() }
            }
        }
    }

    fn with_recording(self, call: &Call, settings: &Settings) -> Self {
        let allows = |action| settings.conferences && call.recording.allows(action);
        Self {
            start_recording: allows(RecordingAction::Start),
            pause_recording: allows(RecordingAction::Pause),
            resume_recording: allows(RecordingAction::Resume),
            stop_recording: allows(RecordingAction::Stop),
            ..self
        }
    }
}
