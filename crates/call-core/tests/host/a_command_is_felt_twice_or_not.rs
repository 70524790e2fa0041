//! Where it is not known whether a command was carried out, the next tab that has the phone may do
//! it once more: but only if that is not felt.

use call_core::{Input, tabs::is_repeatable, time::Timestamp};
use serde_json::{Value, json};

use super::page::{Page, START};

type Begin = fn() -> Page;

fn in_a_talk() -> Page {
    let mut page = Page::online(0, &json!({}));
    page.say(json!({ "from": "agent", "type": "dial", "call": "key-1", "to": "+15005550100" }));
    page.leg("accepted", "key-1");
    page.answered("key-1");
    page
}

fn with_a_colleague() -> Page {
    let mut page = in_a_talk();
    let to = "agent:005000000000001AAA";
    page.say(json!({
        "from": "agent", "type": "consult", "call": "key-1", "party": "lee", "to": to,
    }));
    page.say(json!({ "from": "party", "type": "answered", "call": "key-1", "party": "lee" }));
    page
}

fn in_wrap_up() -> Page {
    let mut page = in_a_talk();
    page.agent("hangUp", "key-1");
    page.leg("disconnected", "key-1");
    page
}

/// Carries out a command; whether anything follows from it, at once or in a while.
fn press(page: &mut Page, command: &Value) -> bool {
    let input: Input = serde_json::from_value(command.clone()).expect("an input");
    let now = Timestamp(START + page.at);
    if page.phone.clone().handle(now, input).is_err() {
        return false;
    }
    let before = (page.phone.view(), page.effects.len());
    page.say(command.clone());
    // Digits wait for those before them.
    page.at += 3_000;
    page.say(json!({ "from": "clock" }));
    before != (page.phone.view(), page.effects.len())
}

#[test]
fn what_is_felt_twice_is_done_once() {
    let begin: [(Begin, &[&str]); 3] = [
        (in_a_talk, &["hold", "park", "hangUp"]),
        (with_a_colleague, &["swap", "completeTransfer", "endConsult", "merge"]),
        (in_wrap_up, &["extendWrapUp", "finish"]),
    ];
    let plain = begin
        .into_iter()
        .flat_map(|(begin, kinds)| kinds.iter().map(move |kind| (begin, json!({ "type": kind }))));
    let others = [
        json!({ "type": "sendDigits", "digits": "1" }),
        json!({ "type": "transfer", "party": "kim", "to": "+15005550177" }),
        json!({ "type": "addParty", "party": "kim", "to": "+15005550177" }),
        json!({ "type": "record", "action": "start" }),
        json!({ "type": "setConsent", "given": true }),
        json!({ "type": "setNotes", "text": "Blue." }),
        json!({ "type": "setDisposition", "value": "Done" }),
    ];
    let others = others.map(|command| (in_a_talk as Begin, command));
    for (begin, mut command) in plain.chain(others) {
        command["from"] = "agent".into();
        command["call"] = "key-1".into();
        let mut page = begin();
        assert!(press(&mut page, &command), "{command} does nothing at all");
        let is_felt = press(&mut page, &command);
        let kind = command["type"].as_str().expect("a name");
        assert_eq!(is_felt, !is_repeatable(kind), "{command}");
    }
}
