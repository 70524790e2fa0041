//! Which call an input is about, and what its steps ask of the surroundings.

use super::{Awaited, Softphone};
use crate::{
    call::{
        Act, Call, CallState, Direction, EndReason, Ended, Leg, LegClose, Party, PartyState, Step,
        advance, deadline,
    },
    effect::{CarrierEffect, DirectoryEffect, EffectBody, ScreenEffect},
    ids::{CallKey, EffectId, LegId, PartyId, RecordRef},
    input::{AgentCommand, LegEvent, LegNews, Match, Outcome, PartyNews, PartyProgress, PortError},
    pii::Pii,
    record::RecordBook,
    refusal::Refusal,
    view::{EndView, Notice},
};

impl Softphone {
    pub(super) fn obey_for_call(&mut self, command: AgentCommand) -> Result<(), Refusal> {
        let step = match command {
            AgentCommand::Dial { call, to, name, record } => {
                return self.dial(call, to, name, record);
            }
            AgentCommand::SetNotes { call, text } => {
                return self.edit(&call, |call| call.notes = text);
            }
            AgentCommand::SetDisposition { call, value } => {
                return self.edit(&call, |call| {
                    call.disposition = (!value.is_empty()).then_some(value);
                });
            }
            AgentCommand::ChooseMatch { call, record_id } => {
                let index = self.find(&call)?;
                if !self.calls[index].matches.iter().any(|m| m.record.record_id == record_id) {
                    return Err(Refusal::NotPossible);
                }
                return self.edit(&call, |call| call.choose(&record_id));
            }
            AgentCommand::RetryRecord { call } => {
                let index = self.find(&call)?;
                self.calls[index].record.retry();
                return Ok(());
            }
            AgentCommand::Answer { call } => (call, Step::Answer),
            AgentCommand::Decline { call } => (call, Step::Decline),
            AgentCommand::HangUp { call } => (call, Step::HangUp),
            AgentCommand::Mute { call, on } => (call, Step::Mute(on)),
            AgentCommand::SendDigits { call, digits } => {
                if digits.0.is_empty()
                    || !digits.0.bytes().all(|b| matches!(b, b'0'..=b'9' | b'*' | b'#' | b'w'))
                {
                    return Err(Refusal::InvalidDigits);
                }
                (call, Step::SendDigits(digits))
            }
            AgentCommand::ExtendWrapUp { call } => (call, Step::ExtendWrapUp),
            AgentCommand::Finish { call } => (call, Step::Finish),
            AgentCommand::Reconnect | AgentCommand::DismissNotice { .. } => return Ok(()),
        };
        let index = self.find(&step.0)?;
        self.step(index, step.1)
    }

    fn dial(
        &mut self,
        key: CallKey,
        to: Pii<String>,
        name: Option<Pii<String>>,
        record: Option<RecordRef>,
    ) -> Result<(), Refusal> {
        if self.find(&key).is_ok() {
            return Ok(()); // the same click twice
        }
        if !is_e164(&to.0) {
            return Err(Refusal::InvalidNumber);
        }
        if self.calls.iter().any(|call| call.state.occupies_agent()) {
            return Err(Refusal::AgentBusy);
        }
        if !self.phone.is_online() {
            return Err(Refusal::PhoneOffline);
        }
        let leg = LegId(key.0.clone());
        let known = record.is_some();
        self.calls.push(Call {
            key: key.clone(),
            direction: Direction::Outbound,
            started_at: self.now,
            company_number: Pii(self.settings.caller_id.clone()),
            state: CallState::Dialling { since: self.now },
            connected_at: None,
            leg: Leg::joining(leg.clone(), None),
            customer: customer(to.clone(), name, PartyState::Pending),
            matches: Vec::new(),
            related: record,
            notes: Pii::default(),
            disposition: None,
            record: RecordBook::default(),
        });
        self.emit(EffectBody::Carrier(CarrierEffect::Connect {
            leg,
            call: key.clone(),
            number: to.clone(),
        }));
        if !known {
            self.look_up(key, to);
        }
        Ok(())
    }

    /// Somebody calls.
    fn invited(&mut self, leg: LegId, key: CallKey, number: Pii<String>, called: Pii<String>) {
        if self.calls.iter().any(|call| call.leg.id == leg) {
            return; // the same invitation twice, perhaps late, perhaps under a new key of the host
        }
        let record = match self.find(&key) {
            // Offered again before it is done with here: this leg would ring on unseen.
            Ok(index) if self.calls[index].state.occupies_agent() => {
                self.emit(EffectBody::Carrier(CarrierEffect::Reject { leg }));
                return;
            }
            // Offered again after it was given up here: one call, one record.
            Ok(index) => self.calls.remove(index).record,
            Err(_) => RecordBook::default(),
        };
        let busy = self.calls.iter().any(|call| call.state.occupies_agent());
        let state = if busy {
            let reason = EndReason::AgentBusy;
            let ended = Ended { at: self.now, reason, error: None, was_connected: false };
            CallState::Filed { ended, wrapped_up_at: None }
        } else {
            CallState::Offered { since: self.now }
        };
        let call_sid = Some(leg.0.clone());
        // A carrier that only names this client leaves the company's one number to assume.
        let caller_id = Pii(self.settings.caller_id.clone());
        let called = if is_e164(&called.0) { called } else { caller_id };
        self.calls.push(Call {
            key: key.clone(),
            direction: Direction::Inbound,
            started_at: self.now,
            company_number: called,
            state,
            connected_at: None,
            leg: Leg::joining(leg.clone(), call_sid),
            customer: customer(number.clone(), None, PartyState::Answered),
            matches: Vec::new(),
            related: None,
            notes: Pii::default(),
            disposition: None,
            record,
        });
        if busy {
            self.emit(EffectBody::Carrier(CarrierEffect::Reject { leg }));
            self.tell_end(self.calls.len() - 1);
        } else {
            self.emit(EffectBody::Screen(ScreenEffect::Attention { call: key.clone() }));
        }
        self.look_up(key, number);
    }

    fn look_up(&mut self, call: CallKey, number: Pii<String>) {
        if !is_e164(&number.0) {
            return; // an anonymous caller is nobody's
        }
        let effect = DirectoryEffect::Match { call: call.clone(), number };
        let id = self.emit(EffectBody::Directory(effect));
        self.awaited.push((id, Awaited::Match(call)));
    }

    pub(super) fn matched(&mut self, key: &CallKey, matches: Vec<Match>) {
        let Ok(index) = self.find(key) else { return };
        let call = &mut self.calls[index];
        call.matches = matches;
        // Several matches are the agent's to choose from; a silent guess would be worse than none.
        if let ([only], None) = (call.matches.as_slice(), &call.related) {
            let record = only.record.clone();
            let id = record.record_id.clone();
            call.choose(&id);
            if call.direction == Direction::Inbound && call.state.ended().is_none() {
                let call = key.clone();
                self.emit(EffectBody::Screen(ScreenEffect::Pop { call, record }));
            }
        }
    }

    pub(super) fn leg(&mut self, event: LegEvent) {
        let LegEvent { leg, news } = event;
        if let LegNews::Invited { call, number, called } = news {
            return self.invited(leg, call, number, called);
        }
        // A leg of a call long forgotten.
        let Some(index) = self.calls.iter().rposition(|call| call.leg.id == leg) else { return };
        let step = match news {
            LegNews::Invited { .. } => return,
            LegNews::Ringing { early_media } => Step::LegRinging { early_media },
            LegNews::Accepted { call_sid } => {
                let known = &mut self.calls[index].leg.call_sid;
                *known = call_sid.or(known.take());
                Step::LegAccepted
            }
            LegNews::Reconnecting { error } => {
                self.calls[index].leg.blame(error, self.now);
                Step::LegReconnecting
            }
            LegNews::Reconnected => Step::LegReconnected,
            LegNews::Muted { on } => Step::LegMuted(on),
            LegNews::Disconnected => Step::LegClosed(LegClose::Disconnected),
            LegNews::Cancelled => Step::LegClosed(LegClose::Cancelled),
            LegNews::Rejected => Step::LegClosed(LegClose::Rejected),
            LegNews::Failed { error } => Step::LegError(error),
        };
        self.step_always(index, step);
    }

    pub(super) fn party(&mut self, news: &PartyNews) {
        let Ok(index) = self.find(&news.call) else { return };
        let customer = &mut self.calls[index].customer;
        if customer.id != news.party || (news.seq != 0 && news.seq <= customer.seq) {
            return; // somebody else, or older than what is known
        }
        customer.seq = news.seq.max(customer.seq);
        let step = match news.progress {
            PartyProgress::Initiated => Step::PartyInitiated,
            PartyProgress::Ringing { early_media } => Step::PartyRinging { early_media },
            PartyProgress::Answered => Step::PartyAnswered,
            PartyProgress::Ended { end, .. } => Step::PartyEnded(end),
        };
        self.step_always(index, step);
    }

    pub(super) fn record_answer(&mut self, key: &CallKey, id: EffectId, outcome: Outcome) {
        let Ok(index) = self.find(key) else { return };
        let book = &mut self.calls[index].record;
        match outcome {
            Outcome::Recorded { record } => book.succeed(id, Some(record), self.now),
            Outcome::Done => book.succeed(id, None, self.now),
            Outcome::Failed { error } => book.fail(id, error, self.now),
            Outcome::Token { .. } | Outcome::Matched { .. } => {
                book.fail(id, PortError::nonsense(), self.now);
            }
        }
    }

    pub(super) fn expire_calls(&mut self) {
        for index in 0..self.calls.len() {
            if let Some((timer, at)) = deadline(&self.calls[index], &self.settings)
                && at <= self.now
            {
                self.step_always(index, Step::TimeUp(timer));
            }
        }
    }

    fn find(&self, key: &CallKey) -> Result<usize, Refusal> {
        self.calls.iter().position(|call| call.key == *key).ok_or(Refusal::UnknownCall)
    }

    /// Changes what the agent writes about a call, as long as it is the agent's.
    fn edit(&mut self, key: &CallKey, change: impl FnOnce(&mut Call)) -> Result<(), Refusal> {
        let index = self.find(key)?;
        if !self.calls[index].state.occupies_agent() {
            return Err(Refusal::NotPossible);
        }
        change(&mut self.calls[index]);
        Ok(())
    }

    /// A step the surroundings take: there is nobody to refuse it to.
    fn step_always(&mut self, index: usize, step: Step) {
        let answer = self.step(index, step);
        debug_assert!(answer.is_ok(), "only commands are refused");
    }

    fn step(&mut self, index: usize, step: Step) -> Result<(), Refusal> {
        let was_filed = matches!(self.calls[index].state, CallState::Filed { .. });
        let acts = advance(&mut self.calls[index], self.now, &self.settings, step)?;
        let leg = self.calls[index].leg.id.clone();
        for act in acts {
            let leg = leg.clone();
            self.emit(EffectBody::Carrier(match act {
                Act::Accept => CarrierEffect::Accept { leg },
                Act::Reject => CarrierEffect::Reject { leg },
                Act::Disconnect => CarrierEffect::Disconnect { leg },
                Act::Mute(on) => CarrierEffect::Mute { leg, on },
                Act::SendDigits(digits) => CarrierEffect::SendDigits { leg, digits },
            }));
        }
        if !was_filed {
            self.tell_end(index);
        }
        Ok(())
    }

    /// A call that leaves the screen without wrap-up leaves a word about why.
    fn tell_end(&mut self, index: usize) {
        let call = &self.calls[index];
        let CallState::Filed { ended, wrapped_up_at: None } = call.state else { return };
        if ended.reason.is_the_agents_own() {
            return;
        }
        let number = call.customer.number.clone();
        let at = ended.at;
        let end = EndView { reason: ended.reason, error: ended.error };
        self.notify(|notice| Notice { notice, at, number, end });
    }
}

impl Call {
    fn choose(&mut self, record_id: &str) {
        if let Some(found) = self.matches.iter().find(|m| m.record.record_id == record_id) {
            self.related = Some(found.record.clone());
            self.customer.name = Some(found.name.clone());
        }
    }
}

fn customer(number: Pii<String>, name: Option<Pii<String>>, state: PartyState) -> Party {
    Party { id: PartyId::customer(), number, name, state, seq: 0 }
}

/// Whether the number is in E.164 form: a plus, a country code that does not begin with zero, at
/// most 15 digits. Parsing what people type happens before the core.
fn is_e164(number: &str) -> bool {
    let Some(digits) = number.strip_prefix('+') else { return false };
    (5..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_e164;

    #[test]
    fn e164_is_a_plus_and_five_to_fifteen_digits() {
        for number in ["+12345", "+15005550100", "+123456789012345"] {
            assert!(is_e164(number), "{number}");
        }
        for number in ["", "+", "+1234", "+1234567890123456", "+0123456", "15005550100", "++12345"]
        {
            assert!(!is_e164(number), "{number}");
        }
        // Digits of other scripts are digits to Unicode, not to a telephone network.
        for number in ["+1 500 555", "+1500555x", "+１２３４５６", "+٣٤٥٦٧٨", "anonymous"]
        {
            assert!(!is_e164(number), "{number}");
        }
    }
}
