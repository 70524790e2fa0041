//! However much an org and an agent have to say, an entry of the journal fits into a browser.

use call_core::{
    Input, Settings, Softphone,
    ids::{CallKey, EffectId, RecordRef},
    input::{
        AgentCommand, DeviceEvent, EffectResult, HostEvent, LegEvent, LegNews, Match, Outcome,
        PortError, PortErrorKind,
    },
    journal::JournalWrite,
    pii::Pii,
    time::{Millis, Timestamp},
};

/// A quarter of what browsers give a page, with two bytes a character.
const LARGEST: usize = 5 * 1024 * 1024 / 4 / 2;

#[test]
fn the_largest_entry_fits() {
    let mut phone = Softphone::new();
    let mut largest = 0;
    let mut clock = 0;
    let mut feed = |phone: &mut Softphone, input: Input| {
        clock += 1;
        phone.handle(Timestamp(clock), input).expect("nothing is refused here");
        while let Some(write) = phone.poll_journal() {
            if let JournalWrite::Put { entry, .. } = write {
                let text = serde_json::to_string(&entry).expect("an entry is plain data");
                largest = largest.max(text.len());
            }
        }
        std::iter::from_fn(|| phone.poll_effect()).map(|effect| effect.id).collect::<Vec<_>>()
    };
    let answer = |id: EffectId, outcome: Outcome| Input::Result(EffectResult { id, outcome });
    let settings = Settings::default();
    let ids = feed(&mut phone, Input::Host(HostEvent::Started { settings }));
    feed(&mut phone, answer(ids[0], Outcome::Token { lifetime_ms: Millis::seconds(3600) }));
    feed(&mut phone, Input::Device(DeviceEvent::Registered));
    let call = CallKey("key".into());
    let news = LegNews::Invited {
        call: call.clone(),
        number: Pii("+15005550199".into()),
        called: Pii("+15005550000".into()),
    };
    let leg = call_core::ids::LegId("CA1".into());
    let ids = feed(&mut phone, Input::Leg(LegEvent { leg, news }));

    let found = (0..10_000).map(|n| Match {
        record: RecordRef { record_id: format!("003{n:015}"), object_api_name: "Contact".into() },
        name: Pii("n".repeat(120)),
        company_name: Some(Pii("c".repeat(255))),
        reason: "Contact.MobilePhone".into(),
    });
    let error = PortError {
        kind: PortErrorKind::Invalid,
        message: "\u{fc}".repeat(1_000_000),
        fields: (0..10_000).map(|n| format!("Field_{n}__c")).collect(),
        retry_after_ms: None,
    };
    for id in ids {
        feed(&mut phone, answer(id, Outcome::Matched { matches: found.clone().collect() }));
        feed(&mut phone, answer(id, Outcome::Failed { error: error.clone() }));
    }
    let text = Pii("\u{6f22}".repeat(32_000));
    feed(&mut phone, Input::Agent(AgentCommand::SetNotes { call, text }));
    assert_eq!(phone.calls()[0].matches.len(), 50);
    assert!(largest > 90_000, "{largest}: the notes are in it");
    assert!(largest < LARGEST, "{largest}");
}
