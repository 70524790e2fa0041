//! `GET records/{id}`: the record's shape, nested lookups, and bad requests.

mod support;

use axum::http::StatusCode;
use serde_json::json;
use support::{UI, World};

#[tokio::test]
async fn fields_come_with_value_and_display_value() {
    let world = World::new();
    let id = world.call("key-1").await;
    world.update(&id, json!({ "Talk_Seconds__c": 1234 })).await;
    let short = &id[..15];
    let answer = world
        .get(&format!(
            "{UI}/records/{short}?fields=VoiceCall.CallType,VoiceCall.CallStartDateTime\
             &optionalFields=VoiceCall.Talk_Seconds__c,VoiceCall.Nonsense__c,VoiceCall.Outcome__c"
        ))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let record = answer.body;
    assert_eq!(record["id"], id);
    assert_eq!(record["apiName"], "VoiceCall");
    assert_eq!(
        record["fields"],
        json!({
            "CallType": { "displayValue": "Outbound", "value": "Outbound" },
            "CallStartDateTime": {
                "displayValue": "2/18/2026, 6:40 AM", "value": "2026-02-18T06:40:41.000Z"
            },
            "Talk_Seconds__c": { "displayValue": "1,234", "value": 1234 },
            "Outcome__c": { "displayValue": null, "value": null },
        })
    );
    for key in ["eTag", "lastModifiedDate", "systemModstamp", "lastModifiedById", "recordTypeId"] {
        assert!(record[key].is_string(), "{key}");
    }
    assert!(record["weakEtag"].is_i64());
}

#[tokio::test]
async fn looked_up_records_are_nested() {
    let world = World::new();
    let echo = world.seeded("Contact", "Echo Ridley").await;
    let answer = world
        .get(&format!("{UI}/records/{echo}?fields=Contact.Name,Contact.Account.Owner.Name"))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let account = &answer.body["fields"]["Account"];
    assert_eq!(account["displayValue"], "Canyon Acoustics");
    assert_eq!(account["value"]["apiName"], "Account");
    assert_eq!(
        account["value"]["fields"]["Owner"]["value"]["fields"]["Name"]["value"],
        "Ada Agent"
    );

    let id = world.call("key-1").await;
    let empty = world.get(&format!("{UI}/records/{id}?fields=VoiceCall.Agent__r.Name")).await.body;
    assert_eq!(empty["fields"]["Agent__r"], json!({ "displayValue": null, "value": null }));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_in_the_list_shape() {
    let world = World::new();
    let id = world.call("key-1").await;
    for query in [
        "",
        "?layoutTypes=Full",
        "?fields=VoiceCall.Nonsense__c",
        "?fields=Task.Subject",
        "?fields=CallType",
        "?fields=VoiceCall.Nobody.Name",
    ] {
        let answer = world.get(&format!("{UI}/records/{id}{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(answer.body[0]["message"].is_string(), "{query}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_secret_is_shown_as_asterisks() {
    let world = World::new();
    let credential = json!({
        "Organization_Id__c": "00D000000000002EAA",
        "Account_Sid__c": "AC1",
        "Api_Key_Sid__c": "SK1",
        "Application_Sid__c": "AP1",
        "Api_Key_Secret__c": "swordfish",
    });
    let made = world.create("Twilio_Credential__c", credential).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    assert_eq!(made.body["fields"]["Api_Key_Secret__c"]["value"], "*********");
    let records = world.records("Twilio_Credential__c").await;
    assert_eq!(records[0]["fields"]["Api_Key_Secret__c"], "*********");
    assert_eq!(records[0]["fields"]["Account_Sid__c"], "AC1");
}
