//! The call core inside a browser: the only crate that knows JavaScript.
//!
//! Two classes cross the boundary. [`CallCore`] is a thin newtype over the state machine, for tests
//! and for those who bring their own surroundings. [`Engine`] is the whole phone: it binds the
//! Twilio Voice SDK, keeps the one timer, and hands every effect that is not the carrier's to the
//! page.
//!
//! What it does not do: records, screens and tokens are got by Lightning modules, which WebAssembly
//! cannot import; audio never passes through here.

#![deny(missing_docs)]

mod core_face;
mod engine;
mod error;
mod jwt;
mod news;
mod read;
#[cfg(all(test, target_arch = "wasm32"))]
mod recorded_here;
mod signal;
mod twilio;
mod wire;

pub use core_face::CallCore;
pub use engine::Engine;
pub use signal::{Changed, Signal};
