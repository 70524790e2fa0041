//! A self-signed certificate under Twilio's names.
//!
//! For browsers in tests, whose resolver is told that `*.twilio.com` is this machine and who are
//! told to accept the certificate. It is made anew at every start and never written down.

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// Twilio's edge locations, any of which the Voice SDK can be told to use. A wildcard covers one
/// label only, and its hosts (`voice-js.<edge>.twilio.com`) have two.
const EDGES: [&str; 9] = [
    "ashburn",
    "dublin",
    "frankfurt",
    "roaming",
    "sao-paulo",
    "singapore",
    "sydney",
    "tokyo",
    "umatilla",
];

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The certificate cannot be made.
    #[error("{0}")]
    Certificate(#[from] rcgen::Error),
    /// The TLS library refuses it.
    #[error("{0}")]
    Setup(#[from] tokio_rustls::rustls::Error),
}

/// Takes TLS connections with a new certificate.
pub fn acceptor() -> Result<TlsAcceptor, TlsError> {
    let mut names = vec!["localhost".to_owned(), "*.twilio.com".to_owned()];
    names.extend(EDGES.map(|edge| format!("*.{edge}.twilio.com")));
    let made = rcgen::generate_simple_self_signed(names)?;
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)?;
    // A browser's WebSocket needs HTTP/1.1.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
