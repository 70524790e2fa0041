//! What the page made of the effects it was given.

use std::rc::Rc;

use call_core::{
    Input,
    ids::EffectId,
    input::{EffectResult, Outcome, PortError, PortErrorKind},
};
use wasm_bindgen::prelude::*;

use super::Inner;
use crate::{error::FaceError, jwt, twilio::text, wire};

impl Inner {
    /// Hands an effect to the page.
    pub(super) fn hand_out(&self, effect: &JsValue) {
        // A port that throws has not answered; it is the page's to see that it never does.
        let _ = self.on_effect.call1(&JsValue::NULL, effect);
    }

    /// Gives the phone the answer to an effect of its own.
    pub(super) fn answer(
        self: &Rc<Self>,
        id: u32,
        outcome: Result<Outcome, FaceError>,
    ) -> Result<(), FaceError> {
        // An effect of an earlier phone.
        let Some(id) = id.checked_sub(self.first_effect.get()).filter(|id| *id > 0) else {
            return Ok(());
        };
        let (outcome, answer) = match outcome {
            Ok(outcome) => (outcome, Ok(())),
            Err(error) => (unusable(&error), Err(error)),
        };
        self.push(Input::Result(EffectResult { id: EffectId(id), outcome }));
        answer
    }

    pub(super) fn outcome(&self, outcome: &JsValue) -> Result<Outcome, FaceError> {
        // The token stays here: the core, its traces and its flight record never see it.
        if text(outcome, "type").as_deref() == Some("token") {
            let token = text(outcome, "token").ok_or(FaceError::NotAToken)?;
            let lifetime_ms = jwt::lifetime(&token).ok_or(FaceError::NotAToken)?;
            self.carrier.keep_token(token);
            return Ok(Outcome::Token { lifetime_ms });
        }
        wire::tagged(outcome)
    }
}

/// An answer that could not be read counts as a failure of its port, so that the core never waits
/// for ever.
fn unusable(error: &FaceError) -> Outcome {
    Outcome::Failed { error: port_error(PortErrorKind::Server, error.to_string()) }
}

/// The tab that was to do something has gone, or sleeps.
pub(super) fn gone() -> PortError {
    port_error(
        PortErrorKind::Offline,
        "the tab with the Omni-Channel session does not answer".into(),
    )
}

fn port_error(kind: PortErrorKind, message: String) -> PortError {
    PortError { kind, message, fields: Vec::new(), retry_after_ms: None }
}
