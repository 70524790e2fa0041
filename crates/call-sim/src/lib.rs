//! Calls as data, and every order in which they can happen.
//!
//! - A [`Scenario`] is a list of inputs with their times and what must follow from each. The
//!   [`replay`](replay::replay) drives any [`Machine`]: the core itself here, and the same core
//!   behind its WebAssembly boundary in the browser tests, whose traces must be equal.
//! - A `model` searches a small world to its end: every order of events, with faults and lost
//!   pages.
//! - A `sim` plays large worlds by chance: many agents, one carrier, one org, under one seed.

mod compare;
#[cfg(not(target_arch = "wasm32"))]
pub mod corpus;
#[cfg(not(target_arch = "wasm32"))]
pub mod fuzz;
mod given;
mod machine;
#[cfg(not(target_arch = "wasm32"))]
pub mod model;
pub mod replay;
mod scenario;
#[cfg(not(target_arch = "wasm32"))]
pub mod sim;
#[cfg(not(target_arch = "wasm32"))]
pub mod table;

pub use machine::{CoreMachine, Machine};
pub use replay::{Departure, Report, replay};
pub use scenario::{Scenario, ScenarioError};
