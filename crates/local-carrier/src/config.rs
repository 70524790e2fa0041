//! How a carrier is set up.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// Which of the machine's addresses audio may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ice {
    /// 127.0.0.1 and nothing else. Chromium gathers no loopback candidate of its own unless it is
    /// started with `--allow-loopback-in-peer-connection`.
    Loopback,
    /// 127.0.0.1 and the machine's own interface addresses: what an ordinary browser needs.
    #[default]
    Interfaces,
}

/// The text names no [`Ice`] setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("ICE candidates are \"loopback\" or \"interfaces\", not \"{0}\".")]
pub struct UnknownIce(String);

impl FromStr for Ice {
    type Err = UnknownIce;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "loopback" => Ok(Self::Loopback),
            "interfaces" => Ok(Self::Interfaces),
            other => Err(UnknownIce(other.to_owned())),
        }
    }
}

/// The account that access tokens are made for.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// `AC…`, the token's `sub`.
    pub account_sid: String,
    /// `SK…`, the token's `iss`.
    pub api_key_sid: String,
    /// The key that signs tokens (HS256). Never printed.
    pub api_key_secret: String,
    /// `AP…`, the application an outgoing grant must name.
    pub application_sid: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("account_sid", &self.account_sid)
            .field("api_key_sid", &self.api_key_sid)
            .field("api_key_secret", &"(secret)")
            .field("application_sid", &self.application_sid)
            .finish()
    }
}

/// Everything a carrier is told at its start. Make one with [`Config::new`] and change fields.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// Whose tokens are accepted.
    pub credentials: Credentials,
    /// The client identity that inbound calls are offered to.
    pub agent_identity: String,
    /// The company's number (E.164), which inbound calls reach when they name no other.
    pub company_number: String,
    /// Which addresses audio may use. Default: [`Ice::Interfaces`].
    pub ice: Ice,
    /// How long an inbound call rings. Default: 30 s.
    pub ring_timeout: Duration,
    /// How long a leg outlives its socket. Default: 30 s.
    pub leg_grace: Duration,
    /// How long a leg may take to bring its audio up. Default: 15 s.
    pub media_timeout: Duration,
    /// Time between heartbeats. The SDK gives a socket up after 15 s without one. Default: 10 s.
    pub heartbeat: Duration,
    /// A socket that was silent for this long is dropped. Default: 60 s.
    pub client_timeout: Duration,
}

impl Config {
    /// A configuration with the defaults named at each field.
    pub fn new(credentials: Credentials, agent_identity: impl Into<String>) -> Self {
        Self {
            credentials,
            agent_identity: agent_identity.into(),
            company_number: "+15005550000".to_owned(),
            ice: Ice::default(),
            ring_timeout: Duration::from_secs(30),
            leg_grace: Duration::from_secs(30),
            media_timeout: Duration::from_secs(15),
            heartbeat: Duration::from_secs(10),
            client_timeout: Duration::from_secs(60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_never_printed() {
        let credentials = Credentials {
            account_sid: "AC1".into(),
            api_key_sid: "SK1".into(),
            api_key_secret: "hush".into(),
            application_sid: "AP1".into(),
        };
        let printed = format!("{:?}", Config::new(credentials, "agent"));
        assert!(!printed.contains("hush"), "{printed}");
    }

    #[test]
    fn an_unknown_ice_setting_names_the_known_ones() {
        let error = "lan".parse::<Ice>().unwrap_err();
        assert!(error.to_string().contains("\"loopback\" or \"interfaces\""));
        assert_eq!("loopback".parse(), Ok(Ice::Loopback));
    }
}
