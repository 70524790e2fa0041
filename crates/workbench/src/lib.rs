//! local-org, local-carrier and a Lightning-like page in one process.
//!
//! [`Workbench::start`] opens the org and the carrier over a state folder, and serves both and the
//! built page on the loopback addresses only; where a TLS port is given, the carrier also answers
//! there under Twilio's names, for browsers whose resolver is told so. It builds nothing: the page
//! is made by its own build, and until then `/` says so.

mod credentials;
mod fault_routes;
mod page;
mod server;
mod settings;
mod tls;

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use axum::routing::get;
use axum::{Json, Router};
use local_carrier::Carrier;
use local_org::{Database, Org, Twilio};
use serde_json::json;
use tokio::net::TcpListener;

pub use settings::{Settings, SettingsError};

use server::Server;

/// The company's number at the local carrier, in E.164.
pub const COMPANY_NUMBER: &str = "+15005550000";

/// Why the workbench cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Someone else listens there.
    #[error(
        "Port {port} is taken. Another workbench may be running: stop it, or choose another port \
         with {variable}=<port> (0 picks a free one)."
    )]
    PortTaken {
        /// The port.
        port: u16,
        /// The setting that chooses it.
        variable: &'static str,
    },
    /// The port cannot be listened on.
    #[error("Cannot listen on {address}: {source}. Choose another port with {variable}=<port>.")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
        /// The setting that chooses it.
        variable: &'static str,
    },
    /// The state folder is not usable.
    #[error("{0}")]
    Credentials(#[from] credentials::CredentialsError),
    /// The org does not open.
    #[error("The local org cannot start: {0}")]
    Org(#[from] local_org::OrgError),
    /// The carrier does not start.
    #[error("The local carrier cannot start: {0}")]
    Carrier(#[from] local_carrier::CarrierError),
    /// No certificate for the TLS port.
    #[error("Cannot make a certificate for the TLS port: {0}")]
    Tls(#[from] tls::TlsError),
}

/// A running workbench.
#[derive(Debug)]
pub struct Workbench {
    server: Server,
    port: u16,
    tls_port: Option<u16>,
    warnings: Vec<String>,
}

impl Workbench {
    /// Opens org and carrier and begins to serve.
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        // Ports first: a second workbench must not touch the files of the first.
        let listeners = listen(settings.port, "OFFHOOK_PORT").await?;
        let tls_listeners = match settings.tls_port {
            Some(port) => listen(port, "OFFHOOK_TLS_PORT").await?,
            None => Vec::new(),
        };
        let port = port_of(&listeners).unwrap_or(settings.port);
        let tls_port = port_of(&tls_listeners);

        let credentials = credentials::ensure(&settings.state)?;
        let org = Org::open(local_org::Config {
            database: Database::File(settings.state.join("org.sqlite")),
            force_app: settings.root.join("force-app"),
            twilio: Twilio {
                account_sid: credentials.account_sid.clone(),
                api_key_sid: credentials.api_key_sid.clone(),
                api_key_secret: credentials.api_key_secret.clone(),
                application_sid: credentials.application_sid.clone(),
            },
            token_ttl: settings.token_ttl,
            company_number: COMPANY_NUMBER.to_owned(),
        })?;
        let mut carrier_config = local_carrier::Config::new(
            local_carrier::Credentials {
                account_sid: credentials.account_sid,
                api_key_sid: credentials.api_key_sid,
                api_key_secret: credentials.api_key_secret,
                application_sid: credentials.application_sid,
            },
            org.identity(),
        );
        COMPANY_NUMBER.clone_into(&mut carrier_config.company_number);
        carrier_config.ice = settings.ice;
        let carrier = Carrier::start(carrier_config).await?;

        let mut warnings = carrier.warnings().to_vec();
        if !page::is_built(&settings.page) {
            warnings.push(page::not_built(&settings.page));
        }
        let router = router(&settings.page, &org, &carrier);
        let acceptor = tls_port.map(|_| tls::acceptor()).transpose()?;
        // From here on nothing fails: whoever gets an answer finds everything ready.
        let mut server = Server::new();
        for listener in tls_listeners {
            server.serve(listener, carrier.router(), acceptor.clone());
        }
        for listener in listeners {
            server.serve(listener, router.clone(), None);
        }
        Ok(Self { server, port, tls_port, warnings })
    }

    /// Port of the page and of everything that scripts use.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Port on which the carrier answers as `*.twilio.com`.
    pub fn tls_port(&self) -> Option<u16> {
        self.tls_port
    }

    /// Sentences about what will not work, and what to do about it.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Stops accepting, lets answers that are under way finish (for a second), and ends.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

fn router(page: &Path, org: &Org, carrier: &Carrier) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .merge(org.router())
        .merge(carrier.router())
        .merge(fault_routes::routes(org.clone(), carrier.clone()))
        .merge(page::routes(page))
}

async fn healthz() -> Json<serde_json::Value> {
    Json(json!({ "status": "ready", "version": env!("CARGO_PKG_VERSION") }))
}

/// Listens on 127.0.0.1, and on `::1` where the machine has it: `localhost` may mean either.
async fn listen(port: u16, variable: &'static str) -> Result<Vec<TcpListener>, StartError> {
    let refuse = |address, source: io::Error| {
        if source.kind() == io::ErrorKind::AddrInUse {
            StartError::PortTaken { port, variable }
        } else {
            StartError::Listen { address, source, variable }
        }
    };
    let v4 = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let first = TcpListener::bind(v4).await.map_err(|source| refuse(v4, source))?;
    let chosen = first.local_addr().map_err(|source| refuse(v4, source))?.port();
    let v6 = SocketAddr::from((Ipv6Addr::LOCALHOST, chosen));
    match TcpListener::bind(v6).await {
        Ok(second) => Ok(vec![first, second]),
        // With a port of its own, another program on ::1 would answer for `localhost`.
        Err(source) if port != 0 && source.kind() == io::ErrorKind::AddrInUse => {
            Err(refuse(v6, source))
        }
        Err(_) => Ok(vec![first]),
    }
}

fn port_of(listeners: &[TcpListener]) -> Option<u16> {
    listeners.first()?.local_addr().ok().map(|address| address.port())
}
