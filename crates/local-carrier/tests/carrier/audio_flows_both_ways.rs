use super::support::{Bench, Client, ECHO, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn the_carrier_measures_the_agents_tone_and_the_echo_brings_it_back() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to(ECHO).await;
    placed.peer.say(440.0);
    placed.peer.comes_to_hear(440.0, 1_000.0).await;
    eventually(async || {
        let audio = bench.call(&placed.sid).await["audio"].clone();
        let (level, peak) = (audio["level"].as_f64().unwrap(), audio["peakHz"].as_f64().unwrap());
        if level > 0.2 && (peak - 440.0).abs() < 5.0 { Ok(()) } else { Err(audio.to_string()) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_agent_is_measured_as_silence() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.talk_to("+15005550101").await;
    placed.peer.comes_to_hear(1_000.0, 440.0).await;
    let audio = bench.call(&placed.sid).await["audio"].clone();
    assert_eq!(audio["peakHz"], 0.0);
    assert!(audio["level"].as_f64().unwrap() < 0.001, "{audio}");
}

#[tokio::test(flavor = "multi_thread")]
async fn early_media_is_heard_before_the_answer() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.call("+15005550107").await;
    client.news("party.initiated").await;
    assert_eq!(client.news("party.ringing").await["earlyMedia"], true);
    placed.peer.comes_to_hear(425.0, 440.0).await;
    client.news("party.answered").await;
    placed.peer.say(700.0);
    placed.peer.comes_to_hear(700.0, 425.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ringback_is_heard_while_the_far_end_rings() {
    let bench = Bench::start().await;
    let mut client = Client::listening(&bench, "agent").await;
    let placed = client.call("+15005550103").await;
    placed.peer.comes_to_hear(480.0, 1_000.0).await;
    assert!(placed.peer.hears(440.0, 400) > 0.1);
}
