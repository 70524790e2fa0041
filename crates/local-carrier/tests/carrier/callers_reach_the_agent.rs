use std::time::Duration;

use serde_json::{Value, json};

use super::support::{AGENT, Bench, Client, Peer, credentials};

const CALLER: &str = "+15005550199";

#[tokio::test(flavor = "multi_thread")]
async fn an_inbound_call_rings_with_its_parameters_and_is_answered() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER, "script": "tone", "callKey": "k 1&2"})).await;
    let invite = client.expect("invite").await;
    let leg = invite["callsid"].as_str().unwrap();
    let expected = json!({
        "CallSid": leg, "From": CALLER, "To": "client:agent",
        "AccountSid": credentials().account_sid, "ApiVersion": "2010-04-01",
        "Params": "CallKey=k+1%262&CalledNumber=%2B15005550000",
    });
    assert_eq!(invite["parameters"], expected);
    assert_eq!(bench.call(&sid).await["state"], "ringing");
    let peer = client.answer(&invite).await;
    peer.comes_to_hear(1_000.0, 440.0).await;
    let call = bench.call(&sid).await;
    let expected = json!({
        "sid": sid, "direction": "inbound", "from": CALLER, "to": "+15005550000",
        "state": "in-progress", "digits": "", "callKey": "k 1&2", "legSid": leg,
        "partySid": sid, "sipCode": null, "audio": call["audio"],
    });
    assert_eq!(call, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_a_key_is_given_one_that_page_and_list_agree_on() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER, "to": "+15005550001"})).await;
    let params = client.expect("invite").await["parameters"]["Params"].clone();
    let call = bench.call(&sid).await;
    let key = call["callKey"].as_str().unwrap();
    assert_eq!(params, format!("CallKey={key}&CalledNumber=%2B15005550001"));
    assert_eq!(call["to"], "+15005550001");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_caller_hears_the_agent_and_the_agents_hang_up_completes_the_call() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER})).await;
    let invite = client.expect("invite").await;
    let peer = client.answer(&invite).await;
    peer.say(600.0);
    peer.comes_to_hear(600.0, 1_000.0).await;
    let audio = bench.call(&sid).await["audio"].clone();
    assert!((audio["peakHz"].as_f64().unwrap() - 600.0).abs() < 5.0, "{audio}");
    client.send("hangup", json!({"callsid": invite["callsid"]})).await;
    bench.state_becomes(&sid, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_call_is_busy_for_the_caller() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER})).await;
    let invite = client.expect("invite").await;
    client.send("reject", json!({"callsid": invite["callsid"]})).await;
    bench.state_becomes(&sid, "busy").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_to_answer_wins_and_the_other_is_cancelled() {
    let bench = Bench::start().await;
    let mut first = Client::registered(&bench).await;
    let mut second = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER})).await;
    let (one, two) = (first.expect("invite").await, second.expect("invite").await);
    assert_ne!(one["callsid"], two["callsid"]);
    let _peer = second.answer(&two).await;
    assert_eq!(first.expect("cancel").await["callsid"], one["callsid"]);
    assert_eq!(bench.call(&sid).await["legSid"], two["callsid"]);
    // The loser's answer was on its way: it hears again that it is too late.
    let _late = first.send_answer(&one).await;
    first.expect("cancel").await;
    assert_eq!(bench.call(&sid).await["state"], "in-progress");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tabs_reject_leaves_the_other_ringing() {
    let bench = Bench::start().await;
    let mut first = Client::registered(&bench).await;
    let mut second = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER})).await;
    let (one, two) = (first.expect("invite").await, second.expect("invite").await);
    first.send("reject", json!({"callsid": one["callsid"]})).await;
    let _peer = second.answer(&two).await;
    assert_eq!(bench.call(&sid).await["state"], "in-progress");
    // Nobody may answer or reject a leg that is another identity's.
    let mut stranger = Client::listening(&bench, "mallory").await;
    stranger.send("hangup", json!({"callsid": two["callsid"]})).await;
    stranger
        .send(
            "message",
            json!({"callsid": two["callsid"], "content": {},
        "messagetype": "user-defined-message", "voiceeventsid": "KX1"}),
        )
        .await;
    assert_eq!(stranger.expect("error").await["error"]["code"], 31_404);
    assert_eq!(bench.call(&sid).await["state"], "in-progress");
}

#[tokio::test(flavor = "multi_thread")]
async fn ringing_ends_after_its_time() {
    let bench = Bench::start_with(|config| config.ring_timeout = Duration::from_millis(400)).await;
    let mut client = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER})).await;
    let invite = client.expect("invite").await;
    assert_eq!(client.expect("cancel").await["callsid"], invite["callsid"]);
    bench.state_becomes(&sid, "no-answer").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_client_the_call_waits_and_then_has_no_answer() {
    let bench = Bench::start_with(|config| config.ring_timeout = Duration::from_millis(400)).await;
    let sid = bench.inbound(json!({"from": "anonymous"})).await;
    assert_eq!(bench.call(&sid).await["state"], "ringing");
    bench.state_becomes(&sid, "no-answer").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_registers_while_it_rings_is_offered_the_call_once() {
    let bench = Bench::start().await;
    bench.inbound(json!({"from": CALLER})).await;
    let mut stranger = Client::listening(&bench, "somebody_else").await;
    stranger.register(true).await;
    stranger.expect("ready").await;
    let mut client = Client::registered(&bench).await;
    client.expect("invite").await;
    client.register(true).await;
    client.expect("ready").await;
    assert!(client.is_quiet_for(Duration::from_millis(200)).await);
    assert!(stranger.is_quiet_for(Duration::from_millis(50)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_loses_its_line_while_ringing_is_offered_the_call_again() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER})).await;
    let before = client.expect("invite").await;
    client.crash();
    // It must be noticed before the next registration, or two clients ring.
    tokio::time::sleep(Duration::from_millis(250)).await;
    let mut client = Client::registered(&bench).await;
    assert_eq!(client.expect("cancel").await["callsid"], before["callsid"]);
    let again = client.expect("invite").await;
    assert_ne!(again["callsid"], before["callsid"]);
    let _peer = client.answer(&again).await;
    bench.state_becomes(&sid, "in-progress").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_can_give_up_by_script_or_by_hand() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    let by_script = bench.inbound(json!({"from": CALLER, "script": "cancel-after-3s"})).await;
    let invite = client.expect("invite").await;
    let by_hand = bench.inbound(json!({"from": CALLER})).await;
    let other = client.expect("invite").await;
    bench.ask("DELETE", &format!("/carrier/calls/{by_hand}"), None).await;
    assert_eq!(client.expect("cancel").await["callsid"], other["callsid"]);
    bench.state_becomes(&by_hand, "canceled").await;
    assert_eq!(client.expect("cancel").await["callsid"], invite["callsid"]);
    bench.state_becomes(&by_script, "canceled").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_hangs_up_leaves_and_the_leg_ends() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER, "script": "hangup-after-3s"})).await;
    let invite = client.expect("invite").await;
    let _peer = client.answer(&invite).await;
    let left = client.news("party.left").await;
    assert_eq!((&left["sid"], &left["number"]), (&json!(sid), &json!(CALLER)));
    assert_eq!(left["callKey"], bench.call(&sid).await["callKey"]);
    assert_eq!(client.expect("hangup").await, json!({"callsid": invite["callsid"]}));
    assert_eq!(bench.call(&sid).await["state"], "completed");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_page_can_take_a_ringing_call_with_its_reconnect_token() {
    let bench = Bench::start().await;
    let mut ringing = Client::registered(&bench).await;
    let sid = bench.inbound(json!({"from": CALLER, "script": "tone"})).await;
    let invite = ringing.expect("invite").await;
    let mut taking = Client::listening(&bench, AGENT).await;
    let (mut peer, offer) = Peer::offering().await;
    let payload = json!({"callsid": invite["callsid"], "sdp": offer, "twilio": {},
        "reconnect": invite["reconnect"]});
    taking.send("invite", payload).await;
    let answer = taking.expect("answer").await;
    peer.accept(answer["sdp"].as_str().unwrap());
    peer.comes_to_hear(1_000.0, 440.0).await;
    let call: Value = bench.call(&sid).await;
    assert_eq!((&call["state"], &call["legSid"]), (&json!("in-progress"), &invite["callsid"]));
}
