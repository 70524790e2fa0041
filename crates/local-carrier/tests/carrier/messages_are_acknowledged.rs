use serde_json::json;

use super::support::{Bench, Client, ECHO};

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_acknowledged_and_a_bad_one_is_refused_by_its_own_name() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    let message = |callsid: &str, kind: &str, content: &str| {
        json!({"callsid": callsid, "content": {"text": content}, "contenttype": "application/json",
            "messagetype": kind, "voiceeventsid": "KX7"})
    };
    let kind = "user-defined-message";
    client.send("message", message(&placed.sid, kind, "hello")).await;
    let expected = json!({"acktype": "message", "callsid": placed.sid, "voiceeventsid": "KX7"});
    assert_eq!(client.expect("ack").await, expected);
    let bad = [
        (message("CA0", kind, "hello"), 31_404),
        (message(&placed.sid, "rumour", "hello"), 31_210),
        (message(&placed.sid, kind, &"long ".repeat(3_000)), 31_212),
    ];
    for (payload, code) in bad {
        client.send("message", payload).await;
        let error = client.expect("error").await;
        assert_eq!(
            (&error["error"]["code"], &error["voiceeventsid"]),
            (&json!(code), &json!("KX7"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_frame_is_refused_and_the_connection_lives_on() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    for text in
        ["", "{", "[]", r#"{"type":"dance","payload":{}}"#, r#"{"type":"invite","payload":{}}"#]
    {
        client.send_text(text).await;
        assert_eq!(client.expect("error").await["error"]["code"], 31_100, "{text}");
    }
    client.register(true).await;
    client.expect("ready").await;
}
