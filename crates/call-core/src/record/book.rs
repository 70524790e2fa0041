//! What is known to be in the org, what is under way, and what to do when it fails.

use super::{
    Fields,
    plan::{self, OrgShape},
};
use crate::{
    call::Call,
    effect::RecordEffect,
    ids::{EffectId, RecordRef},
    input::PortError,
    time::{Millis, Timestamp},
    view::{RecordState, RecordView},
};

/// The longest pause between two tries.
const LONGEST_PAUSE: Millis = Millis::seconds(60);

/// A write that is under way.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// The record is being made by Apex.
    Ensure,
    /// The record is being made by Lightning Data Service.
    Create,
    /// These fields are being written.
    Update(Fields),
}

/// The record of one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordBook {
    /// The record, once it exists.
    pub record: Option<RecordRef>,
    /// What it is known to hold, of what was written after its creation.
    written: Fields,
    in_flight: Option<(EffectId, Write)>,
    /// LDS was tried for the creation and refused: Apex does it.
    lds_create_refused: bool,
    /// Fields the org does not take; the rest is written without them.
    refused_fields: Vec<String>,
    attempts: u32,
    retry_at: Option<Timestamp>,
    problem: Option<PortError>,
    /// Nothing is tried until somebody mends it.
    given_up: bool,
}

impl RecordBook {
    /// The next write, if one is due. The caller gives it an id by [`RecordBook::begin`].
    pub fn due(call: &Call, org: &OrgShape, now: Timestamp) -> Option<(RecordEffect, Write)> {
        let book = &call.record;
        if book.in_flight.is_some() || book.given_up || book.retry_at.is_some_and(|at| now < at) {
            return None;
        }
        let Some(record) = &book.record else {
            let fields = plan::create_fields(call);
            // Apex adds the key itself; for Lightning Data Service it is a field like any other.
            let mut keyed = fields.clone();
            keyed.insert("Call_Key__c".into(), call.key.0.clone().into());
            return Some(if book.may_create_by_lds(org, &keyed) {
                let (call, object) = (call.key.clone(), "VoiceCall".into());
                (RecordEffect::Create { call, object, fields: keyed }, Write::Create)
            } else {
                (RecordEffect::EnsureCall { call: call.key.clone(), fields }, Write::Ensure)
            });
        };
        let fields = book.missing(call, record, org);
        (!fields.is_empty()).then(|| {
            let effect = RecordEffect::Update {
                call: call.key.clone(),
                record: record.clone(),
                fields: fields.clone(),
            };
            (effect, Write::Update(fields))
        })
    }

    fn may_create_by_lds(&self, org: &OrgShape, fields: &Fields) -> bool {
        !self.lds_create_refused && org.can_create_voice_call(fields)
    }

    /// What the record should hold and, as far as is known, does not.
    fn missing(&self, call: &Call, record: &RecordRef, org: &OrgShape) -> Fields {
        let object = record.object_api_name.as_str();
        let mut fields = plan::update_fields(call, object);
        fields.retain(|name, value| {
            self.written.get(name) != Some(value)
                && !self.refused_fields.iter().any(|refused| refused == name)
                && org.can_update(object, name)
        });
        fields
    }

    /// A write was handed to its port.
    pub(crate) fn begin(&mut self, id: EffectId, write: Write) {
        self.in_flight = Some((id, write));
        self.retry_at = None;
    }

    /// There is nothing to write any more, although a try was due: what was wanted has changed.
    pub(crate) fn lapse(&mut self, now: Timestamp) {
        if self.in_flight.is_none() && self.retry_at.is_some_and(|at| at <= now) {
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
            (Write::Update(fields), _) => self.written.extend(fields),
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
            self.attempts += 1;
            self.retry_at = Some(now.plus(error.pause().unwrap_or_else(|| pause(self.attempts))));
        } else {
            match &write {
                // Another way is left.
                Write::Create => self.lds_create_refused = true,
                Write::Update(fields) => {
                    let refused: Vec<_> =
                        error.fields.iter().filter(|f| fields.contains_key(f)).cloned().collect();
                    // Without a field to blame the same write would fail again.
                    self.given_up = refused.is_empty();
                    self.refused_fields.extend(refused);
                }
                Write::Ensure => self.given_up = true,
            }
        }
        if write != Write::Create || error.kind.is_transient() {
            self.problem = Some(error);
        }
    }

    /// Somebody says it is mended: try everything again.
    pub(crate) fn retry(&mut self) {
        self.given_up = false;
        self.refused_fields.clear();
        self.lds_create_refused = false;
        self.attempts = 0;
        self.retry_at = None;
    }

    /// When the next try is due.
    pub(crate) fn retry_at(&self) -> Option<Timestamp> {
        self.retry_at.filter(|_| self.in_flight.is_none() && !self.given_up)
    }

    /// Whether the org has everything the call has to say.
    pub(crate) fn is_settled(call: &Call, org: &OrgShape) -> bool {
        let book = &call.record;
        book.in_flight.is_none()
            && book.record.as_ref().is_some_and(|r| book.missing(call, r, org).is_empty())
            && book.refused_fields.is_empty()
    }

    pub(crate) fn view(&self) -> RecordView {
        let state = if self.given_up || !self.refused_fields.is_empty() {
            RecordState::Refused
        } else if self.retry_at.is_some() || (self.in_flight.is_some() && self.attempts > 0) {
            // Trying again is still waiting, for the one who looks.
            RecordState::Waiting
        } else if self.in_flight.is_some() || self.record.is_none() {
            RecordState::Writing
        } else {
            RecordState::Saved
        };
        RecordView { record: self.record.clone(), state, problem: self.problem.clone() }
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

/// Doubling pauses from two seconds.
fn pause(attempts: u32) -> Millis {
    Millis(1000 << attempts.min(6)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_two_seconds_up_to_a_minute() {
        let seconds = [1, 2, 3, 4, 5, 6, 7, u32::MAX].map(|n| pause(n).to_seconds());
        assert_eq!(seconds, [2, 4, 8, 16, 32, 60, 60, 60]);
    }
}
