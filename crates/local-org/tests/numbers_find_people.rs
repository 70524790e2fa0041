//! `matchByPhone`: who has a number.

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::World;

async fn matches(world: &World, number: &str) -> Vec<Value> {
    let body = json!({ "phoneNumber": number });
    let answer = world.post("/apex/PhoneMatchController/matchByPhone", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body["matches"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_contact_is_found_with_company_and_reason() {
    let world = World::new();
    let found = matches(&world, "+15005550100").await;
    assert_eq!(
        found,
        [json!({
            "recordId": world.seeded("Contact", "Echo Ridley").await,
            "objectApiName": "Contact",
            "name": "Echo Ridley",
            "companyName": "Canyon Acoustics",
            "reason": "Contact.MobilePhone",
        })]
    );
}

#[tokio::test]
async fn spelling_does_not_matter() {
    let world = World::new();
    // The softphone asks for international numbers; what people typed into records is anything.
    for spelling in ["(500) 555-0177", "500.555.0177", "+1 500-555-0177", "1 (500) 555 0177"] {
        world.create("Contact", json!({ "LastName": spelling, "Phone": spelling })).await;
    }
    world.create("Contact", json!({ "LastName": "Trunk", "Phone": "020 7946 0177" })).await;
    assert_eq!(matches(&world, "+15005550177").await.len(), 4);
    assert_eq!(matches(&world, "1 500 555 0100").await.len(), 1);
    assert_eq!(matches(&world, "+442079460177").await[0]["name"], "Trunk");
    assert_eq!(matches(&world, "+442079460123").await[0]["name"], "Priya Sandhurst");
    assert_eq!(matches(&world, "+4930901820").await[0]["companyName"], "Spree Logistik GmbH");
}

#[tokio::test]
async fn a_shared_number_finds_everyone_and_contacts_come_first() {
    let world = World::new();
    let names: Vec<Value> =
        matches(&world, "+15005550109").await.iter().map(|m| m["name"].clone()).collect();
    assert_eq!(names, ["Bea Busy", "Noah Answer"]);
    world.create("Account", json!({ "Name": "Echo House", "Phone": "+15005550100" })).await;
    let kinds: Vec<Value> =
        matches(&world, "+15005550100").await.iter().map(|m| m["reason"].clone()).collect();
    assert_eq!(kinds, ["Contact.MobilePhone", "Account.Phone"]);
}

#[tokio::test]
async fn strangers_find_nobody_and_nothing_is_an_error() {
    let world = World::new();
    for number in ["+15005559999", "0100", "anonymous"] {
        assert!(matches(&world, number).await.is_empty(), "{number}");
    }
    for (body, status) in [
        (json!({}), StatusCode::INTERNAL_SERVER_ERROR),
        (json!({ "phoneNumber": "" }), StatusCode::INTERNAL_SERVER_ERROR),
        (json!({ "phoneNumber": 15_005_550_100_i64 }), StatusCode::BAD_REQUEST),
    ] {
        let answer = world.post("/apex/PhoneMatchController/matchByPhone", &body).await;
        assert_eq!(answer.status, status, "{body}");
        assert!(answer.body["message"].as_str().unwrap().contains("phoneNumber"));
    }
    let unknown = world.post("/apex/PhoneMatchController/guess", &json!({})).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(unknown.body["message"].as_str().unwrap().contains("PhoneMatchController.guess"));
}
