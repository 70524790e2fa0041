//! Apex tests are found, run apart from each other, and told: with a small project of its own.

mod support;

use std::path::Path;

use local_apex::{
    program::Program,
    testing::{self, Report, Verdict},
};
use support::TestOrg;

fn report(class: Option<&str>, is_traced: bool) -> Report {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/project");
    let program = Program::load(&project).expect("a program");
    TestOrg::of(&project, program)
        .apart(|org| testing::run(&org, class, is_traced, |_| {}))
        .expect("the tests run")
}

fn verdict<'r>(report: &'r Report, method: &str) -> &'r Verdict {
    &report.results.iter().find(|one| one.method == method).expect("a result").verdict
}

#[test]
fn every_test_has_its_verdict() {
    let report = report(None, false);
    for method in [
        "greetsByName",
        "asksWhom",
        "setUpRecordsAreThere",
        "whatOneTestWritesNoOtherSees",
        "limitsBeginAnewAtStartTest",
        "triggersRefuseRows",
        "agentsMayWhatTheirPermissionSetSays",
        "jobsRunWhenTheTestStops",
    ] {
        assert_eq!(*verdict(&report, method), Verdict::Passed, "{method}");
    }
    assert_eq!(
        *verdict(&report, "thisOneFails"),
        Verdict::Failed(
            "System.AssertException: Assertion Failed: as it should: Expected: 1, Actual: 2\n\
             Class.GreeterTest.thisOneFails: line 58, column 1"
                .to_owned()
        )
    );
    match verdict(&report, "thisOneIsNotKnown") {
        Verdict::Unknown(unknown) => {
            assert_eq!(
                unknown.to_string(),
                "GreeterTest.cls:63:9: Test.calculatePermissionSetGroup is not known"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn coverage_names_the_lines_that_did_not_run() {
    let report = report(None, false);
    let missed: Vec<(&str, &[u32])> =
        report.coverage.iter().map(|own| (own.file.as_str(), own.missed.as_slice())).collect();
    assert_eq!(
        missed,
        [
            ("AccountGuard.cls", [].as_slice()),
            ("GreetLater.cls", &[]),
            ("Greeter.cls", &[15]),
            ("AccountTrigger.trigger", &[]),
        ]
    );
}

#[test]
fn limits_that_were_used_are_told() {
    let report = report(Some("GreeterTest"), false);
    let set_up = report.results.iter().find(|one| one.method == "setUpRecordsAreThere");
    let limits = &set_up.expect("a result").limits;
    assert!(limits.contains(&("SOQL queries", 2, 100)), "{limits:?}");
    assert!(limits.contains(&("DML statements", 1, 150)), "{limits:?}");
}

#[test]
fn a_trace_says_what_ran() {
    let report = report(Some("GreeterTest"), true);
    let set_up = report.results.iter().find(|one| one.method == "setUpRecordsAreThere");
    let trace = set_up.expect("a result").trace.join("\n");
    for part in ["GreeterTest.setUpRecordsAreThere (line", "query: SELECT", "Update of 1 Account"] {
        assert!(trace.contains(part), "{part} in:\n{trace}");
    }
}

#[test]
fn no_class_of_that_name_has_no_tests() {
    assert!(report(Some("NobodyTest"), false).results.is_empty());
}
