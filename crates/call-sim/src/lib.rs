//! Calls as data, and every order in which they can happen.
//!
//! - A [`Scenario`] is a list of inputs with their times and what must follow from each. The
//!   [`replay`](replay::replay) drives any [`Machine`]: the core itself here, and the same core
//!   behind its WebAssembly boundary in the browser tests, whose traces must be equal.
//! - A [`FlightRecord`] is a call that was recorded in a browser; [`flight::replay`] replays it and
//!   says where the core has changed since. [`explain`] tells either in sentences.
//! - A `model` searches a small world to its end: every order of events, with faults and lost
//!   pages.
//! - A `sim` plays large worlds by chance: many agents, one carrier, one org, under one seed.

mod compare;
#[cfg(not(target_arch = "wasm32"))]
pub mod corpus;
pub mod explain;
pub mod flight;
#[cfg(not(target_arch = "wasm32"))]
pub mod fuzz;
mod given;
mod machine;
#[cfg(all(feature = "worlds", not(target_arch = "wasm32")))]
pub mod model;
pub mod replay;
pub mod scenario;
#[cfg(all(feature = "worlds", not(target_arch = "wasm32")))]
pub mod sim;
#[cfg(all(feature = "worlds", not(target_arch = "wasm32")))]
pub mod table;

pub use explain::explain;
pub use flight::FlightRecord;
pub use machine::{CoreMachine, Machine};
pub use replay::{Departure, Event, Report, replay};
pub use scenario::{Scenario, ScenarioError};
