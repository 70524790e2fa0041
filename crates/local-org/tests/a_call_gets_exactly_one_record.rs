//! `ensureCall` in all licence profiles: one record per key, whoever asks and however often.

mod support;

use axum::http::StatusCode;
use serde_json::json;
use support::{World, outgoing};

#[tokio::test]
async fn the_first_request_makes_it_and_the_next_finds_it() {
    let world = World::new();
    let first = world.ensure("key-1", outgoing()).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.body);
    assert_eq!(first.body["objectApiName"], "VoiceCall");
    assert_eq!(first.body["created"], true);
    let id = first.body["recordId"].as_str().unwrap();
    assert!(id.starts_with("0LQ") && id.len() == 18, "{id}");

    let second = world.ensure("key-1", outgoing()).await;
    assert_eq!(second.body["created"], false);
    assert_eq!(second.body["recordId"], id);
    let other = world.ensure("key-2", outgoing()).await;
    assert_eq!(other.body["created"], true);

    let records = world.records("VoiceCall").await;
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["id"], other.body["recordId"], "newest first");
    let fields = &records[1]["fields"];
    assert_eq!(fields["Call_Key__c"], "key-1");
    assert_eq!(fields["CallType"], "Outbound");
    assert_eq!(fields["CallStartDateTime"], "2026-02-18T06:40:41.000Z");
    assert_eq!(fields["Name"], "VC-00000001");
    assert_eq!(fields["IsRecorded"], false);
    let user = world.get("/org/user").await.body;
    assert_eq!(user["name"], "Ada Agent");
    assert_eq!(fields["OwnerId"], user["id"]);
    assert_eq!(fields["UserId"], user["id"]);
    assert_eq!(fields["CreatedById"], user["id"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_tabs_at_once_get_the_same_record() {
    for licence in ["voice", "none"] {
        let world = World::licensed(licence).await;
        let tabs = (0..12).map(|_| {
            let world = world.clone();
            tokio::spawn(async move { world.ensure("one key", outgoing()).await.body })
        });
        let mut created = 0;
        let mut ids = std::collections::BTreeSet::new();
        for tab in tabs.collect::<Vec<_>>() {
            let body = tab.await.unwrap();
            created += usize::from(body["created"] == true);
            ids.insert(body["recordId"].as_str().unwrap().to_owned());
        }
        assert_eq!((created, ids.len()), (1, 1), "{licence}");
    }
}

#[tokio::test]
async fn keys_tell_capitals_from_small_letters() {
    let world = World::new();
    assert_ne!(world.call("abc").await, world.call("ABC").await);
}

#[tokio::test]
async fn without_voice_calls_it_becomes_a_task() {
    let world = World::licensed("none").await;
    let contact = world.seeded("Contact", "Echo Ridley").await;
    let mut fields = outgoing();
    fields["RelatedRecordId"] = json!(contact);
    fields["Description"] = json!("Rang back");
    let first = world.ensure("key-1", fields.clone()).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.body);
    assert_eq!(first.body["objectApiName"], "Task");
    assert_eq!(first.body["created"], true);
    let again = world.ensure("key-1", fields).await;
    assert_eq!(again.body["created"], false);
    assert_eq!(again.body["recordId"], first.body["recordId"]);

    let tasks = world.records("Task").await;
    assert_eq!(tasks.len(), 1);
    let task = &tasks[0]["fields"];
    assert_eq!(task["TaskSubtype"], "Call");
    assert_eq!(task["CallType"], "Outbound");
    assert_eq!(task["Subject"], "Call to +15005550100");
    assert_eq!(task["Status"], "In Progress");
    assert_eq!(task["Priority"], "Normal");
    assert_eq!(task["WhoId"], contact);
    assert_eq!(task["WhatId"], json!(null));
    assert_eq!(task["Description"], "Rang back");
    assert_eq!(task["Call_State__c"], "Calling");
    assert_eq!(task["ActivityDate"], "2026-02-18");
    let claims = world.records("Call_Claim__c").await;
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0]["fields"]["Task_Id__c"], first.body["recordId"]);
    assert!(world.records("VoiceCall").await.is_empty());

    let id = first.body["recordId"].as_str().unwrap();
    let done = json!({ "Status": "Completed", "CallDurationInSeconds": 12, "Talk_Seconds__c": 11 });
    assert_eq!(world.update(id, done).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_task_that_cannot_be_made_claims_nothing() {
    let world = World::licensed("none").await;
    let mut fields = outgoing();
    fields["Call_State__c"] = json!("Dreaming");
    let refused = world.ensure("key-1", fields).await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(refused.body["exceptionType"], "System.DmlException");
    assert!(world.records("Call_Claim__c").await.is_empty());
    assert!(world.records("Task").await.is_empty());
    assert_eq!(world.ensure("key-1", outgoing()).await.body["created"], true);
}

#[tokio::test]
async fn what_is_wrong_is_said_and_nothing_is_written() {
    let world = World::new();
    let wrong = [
        ("", outgoing(), 500, "callKey is empty"),
        ("k", json!({ "Nonsense__c": 1 }), 500, "Nonsense__c"),
        ("k", json!({ "Call_Key__c": "other" }), 500, "differs from callKey"),
        ("k", json!("text"), 400, "invalid for action parameter 'fields'"),
        ("k", json!({ "CallType": "Outbound" }), 500, "Required fields are missing"),
        (&"k".repeat(65), outgoing(), 500, "data value too large"),
    ];
    for (key, fields, status, sentence) in wrong {
        let answer = world.ensure(key, fields.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{fields}: {}", answer.body);
        let message = answer.body["message"].as_str().unwrap();
        assert!(message.contains(sentence), "{message}");
        assert_eq!(answer.body["isUserDefinedException"], false);
        assert!(answer.body["exceptionType"].is_string() && answer.body["stackTrace"].is_string());
    }
    assert!(world.records("VoiceCall").await.is_empty());
}
