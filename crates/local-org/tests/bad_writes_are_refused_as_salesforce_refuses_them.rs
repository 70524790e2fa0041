//! Codes, shapes and sentences of refused writes; nothing is kept of them.

mod support;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::{UI, World, codes, outgoing};

#[tokio::test]
async fn the_shape_is_a_record_error() {
    let world = World::new();
    let id = world.call("key-1").await;
    let answer = world.update(&id, json!({ "Disposition__c": "Bored" })).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.body["statusCode"], 400);
    assert_eq!(answer.body["enhancedErrorType"], "RecordError");
    assert!(answer.body["message"].is_string());
    let error = &answer.body["output"]["fieldErrors"]["Disposition__c"][0];
    assert_eq!(error["errorCode"], "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
    assert_eq!(error["fieldLabel"], "Disposition");
    assert_eq!(error["message"], "Disposition: bad value for restricted picklist field: Bored");
}

#[tokio::test]
async fn each_mistake_has_its_code() {
    let world = World::licensed("open").await;
    let id = world.call("key-1").await;
    let contact = world.seeded("Contact", "Echo Ridley").await;
    let before = world.records("VoiceCall").await;
    let mistakes = [
        (json!({ "Nonsense__c": 1 }), "INVALID_FIELD"),
        (json!({ "CallType": "Inbound" }), "CallType: INVALID_FIELD_FOR_INSERT_UPDATE"),
        (
            json!({ "CreatedDate": "2026-01-01T00:00:00Z" }),
            "CreatedDate: INVALID_FIELD_FOR_INSERT_UPDATE",
        ),
        (json!({ "End_Reason__c": "x".repeat(81) }), "End_Reason__c: STRING_TOO_LONG"),
        (json!({ "Ring_Seconds__c": "soon" }), "Ring_Seconds__c: INVALID_TYPE_ON_FIELD_IN_RECORD"),
        (
            json!({ "Carrier_Error_Code__c": 100_000 }),
            "Carrier_Error_Code__c: NUMBER_OUTSIDE_VALID_RANGE",
        ),
        (json!({ "Ended_At__c": "yesterday" }), "Ended_At__c: INVALID_TYPE_ON_FIELD_IN_RECORD"),
        (json!({ "Ended_At__c": 12 }), "Ended_At__c: INVALID_TYPE_ON_FIELD_IN_RECORD"),
        (json!({ "Agent__c": "me" }), "Agent__c: MALFORMED_ID"),
        (json!({ "Agent__c": contact }), "Agent__c: MALFORMED_ID"),
        (
            json!({ "RelatedRecordId": "003Oh0000000zzz" }),
            "RelatedRecordId: INVALID_CROSS_REFERENCE_KEY",
        ),
        (json!({ "Id": contact }), "INVALID_ID_FIELD"),
    ];
    for (fields, code) in mistakes {
        let answer = world.update(&id, fields.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fields}");
        assert_eq!(codes(&answer.body), [code], "{fields}: {}", answer.body);
    }
    assert_eq!(world.records("VoiceCall").await, before);
}

#[tokio::test]
async fn required_fields_are_named_together() {
    let world = World::licensed("open").await;
    let mut fields = outgoing();
    fields["CallEndDateTime"] = Value::Null;
    fields["ToPhoneNumber"] = json!("   ");
    let answer = world.create("VoiceCall", fields).await;
    assert_eq!(
        codes(&answer.body),
        ["CallEndDateTime: REQUIRED_FIELD_MISSING", "ToPhoneNumber: REQUIRED_FIELD_MISSING"]
    );
    let error = &answer.body["output"]["fieldErrors"]["ToPhoneNumber"][0];
    assert_eq!(error["message"], "Required fields are missing: [CallEndDateTime, ToPhoneNumber]");

    let contact = world.seeded("Contact", "Echo Ridley").await;
    let emptied = world.update(&contact, json!({ "LastName": "" })).await;
    assert_eq!(codes(&emptied.body), ["LastName: REQUIRED_FIELD_MISSING"]);
}

#[tokio::test]
async fn a_taken_key_names_who_has_it() {
    let world = World::licensed("open").await;
    let id = world.call("key-1").await;
    let mut fields = outgoing();
    fields["Call_Key__c"] = json!("key-1");
    let answer = world.create("VoiceCall", fields).await;
    assert_eq!(codes(&answer.body), ["DUPLICATE_VALUE"]);
    assert_eq!(
        answer.body["output"]["errors"][0]["message"],
        format!(
            "duplicate value found: Call_Key__c duplicates value on record with id: {}",
            &id[..15]
        )
    );
    let other = world.call("key-2").await;
    let moved = world.update(&other, json!({ "Call_Key__c": "key-1" })).await;
    assert_eq!(codes(&moved.body), ["DUPLICATE_VALUE"]);
    let same = world.update(&id, json!({ "Call_Key__c": "key-1" })).await;
    assert_eq!(same.status, StatusCode::OK, "its own key is no duplicate");
}

#[tokio::test]
async fn requests_that_are_no_records_are_refused() {
    let world = World::new();
    let records = format!("{UI}/records");
    for body in [
        "",
        "{",
        "[]",
        r#"{"fields":{}}"#,
        r#"{"apiName":"Task"}"#,
        r#"{"apiName":"Task","fields":[]}"#,
    ] {
        let answer = world.send(Method::POST, &records, Body::from(body)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.body[0]["errorCode"], "JSON_PARSER_ERROR", "{body}");
    }
    assert_eq!(world.create("Unicorn", json!({})).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.create("User", json!({})).await.status, StatusCode::FORBIDDEN);
    let gone = world.update("0LQOh0000000zzz", json!({ "Description": "x" })).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let listed = world.get(&records).await;
    assert_eq!(listed.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(listed.body[0]["errorCode"], "METHOD_NOT_ALLOWED");
}

#[tokio::test]
async fn text_is_trimmed_and_names_follow_their_parts() {
    let world = World::new();
    let made = world.create("Contact", json!({ "FirstName": " Grace ", "LastName": "Bell" })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    assert_eq!(made.body["fields"]["Name"]["value"], "Grace Bell");
    assert_eq!(made.body["fields"]["DoNotCall"]["value"], false);
    let id = made.body["id"].as_str().unwrap();
    let renamed = world.update(id, json!({ "FirstName": null, "DoNotCall": true })).await;
    assert_eq!(renamed.body["fields"]["Name"]["value"], "Bell");
    assert_eq!(renamed.body["fields"]["DoNotCall"]["value"], true);
}

#[tokio::test]
async fn only_what_may_be_deleted_is() {
    let world = World::licensed("open").await;
    let call = world.call("key-1").await;
    let contact = world.seeded("Contact", "Kip Keypad").await;
    let mut statuses = Vec::new();
    for id in [&call, &contact, &contact] {
        let path = format!("{UI}/records/{id}");
        statuses.push(world.send(Method::DELETE, &path, Body::empty()).await.status.as_u16());
    }
    assert_eq!(statuses, [403, 204, 404]);
    assert_eq!(world.records("VoiceCall").await.len(), 1);
    assert_eq!(world.records("Contact").await.len(), 9);
}

#[tokio::test]
async fn a_record_changed_since_it_was_read_is_kept() {
    let world = World::new();
    let id = world.call("key-1").await;
    let mut statuses = Vec::new();
    for since in ["Wed, 18 Feb 2015 06:40:41 GMT", "2099-01-01T00:00:00Z", "yesterday"] {
        let answer = world.update_since(&id, json!({ "Description": since }), since).await;
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses, [412, 200, 400]);
    let description = &world.records("VoiceCall").await[0]["fields"]["Description"];
    assert_eq!(description, "2099-01-01T00:00:00Z");
}
