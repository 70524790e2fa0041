use serde_json::json;

use super::support::{Bench, Client, eventually};

const KEYPAD: &str = "+15005550106";

#[tokio::test(flavor = "multi_thread")]
async fn digits_in_the_audio_stream_are_recorded_once_each() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(KEYPAD).await;
    placed.peer.press("1#55*0");
    eventually(async || {
        let digits = bench.call(&placed.sid).await["digits"].clone();
        if digits == "1#55*0" { Ok(()) } else { Err(digits.to_string()) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keypad_plays_each_digit_back() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(KEYPAD).await;
    placed.peer.press("5");
    eventually(async || {
        let (low, high) = (placed.peer.hears(770.0, 150), placed.peer.hears(1_336.0, 150));
        if low > 0.1 && high > 0.1 { Ok(()) } else { Err(format!("{low:.3} {high:.3}")) }
    })
    .await;
    assert!(placed.peer.hears(941.0, 150) < 0.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn digits_by_signalling_are_recorded_too() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(KEYPAD).await;
    client.send("dtmf", json!({"callsid": placed.sid, "dtmf": "4x2"})).await;
    eventually(async || {
        let digits = bench.call(&placed.sid).await["digits"].clone();
        if digits == "42" { Ok(()) } else { Err(digits.to_string()) }
    })
    .await;
}
