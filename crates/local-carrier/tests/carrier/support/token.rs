//! Access tokens, good unless told otherwise.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::credentials;

pub struct Token {
    pub claims: Value,
    pub header: Header,
    pub secret: String,
}

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs()
}

impl Token {
    pub fn good(identity: &str) -> Self {
        let credentials = credentials();
        let mut header = Header::new(Algorithm::HS256);
        header.cty = Some("twilio-fpa;v=1".into());
        let claims = json!({
            "jti": format!("{}-1", credentials.api_key_sid),
            "iss": credentials.api_key_sid,
            "sub": credentials.account_sid,
            "iat": now(),
            "exp": now() + 3_600,
            "grants": {
                "identity": identity,
                "voice": {
                    "incoming": {"allow": true},
                    "outgoing": {"application_sid": credentials.application_sid},
                },
            },
        });
        Self { claims, header, secret: credentials.api_key_secret }
    }

    /// Sets a claim, named by a JSON pointer.
    pub fn with(mut self, pointer: &str, value: impl Into<Value>) -> Self {
        *self.claims.pointer_mut(pointer).expect("a claim that exists") = value.into();
        self
    }

    /// Seconds from now at which it expires.
    pub fn expires_in(self, seconds: i64) -> Self {
        let exp = now().saturating_add_signed(seconds);
        self.with("/exp", exp)
    }

    pub fn sign(&self) -> String {
        let key = EncodingKey::from_secret(self.secret.as_bytes());
        encode(&self.header, &self.claims, &key).expect("claims that can be signed")
    }
}
