//! What the UI API lets happen to Voice Calls, by licence profile.

mod support;

use axum::http::StatusCode;
use serde_json::json;
use support::{UI, World, codes, outgoing};

#[tokio::test]
async fn voice_reads_and_updates_but_does_not_create() {
    let world = World::new();
    assert_eq!(world.get("/org/profile").await.body["licence"], "voice");
    let info = world.info("VoiceCall").await.body;
    assert_eq!(info["createable"], false);
    assert_eq!(info["updateable"], true);

    let refused = world.create("VoiceCall", outgoing()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.body[0]["errorCode"], "INSUFFICIENT_ACCESS");
    assert!(world.records("VoiceCall").await.is_empty());

    let id = world.call("key-1").await;
    let updated = world
        .update(&id, json!({ "Id": id, "Call_State__c": "Connected", "Description": "Hello" }))
        .await;
    assert_eq!(updated.status, StatusCode::OK, "{}", updated.body);
    assert_eq!(updated.body["fields"]["Call_State__c"]["value"], "Connected");
    // Updateable by its describe, but not in what Lightning Data Service documents.
    let beyond = world.update(&id, json!({ "QualityScore": 4.2 })).await;
    assert_eq!(beyond.status, StatusCode::BAD_REQUEST);
    assert_eq!(codes(&beyond.body), ["QualityScore: INVALID_FIELD_FOR_INSERT_UPDATE"]);
}

#[tokio::test]
async fn open_creates_too() {
    let world = World::licensed("open").await;
    assert_eq!(world.info("VoiceCall").await.body["createable"], true);
    let created = world.create("VoiceCall", outgoing()).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    let id = created.body["id"].as_str().unwrap();
    assert_eq!(world.update(id, json!({ "QualityScore": 4.236 })).await.status, StatusCode::OK);
    assert_eq!(world.records("VoiceCall").await[0]["fields"]["QualityScore"], 4.24);
    let late = world.update(id, json!({ "CallEndDateTime": "2026-02-18T07:00:00Z" })).await;
    assert_eq!(codes(&late.body), ["CallEndDateTime: INVALID_FIELD_FOR_INSERT_UPDATE"]);
}

#[tokio::test]
async fn none_has_no_such_object() {
    let world = World::new();
    let id = world.call("key-1").await;
    world.post("/org/profile", &json!({ "licence": "none" })).await;
    let info = world.info("VoiceCall").await;
    assert_eq!(info.status, StatusCode::NOT_FOUND);
    assert!(info.body[0]["message"].as_str().unwrap().contains("VoiceCall"));
    assert_eq!(world.create("VoiceCall", outgoing()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        world.update(&id, json!({ "Description": "x" })).await.status,
        StatusCode::NOT_FOUND
    );
    let read = world.get(&format!("{UI}/records/{id}?fields=VoiceCall.Id")).await;
    assert_eq!(read.status, StatusCode::NOT_FOUND);
    assert_eq!(world.records("VoiceCall").await.len(), 1, "what was stored stays to be looked at");
}

#[tokio::test]
async fn an_unknown_licence_is_refused_by_name() {
    let world = World::new();
    for body in [json!({ "licence": "gold" }), json!({}), json!([])] {
        let answer = world.post("/org/profile", &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.body["error"].is_string());
    }
    assert_eq!(world.get("/org/profile").await.body["licence"], "voice");
}
