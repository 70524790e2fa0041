//! Call messages from the carrier: how the other parties fare, and the recording.
//!
//! The content is JSON, `{ "type": "party.ringing", "callKey": "…", "party": "customer",
//! "seq": 3, "earlyMedia": true }` or `{ "type": "recording.started", "callKey": "…", "seq": 4 }`;
//! the SDK hands it over as an object or, depending on who sent it, as text. A message may be about
//! another call of the agent than the one whose leg brings it.

use call_core::{
    Input,
    call::RecordingNews,
    ids::{CallKey, PartyId},
    input::{PartyEnd, PartyNews, PartyProgress, RecordingEvent},
};
use serde::Deserialize;
use wasm_bindgen::JsValue;

use crate::read;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    #[serde(rename = "type")]
    kind: String,
    call_key: Option<String>,
    #[serde(default)]
    party: Option<String>,
    #[serde(default)]
    seq: u32,
    #[serde(default)]
    early_media: bool,
    #[serde(default)]
    sip_code: Option<u16>,
}

/// The news in a call message for the call `own`, where a message names none. Messages of other
/// kinds are somebody else's.
pub(crate) fn read(content: &JsValue, own: &CallKey) -> Option<Input> {
    let parsed = match content.as_string() {
        Some(text) => js_sys::JSON::parse(&text).ok()?,
        None => content.clone(),
    };
    let message: Message = read::read(parsed).ok()?;
    let call = message.call_key.map_or_else(|| own.clone(), CallKey);
    let seq = message.seq;
    if let Some(news) = recording(&message.kind) {
        return Some(Input::Recording(RecordingEvent { call, seq, news }));
    }
    let ended = |end| PartyProgress::Ended { end, sip_code: message.sip_code };
    let progress = match message.kind.as_str() {
        "party.initiated" => PartyProgress::Initiated,
        "party.ringing" => PartyProgress::Ringing { early_media: message.early_media },
        "party.answered" => PartyProgress::Answered,
        "party.held" => PartyProgress::Held,
        "party.resumed" => PartyProgress::Resumed,
        "party.busy" => ended(PartyEnd::Busy),
        "party.no-answer" => ended(PartyEnd::NoAnswer),
        "party.rejected" => ended(PartyEnd::Rejected),
        "party.failed" => ended(PartyEnd::Failed),
        "party.left" => ended(PartyEnd::Left),
        _ => return None,
    };
    let party = message.party.map_or_else(PartyId::customer, PartyId);
    Some(Input::Party(PartyNews { call, party, seq, progress }))
}

fn recording(kind: &str) -> Option<RecordingNews> {
    Some(match kind {
        "recording.started" => RecordingNews::Started,
        "recording.paused" => RecordingNews::Paused,
        "recording.resumed" => RecordingNews::Resumed,
        "recording.stopped" => RecordingNews::Stopped,
        "recording.failed" => RecordingNews::Failed,
        _ => return None,
    })
}
