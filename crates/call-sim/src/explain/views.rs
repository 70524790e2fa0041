//! What changed on the screen: of each call its status, who is in it, and what is told of its
//! microphone, recording and record. Not every property: a view has many, and most follow from
//! these.

use call_core::ids::{CallKey, PartyId};
use serde_json::Value;

use super::{Names, sentence as ended, words};

pub(super) fn changes(before: &Value, after: &Value, names: &mut Names) -> Vec<String> {
    let mut told = Vec::new();
    if !before.is_null() && before["phone"]["online"] != after["phone"]["online"] {
        let online = after["phone"]["online"] == true;
        told.push(format!("the phone is {}", if online { "online" } else { "offline" }));
    }
    if after["phone"]["problem"] != before["phone"]["problem"]
        && let Some(problem) = after["phone"]["problem"]["type"].as_str()
    {
        told.push(format!("the phone says: {}", words(problem)));
    }
    for call in list(&after["calls"]) {
        told.extend(call_changes(named(&before["calls"], "call", &call["call"]), call, names));
    }
    for call in list(&before["calls"]) {
        if named(&after["calls"], "call", &call["call"]).is_null() {
            told.push(format!("{} is off the desk", label(&call["call"], names)));
        }
    }
    for call in list(&after["unsaved"]) {
        let was = named(&before["unsaved"], "call", &call["call"]);
        if was["record"]["state"] != call["record"]["state"] {
            let state = words(text(&call["record"]["state"]));
            told.push(format!("the record of {} is {state}", label(&call["call"], names)));
        }
    }
    for notice in list(&after["notices"]) {
        if named(&before["notices"], "notice", &notice["notice"]).is_null() {
            told.push(notice_of(notice));
        }
    }
    if before["status"] != after["status"] {
        told.push(format!("the phone shows: {}", words(text(&after["status"]))));
    }
    told.iter().map(|text| ended(text)).collect()
}

fn call_changes(before: &Value, after: &Value, names: &mut Names) -> Vec<String> {
    let call = label(&after["call"], names);
    let mut told = Vec::new();
    let mut tell = |place: &str, words: &dyn Fn(&Value) -> Option<String>| {
        let (was, is) = (before.pointer(place), after.pointer(place).unwrap_or(&Value::Null));
        if was.unwrap_or(&Value::Null) != is {
            told.extend(words(is));
        }
    };
    tell("/status", &|is| Some(format!("{call} is: {}", words(text(is)))));
    tell("/end/reason", &|is| {
        is.as_str().map(|reason| format!("{call} has ended: {}", words(reason)))
    });
    let was_muted = before["muted"] == true;
    tell("/muted", &|is| match is.as_bool() {
        Some(true) => Some(format!("the agent is muted in {call}")),
        Some(false) if was_muted => Some(format!("the agent is heard again in {call}")),
        _ => None,
    });
    let is_new = before.is_null();
    tell("/recording/state", &|is| {
        let is_news = !(is_new && is == "off");
        is_news.then(|| format!("the recording of {call} is: {}", words(text(is))))
    });
    tell("/name", &|is| is.as_str().map(|name| format!("{call} is with {name}")));
    tell("/record/state", &|is| {
        let is_news = matches!(is.as_str(), Some("waiting" | "refused"));
        is_news.then(|| format!("the record of {call} is {}", text(is)))
    });
    for party in list(&after["parties"]) {
        let was = named(&before["parties"], "party", &party["party"]);
        let key = CallKey(text(&after["call"]).into());
        let who = names.party(&key, &PartyId(text(&party["party"]).into()));
        if was["state"] != party["state"] && !is_new {
            told.push(format!("{who} is now: {}", words(text(&party["state"]))));
        }
        match (was["held"] == true, party["held"] == true) {
            (false, true) => told.push(format!("{who} is on hold")),
            (true, false) => told.push(format!("{who} is not on hold any more")),
            (true, true) | (false, false) => {}
        }
    }
    for party in list(&before["parties"]) {
        if named(&after["parties"], "party", &party["party"]).is_null() {
            let key = CallKey(text(&after["call"]).into());
            let who = names.party(&key, &PartyId(text(&party["party"]).into()));
            told.push(format!("{who} is out"));
        }
    }
    told
}

fn notice_of(notice: &Value) -> String {
    let about = text(&notice["number"]);
    let end = notice["end"]["reason"].as_str();
    let trouble = notice["trouble"]["type"].as_str();
    let what = words(end.or(trouble).unwrap_or_default());
    let detail = notice["trouble"]["what"].as_str().map(|what| format!(" {what}"));
    format!("the agent is told about {about}: {what}{}", detail.unwrap_or_default())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The one of the list whose `key` has this value; null, if there is none.
fn named<'a>(all: &'a Value, key: &str, value: &Value) -> &'a Value {
    list(all).find(|one| one[key] == *value).unwrap_or(&Value::Null)
}

fn label(key: &Value, names: &mut Names) -> String {
    names.call(&CallKey(text(key).into()))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
