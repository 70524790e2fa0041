//! `/faults`, seen from outside: dropped connections, errors, delays, and bad requests.

mod support;

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use support::World;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const INFO: &str = "/services/data/v66.0/ui-api/object-info/Task";

#[tokio::test]
async fn an_offline_org_closes_the_connection_without_a_byte() {
    let world = World::start().await;
    let set = world.post("/faults", json!({ "target": "org", "mode": "offline" })).await;
    assert_eq!(set.status(), 201);
    for path in [INFO, "/apex/AccessTokenController/getAccessToken"] {
        let mut stream = TcpStream::connect(("127.0.0.1", world.workbench.port())).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer));
        end.await.expect("closed at once").expect("closed in order");
        assert!(answer.is_empty(), "{path}: {}", String::from_utf8_lossy(&answer));
    }
    assert_eq!(world.get("/org/records/Task").await.status(), 200, "scripts still get in");
    assert_eq!(
        world.json("/faults").await,
        json!({ "faults": [{ "target": "org", "mode": "offline" }] })
    );
    assert_eq!(world.send(Method::DELETE, "/faults", None).await.status(), 200);
    assert_eq!(world.get(INFO).await.status(), 200);
    assert_eq!(world.json("/faults").await, json!({ "faults": [] }));
}

#[tokio::test]
async fn errors_and_delays_last_as_long_as_asked() {
    let world = World::start().await;
    let fault = json!({ "target": "org", "mode": "error", "status": 503, "count": 1 });
    assert_eq!(world.post("/faults", fault.clone()).await.json::<Value>().await.unwrap(), fault);
    let refused = world.get(INFO).await;
    assert_eq!(refused.status(), 503);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(world.get(INFO).await.status(), 200);

    world.post("/faults", json!({ "target": "org", "mode": "delay", "ms": 150, "count": 1 })).await;
    let start = Instant::now();
    assert_eq!(world.get(INFO).await.status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn the_carrier_takes_its_share() {
    let world = World::start().await;
    let url = format!("{}/signal", world.base.replace("http", "ws"));
    assert!(tokio_tungstenite::connect_async(&url).await.is_ok());
    world.post("/faults", json!({ "target": "signalling", "mode": "offline" })).await;
    world.post("/faults", json!({ "target": "media", "mode": "delay", "ms": 80 })).await;
    assert!(tokio_tungstenite::connect_async(&url).await.is_err());
    let faults = world.json("/faults").await;
    assert_eq!(faults["faults"].as_array().unwrap().len(), 2, "{faults}");
    world.send(Method::DELETE, "/faults", None).await;
    assert!(tokio_tungstenite::connect_async(&url).await.is_ok());
    assert_eq!(world.json("/faults").await, json!({ "faults": [] }));
}

#[tokio::test]
async fn what_is_no_fault_is_refused_with_a_sentence() {
    let world = World::start().await;
    for body in [
        json!({}),
        json!([]),
        json!({ "target": "moon", "mode": "offline" }),
        json!({ "target": "org", "mode": "sulk" }),
        json!({ "target": "org", "mode": "offline", "colour": "red" }),
        json!({ "target": "org", "mode": "delay", "ms": -1 }),
        json!({ "target": "org", "mode": "error", "status": 200 }),
        json!({ "target": "org", "mode": "error", "status": 70_000 }),
        json!({ "target": "org", "mode": "offline", "count": 0 }),
        json!({ "target": "media", "mode": "delay", "ms": 0 }),
    ] {
        let answer = world.post("/faults", body.clone()).await;
        assert_eq!(answer.status(), 400, "{body}");
        let said: Value = answer.json().await.unwrap();
        assert!(said["error"].as_str().is_some_and(|s| s.len() > 10), "{body}: {said}");
    }
    let patched = world.send(Method::PATCH, "/faults", Some(json!({}))).await;
    assert_eq!(patched.status(), 405);
    assert!(patched.json::<Value>().await.unwrap()["error"].is_string());
    assert_eq!(world.json("/faults").await, json!({ "faults": [] }), "nothing was set");
}
