//! A client of the signalling socket that says what the SDK says.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::{AGENT, Bench, Peer, Token};

pub struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Heartbeats that came between frames.
    pub heartbeats: usize,
}

/// A call the client placed: its leg is answered.
pub struct Placed {
    pub sid: String,
    pub reconnect: String,
    pub peer: Peer,
    /// The SDP the client offered.
    pub offer: String,
    pub answer: String,
}

impl Client {
    pub async fn connect(bench: &Bench) -> Self {
        let (socket, _) = connect_async(bench.signal_url()).await.expect("a WebSocket");
        Self { socket, heartbeats: 0 }
    }

    /// Connects and shows a good token.
    pub async fn listening(bench: &Bench, identity: &str) -> Self {
        let mut client = Self::connect(bench).await;
        client.listen(&Token::good(identity).sign()).await;
        client.expect("connected").await;
        client
    }

    /// Connects as the agent and can be called.
    pub async fn registered(bench: &Bench) -> Self {
        let mut client = Self::listening(bench, AGENT).await;
        client.register(true).await;
        client.expect("ready").await;
        client
    }

    pub async fn send(&mut self, kind: &str, payload: Value) {
        self.send_text(&json!({"type": kind, "version": "1.6", "payload": payload}).to_string())
            .await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.expect("an open socket");
    }

    pub async fn listen(&mut self, token: &str) {
        let browser = json!({"p": "browser", "plugin": "rtc", "v": "2.18.5"});
        let payload = json!({"token": token, "browserinfo": browser, "reconnectTimeout": 0});
        self.send("listen", payload).await;
    }

    pub async fn register(&mut self, audio: bool) {
        self.send("register", json!({"media": {"audio": audio}})).await;
    }

    /// The next frame; heartbeats are answered.
    pub async fn next(&mut self) -> Value {
        let deadline = Instant::now() + Duration::from_secs(8);
        loop {
            let message = timeout_at(deadline, self.socket.next()).await;
            match message.expect("a frame within 8 s") {
                Some(Ok(Message::Text(text))) if text.as_str() == "\n" => {
                    self.heartbeats += 1;
                    self.send_text("\n").await;
                }
                Some(Ok(Message::Text(text))) => {
                    return serde_json::from_str(&text).expect("a frame of JSON");
                }
                other => panic!("no frame but {other:?}"),
            }
        }
    }

    /// The payload of the next frame, which must be of this type.
    pub async fn expect(&mut self, kind: &str) -> Value {
        let frame = self.next().await;
        assert_eq!(frame["type"], kind, "{frame}");
        assert_eq!(frame["version"], "1.6");
        frame["payload"].clone()
    }

    /// The content of the next frame, which must be a call message of this type.
    pub async fn news(&mut self, kind: &str) -> Value {
        let message = self.expect("message").await;
        assert_eq!(message["messagetype"], "user-defined-message");
        assert_eq!(message["contenttype"], "application/json");
        assert!(message["voiceeventsid"].as_str().is_some_and(|sid| sid.starts_with("KX")));
        assert_eq!(message["content"]["type"], kind, "{message}");
        message["content"].clone()
    }

    /// Whether nothing comes for a time.
    pub async fn is_quiet_for(&mut self, time: Duration) -> bool {
        timeout(time, self.socket.next()).await.is_err()
    }

    /// Whether the carrier ended the connection without a close frame.
    pub async fn is_dropped(&mut self) -> bool {
        let end = timeout(Duration::from_secs(2), async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Text(_))) => {}
                    other => break other,
                }
            }
        });
        match end.await.expect("an end within 2 s") {
            None | Some(Err(Error::Protocol(_) | Error::Io(_))) => true,
            other => panic!("not dropped: {other:?}"),
        }
    }

    /// Closes the connection without a word, as a crash does.
    pub fn crash(self) {
        drop(self);
    }

    pub async fn invite(&mut self, callsid: &str, sdp: &str, params: &str) {
        let payload = json!({"callsid": callsid, "sdp": sdp, "twilio": {"params": params}});
        self.send("invite", payload).await;
    }

    /// Calls a number; returns once the leg is answered.
    pub async fn call(&mut self, number: &str) -> Placed {
        let (mut peer, offer) = Peer::offering().await;
        let params = format!("To={}&CallKey=key-1", number.replace('+', "%2B"));
        self.invite("TJS1", &offer, &params).await;
        let ringing = self.expect("ringing").await;
        let answer = self.expect("answer").await;
        assert_eq!(ringing["callsid"], answer["callsid"]);
        let text = |name: &str| answer[name].as_str().expect("a text").to_owned();
        peer.accept(&text("sdp"));
        Placed {
            sid: text("callsid"),
            reconnect: text("reconnect"),
            peer,
            offer,
            answer: text("sdp"),
        }
    }

    /// Calls a number; returns once it has answered.
    pub async fn talk_to(&mut self, number: &str) -> Placed {
        let placed = self.call(number).await;
        for kind in ["party.initiated", "party.ringing", "party.answered"] {
            self.news(kind).await;
        }
        placed
    }

    /// Answers an invite; gives the audio peer once the carrier has confirmed.
    pub async fn answer(&mut self, invite: &Value) -> Peer {
        let peer = self.send_answer(invite).await;
        let answer = self.expect("answer").await;
        assert_eq!(answer["callsid"], invite["callsid"]);
        assert_eq!(answer["reconnect"], invite["reconnect"]);
        peer
    }

    pub async fn send_answer(&mut self, invite: &Value) -> Peer {
        let (peer, sdp) = Peer::answering(invite["sdp"].as_str().expect("an SDP")).await;
        self.send("answer", json!({"callsid": invite["callsid"], "sdp": sdp})).await;
        peer
    }
}
