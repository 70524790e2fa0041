//! The numeric face: inputs without text as two numbers, and what changed as bits.
//!
//! Primitives cross Lightning Web Security's membrane uncopied, so this face costs a thirtieth of
//! the typed one there. It is for what is frequent or must be quick; the typed face can say
//! everything. Both drive the same core and give the same traces.

use call_core::{
    Input, Refusal, Softphone, View,
    call::{Call, LegState},
    carrier_error::CarrierError,
    ids::{CallKey, LegId},
    input::{AgentCommand, DeviceEvent, LegEvent, LegNews},
    pii::Pii,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// An input as a number. Those about a call mean the most pressing one, which the view
/// names as `current`.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The deadline was reached, or might have been.
    Clock = 0,
    /// Answer.
    Answer = 1,
    /// Decline.
    Decline = 2,
    /// Hang up.
    HangUp = 3,
    /// Mute; value 1 silences, 0 opens.
    Mute = 4,
    /// One DTMF key; the value is its character code.
    Digit = 5,
    /// Extend the wrap-up.
    ExtendWrapUp = 6,
    /// Save and finish.
    Finish = 7,
    /// `Device` registered.
    Registered = 16,
    /// `Device` unregistered.
    Unregistered = 17,
    /// The leg was accepted.
    LegAccepted = 32,
    /// The leg was lost; the value is the error code.
    LegReconnecting = 33,
    /// The leg is back.
    LegReconnected = 34,
    /// The SDK's mute state; value 1 is silenced.
    LegMuted = 35,
    /// The leg is over.
    LegDisconnected = 36,
}

/// Bits of a numeric answer: what must be read again.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// `view.status`.
    Status = 1,
    /// `view.calls`.
    Calls = 2,
    /// `view.phone`.
    Phone = 4,
    /// `view.notices` or `view.unsaved`.
    Notices = 8,
    /// Effects wait to be drained.
    Effects = 16,
    /// The deadline moved.
    Deadline = 32,
    /// The command was refused; nothing changed.
    Refused = 64,
}

impl Signal {
    /// The input a number stands for, in the present state of the phone.
    ///
    /// # Errors
    /// [`Refusal::UnknownCall`] where it is about a call and there is none.
    pub(crate) fn to_input(self, value: f64, phone: &Softphone) -> Result<Input, Refusal> {
        let current = || phone.current_call().ok_or(Refusal::UnknownCall);
        let call = || current().map(|c: &Call| c.key.clone());
        let command = |make: fn(CallKey) -> AgentCommand| call().map(make).map(Input::Agent);
        let leg = |news: LegNews| {
            let id: LegId = current()?.leg.id.clone();
            Ok(Input::Leg(LegEvent { leg: id, news }))
        };
        match self {
            Self::Clock => Ok(Input::Clock),
            Self::Answer => command(|call| AgentCommand::Answer { call }),
            Self::Decline => command(|call| AgentCommand::Decline { call }),
            Self::HangUp => command(|call| AgentCommand::HangUp { call }),
            Self::Mute => Ok(Input::Agent(AgentCommand::Mute { call: call()?, on: value != 0.0 })),
            Self::Digit => {
                let digits = Pii(char::from(to_u8(value)).to_string());
                Ok(Input::Agent(AgentCommand::SendDigits { call: call()?, digits }))
            }
            Self::ExtendWrapUp => command(|call| AgentCommand::ExtendWrapUp { call }),
            Self::Finish => command(|call| AgentCommand::Finish { call }),
            Self::Registered => Ok(Input::Device(DeviceEvent::Registered)),
            Self::Unregistered => Ok(Input::Device(DeviceEvent::Unregistered)),
            Self::LegAccepted => leg(LegNews::Accepted { call_sid: None }),
            Self::LegReconnecting => {
                leg(LegNews::Reconnecting { error: CarrierError::from(to_u32(value)) })
            }
            Self::LegReconnected => leg(LegNews::Reconnected),
            Self::LegMuted => leg(LegNews::Muted { on: value != 0.0 }),
            Self::LegDisconnected => leg(LegNews::Disconnected),
        }
    }
}

/// What changed from one view to the next.
pub(crate) fn changes(old: &View, new: &View) -> u32 {
    let bit = |changed: bool, bit: Changed| if changed { bit as u32 } else { 0 };
    bit(old.status != new.status, Changed::Status)
        | bit(old.calls != new.calls || old.current != new.current, Changed::Calls)
        | bit(old.phone != new.phone || old.occupation != new.occupation, Changed::Phone)
        | bit(old.notices != new.notices || old.unsaved != new.unsaved, Changed::Notices)
}

/// Whether the agent's audio flows; read often, so not worth a view.
pub(crate) fn is_audio_up(phone: &Softphone) -> bool {
    phone.calls().iter().any(|call| call.leg.state == LegState::Up)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates; NaN is 0
fn to_u32(value: f64) -> u32 {
    value as u32
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn to_u8(value: f64) -> u8 {
    value as u8
}
