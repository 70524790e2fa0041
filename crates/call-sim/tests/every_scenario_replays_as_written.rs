//! Replays every file in `tests/scenarios` against the core.

use std::{fs, path::Path};

use call_sim::{CoreMachine, Scenario, replay};

#[test]
fn every_scenario_replays_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut replayed = 0;
    let mut departed = Vec::new();
    for entry in fs::read_dir(&folder).expect("tests/scenarios is there") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        replayed += 1;
        let text = fs::read_to_string(&path).expect("a readable file");
        match Scenario::parse(&text) {
            Ok(scenario) => {
                let report = replay(&scenario, &mut CoreMachine::default());
                departed
                    .extend(report.departures.iter().map(|d| format!("{}: {d}", path.display())));
            }
            Err(error) => departed.push(format!("{}: {error}", path.display())),
        }
    }
    assert!(departed.is_empty(), "{}", departed.join("\n"));
    assert!(replayed > 0, "there is nothing in {}", folder.display());
}
