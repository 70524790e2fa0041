//! However the org behaves while the calls go on: as soon as it behaves, every call has exactly
//! one record, that record is complete, and nothing in it lasts longer than the day did.

use std::collections::{BTreeMap, BTreeSet};

use call_core::{
    Effect, Input,
    call::{CallState, LegState},
    effect::{EffectBody, RecordEffect},
    ids::{CallKey, EffectId},
    input::{EffectResult, FieldInfo, LegEvent, LegNews, ObjectInfo, OrgNews},
    record::{FieldValue, Fields},
    time::Millis,
    view::RecordState,
};
use proptest::prelude::*;

use super::desk::{Button, Desk, Move, Reply, START, moves, settings};

/// What Lightning Data Service needs to create a `VoiceCall`, and all that is updated.
const FIELDS: [&str; 22] = [
    "CallType",
    "CallStartDateTime",
    "CallEndDateTime",
    "FromPhoneNumber",
    "ToPhoneNumber",
    "VendorType",
    "Call_Key__c",
    "Call_State__c",
    "Outcome__c",
    "End_Reason__c",
    "Connected_At__c",
    "Ended_At__c",
    "Ring_Seconds__c",
    "Talk_Seconds__c",
    "Hold_Seconds__c",
    "Wrap_Up_Seconds__c",
    "Disposition__c",
    "Twilio_Call_Sid__c",
    "Carrier_Error_Code__c",
    "Description",
    "RelatedRecordId",
    "OwnerId",
];

/// The org: what its records hold, and which requests are on their way to it.
#[derive(Default)]
struct Org {
    records: BTreeMap<CallKey, Fields>,
    making: BTreeMap<CallKey, EffectId>,
    writing: BTreeSet<CallKey>,
    began: BTreeSet<CallKey>,
}

impl Org {
    /// Takes the requests that an input led to.
    fn asked(&mut self, desk: &Desk, effects: &[Effect]) {
        self.began.extend(desk.phone.calls().iter().map(|call| call.key.clone()));
        for effect in effects {
            let EffectBody::Record(record) = &effect.body else { continue };
            let (RecordEffect::EnsureCall { call, .. }
            | RecordEffect::Create { call, .. }
            | RecordEffect::Update { call, .. }) = record;
            assert!(self.writing.insert(call.clone()), "two writes at once for {call:?}");
            if matches!(record, RecordEffect::Update { .. }) {
                continue;
            }
            assert_eq!(self.making.insert(call.clone(), effect.id), None);
            let known = desk.phone.calls().iter().find(|each| each.key == *call);
            assert!(
                known.is_some_and(|call| call.record.record.is_none()),
                "a second record for {call:?}"
            );
        }
    }

    /// Carries out a request before its answer leaves, unless it is refused.
    fn perform(&mut self, effect: &Effect, reply: &Reply) {
        let EffectBody::Record(record) = &effect.body else { return };
        let (RecordEffect::EnsureCall { call, fields }
        | RecordEffect::Create { call, fields, .. }
        | RecordEffect::Update { call, fields, .. }) = record;
        self.writing.remove(call);
        self.making.remove(call);
        if matches!(reply, Reply::Bad { .. } | Reply::Odd) {
            return;
        }
        let is_update = matches!(record, RecordEffect::Update { .. });
        match self.records.get_mut(call) {
            Some(held) if is_update => held.extend(fields.clone()),
            // The key is unique: whoever makes it again gets the one that is there.
            Some(_) => {}
            None => {
                assert!(!is_update, "an update of a record that nobody made");
                self.records.insert(call.clone(), fields.clone());
            }
        }
    }
}

fn step(desk: &mut Desk, org: &mut Org, shift: i64, next: &Move) {
    let Some((input, answered)) = desk.input(shift, next) else { return };
    if let Some((effect, reply)) = &answered {
        org.perform(effect, reply);
    }
    let (_, effects) = desk.feed(input);
    org.asked(desk, &effects);
}

/// From here on everybody behaves: the agent ends and finishes, the carrier closes legs, the org
/// does as it is asked.
fn bring_to_an_end(desk: &mut Desk, org: &mut Org) {
    for _ in 0..500 {
        if let Some(effect) = (!desk.open.is_empty()).then(|| desk.open.remove(0)) {
            org.perform(&effect, &Reply::Good);
            let outcome = Reply::Good.outcome(&effect.body);
            feed(desk, org, Input::Result(EffectResult { id: effect.id, outcome }));
        } else if let Some(call) = desk.current().cloned() {
            let press = |button: Button| Input::Agent(button.command(call.key.clone()));
            match &call.state {
                CallState::Offered { .. } => feed(desk, org, press(Button::Decline)),
                CallState::Dialling { .. }
                | CallState::Ringing { .. }
                | CallState::Answering { .. }
                | CallState::Connected { .. } => feed(desk, org, press(Button::HangUp)),
                CallState::Ending { .. } if call.leg.state == LegState::Closed => {
                    step(desk, org, 0, &Move::Deadline);
                }
                CallState::Ending { .. } => {
                    let news = LegNews::Disconnected;
                    let leg = call.leg.id.clone();
                    feed(desk, org, Input::Leg(LegEvent { leg, news }));
                }
                CallState::WrapUp { .. } => {
                    feed(desk, org, press(Button::Disposition("Resolved")));
                    feed(desk, org, press(Button::Finish));
                }
                CallState::Filed { .. } => unreachable!("it does not occupy the agent"),
            }
        } else if let Some(unsaved) = desk.phone.view().unsaved.first() {
            match unsaved.record.state {
                RecordState::Refused | RecordState::Waiting => {
                    let retry = Button::Retry.command(unsaved.call.clone());
                    feed(desk, org, Input::Agent(retry));
                }
                RecordState::Saved | RecordState::Writing => {
                    panic!("nothing is on its way for {unsaved:?}")
                }
            }
        } else {
            return;
        }
    }
    panic!("it does not come to an end: {:?}", desk.phone.view());
}

fn feed(desk: &mut Desk, org: &mut Org, input: Input) {
    let (_, effects) = desk.feed(input);
    org.asked(desk, &effects);
}

fn createable() -> Input {
    let field = FieldInfo { createable: true, updateable: true };
    Input::Org(OrgNews::ObjectInfo {
        info: ObjectInfo {
            api_name: "VoiceCall".into(),
            createable: true,
            updateable: true,
            fields: FIELDS.iter().map(|name| ((*name).into(), field)).collect(),
        },
    })
}

proptest! {
    #[test]
    fn every_call_gets_one_record_in_the_end(
        settings in settings(),
        by_lds in any::<bool>(),
        moves in moves(),
    ) {
        let (mut desk, mut org) = (Desk::online(settings), Org::default());
        if by_lds {
            feed(&mut desk, &mut org, createable());
        }
        let mut latest = START;
        for (shift, next) in &moves {
            step(&mut desk, &mut org, *shift, next);
            latest = latest.max(desk.clock);
        }
        bring_to_an_end(&mut desk, &mut org);
        latest = latest.max(desk.clock);

        prop_assert!(desk.phone.calls().is_empty());
        prop_assert_eq!(org.records.keys().collect::<Vec<_>>(), org.began.iter().collect::<Vec<_>>());
        let day = Millis(latest - START).to_seconds() + 1;
        for (key, fields) in &org.records {
            prop_assert_eq!(fields.get("Call_State__c"), Some(&"Completed".into()));
            for name in ["Outcome__c", "End_Reason__c", "Ended_At__c", "Talk_Seconds__c", "Ring_Seconds__c"] {
                prop_assert!(fields.contains_key(name), "{key:?} has no {name}");
            }
            for name in ["Ring_Seconds__c", "Talk_Seconds__c", "Wrap_Up_Seconds__c"] {
                if let Some(value) = fields.get(name) {
                    prop_assert!(
                        matches!(value, FieldValue::Number(seconds) if *seconds <= day),
                        "{name} is {value:?} on a day of {day} s"
                    );
                }
            }
        }
    }
}
