//! Everything that can happen to a softphone, grouped by who says it.
//!
//! As JSON an input is one flat object: `from` names the sender, `type` the event, the rest are
//! its fields: `{ "from": "leg", "type": "ringing", "leg": "…", "earlyMedia": true }`.
//!
//! That shape is derived by serde where it costs nothing. Built for the browser the tags are left
//! to the boundary (`call-wasm`), which reads them off the JavaScript object: serde would copy
//! every object into a buffer first, and the code for that is larger than the core.

mod agent;
mod device;
mod leg;
mod omni;
mod org;
mod party;
mod recording;
mod result;
mod snapshot;

use serde::{Deserialize, Serialize};

pub use agent::AgentCommand;
pub use device::DeviceEvent;
pub use leg::{LegEvent, LegNews};
pub use omni::{OmniNews, WorkKind};
pub use org::{FieldInfo, ObjectInfo, OrgNews};
pub use party::{PartyEnd, PartyNews, PartyProgress};
pub use recording::RecordingEvent;
pub use result::{EffectResult, Match, Outcome, PortError, PortErrorKind};
pub use snapshot::{CallSnapshot, PartySnapshot, SnapshotStatus};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "camelCase")]
pub enum Input {
    /// The page is up: take the phone online.
    Host(HostEvent),
    /// The agent pressed or typed something.
    Agent(AgentCommand),
    /// The SDK's `Device`: registration and token.
    Device(DeviceEvent),
    /// The SDK's `Call`: the agent's own audio.
    Leg(LegEvent),
    /// Call messages from the carrier: how the other parties fare.
    Party(PartyNews),
    /// Call messages from the carrier: how the recording stands.
    Recording(RecordingEvent),
    /// Omni-Channel: work comes and goes.
    Omni(OmniNews),
    /// Metadata of the org.
    Org(OrgNews),
    /// The answer to an effect.
    Result(EffectResult),
    /// The deadline was reached, or might have been: late and spurious ones are harmless.
    Clock,
}

/// The page itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(not(target_arch = "wasm32"), serde(tag = "type"))]
pub enum HostEvent {
    /// The engine is loaded; the settings say how this org wants its phone.
    Started {
        /// Policies of the org.
        #[serde(default)]
        settings: crate::Settings,
    },
    /// What the journal holds of calls that another page had: one that was reloaded, closed or
    /// lost. Told after the start, before anything about those calls.
    Restored {
        /// Every entry that could be read.
        entries: Vec<crate::journal::Entry>,
        /// The last sign of life of that page, by the host's clock, where one is known.
        #[serde(default)]
        lost_at: Option<crate::time::Timestamp>,
    },
    /// The page ran again after it could not: the machine slept, or the browser froze the page.
    Woke {
        /// The last moment at which it ran, by the host's clock.
        asleep_since: crate::time::Timestamp,
    },
    /// An entry of the journal could not be written: what the page knows would be lost with it.
    JournalFailed,
}
