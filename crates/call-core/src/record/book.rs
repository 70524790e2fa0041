//! What is known to be in the org, what is under way, and what to do when it fails.

use serde::{Deserialize, Serialize};

use super::{
    Fields, Milestone,
    plan::{self, OrgShape},
};
use crate::{
    call::Call,
    effect::RecordEffect,
    ids::{EffectId, RecordRef},
    input::{PortError, PortErrorKind},
    time::{Millis, Timestamp},
    view::{RecordState, RecordView},
};

/// How long a port may take to answer before its answer is not waited for any more.
const ANSWER_LIMIT: Millis = Millis::seconds(60);

/// A write that is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Write {
    /// The record is being made by Apex.
    Ensure,
    /// The record is being made by Lightning Data Service.
    Create,
    /// These fields are being written.
    Update {
        /// Names and values.
        fields: Fields,
        /// For what.
        milestone: Milestone,
        /// By Apex instead of Lightning Data Service.
        by_apex: bool,
    },
}

/// The record of one call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordBook {
    /// The record, once it exists.
    pub record: Option<RecordRef>,
    /// What it is known to hold, of what was written after its creation.
    written: Fields,
    /// The last milestone that is known to be written.
    reached: Option<Milestone>,
    in_flight: Option<(EffectId, Write)>,
    begun_at: Timestamp,
    /// LDS was tried for the creation and refused: Apex does it.
    lds_create_refused: bool,
    /// LDS was tried for an update and does not take the object: Apex does it.
    lds_update_refused: bool,
    /// Fields the org does not take; the rest is written without them.
    refused_fields: Vec<String>,
    attempts: u32,
    retry_at: Option<Timestamp>,
    problem: Option<PortError>,
    /// Nothing is tried until somebody mends it.
    given_up: bool,
    /// The agent has given it up, too.
    pub(crate) discarded: bool,
}

impl RecordBook {
    /// The next write, if one is due. The caller gives it an id by [`RecordBook::begin`].
    pub fn due(call: &Call, org: &OrgShape, now: Timestamp) -> Option<(RecordEffect, Write)> {
        let book = &call.record;
        let waits = book.retry_at.is_some_and(|at| now < at);
        let is_ours = !book.discarded && !call.retrieving;
        if book.in_flight.is_some() || book.given_up || !is_ours || waits {
            return None;
        }
        let key = call.key.clone();
        let Some(record) = &book.record else {
            let fields = plan::create_fields(call);
            // Apex adds the key itself; for Lightning Data Service it is a field like any other.
            let mut keyed = fields.clone();
            keyed.insert("Call_Key__c".into(), key.0.clone().into());
            return Some(if book.may_create_by_lds(org, &keyed) {
                let object = "VoiceCall".into();
                (RecordEffect::Create { call: key, object, fields: keyed }, Write::Create)
            } else {
                (RecordEffect::EnsureCall { call: key, fields }, Write::Ensure)
            });
        };
        let (milestone, fields) = book.missing(call, record, org)?;
        let (record, by_apex) = (record.clone(), book.lds_update_refused);
        let write = Write::Update { fields: fields.clone(), milestone, by_apex };
        Some(if by_apex {
            (RecordEffect::UpdateByApex { call: key, record, fields }, write)
        } else {
            (RecordEffect::Update { call: key, record, fields }, write)
        })
    }

    fn may_create_by_lds(&self, org: &OrgShape, fields: &Fields) -> bool {
        !self.lds_create_refused && org.can_create_voice_call(fields)
    }

    /// What the record should hold at the call's milestone and, as far as is known, does not. A
    /// milestone is written once; only after the last one changes are still followed.
    fn missing(
        &self,
        call: &Call,
        record: &RecordRef,
        org: &OrgShape,
    ) -> Option<(Milestone, Fields)> {
        let milestone = Milestone::of(call);
        if self.reached.is_some_and(|reached| reached >= milestone) && milestone < Milestone::Filed
        {
            return None;
        }
        let object = record.object_api_name.as_str();
        let mut fields = plan::update_fields(call, milestone, object);
        fields.retain(|name, value| {
            self.written.get(name) != Some(value)
                && !self.refused_fields.iter().any(|refused| refused == name)
                && org.can_update(object, name)
        });
        (!fields.is_empty()).then_some((milestone, fields))
    }

    /// Everything the org should hold of the call and, as far as is known, does not: what an agent
    /// can export where the org does not take it.
    pub fn unsaved(call: &Call) -> Fields {
        let book = &call.record;
        let (mut fields, object) = match &book.record {
            Some(record) => (Fields::new(), record.object_api_name.as_str()),
            None => (plan::create_fields(call), "VoiceCall"),
        };
        fields.extend(plan::update_fields(call, Milestone::of(call), object));
        fields.retain(|name, value| book.written.get(name) != Some(value));
        fields
    }

    /// A write was handed to its port. What the record holds in its fields is not known again
    /// before the answer.
    pub(crate) fn begin(&mut self, id: EffectId, write: Write, now: Timestamp) {
        if let Write::Update { fields, .. } = &write {
            self.written.retain(|name, _| !fields.contains_key(name));
        }
        self.in_flight = Some((id, write));
        self.begun_at = now;
        self.retry_at = None;
    }

    /// Time passes: a write that is not answered has failed, and a try that is due may have
    /// nothing to write any more.
    pub(crate) fn lapse(&mut self, now: Timestamp) {
        if let Some((id, _)) = &self.in_flight {
            if self.begun_at.plus(ANSWER_LIMIT) <= now {
                self.fail(*id, PortError::silence(), now);
            }
        } else if self.retry_at.is_some_and(|at| at <= now) {
            self.retry_at = None;
            self.attempts = 0;
            if self.refused_fields.is_empty() {
                self.problem = None;
            }
        }
    }

    /// The org has it.
    pub(crate) fn succeed(&mut self, id: EffectId, record: Option<RecordRef>, now: Timestamp) {
        let Some(write) = self.take(id) else { return };
        match (write, record) {
            (Write::Ensure | Write::Create, Some(record)) => self.record = Some(record),
            (Write::Update { fields, milestone, .. }, _) => {
                self.written.extend(fields);
                self.reached = self.reached.max(Some(milestone));
            }
            // Made, but where? Asking again finds it by its key.
            (write @ (Write::Ensure | Write::Create), None) => {
                self.in_flight = Some((id, write));
                return self.fail(id, PortError::nonsense(), now);
            }
        }
        self.attempts = 0;
        // Fields left out stay worth telling; anything else is over.
        if self.refused_fields.is_empty() {
            self.problem = None;
        }
    }

    /// The org refused, or was not there.
    pub(crate) fn fail(&mut self, id: EffectId, error: PortError, now: Timestamp) {
        let Some(write) = self.take(id) else { return };
        if error.kind.is_transient() {
            self.attempts = self.attempts.saturating_add(1);
            let pause = error.pause().unwrap_or_else(|| Millis::doubling(self.attempts));
            self.retry_at = Some(now.plus(pause));
            self.problem = Some(error);
            return;
        }
        let another_way_is_left = match &write {
            Write::Create => {
                self.lds_create_refused = true;
                true
            }
            Write::Ensure => {
                self.given_up = true;
                false
            }
            Write::Update { fields, by_apex, .. } => {
                let blamed = |name: &&String| fields.contains_key(name);
                let refused: Vec<_> = error.fields.iter().filter(blamed).cloned().collect();
                let is_the_way = match error.kind {
                    PortErrorKind::Forbidden | PortErrorKind::NotFound => !by_apex,
                    // A value or a rule of the org: Apex would meet it too.
                    _ => false,
                };
                if refused.is_empty() && is_the_way {
                    self.lds_update_refused = true;
                    true
                } else {
                    // Without a field to blame the same write would fail again.
                    self.given_up = refused.is_empty();
                    self.refused_fields.extend(refused);
                    false
                }
            }
        };
        if !another_way_is_left {
            self.problem = Some(error);
        }
    }

    /// Somebody says it is mended: try everything again.
    pub(crate) fn retry(&mut self) {
        self.given_up = false;
        self.refused_fields.clear();
        self.lds_create_refused = false;
        self.lds_update_refused = false;
        self.attempts = 0;
        self.retry_at = None;
    }

    /// When the next try is due, or an answer overdue.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        match self.in_flight {
            Some(_) => Some(self.begun_at.plus(ANSWER_LIMIT)),
            None => self.retry_at,
        }
    }

    /// Whether the org has everything the call has to say.
    pub(crate) fn is_settled(call: &Call, org: &OrgShape) -> bool {
        let book = &call.record;
        let is_written = book.in_flight.is_none()
            && book.record.as_ref().is_some_and(|r| book.missing(call, r, org).is_none())
            && book.refused_fields.is_empty();
        // One that was to be retrieved and never was is in the record of whoever parked it.
        book.discarded || call.retrieving || is_written
    }

    /// Nobody can mend it but an agent or an admin.
    pub(crate) fn is_refused(&self) -> bool {
        self.given_up || !self.refused_fields.is_empty()
    }

    /// The call is offered again: each milestone comes once more.
    pub(crate) fn begin_again(&mut self) {
        self.reached = None;
        self.discarded = false;
        if let Some((_, Write::Update { milestone, .. })) = &mut self.in_flight {
            *milestone = Milestone::Begun;
        }
    }

    /// What was under way belonged to a page that is no more: it is done again.
    pub(crate) fn forget_page(&mut self) {
        self.in_flight = None;
        self.begun_at = Timestamp::default();
        self.attempts = 0;
        self.retry_at = None;
    }

    pub(crate) fn view(call: &Call, org: &OrgShape) -> RecordView {
        let book = &call.record;
        let state = if book.is_refused() {
            RecordState::Refused
        } else if book.retry_at.is_some() || (book.in_flight.is_some() && book.attempts > 0) {
            // Trying again is still waiting, for the one who looks.
            RecordState::Waiting
        } else if book.in_flight.is_some() || book.record.is_none() {
            RecordState::Writing
        } else {
            RecordState::Saved
        };
        let left_out = match &book.record {
            Some(record) if record.object_api_name == "VoiceCall" => {
                let wanted = plan::update_fields(call, Milestone::of(call), "VoiceCall");
                org.forbidden("VoiceCall", &wanted)
            }
            _ => Vec::new(),
        };
        RecordView { record: book.record.clone(), state, problem: book.problem.clone(), left_out }
    }

    fn take(&mut self, id: EffectId) -> Option<Write> {
        match self.in_flight.take() {
            Some((current, write)) if current == id => Some(write),
            other => {
                self.in_flight = other;
                None
            }
        }
    }
}
