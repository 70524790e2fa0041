//! A carrier on real sockets, a client of its signalling, and a peer of its audio.

mod client;
mod peer;
mod token;

use std::time::Duration;

use local_carrier::{Carrier, Config, Credentials, Ice};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

pub use client::Client;
pub use peer::Peer;
pub use token::Token;

pub const AGENT: &str = "agent";
pub const ECHO: &str = "+15005550100";

pub fn credentials() -> Credentials {
    Credentials {
        account_sid: "AC00000000000000000000000000000001".into(),
        api_key_sid: "SK00000000000000000000000000000001".into(),
        api_key_secret: "a secret only for these tests".into(),
        application_sid: "AP00000000000000000000000000000001".into(),
    }
}

/// A carrier that serves on a port of its own.
pub struct Bench {
    pub carrier: Carrier,
    address: String,
    http: reqwest::Client,
}

impl Bench {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::new(credentials(), AGENT);
        config.ice = Ice::Loopback;
        change(&mut config);
        let carrier = Carrier::start(config).await.expect("the carrier starts");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the port's address").to_string();
        let router = carrier.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { carrier, address, http: reqwest::Client::new() }
    }

    pub fn signal_url(&self) -> String {
        format!("ws://{}/signal", self.address)
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("a method");
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    /// Sends a request; gives the status and the JSON body.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("an answer");
        (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
    }

    pub async fn call(&self, sid: &str) -> Value {
        let (status, call) = self.ask("GET", &format!("/carrier/calls/{sid}"), None).await;
        assert_eq!(status, 200, "{call}");
        call
    }

    /// Starts an inbound call; gives its sid.
    pub async fn inbound(&self, body: Value) -> String {
        let (status, created) = self.ask("POST", "/carrier/calls", Some(body)).await;
        assert_eq!(status, 201, "{created}");
        created["sid"].as_str().expect("a sid").to_owned()
    }

    pub async fn state_becomes(&self, sid: &str, state: &str) {
        eventually(async || {
            let call = self.call(sid).await;
            if call["state"] == state { Ok(()) } else { Err(format!("{call}")) }
        })
        .await;
    }
}

/// Asks again until the answer is right; for at most five seconds.
pub async fn eventually<T>(mut ask: impl AsyncFnMut() -> Result<T, String>) -> T {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(why) => assert!(Instant::now() < deadline, "not within 5 s: {why}"),
        }
        sleep(Duration::from_millis(25)).await;
    }
}
