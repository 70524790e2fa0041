//! The scenarios, and what is recorded of them.

use std::{collections::BTreeMap, fs, path::Path};

use call_sim::{Scenario, flight::RecordedMachine};

/// Every scenario, its name and its text.
pub fn scenarios() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let files = fs::read_dir(&folder).expect("tests/scenarios is there");
    let paths = files.map(|entry| entry.expect("a readable folder").path());
    let mut all: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a readable file"))
        })
        .collect();
    all.sort();
    assert!(!all.is_empty(), "there is nothing in {}", folder.display());
    all
}

/// Replays a scenario with a recorder; the records of its calls.
pub fn record(scenario: &Scenario, machine: RecordedMachine) -> BTreeMap<String, String> {
    record_with_tapes(scenario, machine).0
}

/// The same, and what was kept for the pages that came after others.
pub fn record_with_tapes(
    scenario: &Scenario,
    mut machine: RecordedMachine,
) -> (BTreeMap<String, String>, Vec<String>) {
    // Where the scenario departs is another test's business.
    call_sim::replay(scenario, &mut machine);
    (machine.records, machine.tapes)
}
