//! Calls in every state, as a softphone really comes to them.
//!
//! A breadth-first search over a small world: one call, and another that may need the line. Each
//! call that looks different ([`Facts`]) is kept once, as the shortest way leads to it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use call_core::{
    Input, Settings, Softphone,
    call::{Call, CallState, Handover, Hold, LegState, PartyState, Role, Way},
    effect::{ControlEffect, EffectBody},
    ids::{CallKey, EffectId},
    input::WorkKind,
    journal::{Entry, JournalWrite},
    time::{Millis, Timestamp},
};
use serde_json::{Value, json};

const START: Timestamp = Timestamp(crate::scenario::START);

/// What distinguishes calls of one state, as far as it matters to what may follow.
pub const FACTS: [&str; 13] = [
    "conferences",
    "handover",
    "accepted",
    "connected before",
    "callback",
    "leg",
    "customer",
    "customer's hold",
    "colleague",
    "members",
    "resumes on join",
    "time limit",
    "disposition",
];

/// The value of each of [`FACTS`].
pub type Facts = [&'static str; FACTS.len()];

/// A call, and the settings under which it came about.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The call.
    pub call: Call,
    /// Policies of the org.
    pub settings: Settings,
    /// When it is looked at.
    pub now: Timestamp,
    /// What there is to say about it.
    pub facts: Facts,
}

/// Samples of all states, those of one state in the order in which they were found.
pub fn samples() -> Vec<Sample> {
    let limited = Settings::default();
    let alone = Settings { conferences: false, ..Settings::default() };
    let demanding =
        Settings { wrap_up_ms: Millis(0), disposition_required: true, ..Settings::default() };
    let mut found = Vec::new();
    for (settings, depth) in [(limited, usize::MAX), (alone, usize::MAX), (demanding, 5)] {
        found.extend(search(&settings, depth));
    }
    found
}

/// The phone and what the world knows of it.
#[derive(Clone)]
struct Desk {
    phone: Softphone,
    now: Timestamp,
    journal: BTreeMap<CallKey, Entry>,
    /// Control effects about the first call that await an answer.
    open: Vec<(EffectId, Asked)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Snapshot,
    HandOver,
    Other,
}

fn search(settings: &Settings, depth: usize) -> Vec<Sample> {
    let mut seen = BTreeSet::new();
    let mut samples: BTreeMap<(usize, Facts), Sample> = BTreeMap::new();
    let mut queue = VecDeque::from([(Desk::online(settings), 0)]);
    let mut order = Vec::new();
    while let Some((desk, steps)) = queue.pop_front() {
        if let Some(call) = desk.first() {
            let facts = facts(call, settings);
            let (settings, now) = (settings.clone(), desk.now.plus(Millis::seconds(1)));
            let key = (index(&call.state), facts);
            samples.entry(key).or_insert_with(|| {
                order.push(key);
                Sample { call: call.clone(), settings, now, facts }
            });
        }
        if steps == depth {
            continue;
        }
        for next in desk.next(settings) {
            if seen.insert(next.signature(settings)) {
                queue.push_back((next, steps + 1));
            }
        }
    }
    order.iter().filter_map(|key| samples.remove(key)).collect()
}

/// Place of a state in [`CallState::NAMES`].
pub fn index(state: &CallState) -> usize {
    CallState::NAMES.iter().position(|name| *name == state.name()).unwrap_or_default()
}

impl Desk {
    fn online(settings: &Settings) -> Self {
        let mut desk = Self {
            phone: Softphone::new(),
            now: START,
            journal: BTreeMap::new(),
            open: Vec::new(),
        };
        desk.go_online(settings);
        desk
    }

    fn go_online(&mut self, settings: &Settings) {
        self.take(&json!({ "from": "host", "type": "started", "settings": settings }));
        self.take(&json!({ "from": "result", "id": 1, "type": "token", "lifetimeMs": 3_600_000 }));
        self.take(&json!({ "from": "device", "type": "registered" }));
    }

    /// Whether the input was accepted.
    fn take(&mut self, input: &Value) -> bool {
        let input: Input = serde_json::from_value(input.clone()).expect("an input of this world");
        self.now = self.now.plus(Millis(10));
        let answer = self.phone.handle(self.now, input);
        for write in std::iter::from_fn(|| self.phone.poll_journal()) {
            match write {
                JournalWrite::Put { call, entry } => self.journal.insert(call, entry),
                JournalWrite::Remove { call } => self.journal.remove(&call),
            };
        }
        for effect in std::iter::from_fn(|| self.phone.poll_effect()) {
            let EffectBody::Control(control) = &effect.body else { continue };
            if control.call().0 == "key-1" {
                self.open.push((effect.id, asked(control)));
            }
        }
        answer.is_ok()
    }

    fn first(&self) -> Option<&Call> {
        self.phone.calls().iter().find(|call| call.key.0 == "key-1")
    }

    fn second(&self) -> Option<&Call> {
        self.phone.calls().iter().find(|call| call.key.0 == "key-2")
    }

    /// Desks that differ in nothing else lead to the same calls.
    fn signature(&self, settings: &Settings) -> impl Ord + use<> {
        let second = self.second().map(|call| (leg(&call.leg.state), call.state.name()));
        let open: BTreeSet<Asked> = self.open.iter().map(|(_, asked)| *asked).collect();
        (self.first().map(|call| (index(&call.state), facts(call, settings))), second, open)
    }

    /// Everything that can happen next.
    fn next(&self, settings: &Settings) -> Vec<Self> {
        let mut inputs = match self.first() {
            None => beginnings(),
            Some(call) => about(call),
        };
        if let Some(call) = self.second() {
            let leg = &call.leg.id.0;
            inputs.extend([
                json!({ "from": "leg", "leg": leg, "type": "accepted" }),
                json!({ "from": "leg", "leg": leg, "type": "disconnected" }),
                json!({ "from": "party", "call": "key-2", "party": "customer", "type": "answered" }),
                json!({ "from": "agent", "type": "hangUp", "call": "key-2" }),
            ]);
        } else if settings.conferences {
            inputs.push(dial("key-2"));
        }
        let mut next: Vec<Self> = inputs.iter().filter_map(|input| self.after(input)).collect();
        for (at, (id, asked)) in self.open.iter().enumerate() {
            for answer in answers(*asked) {
                let mut desk = self.clone();
                desk.open.remove(at);
                let mut input = answer;
                input["from"] = "result".into();
                input["id"] = json!(id);
                desk.take(&input);
                next.push(desk);
            }
        }
        if self.first().is_some() && self.second().is_none() {
            next.push(self.reloaded(settings));
        }
        next
    }

    fn after(&self, input: &Value) -> Option<Self> {
        let mut desk = self.clone();
        desk.take(input).then_some(desk)
    }

    fn reloaded(&self, settings: &Settings) -> Self {
        let mut desk = Self { phone: Softphone::new(), open: Vec::new(), ..self.clone() };
        let entries: Vec<&Entry> = self.journal.values().collect();
        let restored = json!({ "from": "host", "type": "restored", "entries": entries });
        desk.go_online(settings);
        desk.take(&restored);
        desk
    }
}

const fn asked(effect: &ControlEffect) -> Asked {
    match effect {
        ControlEffect::Snapshot { .. } => Asked::Snapshot,
        ControlEffect::Transfer { .. }
        | ControlEffect::CompleteTransfer { .. }
        | ControlEffect::Merge { .. }
        | ControlEffect::Park { .. }
        | ControlEffect::Voicemail { .. }
        | ControlEffect::Leave { .. } => Asked::HandOver,
        ControlEffect::Hold { .. }
        | ControlEffect::Add { .. }
        | ControlEffect::Remove { .. }
        | ControlEffect::Decline { .. }
        | ControlEffect::End { .. }
        | ControlEffect::Record { .. } => Asked::Other,
    }
}

fn answers(asked: Asked) -> Vec<Value> {
    let failed = json!({ "type": "failed", "error": { "kind": "invalid" } });
    let live = |state: &str, held: bool| {
        let parties = json!([{ "party": "customer", "state": state, "held": held }]);
        json!({ "type": "snapshot", "snapshot": { "status": "live", "parties": parties } })
    };
    match asked {
        Asked::Snapshot => {
            vec![live("answered", false), live("answered", true), live("ringing", false)]
        }
        Asked::HandOver => vec![json!({ "type": "done" }), failed],
        Asked::Other => vec![json!({ "type": "done" })],
    }
}

fn dial(key: &str) -> Value {
    json!({ "from": "agent", "type": "dial", "call": key, "to": "+15005550100" })
}

/// Ways in which a call begins.
fn beginnings() -> Vec<Value> {
    let work = |kind: &str| {
        json!({
            "from": "omni", "type": "workAssigned", "work": "0Bz1", "kind": kind,
            "call": "key-1", "number": "+15005550199",
        })
    };
    vec![
        dial("key-1"),
        json!({
            "from": "leg", "type": "invited", "leg": "CA1", "call": "key-1",
            "number": "+15005550199", "called": "+15005550000",
        }),
        work("call"),
        work("callback"),
        json!({ "from": "agent", "type": "retrieve", "call": "key-1", "number": "+15005550199" }),
    ]
}

/// What can happen to a call that is there.
fn about(call: &Call) -> Vec<Value> {
    let mut inputs = Vec::new();
    for name in [
        "answer",
        "toVoicemail",
        "hangUp",
        "hold",
        "resume",
        "merge",
        "completeTransfer",
        "leave",
        "park",
        "finish",
    ] {
        inputs.push(json!({ "from": "agent", "type": name, "call": "key-1" }));
    }
    for name in ["transfer", "consult", "addParty"] {
        inputs.push(json!({
            "from": "agent", "type": name, "call": "key-1", "party": "party-1",
            "to": "+15005550101",
        }));
    }
    inputs.push(json!({
        "from": "agent", "type": "mergeCalls", "call": "key-1", "into": "key-2",
    }));
    for news in [
        json!({ "type": "accepted" }),
        json!({ "type": "reconnecting", "error": 53405 }),
        json!({ "type": "disconnected" }),
        // The microphone, which ends the leg; and a failure after which it is sought again.
        json!({ "type": "failed", "error": 31401 }),
        json!({ "type": "failed", "error": 53402 }),
    ] {
        let mut input = news;
        input["from"] = "leg".into();
        input["leg"] = call.leg.id.0.clone().into();
        inputs.push(input);
    }
    for (party, news) in [
        ("customer", json!({ "type": "ringing" })),
        ("customer", json!({ "type": "answered" })),
        ("customer", json!({ "type": "held" })),
        ("customer", json!({ "type": "ended", "end": "left" })),
        ("party-1", json!({ "type": "answered" })),
    ] {
        let mut input = news;
        input["from"] = "party".into();
        input["call"] = "key-1".into();
        input["party"] = party.into();
        inputs.push(input);
    }
    inputs
}

fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

/// The facts of a call.
fn facts(call: &Call, settings: &Settings) -> Facts {
    let others = |role| call.others.iter().filter(move |party| party.role == role);
    let is_live = call.state.ended().is_none();
    let only_if_live = |value: &'static str| if is_live { value } else { "-" };
    let one = |role| match others(role).map(|party| party.state).max() {
        None => "none",
        Some(PartyState::Answered) => "there",
        Some(_) => "called",
    };
    [
        if settings.conferences { "on" } else { "off" },
        handover(&call.state),
        yes(call.accepted),
        only_if_live(yes(call.connected_at.is_some())),
        only_if_live(yes(call.work.as_ref().is_some_and(|work| work.kind == WorkKind::Callback))),
        leg(&call.leg.state),
        only_if_live(match call.customer.state {
            PartyState::Pending | PartyState::Initiated | PartyState::Ringing => "awaited",
            PartyState::Answered => "there",
            PartyState::Gone => "gone",
        }),
        only_if_live(match call.customer.hold {
            Hold::Off => "off",
            Hold::Asked => "asked",
            Hold::On { .. } => "on",
            Hold::Resuming { .. } => "resuming",
        }),
        one(Role::Consulted),
        one(Role::Member),
        only_if_live(yes(call.resume_on_join)),
        match &call.state {
            CallState::WrapUp { until, .. } => yes(until.is_some()),
            _ => "-",
        },
        match (&call.state, settings.disposition_required && call.disposition.is_none()) {
            (CallState::WrapUp { .. }, true) => "wanted",
            (CallState::WrapUp { .. }, false) => "not wanted",
            _ => "-",
        },
    ]
}

const fn handover(state: &CallState) -> &'static str {
    match state {
        CallState::HandingOver { how, .. } => match how {
            Handover::Transfer { .. } => "transfer",
            Handover::Completion { .. } => "completion",
            Handover::Leave => "leave",
            Handover::Park => "park",
            Handover::Voicemail => "voicemail",
            Handover::Merge { .. } => "merge",
        },
        _ => "-",
    }
}

/// The name of a leg's state.
pub const fn leg(state: &LegState) -> &'static str {
    match state {
        LegState::Absent => "absent",
        LegState::Invited => "invited",
        LegState::Wanted { way: Way::Dial, .. } => "wanted (dial)",
        LegState::Wanted { way: Way::Join, .. } => "wanted (join)",
        LegState::Wanted { way: Way::Accept, .. } => "wanted (accept)",
        LegState::Joining { .. } => "joining",
        LegState::Up => "up",
        LegState::Reconnecting => "reconnecting",
        LegState::Leaving { .. } => "leaving",
        LegState::Closed => "closed",
    }
}
