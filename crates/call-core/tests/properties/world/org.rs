//! The org: what its records hold, which requests are on their way to it, and a day's end at which
//! everybody behaves.

use std::collections::{BTreeMap, BTreeSet};

use call_core::{
    Effect, Input,
    call::{CallState, LegState},
    effect::{EffectBody, RecordEffect},
    ids::{CallKey, EffectId, PartyId},
    input::{AgentCommand, FieldInfo, LegEvent, LegNews, ObjectInfo, OrgNews},
    record::Fields,
    time::Timestamp,
    view::RecordState,
};

use super::{
    Button, Desk, Move, Reply, Shift, Turn,
    desk::{Heard, recorded_call},
};

/// What Lightning Data Service needs to create a `VoiceCall`, and all that is updated.
const FIELDS: [&str; 28] = [
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
    "Queue__c",
    "Transferred_To__c",
    "Recording_Consent__c",
    "Recording_Consent_At__c",
    "Recording_State__c",
    "CallDisposition",
    "OwnerId",
];

/// The records of the org.
#[derive(Default)]
pub struct Org {
    /// What each holds.
    pub records: BTreeMap<CallKey, Fields>,
    /// Updates whose success the phone was told, in their order.
    pub updates: BTreeMap<CallKey, Vec<Fields>>,
    /// Fields the org did not take at some time.
    pub refused: BTreeSet<String>,
    /// Calls that began.
    pub began: BTreeSet<CallKey>,
    /// Those that came again under the same key: parked and retrieved, declined and offered anew.
    pub came_again: BTreeSet<CallKey>,
    /// Work of Omni-Channel that this agent did not take: somebody else's to complete.
    pub not_taken: BTreeSet<CallKey>,
    starts: BTreeMap<CallKey, Timestamp>,
    /// The newest request about each record that was carried out, by the page that made it.
    newest: BTreeMap<CallKey, (u32, EffectId)>,
}

impl Org {
    /// A move and what it leads to.
    pub fn play(&mut self, desk: &mut Desk, shift: Shift, next: &Move) -> Option<Heard> {
        let turn = desk.turn(shift, next)?;
        Some(self.take(desk, turn))
    }

    fn take(&mut self, desk: &mut Desk, turn: Turn) -> Heard {
        for effect in &turn.orphans {
            self.carry_out(desk.page - 1, effect);
        }
        if let Some((effect, reply)) = &turn.answers {
            self.perform(desk.page, effect, reply);
        }
        let heard = desk.feed(turn.input);
        self.asked(desk, &heard.effects);
        heard
    }

    fn feed(&mut self, desk: &mut Desk, input: Input) {
        self.take(desk, Turn { input, answers: None, orphans: Vec::new() });
    }

    /// Takes the requests that an input led to.
    fn asked(&mut self, desk: &Desk, effects: &[Effect]) {
        // One that is parked has its record, until this agent has it.
        for call in desk.phone.calls().iter().filter(|call| !call.retrieving) {
            self.began.insert(call.key.clone());
            if call.work.is_some() && !call.accepted {
                self.not_taken.insert(call.key.clone());
            } else {
                self.not_taken.remove(&call.key);
            }
            let before = self.starts.insert(call.key.clone(), call.started_at);
            if before.is_some_and(|before| before != call.started_at) {
                self.came_again.insert(call.key.clone());
                self.updates.remove(&call.key);
            }
        }
        for effect in effects {
            let EffectBody::Record(record) = &effect.body else { continue };
            let call = recorded_call(record);
            if matches!(record, RecordEffect::EnsureCall { .. } | RecordEffect::Create { .. }) {
                let known = desk.call(call).is_some_and(|call| call.record.record.is_some());
                assert!(!known, "a second record for {call:?}");
            }
        }
    }

    /// Carries out a request before its answer leaves, unless it is refused.
    fn perform(&mut self, page: u32, effect: &Effect, reply: &Reply) {
        let EffectBody::Record(record) = &effect.body else { return };
        if let Reply::Bad { blame: true, .. } = reply
            && let RecordEffect::Update { fields, .. } | RecordEffect::UpdateByApex { fields, .. } =
                record
        {
            self.refused.extend(fields.keys().take(1).cloned());
        }
        if !reply.did_it() {
            return;
        }
        self.carry_out(page, effect);
        if let RecordEffect::Update { call, fields, .. }
        | RecordEffect::UpdateByApex { call, fields, .. } = record
            && !matches!(reply, Reply::Lost)
        {
            self.updates.entry(call.clone()).or_default().push(fields.clone());
        }
    }

    /// Requests about one record are carried out in the order in which they were made: one that
    /// was given up for a newer one is dead by the time that one is answered. The core relies on
    /// it, since no answer would tell it of an older write that comes after a newer one.
    fn carry_out(&mut self, page: u32, effect: &Effect) {
        let EffectBody::Record(record) = &effect.body else { return };
        let newest = self.newest.entry(recorded_call(record).clone()).or_insert((0, EffectId(0)));
        if (page, effect.id) < *newest {
            return;
        }
        *newest = (page, effect.id);
        match record {
            // The key is unique: whoever makes it again gets the one that is there.
            RecordEffect::EnsureCall { call, fields }
            | RecordEffect::Create { call, fields, .. } => {
                self.records.entry(call.clone()).or_insert_with(|| fields.clone());
            }
            RecordEffect::Update { call, fields, .. }
            | RecordEffect::UpdateByApex { call, fields, .. } => {
                let held =
                    self.records.get_mut(call).expect("an update of a record that nobody made");
                held.extend(fields.clone());
            }
            RecordEffect::AttachFlight { call } => {
                let held = self.records.get(call).expect("a flight record of a call without one");
                assert!(
                    held.contains_key("Outcome__c")
                        || self.not_taken.contains(call)
                        || self.came_again.contains(call),
                    "a flight record before the last write"
                );
            }
        }
    }

    /// From here on everybody behaves: the agent ends and finishes, the carrier closes legs, the
    /// org does as it is asked. Afterwards the phone has nothing left to do.
    pub fn bring_to_an_end(&mut self, desk: &mut Desk) {
        for _ in 0..800 {
            if !desk.open.is_empty() {
                let turn = desk.answer(0, &Reply::Good);
                self.take(desk, turn);
            } else if let Some(input) = next_of_the_agent(desk) {
                self.feed(desk, input);
            } else if desk.phone.calls().is_empty() {
                return;
            } else {
                let waits = self.play(desk, 0, &Move::Deadline).is_some();
                assert!(waits, "nothing is on its way for {:?}", desk.phone.calls());
            }
        }
        panic!("it does not come to an end: {:?}", desk.phone.view());
    }
}

/// What an agent does who wants to go home; none where there is nothing but to wait.
fn next_of_the_agent(desk: &Desk) -> Option<Input> {
    desk.phone.calls().iter().find_map(|call| {
        let press = |button: Button| {
            let command = button.command(call.key.clone(), PartyId::customer(), call.key.clone());
            Some(Input::Agent(command))
        };
        match &call.state {
            CallState::Offered { .. } => press(Button::Decline),
            CallState::Restoring { .. } if !call.accepted => press(Button::Decline),
            CallState::Dialling { .. }
            | CallState::Ringing { .. }
            | CallState::Answering { .. }
            | CallState::Connected { .. }
            | CallState::OnHold { .. }
            | CallState::Consulting { .. }
            | CallState::Conference { .. }
            | CallState::Restoring { .. } => press(Button::HangUp),
            // The org says when it is over, and asks when it is time.
            CallState::HandingOver { .. } => None,
            CallState::Ending { .. } if matches!(call.leg.state, LegState::Leaving { .. }) => {
                let leg = call.leg.id.clone();
                Some(Input::Leg(LegEvent { leg, news: LegNews::Disconnected }))
            }
            CallState::Ending { .. } => None,
            CallState::WrapUp { .. } if call.disposition.is_none() => {
                press(Button::Disposition("Resolved"))
            }
            CallState::WrapUp { .. } => press(Button::Finish),
            CallState::Filed { .. } => {
                let view = desk.phone.view();
                let unsaved = view.unsaved.iter().find(|unsaved| unsaved.call == call.key)?;
                let is_refused = unsaved.record.state == RecordState::Refused;
                let retry = AgentCommand::RetryRecord { call: call.key.clone() };
                is_refused.then_some(Input::Agent(retry))
            }
        }
    })
}

/// An org that lets Lightning Data Service create and change everything.
pub fn createable() -> Input {
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
