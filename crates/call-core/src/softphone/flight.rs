//! Has the flight records of filed calls stored. What is in them, the core does not know.

use super::{Softphone, results::Awaited};
use crate::{
    effect::{EffectBody, RecordEffect},
    ids::{CallKey, EffectId},
    input::{Outcome, PortError},
    record::FlightState,
};

impl Softphone {
    /// Asks for every flight record to be stored that is due.
    pub(super) fn attach_flights(&mut self) {
        let now = self.now();
        for index in 0..self.calls.len() {
            let call = &self.calls[index];
            if self.settings.flight_records && FlightState::falls_due(call, &self.org) {
                self.calls[index].flight = FlightState::Owed { at: now, attempts: 0 };
            }
            let flight = &mut self.calls[index].flight;
            if flight.deadline().is_none_or(|at| now < at) {
                continue;
            }
            if let FlightState::Asked { .. } = flight {
                flight.fail(&PortError::silence(), now);
                continue;
            }
            let FlightState::Owed { attempts, .. } = *flight else { continue };
            let call = self.calls[index].key.clone();
            let effect = RecordEffect::AttachFlight { call: call.clone() };
            let effect = self.ask(EffectBody::Record(effect), Awaited::Flight(call));
            self.calls[index].flight = FlightState::Asked { at: now, effect, attempts };
        }
    }

    pub(super) fn flight_answer(&mut self, key: &CallKey, id: EffectId, outcome: &Outcome) {
        let now = self.now();
        let Ok(index) = self.find(key) else { return };
        let flight = &mut self.calls[index].flight;
        let FlightState::Asked { effect, .. } = *flight else { return };
        if effect != id {
            return;
        }
        match outcome {
            Outcome::Done => *flight = FlightState::Settled,
            Outcome::Failed { error } => flight.fail(error, now),
            Outcome::Token { .. }
            | Outcome::Recorded { .. }
            | Outcome::Matched { .. }
            | Outcome::Snapshot { .. } => flight.fail(&PortError::nonsense(), now),
        }
    }
}
