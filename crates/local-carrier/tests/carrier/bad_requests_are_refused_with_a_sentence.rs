use local_carrier::{Carrier, CarrierError, Config, Ice};
use serde_json::{Value, json};

use super::support::{AGENT, Bench, credentials};

fn is_sentence(body: &Value) -> bool {
    body["error"].as_str().is_some_and(|text| text.len() > 10 && text.ends_with('.'))
}

#[tokio::test]
async fn bad_calls_get_400_and_start_nothing() {
    let bench = Bench::start().await;
    let bad = [
        json!({}),
        json!([]),
        json!({"from": "0171"}),
        json!({"from": "+15005550199", "to": "home"}),
        json!({"from": "+15005550199", "script": "sing"}),
        json!({"from": "+15005550199", "callKey": ""}),
        json!({"from": "+15005550199", "scrpt": "echo"}),
    ];
    for body in bad {
        let (status, answer) = bench.ask("POST", "/carrier/calls", Some(body.clone())).await;
        assert_eq!(status, 400, "{body}");
        assert!(is_sentence(&answer), "{answer}");
    }
    let (status, answer) = bench.ask("POST", "/carrier/calls", None).await;
    assert_eq!(status, 400);
    assert!(is_sentence(&answer), "{answer}");
    assert_eq!(bench.ask("GET", "/carrier/calls", None).await, (200, json!({"records": []})));
}

#[tokio::test]
async fn unknown_calls_get_404_and_wrong_methods_405() {
    let bench = Bench::start().await;
    for (method, path, expected) in [
        ("GET", "/carrier/calls/CA0", 404),
        ("DELETE", "/carrier/calls/CA0", 404),
        ("PUT", "/carrier/calls", 405),
        ("PATCH", "/carrier/calls/CA0", 405),
    ] {
        let (status, answer) = bench.ask(method, path, None).await;
        assert_eq!(status, expected, "{method} {path}");
        assert!(is_sentence(&answer), "{answer}");
    }
}

#[tokio::test]
async fn a_plain_request_to_the_signalling_address_is_refused() {
    let bench = Bench::start().await;
    let status = bench.request("GET", "/signal").send().await.unwrap().status();
    assert!(status.is_client_error(), "{status}");
}

#[tokio::test]
async fn insights_posts_are_taken_from_any_origin() {
    let bench = Bench::start().await;
    for path in ["/v4/EndpointEvents", "/v4/EndpointMetrics"] {
        let preflight = bench
            .request("OPTIONS", path)
            .header("Origin", "https://example.lightning.force.com")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type,x-twilio-token")
            .send()
            .await
            .unwrap();
        assert_eq!(preflight.status(), 200);
        let allowed = preflight.headers()["access-control-allow-headers"].to_str().unwrap();
        assert!(allowed.contains("x-twilio-token"), "{allowed}");
        let post = bench.request("POST", path).header("Origin", "https://example.org");
        let answer = post.body("{}").send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    }
}

#[tokio::test]
async fn settings_that_cannot_work_stop_the_start() {
    let start = async |change: fn(&mut Config)| {
        let mut config = Config::new(credentials(), AGENT);
        config.ice = Ice::Loopback;
        change(&mut config);
        Carrier::start(config).await
    };
    assert!(start(|_| {}).await.unwrap().warnings().is_empty());
    let empty = start(|config| config.credentials.api_key_secret.clear()).await;
    assert!(matches!(empty, Err(CarrierError::Empty("api_key_secret"))));
    let number = start(|config| config.company_number = "reception".into()).await;
    assert!(matches!(number, Err(CarrierError::CompanyNumber)));
    let time = start(|config| config.heartbeat = std::time::Duration::ZERO).await;
    assert!(matches!(time, Err(CarrierError::ZeroTime("heartbeat"))));
}
