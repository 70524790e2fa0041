//! Numbers, names, notes and digits go to the carrier, the org and the screen, and nowhere else:
//! whatever is printed by `Debug` shows none of them.

use std::fmt::Write as _;

use call_core::{
    Input, Softphone,
    ids::{CallKey, EffectId, LegId, PartyId, RecordRef},
    input::{
        AgentCommand, DeviceEvent, EffectResult, HostEvent, LegEvent, LegNews, Match, Outcome,
        PartyNews, PartyProgress,
    },
    pii::Pii,
    time::{Millis, Timestamp},
};

const SECRETS: [&str; 5] = ["5005550177", "Rosalind", "Quinton", "birthday", "73914"];

#[test]
fn no_log_betrays_a_person() {
    let call = || CallKey("key-1".into());
    let leg = |news| Input::Leg(LegEvent { leg: LegId("key-1".into()), news });
    let pii = |text: &str| Pii(text.to_owned());
    let record =
        RecordRef { record_id: "003000000000001AAA".into(), object_api_name: "Contact".into() };
    let result = |id, outcome| Input::Result(EffectResult { id: EffectId(id), outcome });
    let match_ = Match {
        record: record.clone(),
        name: pii("Rosalind"),
        company_name: Some(pii("Quinton")),
        reason: "Contact.Phone".into(),
    };
    let inputs = [
        Input::Host(HostEvent::Started { settings: call_core::Settings::default() }),
        result(1, Outcome::Token { lifetime_ms: Millis::seconds(3600) }),
        Input::Device(DeviceEvent::Registered),
        Input::Agent(AgentCommand::Dial {
            call: call(),
            to: pii("+15005550177"),
            name: Some(pii("Rosalind")),
            digits: None,
            record: None,
        }),
        result(4, Outcome::Matched { matches: vec![match_] }),
        result(5, Outcome::Recorded { record }),
        leg(LegNews::Accepted { call_sid: None }),
        Input::Party(PartyNews {
            call: call(),
            party: PartyId::customer(),
            seq: 1,
            progress: PartyProgress::Answered,
        }),
        Input::Agent(AgentCommand::SendDigits { call: call(), digits: pii("73914") }),
        Input::Agent(AgentCommand::SetNotes { call: call(), text: pii("Has her birthday.") }),
        Input::Agent(AgentCommand::HangUp { call: call() }),
        leg(LegNews::Disconnected),
        Input::Agent(AgentCommand::Finish { call: call() }),
        leg(LegNews::Invited {
            call: CallKey("key-2".into()),
            number: pii("+15005550177"),
            called: pii("+15005550177"),
        }),
    ];
    let mut phone = Softphone::new();
    let (mut log, mut sent) = (String::new(), String::new());
    for (second, input) in inputs.into_iter().enumerate() {
        let _ = writeln!(log, "{input:?}");
        phone
            .handle(Timestamp(1_767_603_600_000 + 1000 * second as u64), input)
            .expect("a call as it should be");
        while let Some(write) = phone.poll_journal() {
            let _ = writeln!(log, "{write:?}");
        }
        while let Some(effect) = phone.poll_effect() {
            let _ = writeln!(log, "{effect:?}");
            sent.push_str(&serde_json::to_string(&effect).expect("plain data"));
        }
        let _ = writeln!(log, "{:?} {phone:?} {:#?}", phone.view(), phone.calls());
    }
    for secret in SECRETS {
        assert!(!log.contains(secret), "{secret} stands in a log");
    }
    // Guards the test itself: the call did carry them, to where they belong.
    assert!(sent.contains("5005550177") && sent.contains(r#""digits":"73914""#), "{sent}");
    assert!(log.contains("[redacted]") && log.contains("WrapUp"));
}
