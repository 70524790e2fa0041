//! What a replay drives.

use call_core::{Input, Softphone, time::Timestamp};
use serde_json::Value;

/// A softphone that speaks JSON: the core, or the core behind some boundary.
pub trait Machine {
    /// Takes an input at `now` (milliseconds since the epoch).
    ///
    /// # Errors
    /// The code of the refusal, or a sentence about an input that cannot be read.
    fn handle(&mut self, now: u64, input: &Value) -> Result<(), String>;

    /// Everything it wants kept for the page after this one; asked before [`Machine::drain`].
    fn journal(&mut self) -> Vec<Value>;

    /// Everything it wants done.
    fn drain(&mut self) -> Vec<Value>;

    /// What it shows.
    fn view(&self) -> Value;

    /// When it wants to be woken.
    fn deadline(&self) -> Option<u64>;

    /// The page is gone, and another one comes: a new phone that knows nothing.
    fn restart(&mut self);
}

/// The core itself.
#[derive(Default)]
pub struct CoreMachine(Softphone);

impl Machine for CoreMachine {
    fn handle(&mut self, now: u64, input: &Value) -> Result<(), String> {
        let input: Input = serde_json::from_value(input.clone())
            .map_err(|error| format!("the input cannot be read: {error}"))?;
        self.0.handle(Timestamp(now), input).map_err(|refusal| refusal.code().to_owned())
    }

    fn journal(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.0.poll_journal()).map(|write| json(&write)).collect()
    }

    fn drain(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.0.poll_effect()).map(|effect| json(&effect)).collect()
    }

    fn view(&self) -> Value {
        json(&self.0.view())
    }

    fn deadline(&self) -> Option<u64> {
        self.0.deadline().map(|at| at.0)
    }

    fn restart(&mut self) {
        *self = Self::default();
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("effects and views are plain data with text keys")
}
