//! Page, org and carrier behind one address of this machine.

mod support;

use std::net::TcpStream;

use serde_json::json;
use support::World;

#[tokio::test]
async fn org_carrier_and_health_answer() {
    let world = World::start().await;
    let health = world.get("/healthz").await;
    assert_eq!(health.status(), 200);
    assert_eq!(health.json::<serde_json::Value>().await.unwrap()["status"], "ready");
    assert_eq!(world.json("/org/user").await["name"], "Ada Agent");
    assert_eq!(world.json("/carrier/calls").await, json!({ "records": [] }));
    assert!(world.workbench.warnings().is_empty(), "{:?}", world.workbench.warnings());
}

#[tokio::test]
async fn the_carrier_takes_the_orgs_tokens() {
    let world = World::start().await;
    let token: serde_json::Value = world
        .post("/apex/AccessTokenController/getAccessToken", json!({}))
        .await
        .json()
        .await
        .unwrap();
    let url = format!("{}/signal", world.base.replace("http", "ws"));
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let listen = json!({
        "type": "listen",
        "version": "1.6",
        "payload": { "token": token["token"], "browserinfo": {} },
    });
    let connected = support::exchange(&mut socket, &listen).await;
    assert_eq!(connected["type"], "connected", "{connected}");
    assert_eq!(
        connected["payload"]["token"]["ttl"].as_u64().map(|ttl| ttl > 50),
        Some(true),
        "{connected}"
    );

    let (mut socket, _) =
        tokio_tungstenite::connect_async(format!("{}/signal", world.base.replace("http", "ws")))
            .await
            .unwrap();
    let mut forged = listen;
    let text = forged["payload"]["token"].as_str().unwrap();
    let (rest, _) = text.rsplit_once('.').unwrap();
    forged["payload"]["token"] = format!("{rest}.{}", "A".repeat(43)).into();
    let refused = support::exchange(&mut socket, &forged).await;
    assert_eq!(refused["payload"]["error"]["code"], 31_202, "{refused}");
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    let world = World::start().await;
    let port = world.workbench.port();
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    // All of 127.0.0.0/8 is this machine, but only what was bound answers.
    assert!(TcpStream::connect(("127.0.0.2", port)).is_err());
}

#[tokio::test]
async fn the_page_comes_with_its_types_and_lightnings_policy() {
    let world = World::start().await;
    for (path, kind) in [
        ("/", "text/html"),
        ("/?record=003", "text/html"),
        ("/main.js", "text/javascript"),
        ("/resource/core.wasm", "application/wasm"),
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-type").starts_with(kind), "{path}: {}", header("content-type"));
        assert_eq!(header("cache-control"), "no-store");
        let policy = header("content-security-policy");
        assert!(policy.contains("script-src 'self' 'unsafe-eval' blob:;"), "{policy}");
        assert!(!policy.contains('\n') && !policy.contains("  "), "{policy}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_refused_with_a_sentence() {
    let world = World::start().await;
    let secret = world.folder.path().join("secret");
    std::fs::write(secret, "not for the page").unwrap();
    for path in ["/nothing.js", "/org", "/carrier", "/..%2fsecret", "/%2e%2e/secret"] {
        let answer = world.get(path).await;
        assert_eq!(answer.status(), 404, "{path}");
        let body: serde_json::Value = answer.json().await.unwrap();
        assert!(body["error"].is_string(), "{path}");
    }
    let posted = world.post("/nothing", json!({})).await;
    assert_eq!(posted.status(), 404);
    assert!(posted.json::<serde_json::Value>().await.unwrap()["error"].is_string());
}

#[tokio::test]
async fn a_page_that_is_not_built_says_so_until_it_is() {
    let world = World::with(|settings| settings.page = settings.page.join("later")).await;
    assert!(world.workbench.warnings()[0].contains("npm run build"));
    let answer = world.get("/").await;
    assert_eq!(answer.status(), 503);
    let body: serde_json::Value = answer.json().await.unwrap();
    assert!(body["error"].as_str().unwrap().contains("npm run build"));
    assert_eq!(world.get("/healthz").await.status(), 200, "scripts can work without it");

    let page = world.folder.path().join("page/later");
    std::fs::create_dir_all(&page).unwrap();
    std::fs::write(page.join("index.html"), "built").unwrap();
    assert_eq!(world.get("/").await.text().await.unwrap(), "built");
}
