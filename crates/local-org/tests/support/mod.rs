//! An org for one test, called through its router.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use local_org::{AbortConnection, Config, Database, Org, Twilio};
use serde_json::{Value, json};
use tower::ServiceExt;

pub const UI: &str = "/services/data/v66.0/ui-api";
pub const SECRET: &str = "a secret that only tests know";

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub aborted: bool,
}

#[derive(Clone)]
pub struct World {
    pub org: Org,
    router: Router,
}

pub fn force_app() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../force-app")
}

pub fn config(database: Database) -> Config {
    Config {
        database,
        force_app: force_app(),
        twilio: Twilio {
            account_sid: "AC00000000000000000000000000000001".into(),
            api_key_sid: "SK00000000000000000000000000000002".into(),
            api_key_secret: SECRET.into(),
            application_sid: "AP00000000000000000000000000000003".into(),
        },
        token_ttl: Duration::from_secs(600),
        company_number: "+15005550006".into(),
    }
}

impl World {
    pub fn new() -> Self {
        Self::open(config(Database::Memory))
    }

    pub fn open(config: Config) -> Self {
        let org = Org::open(config).expect("the org opens");
        Self { router: org.router(), org }
    }

    pub async fn licensed(licence: &str) -> Self {
        let world = Self::new();
        let answer = world.post("/org/profile", &json!({ "licence": licence })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        world
    }

    pub async fn send(&self, method: Method, path: &str, body: Body) -> Answer {
        let request = Request::builder().method(method).uri(path);
        self.run(request.body(body).expect("a request")).await
    }

    /// Updates as `updateRecord(…, { ifUnmodifiedSince })` does.
    pub async fn update_since(&self, id: &str, fields: Value, since: &str) -> Answer {
        let request = Request::patch(format!("{UI}/records/{id}"))
            .header("if-unmodified-since", since)
            .body(json!({ "fields": fields }).to_string().into());
        self.run(request.expect("a request")).await
    }

    async fn run(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let status = response.status();
        let headers = response.headers().clone();
        let aborted = response.extensions().get::<AbortConnection>().is_some();
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status, headers, body, aborted }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, body.to_string().into()).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, path, body.to_string().into()).await
    }

    pub async fn info(&self, object: &str) -> Answer {
        self.get(&format!("{UI}/object-info/{object}")).await
    }

    pub async fn create(&self, object: &str, fields: Value) -> Answer {
        self.post(&format!("{UI}/records"), &json!({ "apiName": object, "fields": fields })).await
    }

    pub async fn update(&self, id: &str, fields: Value) -> Answer {
        self.patch(&format!("{UI}/records/{id}"), &json!({ "fields": fields })).await
    }

    pub async fn ensure(&self, key: &str, fields: Value) -> Answer {
        let body = json!({ "callKey": key, "fields": fields });
        self.post("/apex/CallRecordController/ensureCall", &body).await
    }

    /// Makes the record of an outgoing call; gives its id.
    pub async fn call(&self, key: &str) -> String {
        let answer = self.ensure(key, outgoing()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body["recordId"].as_str().expect("an id").to_owned()
    }

    pub async fn records(&self, object: &str) -> Vec<Value> {
        let answer = self.get(&format!("/org/records/{object}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body["records"].as_array().expect("a list").clone()
    }

    /// The id of the seeded record of that name.
    pub async fn seeded(&self, object: &str, name: &str) -> String {
        let records = self.records(object).await;
        let record = records.iter().find(|r| r["fields"]["Name"] == name).expect("a seed");
        record["id"].as_str().expect("an id").to_owned()
    }
}

pub fn outgoing() -> Value {
    json!({
        "CallType": "Outbound",
        "CallStartDateTime": "2026-02-18T06:40:41.512Z",
        "CallEndDateTime": "2026-02-18T06:40:41.512Z",
        "FromPhoneNumber": "+15005550006",
        "ToPhoneNumber": "+15005550100",
        "VendorType": "Twilio",
        "Call_State__c": "Calling",
    })
}

/// The codes of a refused write: of the record, then by field.
pub fn codes(body: &Value) -> Vec<String> {
    let mut codes: Vec<String> = body["output"]["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| error["errorCode"].as_str().expect("a code").to_owned())
        .collect();
    for (field, errors) in body["output"]["fieldErrors"].as_object().expect("fieldErrors") {
        for error in errors.as_array().expect("a list") {
            assert_eq!(error["field"], field.as_str());
            codes.push(format!("{field}: {}", error["errorCode"].as_str().expect("a code")));
        }
    }
    codes
}
