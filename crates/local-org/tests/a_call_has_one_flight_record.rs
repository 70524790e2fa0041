//! `FlightRecordController.attach`: the newest record of a call takes the place of the one before.

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::World;

const ATTACH: &str = "/apex/FlightRecordController/attach";

fn record(text: &str) -> Value {
    json!({ "callKey": "key-1", "record": text, "version": 1, "coreVersion": "0.1.0" })
}

#[tokio::test]
async fn a_second_one_takes_the_place_of_the_first() {
    for licence in ["voice", "none"] {
        let world = World::licensed(licence).await;
        let first = world.post(ATTACH, &record("{\"flight\":1}")).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.body);
        let second = world.post(ATTACH, &record("{\"flight\":1,\"parts\":[]}")).await;
        assert_eq!(second.body["recordId"], first.body["recordId"]);
        let records = world.records("Flight_Record__c").await;
        assert_eq!(records.len(), 1);
        let fields = &records[0]["fields"];
        assert_eq!(fields["Call_Key__c"], "key-1");
        assert_eq!(fields["Record__c"], "{\"flight\":1,\"parts\":[]}");
        assert_eq!(fields["Version__c"], 1);
        assert_eq!(fields["Core_Version__c"], "0.1.0");
    }
}

#[tokio::test]
async fn the_longest_record_fits_and_a_longer_one_is_refused() {
    let world = World::new();
    let long = world.post(ATTACH, &record(&"x".repeat(131_072))).await;
    assert_eq!(long.status, StatusCode::OK, "{}", long.body);
    let longer = world.post(ATTACH, &record(&"x".repeat(131_073))).await;
    assert_eq!(longer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(longer.body["exceptionType"], "System.DmlException");
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let world = World::new();
    for name in ["callKey", "record", "version", "coreVersion"] {
        let mut parameters = record("{}");
        parameters.as_object_mut().expect("an object").remove(name);
        let answer = world.post(ATTACH, &parameters).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{name}");
        assert!(answer.body["message"].as_str().is_some_and(|text| text.contains(name)), "{name}");
    }
    assert!(world.records("Flight_Record__c").await.is_empty());
}
