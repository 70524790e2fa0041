use std::time::Duration;

use serde_json::{Value, json};

use super::support::{Bench, Client, ECHO, Peer};

fn reconnect(sid: &str, token: &str, sdp: &str) -> Value {
    json!({"callsid": sid, "sdp": sdp, "reconnect": token, "twilio": {}})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_comes_back_with_its_token_and_its_audio_never_stopped() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    placed.peer.say(500.0);
    placed.peer.comes_to_hear(500.0, 1_000.0).await;
    client.crash();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(placed.peer.hears(500.0, 200) > 0.1, "audio stopped with the socket");
    let mut client = Client::listening(&bench, "agent").await;
    client.send("invite", reconnect(&placed.sid, &placed.reconnect, &placed.offer)).await;
    let answer = client.expect("answer").await;
    assert_eq!(answer["callsid"], placed.sid);
    assert_eq!(answer["sdp"], placed.answer);
    client.send("hangup", json!({"callsid": placed.sid})).await;
    bench.state_becomes(&placed.sid, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn news_of_the_time_without_a_line_is_told_afterwards_in_order() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.call(ECHO).await;
    client.news("party.initiated").await;
    client.crash();
    bench.state_becomes(&placed.sid, "in-progress").await;
    let mut client = Client::listening(&bench, "agent").await;
    client.send("invite", reconnect(&placed.sid, &placed.reconnect, &placed.offer)).await;
    client.expect("answer").await;
    assert_eq!(client.news("party.ringing").await["seq"], 2);
    assert_eq!(client.news("party.answered").await["seq"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_ended_meanwhile_says_so_to_the_leg_that_comes_back() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    client.crash();
    tokio::time::sleep(Duration::from_millis(100)).await;
    bench.ask("DELETE", &format!("/carrier/calls/{}", placed.sid), None).await;
    bench.state_becomes(&placed.sid, "completed").await;
    let mut client = Client::listening(&bench, "agent").await;
    client.send("invite", reconnect(&placed.sid, &placed.reconnect, &placed.offer)).await;
    client.news("party.left").await;
    assert_eq!(client.expect("hangup").await["callsid"], placed.sid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_that_stays_away_ends_and_the_customer_hears_the_hang_up() {
    let bench = Bench::start_with(|config| config.leg_grace = Duration::from_millis(300)).await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    client.crash();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(bench.call(&placed.sid).await["state"], "in-progress");
    bench.state_becomes(&placed.sid, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_that_came_back_outlives_the_grace_of_its_first_absence() {
    let bench = Bench::start_with(|config| config.leg_grace = Duration::from_millis(400)).await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    client.crash();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut client = Client::listening(&bench, "agent").await;
    client.send("invite", reconnect(&placed.sid, &placed.reconnect, &placed.offer)).await;
    client.expect("answer").await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(bench.call(&placed.sid).await["state"], "in-progress");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_and_another_identity_do_not_get_the_leg() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    client.send("invite", reconnect(&placed.sid, "guess", &placed.offer)).await;
    assert_eq!(client.expect("hangup").await["error"]["code"], 31_209);
    let mut stranger = Client::listening(&bench, "mallory").await;
    stranger.send("invite", reconnect(&placed.sid, &placed.reconnect, &placed.offer)).await;
    assert_eq!(stranger.expect("hangup").await["error"]["code"], 31_209);
    assert_eq!(bench.call(&placed.sid).await["state"], "in-progress");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ice_restart_brings_audio_back_after_the_media_path_was_lost() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let mut placed = client.talk_to(ECHO).await;
    placed.peer.say(500.0);
    placed.peer.comes_to_hear(500.0, 1_000.0).await;
    placed.peer.go_deaf(Duration::from_millis(500));
    let offer = placed.peer.restart_ice().await;
    assert_ne!(offer, placed.offer);
    client.send("reinvite", json!({"callsid": placed.sid, "sdp": offer})).await;
    let answer = client.expect("answer").await;
    let credentials =
        |sdp: &str| sdp.lines().find(|l| l.starts_with("a=ice-ufrag")).map(str::to_owned);
    let sdp = answer["sdp"].as_str().unwrap();
    assert_ne!(credentials(sdp), credentials(&placed.answer));
    placed.peer.accept(sdp);
    placed.peer.say(800.0);
    placed.peer.comes_to_hear(800.0, 500.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reinvite_for_no_call_ends_what_the_client_believes_in() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let (_peer, offer) = Peer::offering().await;
    client.send("reinvite", json!({"callsid": "CA0", "sdp": offer})).await;
    assert_eq!(client.expect("hangup").await["error"]["code"], 31_404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_peer_connection_with_the_token_takes_the_running_leg() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to("+15005550101").await;
    client.crash();
    let mut client = Client::listening(&bench, "agent").await;
    let (mut peer, offer) = Peer::offering().await;
    client.send("invite", reconnect(&placed.sid, &placed.reconnect, &offer)).await;
    let answer = client.expect("answer").await;
    peer.accept(answer["sdp"].as_str().unwrap());
    peer.comes_to_hear(1_000.0, 440.0).await;
    peer.say(650.0);
    super::support::eventually(async || {
        let audio = bench.call(&placed.sid).await["audio"].clone();
        let peak = audio["peakHz"].as_f64().unwrap();
        if (peak - 650.0).abs() < 5.0 { Ok(()) } else { Err(audio.to_string()) }
    })
    .await;
}
