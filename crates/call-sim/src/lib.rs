//! Calls as data: scenario files, replayed against the call core.
//!
//! A [`Scenario`] is a list of inputs with their times and what must follow from each. The
//! [`replay`](replay::replay) drives any [`Machine`]: the core itself here, and the same core
//! behind its WebAssembly boundary in the browser tests, whose traces must be equal.
//!
//! It does not simulate a carrier or an org; every input stands in the file.

mod compare;
mod machine;
pub mod model;
pub mod replay;
mod scenario;

pub use machine::{CoreMachine, Machine};
pub use replay::{Departure, Report, replay};
pub use scenario::{Scenario, ScenarioError};
