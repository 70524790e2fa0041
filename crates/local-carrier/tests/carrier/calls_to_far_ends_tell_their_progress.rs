use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::support::{Bench, Client, ECHO, Peer};

/// Calls a number and gives everything the leg is told until it is hung up.
async fn follow(bench: &Bench, number: &str) -> (String, Vec<Value>) {
    let mut client = Client::listening(bench, "agent").await;
    let placed = client.call(number).await;
    let mut told = Vec::new();
    loop {
        let frame = client.next().await;
        match frame["type"].as_str() {
            Some("message") => told.push(frame["payload"]["content"].clone()),
            Some("hangup") => {
                assert_eq!(frame["payload"], json!({"callsid": placed.sid}));
                return (placed.sid, told);
            }
            _ => panic!("unexpected: {frame}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answered_call_tells_each_step_in_order_with_key_number_and_sequence() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.call(ECHO).await;
    let mut party = None;
    for (seq, kind) in ["party.initiated", "party.ringing", "party.answered"].iter().enumerate() {
        let news = client.news(kind).await;
        assert_eq!(news["seq"], seq + 1);
        assert_eq!(news["callKey"], "key-1");
        assert_eq!(news["party"], "customer");
        assert_eq!(news["number"], ECHO);
        let sid = news["sid"].as_str().unwrap().to_owned();
        assert!(sid.starts_with("CA") && sid != placed.sid, "{sid}");
        assert_eq!(*party.get_or_insert(sid.clone()), sid);
        let early = (*kind == "party.ringing").then_some(false);
        assert_eq!(news.get("earlyMedia").and_then(Value::as_bool), early);
    }
    let call = bench.call(&placed.sid).await;
    let expected = json!({
        "sid": placed.sid, "direction": "outbound", "from": "client:agent", "to": ECHO,
        "state": "in-progress", "digits": "", "callKey": "key-1", "legSid": placed.sid,
        "partySid": party, "sipCode": null, "audio": call["audio"],
    });
    assert_eq!(call, expected);
}

/// A number, what the leg is told after `party.initiated`, the SIP code, the state at the end, and
/// how many seconds it takes at least.
type Fate = (&'static str, &'static [&'static str], Option<u16>, &'static str, u64);

const FATES: [Fate; 6] = [
    ("+15005550102", &["party.busy"], Some(486), "busy", 1),
    ("+15005550103", &["party.ringing", "party.no-answer"], None, "no-answer", 5),
    ("+15005550104", &["party.ringing", "party.rejected"], Some(603), "busy", 2),
    ("+15005550105", &["party.ringing", "party.answered", "party.left"], None, "completed", 4),
    ("+15005550108", &["party.failed"], Some(480), "failed", 1),
    ("+15005559999", &["party.failed"], Some(404), "failed", 1),
];

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_end_by_themselves_say_why_in_order_and_hang_the_leg_up() {
    let bench = Bench::start().await;
    let follow_all = FATES.map(async |(number, rest, sip_code, state, seconds)| {
        let begin = Instant::now();
        let (sid, told) = follow(&bench, number).await;
        let kinds: Vec<&str> = told.iter().map(|news| news["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, [&["party.initiated"], rest].concat(), "{number}");
        let last = told.last().unwrap();
        assert_eq!(last.get("sipCode").cloned(), sip_code.map(Value::from), "{number}");
        assert_eq!(last["seq"], told.len());
        let call = bench.call(&sid).await;
        assert_eq!((&call["state"], &call["sipCode"]), (&json!(state), &json!(sip_code)));
        assert!(begin.elapsed() > Duration::from_secs(seconds), "{number}: {:?}", begin.elapsed());
    });
    futures_util::future::join_all(follow_all).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agents_hang_up_ends_the_customers_leg() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    client.send("hangup", json!({"callsid": placed.sid})).await;
    bench.state_becomes(&placed.sid, "completed").await;
    assert!(client.is_quiet_for(Duration::from_millis(300)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn hanging_up_before_the_answer_cancels_the_call_also_by_the_sdks_own_name() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.call("+15005550103").await;
    client.news("party.initiated").await;
    client.send("hangup", json!({"callsid": "TJS1"})).await;
    bench.state_becomes(&placed.sid, "canceled").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_can_be_hung_up_over_http() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    let path = format!("/carrier/calls/{}", placed.sid);
    assert_eq!(bench.ask("DELETE", &path, None).await.0, 202);
    client.news("party.left").await;
    client.expect("hangup").await;
    bench.state_becomes(&placed.sid, "completed").await;
    let (status, body) = bench.ask("DELETE", &path, None).await;
    assert_eq!((status, &body["error"]), (409, &json!("This call is already over.")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_hung_up_over_http_while_ringing_has_declined() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.call("+15005550103").await;
    client.news("party.initiated").await;
    client.news("party.ringing").await;
    bench.ask("DELETE", &format!("/carrier/calls/{}", placed.sid), None).await;
    client.news("party.rejected").await;
    client.expect("hangup").await;
    assert_eq!(bench.call(&placed.sid).await["state"], "busy");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_a_number_ends_with_a_reason() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    for params in ["", "To=", "To=0123", "To=15005550100", "To=client%3Abob"] {
        let (_peer, offer) = Peer::offering().await;
        client.invite("TJS9", &offer, params).await;
        let hangup = client.expect("hangup").await;
        assert_eq!(hangup["callsid"], "TJS9");
        assert_eq!(hangup["error"]["code"], 31_400, "{params}");
        assert!(hangup["error"]["message"].as_str().unwrap().contains("E.164"));
    }
    assert_eq!(bench.ask("GET", "/carrier/calls", None).await.1, json!({"records": []}));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_no_sdp_ends_the_call() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    client.invite("TJS9", "not an offer", "To=%2B15005550100").await;
    assert_eq!(client.expect("hangup").await["error"]["code"], 31_400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_without_audio_ends_and_nobody_is_dialled() {
    let bench = Bench::start_with(|config| config.media_timeout = Duration::from_millis(300)).await;
    let mut client = Client::listening(&bench, "agent").await;
    let (_peer, offer) = Peer::offering().await;
    client.invite("TJS1", &offer, "To=%2B15005550100").await;
    client.expect("ringing").await;
    let sid = client.expect("answer").await["callsid"].as_str().unwrap().to_owned();
    let hangup = client.expect("hangup").await;
    assert_eq!(hangup["error"]["code"], 53_405);
    assert_eq!(bench.call(&sid).await["state"], "failed");
}
