//! Which fields the record of a call should hold.
//!
//! Most standard fields of `VoiceCall` can only be set when it is created, `CallEndDateTime` among
//! them although it is required; the first moment therefore writes it equal to the start, and the
//! truth about the end stands in `Ended_At__c`. Where the org has no `VoiceCall` the record is a
//! Task, which has fields of its own for some of it. Fields the org lacks or the user may not
//! write are left out, by what `getObjectInfo` says.

use super::{ByName, FieldValue, Fields};
use crate::{
    call::{Call, CallState, Direction},
    ids::RecordRef,
    input::ObjectInfo,
};

/// The moments at which others must see how the call stands. In between nothing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// It began.
    Begun,
    /// The parties talk.
    Connected,
    /// It is over; the agent may be wrapping up.
    Ended,
    /// The agent is done with it.
    Filed,
}

impl Milestone {
    /// The last one a call has passed.
    pub const fn of(state: &CallState) -> Self {
        match state {
            CallState::Dialling { .. }
            | CallState::Ringing { .. }
            | CallState::Offered { .. }
            | CallState::Answering { .. } => Self::Begun,
            CallState::Connected { .. } => Self::Connected,
            // The leg's last word may still change the reason: not yet the end for the record.
            CallState::Ending { ended } => {
                if ended.was_connected {
                    Self::Connected
                } else {
                    Self::Begun
                }
            }
            CallState::WrapUp { .. } => Self::Ended,
            CallState::Filed { .. } => Self::Filed,
        }
    }
}

/// What is known of the org's objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrgShape {
    infos: ByName<ObjectInfo>,
    missing: Vec<String>,
}

impl OrgShape {
    /// The org described an object.
    pub fn learn(&mut self, info: ObjectInfo) {
        self.missing.retain(|object| *object != info.api_name);
        self.infos.insert(info.api_name.clone(), info);
    }

    /// The org has no such object for this user.
    pub fn learn_missing(&mut self, object: String) {
        self.infos.remove(&object);
        if !self.missing.contains(&object) {
            self.missing.push(object);
        }
    }

    /// Whether Lightning Data Service may create a `VoiceCall` with all these fields.
    pub(super) fn can_create_voice_call(&self, fields: &Fields) -> bool {
        self.infos.get("VoiceCall").is_some_and(|info| {
            info.createable
                && fields.keys().all(|f| info.fields.get(f).is_some_and(|field| field.createable))
        })
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
    let (call_type, state, from, to) = match call.direction {
        Direction::Outbound => ("Outbound", "Calling", &call.company_number, &call.customer.number),
        Direction::Inbound => ("Inbound", "Incoming", &call.customer.number, &call.company_number),
    };
    let mut fields = Fields::new();
    put(&mut fields, "CallType", call_type);
    put(&mut fields, "CallStartDateTime", call.started_at);
    put(&mut fields, "CallEndDateTime", call.started_at);
    put(&mut fields, "FromPhoneNumber", from.0.clone());
    put(&mut fields, "ToPhoneNumber", to.0.clone());
    put(&mut fields, "VendorType", "Twilio");
    put(&mut fields, "Call_State__c", state);
    fields
}

/// What the record should hold now, beyond what it was made with.
pub(super) fn update_fields(call: &Call, object: &str) -> Fields {
    let mut fields = Fields::new();
    let is_task = object == "Task";
    let milestone = Milestone::of(&call.state);
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
    let Some(ended) = call.state.ended() else {
        put(&mut fields, "Call_State__c", "Connected");
        if is_task {
            put(&mut fields, "Status", "In Progress");
        }
        return fields;
    };
    if milestone == Milestone::Connected {
        put(&mut fields, "Call_State__c", "Connected");
        return fields;
    }
    let talk = call.connected_at.map_or(0, |at| ended.at.since(at).to_seconds());
    put(&mut fields, "Outcome__c", ended.outcome().api_value());
    put(&mut fields, "End_Reason__c", ended.reason.api_value());
    put(&mut fields, "Ended_At__c", ended.at);
    put(&mut fields, "Talk_Seconds__c", talk);
    if call.connected_at.is_none() {
        put(&mut fields, "Ring_Seconds__c", ended.at.since(call.started_at).to_seconds());
    }
    if let Some(error) = ended.error {
        put(&mut fields, "Carrier_Error_Code__c", u64::from(error.code()));
    }
    if is_task {
        put(&mut fields, "Status", "Completed");
        put(&mut fields, "CallDurationInSeconds", talk);
        put(&mut fields, "CallDisposition", ended.outcome().api_value());
    }
    match &call.state {
        CallState::Filed { wrapped_up_at, .. } => {
            put(&mut fields, "Call_State__c", "Completed");
            if let Some(at) = wrapped_up_at {
                put(&mut fields, "Wrap_Up_Seconds__c", at.since(ended.at).to_seconds());
            }
            if !call.notes.0.is_empty() {
                put(&mut fields, "Description", call.notes.0.clone());
            }
            if let Some(disposition) = &call.disposition {
                put(&mut fields, "Disposition__c", disposition.clone());
                if is_task {
                    put(&mut fields, "CallDisposition", disposition.clone());
                }
            }
        }
        _ => put(&mut fields, "Call_State__c", "Wrap-Up"),
    }
    fields
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
