//! The world around a softphone, in which anything happens at any time: an agent who presses
//! whatever there is, a carrier that says things twice, late and out of turn, an org that fails in
//! every way, pages that are reloaded and clocks that are wrong.

mod button;
mod desk;
mod moves;
mod org;
mod reply;
mod strategies;

pub use button::{Button, NAMES as COMMANDS, name as command_name};
pub use desk::{Desk, START, Turn, key_of};
pub use moves::{Move, Shift, Which, Who};
pub use org::{Org, createable};
pub use reply::Reply;
pub use strategies::{moves, settings};
