//! Which fields the record of a call should hold.
//!
//! Most standard fields of `VoiceCall` can only be set when it is created, `CallEndDateTime` among
//! them although it is required; the first moment therefore writes it equal to the start, and the
//! truth about the end stands in `Ended_At__c`. Where the org has no `VoiceCall` the record is a
//! Task, which has fields of its own for some of it. Fields the org lacks or the user may not
//! write are left out, by what `getObjectInfo` says.

use serde::{Deserialize, Serialize};

use super::{ByName, FieldValue, Fields};
use crate::{
    address::{AddressKind, address_kind},
    call::{Call, CallState, Direction, EndReason, RecordingState},
    ids::RecordRef,
    input::ObjectInfo,
    time::Millis,
};

/// The moments at which the record is written: once each, in this order, some of them never. What
/// changes in between waits for the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Milestone {
    /// It began. The record is made.
    Begun,
    /// The parties talk: others must see that at once.
    Connected,
    /// It goes on with somebody else, who must see at once what there is.
    HandedOver,
    /// The agent is done with it: everything else.
    Filed,
}

impl Milestone {
    /// The last one a call has passed.
    pub fn of(call: &Call) -> Self {
        let so_far = if call.connected_at.is_some() { Self::Connected } else { Self::Begun };
        match &call.state {
            CallState::Dialling { .. }
            | CallState::Ringing { .. }
            | CallState::Offered { .. }
            | CallState::Answering { .. }
            | CallState::Connected { .. }
            | CallState::OnHold { .. }
            | CallState::Consulting { .. }
            | CallState::Conference { .. }
            // Until it is.
            | CallState::HandingOver { .. }
            | CallState::Restoring { .. } => so_far,
            // The leg's last word may still change the reason, and wrap-up is to come: the end is
            // written with it.
            CallState::Ending { ended } | CallState::WrapUp { ended, .. } => {
                let is_handed_over = ended.reason.goes_on() && !call.is_work_not_taken();
                if is_handed_over { Self::HandedOver } else { so_far }
            }
            // Omni-Channel offers it to somebody else, or the org says what became of the caller.
            CallState::Filed { .. } if call.is_work_not_taken() && call.told_before().is_none() => {
                so_far
            }
            CallState::Filed { .. } => Self::Filed,
        }
    }
}

/// What is known of the org's objects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrgShape {
    infos: ByName<ObjectInfo>,
}

impl OrgShape {
    /// The org described an object.
    pub fn learn(&mut self, info: ObjectInfo) {
        self.infos.insert(info.api_name.clone(), info);
    }

    /// The org has no such object for this user.
    pub fn learn_missing(&mut self, object: &str) {
        self.infos.remove(object);
    }

    /// Whether Lightning Data Service may create a `VoiceCall` with all these fields.
    pub(super) fn can_create_voice_call(&self, fields: &Fields) -> bool {
        self.infos.get("VoiceCall").is_some_and(|info| {
            info.createable
                && fields.keys().all(|f| info.fields.get(f).is_some_and(|field| field.createable))
        })
    }

    /// Fields of the object that the user may not write, of those that are wanted.
    pub(super) fn forbidden(&self, object: &str, wanted: &Fields) -> Vec<String> {
        wanted.keys().filter(|field| !self.can_update(object, field)).cloned().collect()
    }

    /// Whether the user may write the field. Unknown objects are tried: the org will say no.
    pub(super) fn can_update(&self, object: &str, field: &str) -> bool {
        self.infos.get(object).is_none_or(|info| {
            info.updateable && info.fields.get(field).is_some_and(|field| field.updateable)
        })
    }
}

/// The fields with which the record of a call is made, as fields of `VoiceCall`; `ensureCall`
/// maps them where it has to make a Task.
pub(super) fn create_fields(call: &Call) -> Fields {
    let (state, from, to) = match call.direction {
        Direction::Outbound => ("Calling", &call.company_number, &call.customer.number),
        // Offered like a call that comes in, and will go out.
        Direction::Inbound if call.is_callback() => {
            ("Incoming", &call.company_number, &call.customer.number)
        }
        Direction::Inbound => ("Incoming", &call.customer.number, &call.company_number),
    };
    let mut fields = Fields::new();
    put(&mut fields, "CallType", call_type(call));
    put(&mut fields, "CallStartDateTime", call.started_at);
    put(&mut fields, "CallEndDateTime", call.started_at);
    put(&mut fields, "FromPhoneNumber", from.0.clone());
    put(&mut fields, "ToPhoneNumber", to.0.clone());
    put(&mut fields, "VendorType", "Twilio");
    put(&mut fields, "Call_State__c", state);
    fields
}

/// A value of the restricted picklist `CallType`.
fn call_type(call: &Call) -> &'static str {
    if address_kind(&call.customer.number) == Some(AddressKind::Agent) {
        return "Internal";
    }
    if call.is_callback() {
        return "Callback";
    }
    match call.direction {
        Direction::Outbound => "Outbound",
        Direction::Inbound => "Inbound",
    }
}

/// What the record should hold at a milestone, beyond what it was made with.
pub(super) fn update_fields(call: &Call, milestone: Milestone, object: &str) -> Fields {
    let (Some(former), Milestone::Filed) = (call.told_before(), milestone) else {
        return fields_of_part(call, milestone, object);
    };
    // Whoever talked with the caller has answered, though the next time nobody did.
    let tells = call.connected_at.is_some() || former.connected_at.is_none();
    let mut fields = fields_of_part(former, milestone, object);
    if tells && call.is_recorded_here() {
        fields.extend(fields_of_part(call, milestone, object));
    } else {
        put_words(&mut fields, call, object == "Task");
    }
    fields
}

/// The same, of what was here of the call at a time.
fn fields_of_part(call: &Call, milestone: Milestone, object: &str) -> Fields {
    let mut fields = Fields::new();
    let is_task = object == "Task";
    if milestone == Milestone::Begun {
        return fields;
    }
    if let Some(sid) = &call.leg.call_sid {
        put(&mut fields, "Twilio_Call_Sid__c", sid.clone());
    }
    if let Some(at) = call.connected_at {
        put(&mut fields, "Connected_At__c", at);
        put(&mut fields, "Ring_Seconds__c", at.since(call.started_at).to_seconds());
    }
    if let Some(related) = &call.related {
        put_related(&mut fields, related, is_task);
    }
    let (Some(ended), true) = (call.state.ended(), milestone > Milestone::Connected) else {
        put(&mut fields, "Call_State__c", "Connected");
        if is_task {
            put(&mut fields, "Status", "In Progress");
        }
        return fields;
    };
    put_handed_over(&mut fields, call);
    if milestone == Milestone::HandedOver {
        put_notes(&mut fields, call);
        put(&mut fields, "Call_State__c", "Transferred");
        return fields;
    }
    let total = call.connected_at.map_or(0, |at| ended.at.since(at).0);
    // On hold the customer and the agent do not talk.
    let talk = Millis(total.saturating_sub(call.held.0)).to_seconds();
    put(&mut fields, "Outcome__c", ended.outcome().api_value());
    put(&mut fields, "End_Reason__c", ended.reason.api_value());
    put(&mut fields, "Ended_At__c", ended.at);
    put(&mut fields, "Talk_Seconds__c", talk);
    put(&mut fields, "Hold_Seconds__c", call.held.to_seconds());
    if call.connected_at.is_none() {
        put(&mut fields, "Ring_Seconds__c", ended.at.since(call.started_at).to_seconds());
    }
    if let Some(error) = ended.error {
        put(&mut fields, "Carrier_Error_Code__c", u64::from(error.code()));
    }
    put_recording(&mut fields, call);
    if is_task {
        put(&mut fields, "Status", "Completed");
        put(&mut fields, "CallDurationInSeconds", talk);
        put(&mut fields, "CallDisposition", ended.outcome().api_value());
    }
    // One that goes on is somebody else's to complete.
    let state = if ended.reason.goes_on() { "Transferred" } else { "Completed" };
    put(&mut fields, "Call_State__c", state);
    if let CallState::Filed { wrapped_up_at: Some(at), .. } = &call.state {
        put(&mut fields, "Wrap_Up_Seconds__c", at.since(ended.noticed_at).to_seconds());
    }
    put_words(&mut fields, call, is_task);
    fields
}

/// What the agent says of the call.
fn put_words(fields: &mut Fields, call: &Call, is_task: bool) {
    put_notes(fields, call);
    if let Some(disposition) = &call.disposition {
        put(fields, "Disposition__c", disposition.clone());
        if is_task {
            put(fields, "CallDisposition", disposition.clone());
        }
    }
}

fn put_notes(fields: &mut Fields, call: &Call) {
    if !call.notes.0.is_empty() {
        put(fields, "Description", call.notes.0.clone());
    }
}

/// Where the call came from and where it went.
fn put_handed_over(fields: &mut Fields, call: &Call) {
    if let Some(queue) = call.work.as_ref().and_then(|work| work.queue.as_ref()) {
        put(fields, "Queue__c", queue.clone());
    }
    // Where the org's answer to a transfer was lost, the call may have gone another way since.
    if let (Some(to), Some(EndReason::Transferred)) =
        (&call.handed_to, call.state.ended().map(|e| e.reason))
    {
        put(fields, "Transferred_To__c", to.0.clone());
    }
}

/// What is known of the recording: never more than the carrier confirmed.
fn put_recording(fields: &mut Fields, call: &Call) {
    let recording = &call.recording;
    if let Some(consent) = recording.consent {
        put(fields, "Recording_Consent__c", if consent.given { "Given" } else { "Refused" });
        put(fields, "Recording_Consent_At__c", consent.at);
    }
    if recording.was_on {
        put(fields, "Recording_State__c", "Recorded");
    } else if recording.state == RecordingState::Failed {
        put(fields, "Recording_State__c", "Failed");
    }
}

/// Whether what the field holds is about a person, and not a word, an id, an instant or a number of
/// the core's own.
pub(super) fn is_personal(field: &str) -> bool {
    matches!(field, "FromPhoneNumber" | "ToPhoneNumber" | "Transferred_To__c" | "Description")
}

fn put(fields: &mut Fields, name: &str, value: impl Into<FieldValue>) {
    fields.insert(name.into(), value.into());
}

/// The record the call is about, in the field that takes its object.
fn put_related(fields: &mut Fields, related: &RecordRef, task: bool) {
    let object = related.object_api_name.as_str();
    let field = match (task, object) {
        (true, "Contact" | "Lead") => "WhoId",
        (true, _) => "WhatId",
        (false, "Account" | "Case" | "Contact" | "Lead" | "Opportunity") => "RelatedRecordId",
        // The lookup takes no other object; the match stands in the panel only.
        (false, _) => return,
    };
    put(fields, field, related.record_id.clone());
}
