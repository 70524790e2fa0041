//! Object infos and picklist values, from the standard objects and the deployed metadata.

mod support;

use axum::http::StatusCode;
use serde_json::json;
use support::{UI, World};

#[tokio::test]
async fn voice_call_has_create_only_and_custom_fields() {
    let info = World::new().info("VoiceCall").await.body;
    assert_eq!(info["apiName"], "VoiceCall");
    assert_eq!(info["keyPrefix"], "0LQ");
    assert_eq!(info["queryable"], true);
    assert_eq!(info["deletable"], false);
    let default = info["defaultRecordTypeId"].as_str().unwrap();
    assert_eq!(info["recordTypeInfos"][default]["master"], true);

    let field = |name: &str| info["fields"][name].clone();
    for name in
        ["CallStartDateTime", "CallEndDateTime", "FromPhoneNumber", "ToPhoneNumber", "CallType"]
    {
        let field = field(name);
        assert_eq!(
            (&field["createable"], &field["updateable"], &field["required"]),
            (&json!(true), &json!(false), &json!(true)),
            "{name}"
        );
    }
    for name in ["Description", "RelatedRecordId", "CallResolution", "Call_State__c"] {
        assert_eq!(field(name)["updateable"], true, "{name}");
    }
    let key = field("Call_Key__c");
    assert_eq!(
        (&key["unique"], &key["externalId"], &key["length"], &key["custom"], &key["dataType"]),
        (&json!(true), &json!(true), &json!(64), &json!(true), &json!("String"))
    );
    assert!(key["inlineHelpText"].is_string());
    let agent = field("Agent__c");
    assert_eq!(agent["dataType"], "Reference");
    assert_eq!(agent["relationshipName"], "Agent__r");
    assert_eq!(agent["referenceToInfos"][0]["apiName"], "User");
    assert_eq!(field("Talk_Seconds__c")["precision"], 18);
    assert_eq!(field("Carrier_Error_Code__c")["precision"], 5);
    assert_eq!(field("OwnerId")["polymorphicForeignKey"], true);
}

#[tokio::test]
async fn every_deployed_field_is_there() {
    let world = World::new();
    for (object, folder) in [
        ("VoiceCall", "voicecall/main/default/objects/VoiceCall"),
        ("Task", "core/main/default/objects/Activity"),
        ("Call_Claim__c", "core/main/default/objects/Call_Claim__c"),
    ] {
        let info = world.info(object).await.body;
        let files = std::fs::read_dir(support::force_app().join(folder).join("fields")).unwrap();
        let mut seen = 0;
        for file in files {
            let file = file.unwrap().file_name().into_string().unwrap();
            let name = file.strip_suffix(".field-meta.xml").unwrap().to_owned();
            assert_eq!(info["fields"][&name]["custom"], true, "{object}.{name}");
            seen += 1;
        }
        assert!(seen > 1, "{object}");
    }
    assert_eq!(world.info("Call_Claim__c").await.body["keyPrefix"], "a00");
}

#[tokio::test]
async fn picklists_list_their_values_in_order() {
    let world = World::new();
    let path = format!("{UI}/object-info/VoiceCall/picklist-values/012000000000000AAA");
    let one = world.get(&format!("{path}/Disposition__c")).await;
    assert_eq!(one.status, StatusCode::OK);
    let values: Vec<&str> = one.body["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| value["value"].as_str().unwrap())
        .collect();
    assert_eq!(
        values,
        [
            "Resolved",
            "Follow-up needed",
            "Left voicemail",
            "Wrong number",
            "No interest",
            "Escalated"
        ]
    );
    assert_eq!(one.body["url"], format!("{path}/Disposition__c"));
    let all = world.get(&path).await.body;
    assert_eq!(all["picklistFieldValues"]["Disposition__c"], one.body);

    assert_eq!(world.get(&format!("{path}/Description")).await.status, StatusCode::BAD_REQUEST);
    let other =
        format!("{UI}/object-info/VoiceCall/picklist-values/012000000000001AAA/Disposition__c");
    assert_eq!(world.get(&other).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_does_not_exist_is_a_404_in_the_list_shape() {
    let world = World::new();
    for path in [
        format!("{UI}/object-info/Unicorn"),
        format!("{UI}/records/0LQOh0000000009?fields=VoiceCall.Id"),
        format!("{UI}/records/nonsense?fields=VoiceCall.Id"),
        format!("{UI}/layout/VoiceCall"),
        "/services/data/v20.0/ui-api/object-info/Task".to_owned(),
    ] {
        let answer = world.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body[0]["errorCode"].is_string(), "{path}: {}", answer.body);
    }
    let records = world.get("/org/records/Unicorn").await;
    assert_eq!(records.status, StatusCode::NOT_FOUND);
    assert!(records.body["error"].as_str().unwrap().contains("Unicorn"));
}
