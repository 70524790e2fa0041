//! The frames of signalling version 1.6, as `@twilio/voice-sdk` 2.18 writes and reads them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version both sides write into every frame.
const VERSION: &str = "1.6";

/// What a client says.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type", content = "payload", rename_all = "lowercase")]
pub(crate) enum ClientFrame {
    /// The first frame on every socket, and again with every new token.
    Listen {
        #[serde(default)]
        token: Option<String>,
    },
    /// "I can take calls" (`audio`), or no longer.
    Register {
        media: MediaCapabilities,
    },
    /// A new outgoing call, or (`reconnect`) an old leg on a new socket.
    Invite(Invite),
    /// Takes an offered call.
    Answer {
        callsid: String,
        sdp: String,
    },
    /// New ICE credentials for a running leg.
    Reinvite {
        callsid: String,
        sdp: String,
    },
    Hangup {
        callsid: String,
    },
    Reject {
        callsid: String,
    },
    /// Digits, where the browser cannot send telephone events.
    Dtmf {
        callsid: String,
        dtmf: String,
    },
    /// A call message to the carrier's side.
    Message(ClientMessage),
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct MediaCapabilities {
    #[serde(default)]
    pub audio: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Invite {
    pub callsid: String,
    #[serde(default)]
    pub sdp: String,
    #[serde(default)]
    pub reconnect: Option<String>,
    #[serde(default)]
    pub twilio: InviteExtras,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct InviteExtras {
    /// The application's own parameters, as a query string.
    #[serde(default)]
    pub params: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ClientMessage {
    pub callsid: String,
    pub content: Value,
    pub messagetype: String,
    pub voiceeventsid: String,
}

/// What the carrier says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", content = "payload", rename_all = "lowercase")]
pub(crate) enum ServerFrame {
    /// The token is good.
    Connected {
        region: &'static str,
        edge: &'static str,
        home: &'static str,
        token: TokenInfo,
    },
    /// Registered.
    Ready {},
    /// No longer registered.
    Offline {},
    Ringing {
        callsid: String,
    },
    Answer {
        callsid: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        sdp: Option<String>,
        reconnect: String,
    },
    Invite {
        callsid: String,
        sdp: String,
        reconnect: String,
        parameters: CallParameters,
    },
    Cancel {
        callsid: String,
    },
    Hangup {
        callsid: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<Failure>,
    },
    Ack {
        acktype: &'static str,
        callsid: String,
        voiceeventsid: String,
    },
    Message(CallMessage),
    Error {
        error: Failure,
        #[serde(skip_serializing_if = "Option::is_none")]
        callsid: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        voiceeventsid: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct TokenInfo {
    pub identity: String,
    /// Seconds until it expires.
    pub ttl: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CallParameters {
    pub call_sid: String,
    pub from: String,
    pub to: String,
    pub account_sid: String,
    pub api_version: &'static str,
    /// The call's custom parameters, as a query string.
    pub params: String,
}

/// A Twilio error: its code and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Failure {
    pub code: u32,
    pub message: String,
}

impl Failure {
    pub(crate) fn new(code: u32, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct CallMessage {
    pub callsid: String,
    pub content: Value,
    pub contenttype: &'static str,
    pub messagetype: &'static str,
    pub voiceeventsid: String,
}

/// The one type of call message there is.
pub(crate) const USER_DEFINED_MESSAGE: &str = "user-defined-message";

impl ClientFrame {
    /// Reads a frame.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        serde_json::from_str(text)
            .map_err(|error| Failure::new(31_100, format!("The frame cannot be read: {error}.")))
    }
}

impl ServerFrame {
    /// The text of the frame.
    pub(crate) fn to_text(&self) -> String {
        #[derive(Serialize)]
        struct Versioned<'a> {
            version: &'static str,
            #[serde(flatten)]
            frame: &'a ServerFrame,
        }
        serde_json::to_string(&Versioned { version: VERSION, frame: self })
            .expect("frames hold only text, numbers and JSON, with text keys")
    }

    /// An error that concerns the whole connection.
    pub(crate) fn error(failure: Failure) -> Self {
        Self::Error { error: failure, callsid: None, voiceeventsid: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_have_type_version_and_payload() {
        let frame = ServerFrame::Hangup { callsid: "CA1".into(), error: None };
        let value: Value = serde_json::from_str(&frame.to_text()).unwrap();
        let expected =
            serde_json::json!({"type": "hangup", "version": "1.6", "payload": {"callsid": "CA1"}});
        assert_eq!(value, expected);
        let ready: Value = serde_json::from_str(&ServerFrame::Ready {}.to_text()).unwrap();
        assert_eq!(ready["payload"], serde_json::json!({}));
    }

    #[test]
    fn an_sdk_invite_is_read() {
        let text = r#"{"type":"invite","version":"1.6","payload":
            {"callsid":"TJS1","sdp":"v=0","twilio":{"params":"To=%2B1"}}}"#;
        let ClientFrame::Invite(invite) = ClientFrame::parse(text).unwrap() else {
            panic!("not an invite");
        };
        assert_eq!((invite.callsid.as_str(), invite.twilio.params.as_str()), ("TJS1", "To=%2B1"));
    }

    #[test]
    fn what_is_no_frame_gets_the_malformed_code() {
        for text in [
            "nonsense",
            "{}",
            r#"{"type":"sing","payload":{}}"#,
            r#"{"type":"answer","payload":{}}"#,
        ] {
            assert_eq!(ClientFrame::parse(text).unwrap_err().code, 31_100, "{text}");
        }
    }
}
