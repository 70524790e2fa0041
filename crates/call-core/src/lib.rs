//! The call-state machine of Offhook: what a softphone does, without the phone.
//!
//! [`Softphone`] takes [`Input`]s and gives [`Effect`]s and a [`View`]. It is pure Rust: it reads
//! no clock, draws no randomness and does no input or output, so the same inputs at the same times
//! give the same effects and views wherever it runs.
//!
//! # One entrance, one exit
//! One input is handled at a time, and every input is followed by a full drain of effects, by
//! re-reading [`Softphone::view`] and by setting the host's one timer to [`Softphone::deadline`]:
//!
//! ```
//! use call_core::{Input, Softphone, input::HostEvent, time::Timestamp};
//!
//! let mut phone = Softphone::new();
//! let started = Input::Host(HostEvent::Started { settings: Default::default() });
//! phone.handle(Timestamp(1_767_603_600_000), started)?;
//! while let Some(effect) = phone.poll_effect() {
//!     // Hand it to its port; the answer comes back as `Input::Result` with the same id.
//!     assert_eq!(effect.id.0, 1);
//! }
//! // A token that does not come within a minute is asked for again.
//! assert_eq!(phone.deadline(), Some(Timestamp(1_767_603_660_000)));
//! # Ok::<(), call_core::Refusal>(())
//! ```
//!
//! # What it does not do
//! It does not know the Twilio SDK, Salesforce's HTTP or the DOM; it neither parses nor formats
//! phone numbers (they come in E.164); it mints no ids but its own effects'.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![allow(clippy::large_enum_variant)] // inputs are few and short-lived
#![allow(clippy::match_same_arms)] // predicates list every variant, each with its own reason
#![allow(clippy::needless_pass_by_value)] // a step is taken once; its parts move into the call
#![allow(clippy::single_match_else)] // what an answer is, and what it is where there is none
#![allow(clippy::struct_excessive_bools)] // independent facts, one each
#![allow(clippy::unnecessary_wraps)] // every transition answers in the same way

pub mod address;
pub mod call;
pub mod carrier_error;
mod clock;
pub mod effect;
pub mod flight;
pub mod ids;
pub mod input;
pub mod journal;
pub mod json;
pub mod phone;
pub mod pii;
pub mod presence;
pub mod record;
mod refusal;
mod settings;
mod softphone;
pub mod tabs;
pub mod time;
pub mod view;

pub use effect::Effect;
pub use input::Input;
pub use refusal::Refusal;
pub use settings::Settings;
pub use softphone::Softphone;
pub use view::View;
