use std::time::Duration;

use jsonwebtoken::Algorithm;
use serde_json::json;

use super::support::{Bench, Client, Peer, Token};

/// The code a token is refused with.
async fn refusal(bench: &Bench, token: &str) -> i64 {
    let mut client = Client::connect(bench).await;
    client.listen(token).await;
    let error = client.expect("error").await["error"].clone();
    assert!(error["message"].as_str().is_some_and(|text| text.ends_with('.')), "{error}");
    error["code"].as_i64().unwrap()
}

#[tokio::test]
async fn a_good_token_connects_with_its_identity_and_time_to_live() {
    let bench = Bench::start().await;
    let mut client = Client::connect(&bench).await;
    client.listen(&Token::good("ada").expires_in(100).sign()).await;
    let connected = client.expect("connected").await;
    assert_eq!(connected["token"]["identity"], "ada");
    assert!((98..=100).contains(&connected["token"]["ttl"].as_i64().unwrap()), "{connected}");
    assert_eq!(connected["region"], "US_EAST_VIRGINIA");
}

#[tokio::test]
async fn bad_tokens_are_refused_with_the_code_of_their_fault() {
    let bench = Bench::start().await;
    let good = || Token::good("agent");
    let mut forged = good();
    forged.secret = "another secret".into();
    let mut other_algorithm = good();
    other_algorithm.header.alg = Algorithm::HS512;
    let mut no_content_type = good();
    no_content_type.header.cty = None;
    let far_future = good().expires_in(1_000).claims["exp"].clone();
    let mut not_yet = good();
    not_yet.claims["nbf"] = far_future;
    let mut no_grants = good();
    no_grants.claims = json!({"iss": "SK", "sub": "AC", "exp": 1});
    let cases = [
        ("missing", String::new(), 31_201),
        ("no token at all", "nonsense".to_owned(), 31_204),
        ("forged", forged.sign(), 31_202),
        ("other key", good().with("/iss", "SK9").sign(), 31_202),
        ("other account", good().with("/sub", "AC9").sign(), 31_203),
        ("other algorithm", other_algorithm.sign(), 31_204),
        ("no content type", no_content_type.sign(), 31_204),
        ("not yet", not_yet.sign(), 31_204),
        ("no grants", no_grants.sign(), 31_204),
        ("no identity", good().with("/grants/identity", "").sign(), 31_204),
        ("expired", good().expires_in(-1).sign(), 31_205),
        ("too long", good().expires_in(24 * 3_600 + 5).sign(), 31_207),
    ];
    for (name, token, code) in cases {
        assert_eq!(refusal(&bench, &token).await, code, "{name}");
    }
}

#[tokio::test]
async fn nothing_is_done_before_a_good_token() {
    let bench = Bench::start().await;
    let mut client = Client::connect(&bench).await;
    client.register(true).await;
    assert_eq!(client.expect("error").await["error"]["code"], 31_204);
    client.invite("TJS1", "v=0", "To=%2B15005550100").await;
    assert_eq!(client.expect("hangup").await["error"]["code"], 31_204);
}

#[tokio::test]
async fn grants_decide_about_incoming_and_outgoing() {
    let bench = Bench::start().await;
    let mut client = Client::connect(&bench).await;
    let token = Token::good("agent").with("/grants/voice/incoming/allow", false);
    client.listen(&token.with("/grants/voice/outgoing", json!({})).sign()).await;
    client.expect("connected").await;
    client.register(true).await;
    assert_eq!(client.expect("error").await["error"]["code"], 31_201);
    let (_peer, offer) = Peer::offering().await;
    client.invite("TJS1", &offer, "To=%2B15005550100").await;
    assert_eq!(client.expect("hangup").await["error"]["code"], 31_201);

    let token = Token::good("agent").with("/grants/voice/outgoing/application_sid", "AP9");
    client.listen(&token.sign()).await;
    client.expect("connected").await;
    client.invite("TJS2", &offer, "To=%2B15005550100").await;
    assert_eq!(client.expect("hangup").await["error"]["code"], 31_001);
}

#[tokio::test]
async fn a_token_that_expires_meanwhile_allows_nothing_new_until_it_is_renewed() {
    let bench = Bench::start().await;
    let mut client = Client::connect(&bench).await;
    client.listen(&Token::good("agent").expires_in(1).sign()).await;
    client.expect("connected").await;
    client.register(true).await;
    client.expect("ready").await;
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    client.register(true).await;
    assert_eq!(client.expect("error").await["error"]["code"], 31_205);
    // An expired registration is not called either.
    bench.inbound(json!({"from": "+15005550199"})).await;
    assert!(client.is_quiet_for(Duration::from_millis(200)).await);
    client.listen(&Token::good("agent").sign()).await;
    client.expect("connected").await;
    client.register(true).await;
    client.expect("ready").await;
    client.expect("invite").await;
}

#[tokio::test]
async fn a_refused_renewal_keeps_the_token_that_was_good() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    client.listen("nonsense").await;
    client.expect("error").await;
    client.register(true).await;
    client.expect("ready").await;
}

#[tokio::test]
async fn unregistering_is_confirmed_and_ends_offers() {
    let bench = Bench::start().await;
    let mut client = Client::registered(&bench).await;
    client.register(false).await;
    client.expect("offline").await;
    bench.inbound(json!({"from": "+15005550199"})).await;
    assert!(client.is_quiet_for(Duration::from_millis(200)).await);
}

#[tokio::test]
async fn heartbeats_keep_the_line_and_silence_ends_it() {
    let bench = Bench::start_with(|config| {
        config.heartbeat = Duration::from_millis(50);
        config.client_timeout = Duration::from_millis(400);
    })
    .await;
    let mut lively = Client::listening(&bench, "agent").await;
    let mut dead = Client::listening(&bench, "agent").await;
    lively.register(true).await;
    lively.expect("ready").await;
    let one_dies = async {
        assert!(dead.is_dropped().await);
        bench.inbound(json!({"from": "+15005550199"})).await;
    };
    // Waiting for a frame answers heartbeats meanwhile.
    tokio::join!(one_dies, lively.expect("invite"));
    assert!(lively.heartbeats > 3);
}
