//! A model that finds nothing in a broken page proves nothing about a sound one.

use call_sim::model::{Flaw, Plan, check, check_canon, plans};

fn plan(name: &str) -> Plan {
    plans(false).into_iter().find(|plan| plan.name == name).expect("there is such a model")
}

fn found(name: &str, flaw: Flaw) -> Vec<String> {
    check(&Plan { flaw: Some(flaw), ..plan(name) }, 2).failures
}

#[track_caller]
fn first_is(failures: &[String], property: &str) {
    assert!(failures.iter().any(|way| way.starts_with(property)), "{failures:#?}");
}

#[test]
fn a_page_without_a_journal() {
    let failures = found("one call, one crash", Flaw::NoJournal);
    first_is(&failures, "the phone agrees with the world at rest");
}

#[test]
fn a_page_that_does_not_look_into_the_journal() {
    let failures = found("one call, one crash", Flaw::Forgetful);
    first_is(&failures, "the phone agrees with the world at rest");
}

#[test]
fn a_hang_up_that_is_not_said() {
    let failures = found("conference", Flaw::Deaf);
    first_is(&failures, "the phone agrees with the world at rest");
}

#[test]
fn news_of_a_recording_without_their_numbers() {
    let failures = found("recording", Flaw::NumbersLost);
    first_is(&failures, "recording never claimed unconfirmed");
}

#[test]
fn states_that_look_equal_behave_equally() {
    let compared = check_canon(&plan("one offer, one crash")).expect("they do");
    assert!(compared > 1000, "{compared}");
}
