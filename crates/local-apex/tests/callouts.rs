//! Callouts go the way that a program was given, and nowhere without one.

mod support;

use std::{cell::RefCell, rc::Rc};

use local_apex::run::{self, Callout, CalloutRequest, CalloutResponse, RunError};
use support::TestOrg;

const SOURCE: &str = "
    HttpRequest request = new HttpRequest();
    request.setMethod('POST');
    request.setEndpoint('callout:Carrier/calls');
    request.setHeader('X-Line', '2');
    request.setBody('hello');
    request.setTimeout(2000);
    try {
        HttpResponse response = new Http().send(request);
        System.debug(response.getStatusCode() + ' ' + response.getStatus());
        System.debug(response.getHeader('X-Call') + ': ' + response.getBody());
    } catch (CalloutException problem) {
        System.debug(problem.getMessage());
    }";

#[derive(Debug)]
struct Carrier {
    sent: Rc<RefCell<Vec<CalloutRequest>>>,
    answer: Result<CalloutResponse, String>,
}

impl Callout for Carrier {
    fn send(&mut self, request: &CalloutRequest) -> Result<CalloutResponse, String> {
        self.sent.borrow_mut().push(request.clone());
        self.answer.clone()
    }
}

fn answered(answer: Result<CalloutResponse, String>) -> (Vec<String>, Vec<CalloutRequest>) {
    let sent = Rc::new(RefCell::new(Vec::new()));
    let carrier = Carrier { sent: sent.clone(), answer };
    let outcome = TestOrg::new()
        .apart(|org| run::anonymous_with("calls.apex", SOURCE, org, Box::new(carrier)));
    let outcome = outcome.expect("it runs");
    let sent = sent.borrow().clone();
    (outcome.printed, sent)
}

#[test]
fn a_callout_goes_out_as_it_was_set_and_its_answer_comes_back() {
    let (printed, sent) = answered(Ok(CalloutResponse {
        status: "Created".to_owned(),
        code: 201,
        headers: vec![("X-Call".to_owned(), "42".to_owned())],
        body: b"ringing".to_vec(),
    }));
    assert_eq!(printed, ["201 Created", "42: ringing"]);
    assert_eq!(
        sent,
        [CalloutRequest {
            method: "POST".to_owned(),
            endpoint: "callout:Carrier/calls".to_owned(),
            headers: vec![("X-Line".to_owned(), "2".to_owned())],
            body: Some(b"hello".to_vec()),
            timeout: Some(2_000),
        }]
    );
}

#[test]
fn a_callout_without_an_answer_throws() {
    let (printed, sent) = answered(Err("Read timed out".to_owned()));
    assert_eq!(printed, ["Read timed out"]);
    assert_eq!(sent.len(), 1);
}

#[test]
fn without_a_way_a_callout_stops_by_name() {
    match TestOrg::new().apart(|org| run::anonymous("calls.apex", SOURCE, org)) {
        Err(RunError::Unknown(unknown)) => {
            assert_eq!(unknown.what, "no callout is possible here");
            assert_eq!(unknown.place.line, 9);
        }
        other => panic!("{other:?}"),
    }
}
