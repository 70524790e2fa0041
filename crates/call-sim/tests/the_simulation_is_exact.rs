//! The same seed gives the same run, and a failure is made small.

#![cfg(not(target_arch = "wasm32"))]

use call_sim::sim::{Faults, Options, run, shrink};

fn options(seed: u64) -> Options {
    Options { seed, calls: 300, agents: 4, faults: Faults::Many, ..Options::default() }
}

#[test]
fn the_same_seed_gives_the_same_run_however_many_shifts_are_played_at_once() {
    let (one, two) = (run(&options(7)), run(&Options { threads: 3, ..options(7) }));
    assert_eq!((one.digest, one.inputs, one.counts), (two.digest, two.inputs, two.counts));
    assert_eq!((one.deeds, &one.faults), (two.deeds, &two.faults));
    assert_ne!(one.digest, run(&options(8)).digest);
}

#[test]
fn a_run_without_faults_is_clean_and_of_every_kind() {
    let report = run(&Options { faults: Faults::None, ..options(1) });
    assert!(report.is_clean(), "{:?}", report.findings);
    assert!(report.faults.iter().all(|(_, count)| *count == 0));
    assert!(report.counts.talked > 0 && report.counts.records == report.counts.calls);
    // Nobody is lost, so whatever is pressed in a tab that follows reaches the one that leads.
    assert!(report.counts.forwarded > 0 && report.counts.answered == report.counts.forwarded);
}

#[test]
fn with_faults_the_phone_goes_from_tab_to_tab_and_every_kind_of_it_happens() {
    let report = run(&Options { calls: 1_200, ..options(7) });
    assert!(report.is_clean(), "{:?}", report.findings);
    assert!(report.counts.leaders > 200, "{:?}", report.counts);
    for kind in ["tabs stopped", "tabs closed", "apps switched", "browsers changed"] {
        let happened = report.faults.iter().find(|(word, _)| *word == kind);
        assert!(happened.is_some_and(|(_, count)| *count > 0), "{kind}: {happened:?}");
    }
}

#[test]
fn a_lie_of_the_oracle_is_found_and_shrunk_to_what_one_phone_saw() {
    let options = Options { faults: Faults::Few, planted: true, ..options(1) };
    assert!(!run(&options).is_clean());
    let shrunk = shrink(&options, 0).expect("the first shift fails");
    let (all, needed) = shrunk.items;
    assert!(all > 100 && needed <= 4, "{needed} of {all}");
    assert_eq!(shrunk.finding.rule, "the outcome is true");
    assert_eq!(shrunk.departs.len(), 1, "{:?}", shrunk.departs);
    assert!(shrunk.departs[0].contains("Outcome__c"), "{:?}", shrunk.departs);
}
