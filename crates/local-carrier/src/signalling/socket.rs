//! One WebSocket: text in, text out, the heartbeat, and the faults of the line.
//!
//! Reading and writing have a task each, so that a held frame holds nothing but what follows it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};

use super::frames::ServerFrame;
use super::session::Session;
use crate::calls::Exchange;
use crate::faults::Faults;

/// The heartbeat, both ways, is this text.
const HEARTBEAT: &str = "\n";

/// A text and when it was given or heard.
type Timed = (Instant, String);

/// The sending end of a socket. Frames for a closed socket vanish, as they do on a real wire.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    socket: u64,
    texts: mpsc::UnboundedSender<Timed>,
}

impl Wire {
    /// The number of the socket.
    pub(crate) fn socket(&self) -> u64 {
        self.socket
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.texts.is_closed()
    }

    pub(crate) fn send(&self, frame: &ServerFrame) {
        self.send_text(frame.to_text());
    }

    fn send_text(&self, text: String) {
        let _ = self.texts.send((Instant::now(), text));
    }
}

/// Takes a client's WebSocket, unless the line is down.
pub(crate) async fn upgrade(
    State(exchange): State<Arc<Exchange>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if exchange.faults.signalling_is_offline() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.on_upgrade(move |socket| serve(exchange, socket))
}

/// Serves a socket until either side ends it. Returning drops the connection without a close
/// frame, as a broken line does.
async fn serve(exchange: Arc<Exchange>, socket: WebSocket) {
    let number = exchange.next_socket();
    let (sink, stream) = socket.split();
    let (texts, outgoing) = mpsc::unbounded_channel();
    let (arrivals, mut arriving) = mpsc::unbounded_channel();
    let mut line = JoinSet::new();
    line.spawn(write(sink, outgoing, Arc::clone(&exchange.faults)));
    line.spawn(read(stream, arrivals));
    let wire = Wire { socket: number, texts };
    let mut session = Session::new(Arc::clone(&exchange), wire.clone());
    tokio::select! {
        () = converse(&exchange, &mut session, &wire, &mut arriving) => {}
        () = offline(&exchange.faults) => {}
    }
    // Both halves must be gone before legs hear of it: a frame sent meanwhile would be lost.
    line.shutdown().await;
    exchange.socket_closed(number);
}

async fn converse(
    exchange: &Exchange,
    session: &mut Session,
    wire: &Wire,
    arriving: &mut mpsc::UnboundedReceiver<Timed>,
) {
    let mut heartbeat = tokio::time::interval(exchange.config.heartbeat);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    heartbeat.reset();
    let mut last_heard = Instant::now();
    loop {
        tokio::select! {
            arrival = arriving.recv() => {
                let Some((heard, text)) = arrival else { return };
                last_heard = heard;
                tokio::time::sleep_until(heard + exchange.faults.signalling_delay()).await;
                if text != HEARTBEAT {
                    session.take(&text).await;
                }
            }
            _ = heartbeat.tick() => {
                if last_heard.elapsed() > exchange.config.client_timeout {
                    return;
                }
                wire.send_text(HEARTBEAT.to_owned());
            }
        }
    }
}

/// Ends when a fault takes the line down.
async fn offline(faults: &Faults) {
    let mut state = faults.watch_signalling();
    if state.wait_for(|offline| *offline).await.is_err() {
        // The faults live as long as the exchange; without them there is nothing to wait for.
        std::future::pending::<()>().await;
    }
}

async fn read(mut stream: SplitStream<WebSocket>, arrivals: mpsc::UnboundedSender<Timed>) {
    while let Some(Ok(message)) = stream.next().await {
        let text = match message {
            Message::Text(text) => text.to_string(),
            // The SDK sends text only; the WebSocket library answers pings itself.
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => continue,
            Message::Close(_) => return,
        };
        if arrivals.send((Instant::now(), text)).is_err() {
            return;
        }
    }
}

async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut outgoing: mpsc::UnboundedReceiver<Timed>,
    faults: Arc<Faults>,
) {
    while let Some((given, text)) = outgoing.recv().await {
        let delay = faults.signalling_delay();
        if delay > Duration::ZERO {
            tokio::time::sleep_until(given + delay).await;
        }
        if sink.send(Message::text(text)).await.is_err() {
            return;
        }
    }
}
