//! Calls in sentences, and flight records made of scenarios.

use std::{fs, path::Path};

use call_sim::{
    CoreMachine, FlightRecord, Scenario, explain,
    flight::{self, RecordedMachine},
    replay,
    scenario::START,
};

use crate::{console::Console, error::TaskError};

/// Prints the timeline of a flight record or a scenario.
pub fn tell(file: &Path, console: &Console) -> Result<bool, TaskError> {
    let text = fs::read_to_string(file).map_err(TaskError::file(file))?;
    let broken = |error: String| TaskError::Broken(format!("{}: {error}", file.display()));
    let (remarks, report, began) = if FlightRecord::is_meant(&text) {
        let record = FlightRecord::parse(&text).map_err(|error| broken(error.to_string()))?;
        (record.remarks(), flight::replay(&record), record.began())
    } else {
        let scenario = Scenario::parse(&text).map_err(|error| broken(error.to_string()))?;
        let report = replay(&scenario, &mut CoreMachine::default());
        (vec![scenario.about], report, START)
    };
    for line in remarks.into_iter().chain(explain(&report.events, began)) {
        console.say(line);
    }
    for departure in &report.departures {
        console.say(format!("It was not so when it was recorded: {departure}"));
    }
    Ok(report.departures.is_empty())
}

/// Writes the flight record of the first call of a scenario into a file; in a folder, into one of
/// the scenario's name.
pub fn record(scenario: &Path, to: &Path, console: &Console) -> Result<bool, TaskError> {
    let name = scenario.file_name().unwrap_or_default();
    let file = &if to.is_dir() { to.join(name) } else { to.to_path_buf() };
    let text = fs::read_to_string(scenario).map_err(TaskError::file(scenario))?;
    let broken = |error| TaskError::Broken(format!("{}: {error}", scenario.display()));
    let parsed = Scenario::parse(&text).map_err(|error| broken(error.to_string()))?;
    let mut machine = RecordedMachine::default();
    replay(&parsed, &mut machine);
    let Some((call, record)) = machine.records.pop_first() else {
        return Err(broken("no call begins in it".into()));
    };
    fs::write(file, format!("{record}\n")).map_err(TaskError::file(file))?;
    console.say(format!("{}: the record of {call}, {} bytes", file.display(), record.len()));
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str = r#"{ "about": "Somebody calls.", "steps": [ { "at": 5, "input": {
        "from": "leg", "type": "invited", "leg": "CA2", "call": "key-1", "number": "+15005550199",
        "called": "+15005550000" } } ] }"#;

    #[test]
    fn a_scenario_and_its_record_tell_the_same_but_for_the_people() {
        let dir = tempfile::tempdir().unwrap();
        let [scenario, flight] = ["scenario.json", "flight.json"].map(|name| dir.path().join(name));
        fs::write(&scenario, SCENARIO).unwrap();
        assert!(record(&scenario, &flight, &Console::keeping()).unwrap());

        let console = Console::keeping();
        assert!(tell(&flight, &console).unwrap(), "{}", console.taken());
        let told = console.taken();
        assert!(told.contains("09:00:00.005"), "{told}");
        assert!(told.contains("+99900000001 calls +99900000002, leg CA2: call A."), "{told}");
        assert!(told.contains("The page is to show call A."), "{told}");
        assert!(told.contains("Call A is: incoming call."), "{told}");

        let console = Console::keeping();
        // Its effects are not in the file.
        assert!(!tell(&scenario, &console).unwrap());
        assert!(console.taken().contains("+15005550199 calls +15005550000, leg CA2: call A."));
    }

    #[test]
    fn a_file_that_is_neither_is_named_with_the_reason() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("old.json");
        fs::write(&file, r#"{ "flight": 0 }"#).unwrap();
        let error = tell(&file, &Console::keeping()).unwrap_err().to_string();
        assert!(error.contains("old.json") && error.contains("version 0"), "{error}");
    }
}
