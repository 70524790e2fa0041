use std::time::{Duration, Instant};

use local_carrier::{FaultError, Mode, Target};
use serde_json::json;
use tokio_tungstenite::connect_async;

use super::support::{Bench, Client, ECHO, Peer, Token, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn signalling_offline_drops_sockets_and_refuses_new_ones_until_cleared() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    bench.carrier.set_fault(Target::Signalling, Mode::Offline, None, None, None).unwrap();
    assert!(client.is_dropped().await);
    let refused = connect_async(bench.signal_url()).await.unwrap_err();
    assert!(refused.to_string().contains("503"), "{refused}");
    bench.carrier.clear_faults();
    Client::listening(&bench, "agent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signalling_delay_holds_frames_both_ways_and_keeps_their_order() {
    let bench = Bench::start().await;
    bench.carrier.set_fault(Target::Signalling, Mode::Delay, Some(200), None, None).unwrap();
    let mut client = Client::connect(&bench).await;
    let begin = Instant::now();
    client.listen(&Token::good("agent").sign()).await;
    client.register(true).await;
    client.register(false).await;
    for kind in ["connected", "ready", "offline"] {
        client.expect(kind).await;
    }
    let elapsed = begin.elapsed();
    assert!((400..900).contains(&elapsed.as_millis()), "{elapsed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signalling_errors_fail_as_many_frames_as_ordered() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let fault = |status, count| {
        bench.carrier.set_fault(Target::Signalling, Mode::Error, None, status, count).unwrap();
    };
    fault(None, None);
    client.listen(&Token::good("agent").sign()).await;
    assert_eq!(client.expect("error").await["error"]["code"], 53_000);
    fault(Some(31_486), Some(2));
    for _ in 0..2 {
        let (_peer, offer) = Peer::offering().await;
        client.invite("TJS1", &offer, "To=%2B15005550100").await;
        let hangup = client.expect("hangup").await;
        assert_eq!(
            (&hangup["callsid"], &hangup["error"]["code"]),
            (&json!("TJS1"), &json!(31_486))
        );
    }
    client.call(ECHO).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn media_offline_silences_both_sides_and_audio_returns_afterwards() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    placed.peer.say(440.0);
    placed.peer.comes_to_hear(440.0, 1_000.0).await;
    bench.carrier.set_fault(Target::Media, Mode::Offline, None, None, None).unwrap();
    eventually(async || {
        let audio = bench.call(&placed.sid).await["audio"].clone();
        if audio["peakHz"] == 0.0 { Ok(()) } else { Err(audio.to_string()) }
    })
    .await;
    bench.carrier.clear_faults();
    placed.peer.say(700.0);
    placed.peer.comes_to_hear(700.0, 440.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn media_delay_makes_the_echo_late() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    bench.carrier.set_fault(Target::Media, Mode::Delay, Some(300), None, None).unwrap();
    let begin = Instant::now();
    placed.peer.say(700.0);
    eventually(async || {
        let level = placed.peer.hears(700.0, 100);
        if level > 0.1 { Ok(()) } else { Err(format!("{level:.3}")) }
    })
    .await;
    // There and back, each 300 ms.
    assert!(begin.elapsed() > Duration::from_millis(600), "{:?}", begin.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn media_errors_lose_packets_so_that_less_is_heard() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    placed.peer.say(440.0);
    placed.peer.comes_to_hear(440.0, 1_000.0).await;
    let level = async || bench.call(&placed.sid).await["audio"]["level"].as_f64().unwrap();
    let whole = eventually(async || {
        let now = level().await;
        if now > 0.25 { Ok(now) } else { Err(now.to_string()) }
    })
    .await;
    bench.carrier.set_fault(Target::Media, Mode::Error, None, None, Some(2)).unwrap();
    eventually(async || {
        let now = level().await;
        if now < whole * 0.85 { Ok(()) } else { Err(format!("{now} of {whole}")) }
    })
    .await;
}

#[tokio::test]
async fn impossible_faults_are_refused() {
    let bench = Bench::start().await;
    let delay = bench.carrier.set_fault(Target::Media, Mode::Delay, Some(99_999), None, None);
    assert_eq!(delay, Err(FaultError::Delay(99_999)));
    let count = bench.carrier.set_fault(Target::Signalling, Mode::Error, None, None, Some(0));
    assert_eq!(count, Err(FaultError::Count));
}
