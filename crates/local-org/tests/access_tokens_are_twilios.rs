//! `getAccessToken`: the token a carrier accepts.

mod support;

use axum::http::StatusCode;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};
use support::{SECRET, World};

#[tokio::test]
async fn header_grants_and_signature_are_right() {
    let world = World::new();
    let answer = world.post("/apex/AccessTokenController/getAccessToken", &json!({})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let token = answer.body["token"].as_str().unwrap();
    let header = decode_header(token).unwrap();
    assert_eq!(header.alg, Algorithm::HS256);
    assert_eq!(header.typ.as_deref(), Some("JWT"));
    assert_eq!(header.cty.as_deref(), Some("twilio-fpa;v=1"));

    let key = DecodingKey::from_secret(SECRET.as_bytes());
    let claims: Value = decode(token, &key, &Validation::new(Algorithm::HS256)).unwrap().claims;
    assert_eq!(claims["iss"], "SK00000000000000000000000000000002");
    assert_eq!(claims["sub"], "AC00000000000000000000000000000001");
    let (issued, expires) = (claims["iat"].as_i64().unwrap(), claims["exp"].as_i64().unwrap());
    assert_eq!(expires - issued, 600);
    assert_eq!(claims["jti"], format!("SK00000000000000000000000000000002-{issued}"));
    let identity = world.org.identity();
    assert!(identity.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    assert_eq!(answer.body["identity"], identity);
    assert_eq!(answer.body["companyNumber"], "+15005550006");
    assert_eq!(
        claims["grants"],
        json!({
            "identity": identity,
            "voice": {
                "incoming": { "allow": true },
                "outgoing": { "application_sid": "AP00000000000000000000000000000003" },
            },
        })
    );
    let forged = DecodingKey::from_secret(b"another secret");
    assert!(decode::<Value>(token, &forged, &Validation::new(Algorithm::HS256)).is_err());
}
