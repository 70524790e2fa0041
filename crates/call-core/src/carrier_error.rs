//! The 39 errors of the Twilio Voice SDK 2.18, by code, and what each means for a call.
//!
//! The SDK has no "recoverable" flag; [`CarrierError::meaning`] is our classification, from the
//! SDK's source and from what was seen on the wire.

use serde::{Deserialize, Serialize};

/// What an error asks of the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The SDK recovers by itself; the agent sees that it tries.
    Transient,
    /// The access token is no good: get another.
    Token,
    /// The microphone cannot be had: the agent must act.
    Microphone,
    /// The far end did not take the call.
    FarEnd,
    /// The leg is over.
    Final,
    /// Our request was wrong; repeating it changes nothing.
    Request,
}

macro_rules! carrier_errors {
    ($($(#[$doc:meta])* $code:literal $name:ident $meaning:ident;)*) => {
        /// An error of the Twilio Voice SDK. On the wire it is its code, a number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(from = "u32", into = "u32")]
        pub enum CarrierError {
            $($(#[$doc])* $name,)*
            /// A code this version of the SDK is not known to have.
            Unknown(u32),
        }

        impl CarrierError {
            /// Every error that is known, in the order of the SDK's own table.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Twilio's code.
            pub const fn code(self) -> u32 {
                match self {
                    $(Self::$name => $code,)*
                    Self::Unknown(code) => code,
                }
            }

            /// What it asks of the phone.
            pub const fn meaning(self) -> Meaning {
                match self {
                    $(Self::$name => Meaning::$meaning,)*
                    // Ending a call for a code nobody knows would lose calls that live on.
                    Self::Unknown(_) => Meaning::Transient,
                }
            }
        }

        impl From<u32> for CarrierError {
            fn from(code: u32) -> Self {
                match code {
                    $($code => Self::$name,)*
                    other => Self::Unknown(other),
                }
            }
        }
    };
}

carrier_errors! {
    /// Invalid access token.
    20101 AccessTokenInvalid Token;
    /// Access token expired.
    20104 AccessTokenExpired Token;
    /// Authentication failed.
    20151 AuthenticationFailed Token;
    /// The token's signature is not ours.
    31202 AccessTokenSignatureValidationFailed Token;
    /// Bad request (HTTP or SIP 400).
    31400 BadRequest Request;
    /// Not found (SIP 404).
    31404 NotFound FarEnd;
    /// Temporarily unavailable (SIP 480).
    31480 TemporarilyUnavailable FarEnd;
    /// Busy here (SIP 486).
    31486 BusyHere FarEnd;
    /// Decline (SIP 603).
    31603 Decline FarEnd;
    /// Unknown; also every raw socket error, paired with 31005 at each failed reconnect.
    31000 UnknownError Transient;
    /// The `TwiML` application of the token does not exist.
    31001 ApplicationNotFoundError Request;
    /// The gateway declined the connection.
    31002 ConnectionDeclinedError Final;
    /// The gateway did not answer in time.
    31003 ConnectionTimeoutError Final;
    /// On the device: the socket closed, and is reopened. On a call with `disconnect`: final.
    31005 ConnectionError Transient;
    /// Preflight was stopped.
    31008 CallCancelledError Final;
    /// A message was sent while the socket was down.
    31009 TransportError Transient;
    /// The request had malformed syntax.
    31100 MalformedRequestError Request;
    /// The parameter array is missing.
    31101 MissingParameterArrayError Request;
    /// The token is missing in the request.
    31102 AuthorizationTokenMissingError Token;
    /// A parameter is too long.
    31103 MaxParameterLengthExceededError Request;
    /// The bridge token is invalid.
    31104 InvalidBridgeTokenError Request;
    /// The client name is invalid.
    31105 InvalidClientNameError Request;
    /// The reconnect parameter is invalid.
    31107 ReconnectParameterInvalidError Final;
    /// Not authorised.
    31201 AuthorizationError Token;
    /// No valid account.
    31203 NoValidAccountError Token;
    /// The token is not a valid JWT.
    31204 InvalidJwtTokenError Token;
    /// The token is expired. The SDK stops its re-registration timer on this one.
    31205 JwtTokenExpiredError Token;
    /// Too many requests.
    31206 RateExceededError Transient;
    /// The token's lifetime is over 24 h.
    31207 JwtTokenExpirationTooLongError Token;
    /// The reconnect attempt is not authorised: the leg is lost.
    31209 ReconnectAttemptError Final;
    /// A call message of an unknown type.
    31210 CallMessageEventTypeInvalidError Transient;
    /// A call message that is too large.
    31212 PayloadSizeExceededError Transient;
    /// The microphone was denied.
    31401 PermissionDeniedError Microphone;
    /// The microphone could not be opened.
    31402 AcquisitionFailedError Microphone;
    /// Signalling error.
    53000 SignalingConnectionError Transient;
    /// Signalling lost; the argument of `reconnecting`.
    53001 SignalingConnectionDisconnected Transient;
    /// The local media description could not be made.
    53400 ClientLocalDescFailed Final;
    /// The remote media description could not be applied.
    53402 ClientRemoteDescFailed Final;
    /// Media lost: transient as argument of `reconnecting`, where the SDK restarts ICE.
    53405 MediaConnectionError Transient;
}

impl From<CarrierError> for u32 {
    fn from(error: CarrierError) -> Self {
        error.code()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_back_as_itself() {
        for error in CarrierError::ALL {
            assert_eq!(CarrierError::from(error.code()), *error);
        }
        assert_eq!(CarrierError::ALL.len(), 39);
    }

    #[test]
    fn an_unknown_code_is_kept_and_ends_nothing() {
        let error = CarrierError::from(99_999);
        assert_eq!((error.code(), error.meaning()), (99_999, Meaning::Transient));
    }
}
