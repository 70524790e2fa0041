//! Access tokens: is this client who it says it is, and what may it do?
//!
//! Checks what Twilio checks: signature, issuer, account, times, grants. The codes are those the
//! SDK knows. Tokens of other algorithms than HS256, which Twilio also allows, are refused.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

use crate::config::Credentials;

/// The content type every Twilio access token names in its header.
const CONTENT_TYPE: &str = "twilio-fpa;v=1";
/// The longest life of a token, in seconds.
const LONGEST_LIFE: u64 = 24 * 60 * 60;

/// Why a token was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum TokenError {
    #[error("The access token is missing. Call updateToken with a new one.")]
    Missing,
    #[error(
        "The access token's signature does not fit its API key. Sign it with the secret of the API key it names."
    )]
    Signature,
    #[error("The access token is for another account.")]
    Account,
    #[error("The access token is invalid: {0}.")]
    Invalid(String),
    #[error("The access token has expired. Fetch a new one and call updateToken.")]
    Expired,
    #[error("The access token lives longer than 24 hours, which is the most allowed.")]
    TooLong,
}

impl TokenError {
    /// The signalling error code the SDK knows it by.
    pub(crate) fn code(&self) -> u32 {
        match self {
            Self::Missing => 31_201,
            Self::Signature => 31_202,
            Self::Account => 31_203,
            Self::Invalid(_) => 31_204,
            Self::Expired => 31_205,
            Self::TooLong => 31_207,
        }
    }
}

/// What a good token allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access {
    /// Who the client is.
    pub identity: String,
    /// Whether it may be called.
    pub incoming: bool,
    /// The application it may call through.
    pub outgoing_application: Option<String>,
    /// Seconds since 1970 at which all this ends.
    expires: u64,
}

impl Access {
    /// Seconds until the token expires; 0 when it has.
    pub(crate) fn seconds_left(&self) -> u64 {
        self.expires.saturating_sub(now())
    }

    /// An error once the token has expired.
    pub(crate) fn check_time(&self) -> Result<(), TokenError> {
        if self.seconds_left() == 0 { Err(TokenError::Expired) } else { Ok(()) }
    }
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    exp: u64,
    iat: Option<u64>,
    nbf: Option<u64>,
    grants: Grants,
}

#[derive(Deserialize)]
struct Grants {
    identity: Option<String>,
    #[serde(default)]
    voice: Voice,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Voice {
    incoming: Incoming,
    outgoing: Outgoing,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Incoming {
    allow: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Outgoing {
    application_sid: Option<String>,
}

/// Checks a token.
pub(crate) fn verify(token: &str, credentials: &Credentials) -> Result<Access, TokenError> {
    if token.is_empty() {
        return Err(TokenError::Missing);
    }
    let invalid = |why: &str| TokenError::Invalid(why.to_owned());
    let header = decode_header(token).map_err(|_| invalid("it is not a JSON Web Token"))?;
    if header.alg != Algorithm::HS256 {
        return Err(invalid("it is not signed with HS256"));
    }
    if header.cty.as_deref() != Some(CONTENT_TYPE) {
        return Err(invalid("its header lacks the content type twilio-fpa;v=1"));
    }
    let mut validation = Validation::new(Algorithm::HS256);
    // Times and issuer are checked below, where each failure has a code of its own.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_secret(credentials.api_key_secret.as_bytes());
    let claims = decode::<Claims>(token, &key, &validation).map_err(|error| {
        use jsonwebtoken::errors::ErrorKind;
        match error.kind() {
            ErrorKind::InvalidSignature => TokenError::Signature,
            ErrorKind::Json(_) => invalid("it lacks iss, sub, exp or grants"),
            _ => invalid("it cannot be read"),
        }
    })?;
    let claims = claims.claims;
    if claims.iss != credentials.api_key_sid {
        return Err(TokenError::Signature);
    }
    if claims.sub != credentials.account_sid {
        return Err(TokenError::Account);
    }
    let now = now();
    if claims.exp <= now {
        return Err(TokenError::Expired);
    }
    if claims.nbf.is_some_and(|nbf| nbf > now) {
        return Err(invalid("it is not valid yet"));
    }
    let begins = claims.iat.or(claims.nbf).unwrap_or(now);
    if claims.exp.saturating_sub(begins) > LONGEST_LIFE {
        return Err(TokenError::TooLong);
    }
    let identity = claims.grants.identity.filter(|identity| !identity.is_empty());
    Ok(Access {
        identity: identity.ok_or_else(|| invalid("it names no identity"))?,
        incoming: claims.grants.voice.incoming.allow,
        outgoing_application: claims.grants.voice.outgoing.application_sid,
        expires: claims.exp,
    })
}

/// Seconds since 1970.
fn now() -> u64 {
    // A clock before 1970 makes every token look fresh, which a clock that wrong deserves.
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
