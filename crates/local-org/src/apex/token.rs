//! `AccessTokenController`: the JSON Web Token with which a page registers with the carrier.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{ApexError, phone_lease};
use crate::{Session, time};
use local_data::ids::RecordId;

#[derive(Serialize)]
struct Claims<'a> {
    jti: String,
    iss: &'a str,
    sub: &'a str,
    iat: i64,
    exp: i64,
    grants: Grants<'a>,
}

#[derive(Serialize)]
struct Grants<'a> {
    identity: &'a str,
    voice: VoiceGrant<'a>,
}

#[derive(Serialize)]
struct VoiceGrant<'a> {
    incoming: Incoming,
    outgoing: Outgoing<'a>,
}

#[derive(Serialize)]
struct Incoming {
    allow: bool,
}

#[derive(Serialize)]
struct Outgoing<'a> {
    application_sid: &'a str,
}

/// The name of the user's phone at the carrier. A user id is made of letters and digits only, which
/// is all that Twilio's Voice SDK takes besides the underscore.
pub fn identity(user: &RecordId) -> &str {
    user.as_str()
}

/// `getAccessToken(term)` → `{token, identity, companyNumber}`, or `{takenBy}` with the term of the
/// browser that has the phone, where it is not the one that asks.
pub fn get_access_token(
    session: &Session<'_>,
    parameters: &Map<String, Value>,
) -> Result<Value, ApexError> {
    if let Some(term) = phone_lease::overtaken_by(session, parameters)? {
        return Ok(json!({ "takenBy": term }));
    }
    let twilio = &session.org.twilio;
    let issued = time::now_seconds();
    let life = i64::try_from(session.org.token_ttl.as_secs()).unwrap_or(i64::MAX);
    let identity = identity(&session.org.user);
    let claims = Claims {
        jti: format!("{}-{issued}", twilio.api_key_sid),
        iss: &twilio.api_key_sid,
        sub: &twilio.account_sid,
        iat: issued,
        exp: issued.saturating_add(life),
        grants: Grants {
            identity,
            voice: VoiceGrant {
                incoming: Incoming { allow: true },
                outgoing: Outgoing { application_sid: &twilio.application_sid },
            },
        },
    };
    let header = Header { cty: Some("twilio-fpa;v=1".to_owned()), ..Header::new(Algorithm::HS256) };
    let key = EncodingKey::from_secret(twilio.api_key_secret.as_bytes());
    let token = encode(&header, &claims, &key).map_err(|error| {
        ApexError::handled(format!("The access token cannot be signed: {error}."))
    })?;
    Ok(json!({
        "token": token,
        "identity": identity,
        "companyNumber": session.org.company_number,
    }))
}
