//! Every scenario, until one departs: what `cargo xtask mutants` asks first of each changed core.
//!
//! The replay is that of `call-sim`, built into this one program without all the rest of that
//! crate: a change is then answered in three seconds instead of twelve. It is no part of
//! `cargo test`; `every_scenario_replays_as_written` says the same there, of all of them.

#![allow(dead_code, missing_docs)] // a part of another crate

#[path = "../../../call-sim/src/compare.rs"]
mod compare;
#[path = "../../../call-sim/src/given.rs"]
mod given;
#[path = "../../../call-sim/src/machine.rs"]
mod machine;
#[path = "../../../call-sim/src/replay.rs"]
mod replay;
#[path = "../../../call-sim/src/scenario.rs"]
mod scenario;

use std::{fs, path::Path};

use machine::CoreMachine;
use scenario::Scenario;

#[test]
fn every_scenario_replays_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut replayed = 0;
    for entry in fs::read_dir(&folder).expect("tests/scenarios is there") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        replayed += 1;
        let text = fs::read_to_string(&path).expect("a readable file");
        let scenario = Scenario::parse(&text).expect("a scenario");
        let report = replay::replay(&scenario, &mut CoreMachine::default());
        if let Some(departure) = report.departures.first() {
            panic!("{}: {departure}", path.display());
        }
    }
    assert!(replayed > 0, "there is nothing in {}", folder.display());
}
