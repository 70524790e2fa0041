//! Signalling as the SDK speaks it: JSON frames of version 1.6 on a WebSocket.
//!
//! `socket` moves text, `session` understands it, `frames` and `token` are its vocabulary. Calls
//! are not decided here.

mod frames;
mod session;
mod socket;
mod token;

pub(crate) use frames::{CallMessage, CallParameters, Failure, ServerFrame, USER_DEFINED_MESSAGE};
pub(crate) use socket::{Wire, upgrade};
pub(crate) use token::Access;
