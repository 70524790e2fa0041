//! Accepting connections and serving them, until told to stop.
//!
//! An accept loop of its own, because a fault can demand what a framework has no word for: that a
//! connection is closed without an answer ([`AbortConnection`]).

use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use local_org::AbortConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How long answers that are under way may take when the server stops.
const LAST_ANSWERS: Duration = Duration::from_secs(1);
/// How long a client may take for its TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Pause after a failed accept: usually the process is out of file descriptors for a moment.
const BREATH: Duration = Duration::from_millis(50);

/// The response must not be sent; the connection closes instead.
#[derive(Debug, thiserror::Error)]
#[error("a fault closes this connection")]
struct Aborted;

/// Listeners that are being served.
#[derive(Debug)]
pub struct Server {
    loops: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Server {
    /// A server without listeners yet.
    pub fn new() -> Self {
        Self { loops: JoinSet::new(), stop: watch::Sender::new(false) }
    }

    /// Serves a listener, with TLS if an acceptor is given.
    pub fn serve(&mut self, listener: TcpListener, router: Router, tls: Option<TlsAcceptor>) {
        self.loops.spawn(accept(listener, router, tls, self.stop.subscribe()));
    }

    /// Stops accepting, waits a moment for answers under way, and closes what is left.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.loops.join_next().await.is_some() {}
    }
}

async fn accept(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsAcceptor>,
    mut stop: watch::Receiver<bool>,
) {
    // Dropped, and so ended, with this loop.
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted.ok().map(|(stream, _)| stream),
            () = told(&mut stop) => break,
            // Ended connections must not pile up in the set.
            Some(_) = connections.join_next() => continue,
        };
        let Some(stream) = stream else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        connections.spawn(connection(stream, router.clone(), tls.clone(), stop.clone()));
    }
    drop(listener);
    let ended = async { while connections.join_next().await.is_some() {} };
    // Whatever is still open after that is closed with the set.
    let _ = tokio::time::timeout(LAST_ANSWERS, ended).await;
}

async fn connection(
    stream: TcpStream,
    router: Router,
    tls: Option<TlsAcceptor>,
    stop: watch::Receiver<bool>,
) {
    // Signalling frames are small and urgent. A failure means the client is gone already.
    let _ = stream.set_nodelay(true);
    match tls {
        None => serve(stream, router, stop).await,
        Some(tls) => {
            // A client that does not finish, or does not trust us, is its own problem.
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                serve(stream, router, stop).await;
            }
        }
    }
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    mut stop: watch::Receiver<bool>,
) {
    let service = service_fn(move |request: Request<Incoming>| answer(router.clone(), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // Errors are clients that went away, and connections that a fault closed.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = told(&mut stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

async fn answer(router: Router, request: Request<Incoming>) -> Result<Response, Aborted> {
    let response = match router.oneshot(request.map(Body::new)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.extensions().get::<AbortConnection>().is_some() {
        return Err(Aborted);
    }
    Ok(response)
}

/// Waits until the server is told to stop.
async fn told(stop: &mut watch::Receiver<bool>) {
    // An error means that the server itself is gone, which is as good a reason.
    let _ = stop.wait_for(|stopping| *stopping).await;
}
