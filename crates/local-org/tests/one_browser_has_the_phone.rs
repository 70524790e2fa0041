//! The lease of the phone: one browser per user, by a term that rises.

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::World;

async fn take(world: &World, term: u64, browser: &str) -> Value {
    let body = json!({ "term": term, "browser": browser, "insist": false });
    let answer = world.post("/apex/PhoneLeaseController/takeLease", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

async fn token(world: &World, parameters: Value) -> Value {
    world.post("/apex/AccessTokenController/getAccessToken", &parameters).await.body
}

#[tokio::test]
async fn terms_only_rise() {
    let world = World::new();
    assert_eq!(take(&world, 1, "a").await, json!({ "granted": true, "term": 1, "busy": false }));
    assert_eq!(take(&world, 3, "a").await["granted"], true);
    assert_eq!(take(&world, 2, "b").await, json!({ "granted": false, "term": 3, "busy": false }));
    assert_eq!(take(&world, 3, "b").await["granted"], false, "the same term of another browser");
    assert_eq!(take(&world, 4, "b").await["granted"], true);
}

#[tokio::test]
async fn a_question_whose_answer_was_lost_has_the_same_answer() {
    let world = World::new();
    take(&world, 5, "a").await;
    assert_eq!(take(&world, 5, "a").await["granted"], true);
}

#[tokio::test]
async fn a_browser_that_was_overtaken_gets_no_token() {
    let world = World::new();
    take(&world, 1, "a").await;
    assert!(token(&world, json!({ "term": 1 })).await["token"].is_string());
    take(&world, 2, "b").await;
    assert_eq!(token(&world, json!({ "term": 1 })).await, json!({ "takenBy": 2 }));
    assert!(token(&world, json!({ "term": 2 })).await["token"].is_string());
    assert!(token(&world, json!({})).await["token"].is_string(), "no lease was asked for yet");
}

#[tokio::test]
async fn a_lease_without_sense_is_refused_with_a_sentence() {
    let world = World::new();
    for body in [json!({}), json!({ "term": -1, "browser": "a" }), json!({ "term": 1 })] {
        let answer = world.post("/apex/PhoneLeaseController/takeLease", &body).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{body}");
        assert!(answer.body["message"].as_str().is_some_and(|text| text.ends_with('.')));
    }
}
