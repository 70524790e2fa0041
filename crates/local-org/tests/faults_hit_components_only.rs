//! Faults on purpose: what is hit, how, and for how long.

mod support;

use std::time::{Duration, Instant};

use axum::http::{StatusCode, header};
use local_org::{FaultError, Mode};
use serde_json::json;
use support::{World, codes};

#[tokio::test]
async fn errors_have_the_real_shapes() {
    let world = World::new();
    let id = world.call("key-1").await;
    let listed = [
        (401, "INVALID_SESSION_ID", false),
        (403, "INSUFFICIENT_ACCESS", false),
        (429, "REQUEST_LIMIT_EXCEEDED", true),
        (500, "UNKNOWN_EXCEPTION", false),
        (503, "SERVER_UNAVAILABLE", true),
    ];
    for (status, code, retry) in listed {
        world.org.faults().set(Mode::Error, None, Some(status), None).unwrap();
        let answer = world.update(&id, json!({ "Description": "x" })).await;
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(answer.body[0]["errorCode"], code);
        assert_eq!(answer.headers.contains_key(header::RETRY_AFTER), retry, "{status}");
    }
    world.org.faults().set(Mode::Error, None, Some(400), None).unwrap();
    let refused = world.update(&id, json!({ "Description": "x" })).await;
    assert_eq!(codes(&refused.body), ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]);
    let apex = world.ensure("key-2", support::outgoing()).await;
    assert_eq!(apex.status, StatusCode::BAD_REQUEST);
    assert!(apex.body["exceptionType"].is_string());
    world.org.faults().clear();
    assert_eq!(world.records("VoiceCall").await.len(), 1, "nothing was written meanwhile");
    assert_eq!(world.records("VoiceCall").await[0]["fields"]["Description"], json!(null));
}

#[tokio::test]
async fn offline_marks_the_connection_to_be_closed() {
    let world = World::new();
    world.org.faults().set(Mode::Offline, None, None, None).unwrap();
    assert!(world.info("Task").await.aborted);
    assert!(world.ensure("k", support::outgoing()).await.aborted);
    let door = world.get("/org/records/VoiceCall").await;
    assert!(!door.aborted && door.status == StatusCode::OK, "scripts still get in");
    world.org.faults().clear();
    assert!(!world.info("Task").await.aborted);
    assert!(world.records("VoiceCall").await.is_empty());
}

#[tokio::test]
async fn a_count_ends_the_fault() {
    let world = World::new();
    world.org.faults().set(Mode::Error, None, Some(503), Some(2)).unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(world.info("Task").await.status.as_u16());
    }
    assert_eq!(statuses, [503, 503, 200]);
    assert_eq!(world.org.faults().get(), None);
}

#[tokio::test]
async fn a_delay_is_waited_and_then_the_work_is_done() {
    let world = World::new();
    world.org.faults().set(Mode::Delay, Some(120), None, Some(1)).unwrap();
    let start = Instant::now();
    assert_eq!(world.ensure("k", support::outgoing()).await.body["created"], true);
    assert!(start.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn faults_that_make_no_sense_are_refused() {
    let world = World::new();
    let faults = world.org.faults();
    assert_eq!(faults.set(Mode::Error, None, Some(200), None), Err(FaultError::Status(200)));
    assert_eq!(
        faults.set(Mode::Delay, Some(600_001), None, None),
        Err(FaultError::TooLong(600_001))
    );
    assert_eq!(faults.set(Mode::Offline, None, None, Some(0)), Err(FaultError::Never));
    assert_eq!(faults.get(), None);
}
