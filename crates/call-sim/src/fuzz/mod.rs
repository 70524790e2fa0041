//! Targets for bytes that nobody meant: what crosses the wire, what the journal holds, what is said
//! to be a flight record.
//!
//! Each target takes bytes and panics where something that must hold does not. The same functions
//! are run by cargo-fuzz (`crates/call-sim/fuzz`) and, over a kept corpus and what a fixed seed
//! makes of it, by an ordinary test (`tests/bytes_do_no_harm.rs`). It does not search for coverage;
//! libFuzzer does, with the same changes (`mutate`) beside its own.

mod flight;
mod journal;
mod mutate;
mod sequence;
mod wire;

pub use flight::flight;
pub use journal::journal;
pub use mutate::{Random, mutate};
pub use sequence::sequence;
pub use wire::wire;

use call_core::{Effect, Input, Refusal, Softphone, time::Timestamp};
use serde_json::json;

/// What bytes are given to.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// As cargo-fuzz calls it.
    pub name: &'static str,
    /// The folder of the repository with the bytes it begins with.
    pub corpus: &'static str,
    /// The test that runs it without cargo-fuzz.
    pub test: &'static str,
    /// Panics where something that must hold does not.
    pub run: fn(&[u8]),
}

/// All of them. Of flight records the samples serve.
pub const TARGETS: [Target; 4] = [
    Target { name: "wire", corpus: "tests/corpus/wire", test: "on_the_wire", run: wire },
    Target {
        name: "sequence",
        corpus: "tests/corpus/sequence",
        test: "as_a_sequence_of_inputs",
        run: sequence,
    },
    Target {
        name: "journal",
        corpus: "tests/corpus/journal",
        test: "in_the_journal",
        run: journal,
    },
    Target { name: "flight", corpus: "tests/flights", test: "in_a_flight_record", run: flight },
];

/// A phone, its clock, and what it asked for.
#[derive(Clone)]
struct Page {
    phone: Softphone,
    now: u64,
    open: Vec<Effect>,
}

impl Page {
    /// A phone that is online, with Omni-Channel.
    fn online() -> Self {
        let mut page =
            Self { phone: Softphone::new(), now: crate::scenario::START, open: Vec::new() };
        for input in [
            json!({ "from": "host", "type": "started", "settings": { "omniChannel": true } }),
            json!({ "from": "result", "id": 1, "type": "token", "lifetimeMs": 3_600_000 }),
            json!({ "from": "device", "type": "registered" }),
        ] {
            page.meant(&input);
        }
        page
    }

    /// One in the middle of calls: one on hold, one in which the agent talks, one that is offered.
    fn busy() -> Self {
        let mut page = Self::online();
        for input in [
            json!({
                "from": "leg", "type": "invited", "leg": "CA1", "call": "key-1",
                "number": "+15005550199", "called": "+15005550000",
            }),
            json!({ "from": "agent", "type": "answer", "call": "key-1" }),
            json!({ "from": "leg", "type": "accepted", "leg": "CA1" }),
            json!({ "from": "agent", "type": "dial", "call": "key-2", "to": "+15005550100" }),
            json!({ "from": "leg", "type": "disconnected", "leg": "CA1" }),
            json!({ "from": "party", "type": "held", "call": "key-1", "party": "customer" }),
            json!({ "from": "leg", "type": "accepted", "leg": "key-2" }),
            json!({ "from": "party", "type": "answered", "call": "key-2", "party": "customer" }),
            json!({
                "from": "omni", "type": "workAssigned", "work": "0Bz1", "call": "key-3",
                "number": "+15005550198",
            }),
        ] {
            page.meant(&input);
        }
        page
    }

    fn meant(&mut self, input: &serde_json::Value) {
        let input = serde_json::from_value(input.clone()).expect("an input");
        self.take(input).expect("what is meant is possible");
    }

    /// Takes an input. Nothing but a command is refused, and then nothing has changed.
    fn take(&mut self, input: Input) -> Result<(), Refusal> {
        self.now = self.now.saturating_add(10);
        let is_command = matches!(input, Input::Agent(_));
        let before = is_command.then(|| {
            // What time alone brings about is not the command's doing.
            self.handle(Input::Clock).expect("time is not refused");
            serde_json::to_string(&self.phone).expect("plain data")
        });
        let effects = self.open.len();
        let answer = self.handle(input);
        if let Err(refusal) = answer {
            assert!(is_command, "only commands are refused: {refusal:?}");
            assert_eq!(effects, self.open.len(), "{refusal:?}, and yet something was asked for");
            let after = serde_json::to_string(&self.phone).expect("plain data");
            assert_eq!(before.as_ref(), Some(&after), "{refusal:?}, and yet something changed");
        }
        answer
    }

    fn handle(&mut self, input: Input) -> Result<(), Refusal> {
        let answer = self.phone.handle(Timestamp(self.now), input);
        while self.phone.poll_journal().is_some() {}
        self.open.extend(std::iter::from_fn(|| self.phone.poll_effect()));
        // What the screen and the host ask for must be there at any time.
        let view = self.phone.view();
        assert!(view.calls.len() <= self.phone.calls().len());
        let _ = self.phone.deadline();
        answer
    }
}
