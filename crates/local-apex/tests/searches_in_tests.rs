//! In Apex tests a search finds what the test says.

mod support;

use std::path::Path;

use local_apex::{
    program::Program,
    testing::{self, Verdict},
};
use support::TestOrg;

#[test]
fn a_test_says_what_is_found() {
    let force_app = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/force-app");
    let org = TestOrg::of(&force_app, Program::load(&force_app).expect("a program"));
    let report = org.apart(|org| testing::run(&org, None, false, |_| {})).expect("tests that run");
    assert_eq!(report.results.len(), 2);
    for result in report.results {
        assert_eq!(result.verdict, Verdict::Passed, "{}", result.method);
    }
}
