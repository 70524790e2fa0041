//! How ports answer effects.

use call_core::{
    call::{Call, PartyState},
    effect::{ControlEffect, EffectBody, RecordEffect},
    ids::{CallKey, PartyId, RecordRef},
    input::{
        CallSnapshot, Match, Outcome, PartySnapshot, PortError, PortErrorKind, SnapshotStatus,
    },
    pii::Pii,
    time::Millis,
};

/// How a port answers.
#[derive(Clone, Debug)]
pub enum Reply {
    Good,
    /// Good, and this is how the call stands, if that was asked.
    Stands(CallSnapshot),
    /// Done, but the answer is lost on the way.
    Lost,
    Bad {
        kind: PortErrorKind,
        blame: bool,
        retry_after_ms: Option<u64>,
    },
    /// Something that is no answer to this.
    Odd(Outcome),
}

impl Reply {
    /// What the port says to this effect; `call` is the one it is about, where the phone has it.
    pub fn outcome(&self, body: &EffectBody, call: Option<&Call>) -> Outcome {
        let error = |kind, fields, retry_after_ms: Option<u64>| Outcome::Failed {
            error: PortError {
                kind,
                message: "no".into(),
                fields,
                retry_after_ms: retry_after_ms.map(Millis),
            },
        };
        match self {
            Self::Good => good(body, call),
            Self::Stands(snapshot) => match body {
                EffectBody::Control(ControlEffect::Snapshot { .. }) => {
                    Outcome::Snapshot { snapshot: snapshot.clone() }
                }
                _ => good(body, call),
            },
            Self::Lost => error(PortErrorKind::Offline, Vec::new(), None),
            Self::Bad { kind, blame, retry_after_ms } => {
                let named = match body {
                    EffectBody::Record(
                        RecordEffect::Update { fields, .. }
                        | RecordEffect::UpdateByApex { fields, .. },
                    ) if *blame => fields.keys().take(1).cloned().collect(),
                    _ => Vec::new(),
                };
                error(*kind, named, *retry_after_ms)
            }
            Self::Odd(outcome) => match (body, outcome) {
                // These would be what a port says that has done it.
                (EffectBody::Record(_), Outcome::Recorded { .. } | Outcome::Done) => {
                    Outcome::Token { lifetime_ms: Millis(1) }
                }
                _ => outcome.clone(),
            },
        }
    }

    /// Whether the port did what it was asked, whatever it says.
    pub const fn did_it(&self) -> bool {
        match self {
            Self::Good | Self::Stands(_) | Self::Lost => true,
            Self::Bad { .. } | Self::Odd(_) => false,
        }
    }
}

fn good(body: &EffectBody, call: Option<&Call>) -> Outcome {
    match body {
        EffectBody::Token(_) => Outcome::Token { lifetime_ms: Millis::seconds(3600) },
        EffectBody::Directory(_) => Outcome::Matched { matches: vec![contact()] },
        EffectBody::Record(effect) => match effect {
            RecordEffect::EnsureCall { call, .. } | RecordEffect::Create { call, .. } => {
                Outcome::Recorded { record: record_of(call) }
            }
            RecordEffect::Update { .. }
            | RecordEffect::UpdateByApex { .. }
            | RecordEffect::AttachFlight { .. } => Outcome::Done,
        },
        EffectBody::Control(ControlEffect::Snapshot { .. }) => {
            Outcome::Snapshot { snapshot: as_known(call) }
        }
        EffectBody::Control(_) | EffectBody::Presence(_) => Outcome::Done,
        EffectBody::Carrier(_) | EffectBody::Screen(_) => Outcome::Done,
    }
}

/// The call goes on, and nobody has come or gone.
fn as_known(call: Option<&Call>) -> CallSnapshot {
    let mut parties = vec![PartySnapshot {
        party: PartyId::customer(),
        state: PartyState::Answered,
        held: call.is_some_and(|call| call.customer.hold.is_held()),
        role: None,
        number: None,
    }];
    parties.extend(call.iter().flat_map(|call| &call.others).map(|party| PartySnapshot {
        party: party.id.clone(),
        state: party.state,
        held: party.hold.is_held(),
        role: Some(party.role),
        number: Some(party.number.clone()),
    }));
    CallSnapshot {
        seq: 0,
        status: SnapshotStatus::Live,
        parties,
        recording: None,
        connected_at: None,
        ended_at: None,
        end: None,
    }
}

/// The record that the org has, or makes, for a key. One of the keys meets an org that has no
/// `VoiceCall` and makes a Task.
pub fn record_of(call: &CallKey) -> RecordRef {
    let object = if call.0.ends_with('3') { "Task" } else { "VoiceCall" };
    RecordRef { record_id: format!("0LQ-{}", call.0), object_api_name: object.into() }
}

pub fn contact() -> Match {
    let record =
        RecordRef { record_id: "003000000000001AAA".into(), object_api_name: "Contact".into() };
    let reason = "Contact.Phone".into();
    Match { record, name: Pii("Echo Ridley".into()), company_name: None, reason }
}
