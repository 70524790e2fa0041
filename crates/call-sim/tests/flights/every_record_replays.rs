//! A record, replayed, gives the effects and views that were seen while it was made.

use call_sim::{
    FlightRecord, Scenario,
    flight::{self, RecordedMachine},
};

use super::support::{record, scenarios};

#[test]
fn every_scenarios_records_replay() {
    let (mut records, mut lengths) = (0, Vec::new());
    for (name, text) in scenarios() {
        let scenario = Scenario::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (call, text) in record(&scenario, RecordedMachine::default()) {
            let record = FlightRecord::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            let report = flight::replay(&record);
            assert_eq!(report.departures, [], "{name}, {call}:\n{}", report.trace.join("\n"));
            records += 1;
            lengths.push(text.len());
        }
    }
    lengths.sort_unstable();
    let (middle, longest) = (lengths[lengths.len() / 2], lengths[lengths.len() - 1]);
    println!("{records} records, the median {middle} bytes, the longest {longest}");
    assert!(records > 60, "{records} records only");
    assert!(longest < call_core::flight::LONGEST);
}

#[test]
fn without_the_tape_of_the_page_before_they_replay_from_the_reload() {
    let mut reloads = 0;
    for (name, text) in scenarios() {
        let scenario = Scenario::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        if scenario.steps.iter().all(|step| step.reload.is_none()) {
            continue;
        }
        for (call, text) in record(&scenario, RecordedMachine::without_tapes()) {
            let record = FlightRecord::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(flight::replay(&record).departures, [], "{name}, {call}");
            if !record.remarks().is_empty() {
                assert!(record.remarks()[0].contains("another page"), "{name}");
                reloads += 1;
            }
        }
    }
    assert!(reloads > 0, "no scenario has a call over a reload");
}
