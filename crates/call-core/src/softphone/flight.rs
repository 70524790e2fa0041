//! Has the flight records of filed calls stored. What is in them, the core does not know.

use super::{Softphone, results::Awaited};
use crate::{
    effect::{EffectBody, RecordEffect},
    ids::{CallKey, EffectId},
    input::{Outcome, PortError},
    record::FlightBook,
};

impl Softphone {
    /// Asks for every flight record to be stored that is due.
    pub(super) fn attach_flights(&mut self) {
        if !self.settings.flight_records {
            // Turned off while one of an earlier page was still to be stored.
            for call in self.calls.iter_mut().filter(|call| call.flight.is_under_way()) {
                call.flight.settle();
            }
            return;
        }
        let now = self.now();
        for index in 0..self.calls.len() {
            if FlightBook::is_due(&mut self.calls[index], &self.org, now) {
                let call = self.calls[index].key.clone();
                let effect = RecordEffect::AttachFlight { call: call.clone() };
                let id = self.ask(EffectBody::Record(effect), Awaited::Flight(call));
                self.calls[index].flight.begin(id, now);
            }
        }
    }

    pub(super) fn flight_answer(&mut self, key: &CallKey, id: EffectId, outcome: &Outcome) {
        let now = self.now();
        let Ok(index) = self.find(key) else { return };
        let flight = &mut self.calls[index].flight;
        if !flight.awaits(id) {
            return;
        }
        match outcome {
            Outcome::Done => flight.settle(),
            Outcome::Failed { error } => flight.fail(error, now),
            Outcome::Token { .. }
            | Outcome::Recorded { .. }
            | Outcome::Matched { .. }
            | Outcome::Snapshot { .. } => flight.fail(&PortError::nonsense(), now),
        }
    }
}
