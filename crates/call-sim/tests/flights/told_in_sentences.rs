//! A timeline says what happened, to whom and what followed; every scenario can be told.

use call_sim::{
    CoreMachine, FlightRecord, Scenario, explain, flight, flight::RecordedMachine, replay,
    scenario::START,
};

use super::support::{record, scenarios};

fn told(name: &str) -> String {
    let (_, text) = scenarios().into_iter().find(|(it, _)| it == name).expect("it is there");
    let scenario = Scenario::parse(&text).expect("a scenario");
    let records = record(&scenario, RecordedMachine::default());
    let flight = FlightRecord::parse(&records["key-1"]).expect("a record");
    explain(&flight::replay(&flight).events, flight.began()).join("\n")
}

#[test]
fn a_transfer_is_told_step_by_step() {
    let told = told("flight_record_of_a_consult_transfer");
    let mut rest = told.as_str();
    for sentence in [
        "Call A has the key key-1.",
        "09:00:00.000    0:00.000  The agent calls +99900000001: call A.",
        "The carrier is to open a leg and call +99900000001 for call A.",
        "Answer to \"say who has +99900000001\": Contact text-2.",
        "09:00:05.000    0:05.000  The customer of call A answers.",
        "Call A is: connected.",
        "The agent asks agent:005000000000003 (text-4) about call A.",
        "The org is to put on hold the customer of call A.",
        "Call A is: consulting.",
        "The org is to give call A to colleague-1.",
        "Call A has ended: transferred.",
        "The org is to store the flight record of call A.",
    ] {
        let at = rest.find(sentence).unwrap_or_else(|| panic!("{sentence} is not in\n{told}"));
        rest = &rest[at + sentence.len()..];
    }
}

#[test]
fn another_page_shows() {
    let told = told("flight_record_goes_on_after_a_reload");
    assert!(told.contains("--- another page takes over"), "{told}");
    assert!(told.contains("A new page takes over call A, last seen at 09:00:18.500."), "{told}");
}

#[test]
fn every_scenario_can_be_told() {
    for (name, text) in scenarios() {
        let scenario = Scenario::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let report = replay(&scenario, &mut CoreMachine::default());
        let told = explain(&report.events, START).join("\n");
        assert!(!told.contains("cannot be read"), "{name}:\n{told}");
        assert!(told.lines().count() >= scenario.steps.len(), "{name}:\n{told}");
    }
}
