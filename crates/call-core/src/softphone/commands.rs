//! What the agent does at the desk.

use super::Softphone;
use crate::{
    address::{address_kind, is_digits},
    call::{AgentStep, Call, CallState, Direction, Leg, Party, PartyState, Step, Way},
    ids::{CallKey, RecordRef},
    input::AgentCommand,
    pii::Pii,
    refusal::Refusal,
};

/// The most characters of `VoiceCall.Description`.
pub(crate) const LONGEST_NOTES: usize = 32_000;

/// How many characters a text has in Salesforce, which counts as Java and browsers do: an emoji is
/// two.
pub(crate) fn characters(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

impl Softphone {
    pub(super) fn obey(&mut self, command: AgentCommand) -> Result<(), Refusal> {
        let (call, step) = match command {
            AgentCommand::Reconnect => {
                self.reconnect();
                return Ok(());
            }
            AgentCommand::DismissNotice { notice } => {
                self.notices.retain(|n| n.notice != notice);
                return Ok(());
            }
            AgentCommand::Dial { call, to, digits, name, record } => {
                return self.dial(call, to, digits.unwrap_or_default(), name, record);
            }
            AgentCommand::Retrieve { call, number } => return self.retrieve(call, number),
            AgentCommand::Answer { call } => return self.take_up(&call, AgentStep::Answer),
            AgentCommand::Resume { call } => return self.take_up(&call, AgentStep::Resume),
            AgentCommand::MergeCalls { call, into } => return self.merge_calls(&call, into),
            AgentCommand::SetNotes { call, text } => {
                if characters(&text.0) > LONGEST_NOTES {
                    return Err(Refusal::NotesTooLong);
                }
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
            AgentCommand::DiscardRecord { call } => return self.discard_record(&call),
            AgentCommand::Decline { call } => (call, AgentStep::Decline),
            AgentCommand::ToVoicemail { call } => (call, AgentStep::ToVoicemail),
            AgentCommand::HangUp { call } => (call, AgentStep::HangUp),
            AgentCommand::Mute { call, on } => (call, AgentStep::Mute(on)),
            AgentCommand::SendDigits { call, digits } => {
                if digits.0.is_empty() || !is_digits(&digits.0) {
                    return Err(Refusal::InvalidDigits);
                }
                (call, AgentStep::SendDigits(digits))
            }
            AgentCommand::Hold { call } => (call, AgentStep::Hold),
            AgentCommand::HoldParty { call, party, on } => {
                (call, AgentStep::HoldParty { party, on })
            }
            AgentCommand::Transfer { call, party, to } => {
                address_kind(&to).ok_or(Refusal::InvalidNumber)?;
                (call, AgentStep::Transfer { party, to })
            }
            AgentCommand::Consult { call, party, to, name } => {
                address_kind(&to).ok_or(Refusal::InvalidNumber)?;
                (call, AgentStep::Consult { party, to, name })
            }
            AgentCommand::AddParty { call, party, to, name } => {
                address_kind(&to).ok_or(Refusal::InvalidNumber)?;
                (call, AgentStep::AddParty { party, to, name })
            }
            AgentCommand::Swap { call } => (call, AgentStep::Swap),
            AgentCommand::CompleteTransfer { call } => (call, AgentStep::CompleteTransfer),
            AgentCommand::EndConsult { call } => (call, AgentStep::EndConsult),
            AgentCommand::Merge { call } => (call, AgentStep::Merge),
            AgentCommand::RemoveParty { call, party } => (call, AgentStep::RemoveParty { party }),
            AgentCommand::Leave { call } => (call, AgentStep::Leave),
            AgentCommand::Park { call } => (call, AgentStep::Park),
            AgentCommand::Record { call, action } => (call, AgentStep::Record(action)),
            AgentCommand::SetConsent { call, given } => (call, AgentStep::SetConsent(given)),
            AgentCommand::ExtendWrapUp { call } => (call, AgentStep::ExtendWrapUp),
            AgentCommand::Finish { call } => (call, AgentStep::Finish),
        };
        let index = self.find(&call)?;
        self.step(index, Step::Agent(step))
    }

    fn dial(
        &mut self,
        key: CallKey,
        to: Pii<String>,
        digits: Pii<String>,
        name: Option<Pii<String>>,
        record: Option<RecordRef>,
    ) -> Result<(), Refusal> {
        if self.find(&key).is_ok() {
            return Ok(()); // the same click twice
        }
        address_kind(&to).ok_or(Refusal::InvalidNumber)?;
        if !is_digits(&digits.0) {
            return Err(Refusal::InvalidDigits);
        }
        self.may_take_up(&key)?;
        if !self.has_room_for_an_offer() && self.settings.conferences {
            return Err(Refusal::AgentBusy);
        }
        if !self.phone.is_online() {
            return Err(Refusal::PhoneOffline);
        }
        let now = self.now();
        let is_known = record.is_some();
        let leg = Leg::wanted(&key, Way::Dial, now);
        let customer = Party::customer(to.clone(), name, PartyState::Pending);
        let state = CallState::Dialling { since: now };
        let mut call = Call::new(key.clone(), Direction::Outbound, now, state, leg, customer);
        call.company_number = Pii(self.settings.caller_id.clone());
        call.related = record;
        call.post_dial = digits;
        self.calls.push(call);
        self.step_others_away(&key);
        self.open_line();
        if !is_known {
            self.look_up(key, to);
        }
        Ok(())
    }

    /// Takes a parked call: the org says who is in it.
    fn retrieve(&mut self, key: CallKey, number: Pii<String>) -> Result<(), Refusal> {
        if self.find(&key).is_ok() {
            return Ok(()); // the same click twice
        }
        if !self.settings.conferences {
            return Err(Refusal::NotSetUp);
        }
        self.may_take_up(&key)?;
        if !self.phone.is_online() {
            return Err(Refusal::PhoneOffline);
        }
        let now = self.now();
        let customer = Party::customer(number.clone(), None, PartyState::Answered);
        let state = CallState::Restoring { since: now };
        let leg = Leg::absent(&key);
        let mut call = Call::new(key.clone(), Direction::Inbound, now, state, leg, customer);
        call.company_number = Pii(self.settings.caller_id.clone());
        let lost_at = now;
        // From here on it is like a call that another page had.
        call.accepted = true;
        call.retrieving = true;
        let acts = crate::call::restore(&mut call, now, &self.settings, lost_at);
        self.calls.push(call);
        self.step_others_away(&key);
        let index = self.find(&key)?;
        self.perform(index, acts);
        self.look_up(key, number);
        Ok(())
    }

    /// A step that takes the line: the other calls let go of it.
    fn take_up(&mut self, key: &CallKey, step: AgentStep) -> Result<(), Refusal> {
        let index = self.find(key)?;
        let call = &self.calls[index];
        let takes_line = !call.leg.is_open()
            && matches!(
                call.state,
                CallState::Offered { .. } | CallState::OnHold { .. } | CallState::Conference { .. }
            );
        if takes_line {
            self.may_take_up(key)?;
        }
        self.step(index, Step::Agent(step))?;
        if takes_line {
            self.step_others_away(key);
        }
        Ok(())
    }

    fn merge_calls(&mut self, key: &CallKey, into: CallKey) -> Result<(), Refusal> {
        let (index, target) = (self.find(key)?, &self.calls[self.find(&into)?]);
        let talks = target.leg.is_open()
            && matches!(target.state, CallState::Connected { .. } | CallState::Conference { .. });
        // One with audio of its own would be the same call: there is one line.
        if !talks || self.calls[index].leg.takes_line() {
            return Err(Refusal::NotPossible);
        }
        self.step(index, Step::Agent(AgentStep::MergeInto { call: into }))
    }

    /// Gives up a record that the org does not take.
    fn discard_record(&mut self, key: &CallKey) -> Result<(), Refusal> {
        let index = self.find(key)?;
        let call = &mut self.calls[index];
        if call.state.occupies_agent() || !call.record.is_refused() {
            return Err(Refusal::NotPossible);
        }
        call.record.discarded = true;
        Ok(())
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
}
