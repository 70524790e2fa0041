//! Any bytes as a sequence of inputs: every byte says something, so that none is wasted on JSON.

use call_core::{
    Input,
    call::Call,
    input::{EffectResult, Outcome},
};
use serde_json::{Value, json};

use super::Page;

/// The most inputs of one run.
const MOST_INPUTS: usize = 200;

/// Reads bytes as choices; there is always another one.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn of<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> &'t T {
        from[usize::from(self.byte()) % from.len()]
    }
}

/// Takes the inputs that the bytes stand for.
///
/// # Panics
/// Where anything but a command is refused, or a refused command changes something.
pub fn sequence(data: &[u8]) {
    let mut choices = Choices(data);
    let mut page = if choices.byte().is_multiple_of(2) { Page::online() } else { Page::busy() };
    for _ in 0..MOST_INPUTS {
        if choices.0.is_empty() {
            break;
        }
        let input = next(&mut choices, &mut page);
        let input = serde_json::from_value(input.clone())
            .unwrap_or_else(|error| panic!("{input} is no input: {error}"));
        let _ = page.take(input);
        if choices.byte().is_multiple_of(4) {
            answer(&mut choices, &mut page);
        }
    }
}

/// A port answers something that was asked, not always with what was asked for.
fn answer(choices: &mut Choices<'_>, page: &mut Page) {
    let Some(at) = usize::from(choices.byte()).checked_rem(page.open.len()) else { return };
    let effect = page.open.remove(at);
    let outcome = match choices.byte() % 8 {
        0 => json!({ "type": "token", "lifetimeMs": 3_600_000 }),
        1 => json!({
            "type": "recorded",
            "record": { "recordId": "0LQ000000000001AAA", "objectApiName": "VoiceCall" },
        }),
        2 => json!({ "type": "matched", "matches": [] }),
        3 | 4 => json!({ "type": "snapshot", "snapshot": {
            "status": choices.of(&["live", "live", "live", "handedOver", "ended", "unknown"]),
            "parties": [{
                "party": choices.of(&["customer", "customer", "party-1"]),
                "state": choices.of(&["answered", "ringing", "gone"]),
                "held": choices.byte().is_multiple_of(2),
            }],
        } }),
        5 => json!({ "type": "failed", "error": {
            "kind": choices.of(&["offline", "forbidden", "notFound", "invalid", "limited"]),
        } }),
        _ => json!({ "type": "done" }),
    };
    let outcome: Outcome = serde_json::from_value(outcome).expect("an outcome");
    let answered = page.take(Input::Result(EffectResult { id: effect.id, outcome }));
    assert!(answered.is_ok());
}

fn next(choices: &mut Choices<'_>, page: &mut Page) -> Value {
    let calls: Vec<Call> = page.phone.calls().to_vec();
    let known = usize::from(choices.byte()).checked_rem(calls.len()).map(|at| &calls[at]);
    let key = known.map_or("key-1", |call| call.key.0.as_str());
    match choices.byte() % 16 {
        0 => {
            let call = choices.of(&["key-1", "key-2", "key-3", "key-4"]);
            let to = choices.of(&["+15005550100", "911", "agent:005000000000001AAA", "x"]);
            json!({ "from": "agent", "type": "dial", "call": call, "to": to })
        }
        1 => {
            let (call, leg) =
                (choices.of(&["key-1", "key-5", "key-6"]), choices.of(&["CA5", "CA6"]));
            json!({
                "from": "leg", "type": "invited", "leg": leg, "call": call,
                "number": "+15005550199", "called": "+15005550000",
            })
        }
        2..=6 => command(choices, key),
        7..=9 => leg(choices, known.map_or("CA1", |call| call.leg.id.0.as_str())),
        10 | 11 => party(choices, key),
        12 => {
            let news = choices.of(&["started", "paused", "resumed", "stopped", "failed"]);
            json!({ "from": "recording", "type": news, "call": key, "seq": choices.byte() })
        }
        13 => {
            let kind = choices.of(&["call", "callback"]);
            let work = choices.of(&["0Bz1", "0Bz2"]);
            match choices.byte() % 3 {
                0 => json!({ "from": "omni", "type": "workRevoked", "work": work }),
                _ => json!({
                    "from": "omni", "type": "workAssigned", "work": work, "kind": kind,
                    "call": choices.of(&["key-1", "key-7", "key-8"]), "number": "+15005550197",
                }),
            }
        }
        14 => {
            let since = page.now;
            page.now = page.now.saturating_add(u64::from(choices.byte()) * 10_000);
            json!({ "from": "host", "type": "woke", "asleepSince": since })
        }
        _ => {
            if let Some(due) = page.phone.deadline() {
                page.now = page.now.max(due.0);
            }
            json!({ "from": "clock" })
        }
    }
}

fn command(choices: &mut Choices<'_>, key: &str) -> Value {
    let on = choices.byte().is_multiple_of(2);
    let party = choices.of(&["customer", "party-1", "party-2"]);
    let to = "+15005550101";
    let plain = |name: &str| json!({ "from": "agent", "type": name, "call": key });
    match choices.byte() % 24 {
        0 => json!({ "from": "agent", "type": "mute", "call": key, "on": on }),
        1 => json!({ "from": "agent", "type": "sendDigits", "call": key, "digits": "1w2" }),
        2 => json!({
            "from": "agent", "type": "holdParty", "call": key, "party": party, "on": on,
        }),
        3 => json!({ "from": "agent", "type": "transfer", "call": key, "party": party, "to": to }),
        4 | 5 => {
            json!({ "from": "agent", "type": "consult", "call": key, "party": party, "to": to })
        }
        6 => json!({ "from": "agent", "type": "addParty", "call": key, "party": party, "to": to }),
        7 => json!({ "from": "agent", "type": "removeParty", "call": key, "party": party }),
        8 => {
            let into = choices.of(&["key-1", "key-2", "key-3"]);
            json!({ "from": "agent", "type": "mergeCalls", "call": key, "into": into })
        }
        9 => {
            let action = choices.of(&["start", "pause", "resume", "stop"]);
            json!({ "from": "agent", "type": "record", "call": key, "action": action })
        }
        10 => json!({ "from": "agent", "type": "setConsent", "call": key, "given": on }),
        11 => json!({ "from": "agent", "type": "setNotes", "call": key, "text": "Blue." }),
        12 => json!({ "from": "agent", "type": "setDisposition", "call": key, "value": "Done" }),
        _ => plain(choices.of(&[
            "answer",
            "decline",
            "toVoicemail",
            "hangUp",
            "hold",
            "resume",
            "swap",
            "completeTransfer",
            "endConsult",
            "merge",
            "leave",
            "park",
            "extendWrapUp",
            "finish",
            "retryRecord",
            "discardRecord",
        ])),
    }
}

fn leg(choices: &mut Choices<'_>, leg: &str) -> Value {
    let error = [31401, 53405, 53402, 31486, 20104, 31005, 99_999][usize::from(choices.byte() % 7)];
    let kind = choices.of(&[
        "accepted",
        "accepted",
        "ringing",
        "reconnecting",
        "reconnected",
        "muted",
        "disconnected",
        "cancelled",
        "rejected",
        "failed",
    ]);
    json!({
        "from": "leg", "type": kind, "leg": leg, "error": error, "earlyMedia": true, "on": true,
    })
}

fn party(choices: &mut Choices<'_>, key: &str) -> Value {
    let party = choices.of(&["customer", "customer", "party-1", "party-2"]);
    let kind =
        choices.of(&["initiated", "ringing", "answered", "answered", "held", "resumed", "ended"]);
    let end = choices.of(&["busy", "noAnswer", "rejected", "failed", "left"]);
    let seq = if choices.byte().is_multiple_of(4) { choices.byte() } else { 0 };
    json!({ "from": "party", "type": kind, "call": key, "party": party, "end": end, "seq": seq })
}
