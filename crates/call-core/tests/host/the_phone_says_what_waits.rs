//! Between two inputs a host asks what waits, what is awaited, and what a command is about.

use call_core::{Softphone, ids::CallKey, input::AgentCommand, time::Timestamp};
use serde_json::json;

use super::page::Page;

#[test]
fn effects_wait_until_they_are_polled() {
    let mut phone = Softphone::new();
    assert!(!phone.has_effects());
    let started = json!({ "from": "host", "type": "started", "settings": { "wrapUpMs": 7 } });
    phone.handle(Timestamp(1), serde_json::from_value(started).expect("an input")).expect("taken");
    assert_eq!(phone.settings().wrap_up_ms.0, 7);
    assert!(phone.has_effects());
    let first = phone.poll_effect().expect("a token is fetched");
    assert!(first.is_answered() && !phone.has_effects());
}

#[test]
fn the_carrier_and_the_screen_answer_nothing() {
    let mut phone = Page::online(0, &json!({})).phone;
    let invited = json!({
        "from": "leg", "type": "invited", "leg": "CA1", "call": "key-1", "number": "anonymous",
        "called": "+15005550000",
    });
    phone.handle(Timestamp(1), serde_json::from_value(invited).expect("an input")).expect("taken");
    while phone.poll_journal().is_some() {}
    let attention = phone.poll_effect().expect("the panel is shown");
    assert!(!attention.is_answered());
    let record = phone.poll_effect().expect("the record is made");
    assert!(record.is_answered());
}

#[test]
fn a_command_is_about_a_call_or_about_the_phone() {
    let command = |text| serde_json::from_value::<AgentCommand>(text).expect("a command");
    let hold = command(json!({ "type": "hold", "call": "key-1" }));
    assert_eq!(hold.call(), Some(&CallKey("key-1".into())));
    assert_eq!(command(json!({ "type": "reconnect" })).call(), None);
}
