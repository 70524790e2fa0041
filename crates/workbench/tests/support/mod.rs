//! A workbench for one test, on free ports, with a state folder and a page of its own.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use local_carrier::Ice;
use reqwest::{Client, Method, Response};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use workbench::{Settings, Workbench};

pub struct World {
    pub workbench: Workbench,
    pub folder: TempDir,
    pub base: String,
    pub client: Client,
}

/// Settings over a folder that has a small page.
pub fn settings(folder: &Path) -> Settings {
    let page = folder.join("page");
    fs::create_dir_all(page.join("resource")).expect("a folder");
    fs::write(page.join("index.html"), "<!doctype html><title>page</title>").expect("a file");
    fs::write(page.join("main.js"), "export {};").expect("a file");
    fs::write(page.join("resource/core.wasm"), b"\0asm").expect("a file");
    Settings {
        root: Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."),
        port: 0,
        tls_port: None,
        page,
        state: folder.join("state"),
        ice: Ice::Loopback,
        token_ttl: Duration::from_secs(60),
    }
}

impl World {
    pub async fn start() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = settings(folder.path());
        change(&mut settings);
        let workbench = Workbench::start(settings).await.expect("the workbench starts");
        let base = format!("http://localhost:{}", workbench.port());
        Self { workbench, folder, base, client: Client::new() }
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.expect("an answer")
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, path, None).await
    }

    pub async fn json(&self, path: &str) -> Value {
        self.get(path).await.json().await.expect("JSON")
    }

    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.send(Method::POST, path, Some(body)).await
    }
}

/// Sends one signalling frame and gives the next that is not a heartbeat.
pub async fn exchange<S>(socket: &mut WebSocketStream<S>, frame: &Value) -> Value
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    socket.send(Message::text(frame.to_string())).await.expect("sent");
    loop {
        let message = tokio::time::timeout(Duration::from_secs(5), socket.next()).await;
        let message = message.expect("in time").expect("open").expect("a frame");
        match message.to_text() {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => return serde_json::from_str(text).expect("JSON"),
            Err(error) => panic!("{error}"),
        }
    }
}
