//! The agent as a person: looks at the desk every few seconds, and presses something that makes
//! sense there, sometimes twice, and now and then something that does not.

use call_core::{
    Input, Refusal, Softphone,
    call::{Call, CallState, RecordingAction},
    ids::{CallKey, PartyId},
    input::AgentCommand,
    pii::Pii,
    tabs::{TabInput, TabRole, Term, is_repeatable},
    view::Controls,
};

use super::{
    carrier::number_of,
    chance::Kind,
    dice::Dice,
    event::Event,
    shift::{Shift, key_of, name_of},
    site::Door,
};

/// A colleague and a queue, by their Salesforce ids.
const COLLEAGUE: &str = "agent:005000000000001AAA";
const QUEUE: &str = "queue:00G000000000001AAA";

impl Shift {
    /// The agent looks at the desk.
    pub fn look(&mut self, agent: usize, turn: u64) {
        let mut dice = self.chance.dice(&[20, agent as u64, turn]);
        let pause = if self.calm { 2_000 } else { dice.between(700, 6_000) };
        self.after(pause, Event::Look { agent, turn: turn + 1 });
        self.watch_leader(agent);
        if self.calm {
            self.go_where_calls_are(agent);
        } else {
            let mut dice = self.chance.dice(&[21, agent as u64, turn]);
            if self.tidy_tabs(agent, turn, &mut dice) {
                return;
            }
        }
        let own = &self.agents[agent];
        let Some(frame) = own.frame(own.looks_at).filter(|frame| frame.runs()) else { return };
        let tab = frame.id;
        if frame.tab.role() == TabRole::Elsewhere {
            return self.wish_for_phone(agent, tab, turn, &mut dice);
        }
        let Some(page) = own.shown_in(frame) else { return };
        let command = if self.calm {
            come_to_an_end(&page.phone)
        } else {
            self.choose(&page.phone, agent, turn, &mut dice)
        };
        let Some(command) = command else { return };
        if !self.calm && !self.chance.deed(Kind::Deed, &[agent as u64, turn]) {
            return;
        }
        self.press(agent, tab, &command);
        // Keys bounce, and people press again.
        if dice.hits(700) {
            self.press(agent, tab, &command);
        }
    }

    /// The tab says that another browser has the phone: the agent takes it, or goes there.
    fn wish_for_phone(&mut self, agent: usize, tab: u32, turn: u64, dice: &mut Dice) {
        let own = &self.agents[agent];
        let there = own.lease.browser;
        let is_open = own.tabs_of(there).next().is_some();
        let wants = self.calm || dice.hits(if is_open { 1_000 } else { 5_000 });
        if wants && (self.calm || self.chance.deed(Kind::Deed, &[agent as u64, turn])) {
            self.story(agent, || format!("tab {tab} takes the phone over"));
            self.give(agent, tab, TabInput::TakeOver);
        } else if !self.calm && is_open && dice.hits(2_000) {
            self.go_to_browser(agent, there);
        }
    }

    /// Who has used two browsers looks into each at the end of the shift: what one of them keeps,
    /// the other does not know.
    fn go_where_calls_are(&mut self, agent: usize) {
        let own = &self.agents[agent];
        let Some(calm_at) = self.calm_at.filter(|_| own.browsers.len() > 1) else { return };
        let here = own.frame(own.looks_at).map_or(0, |frame| frame.browser);
        let minutes = (self.now - calm_at) / 60_000;
        let there = usize::from((12..28).contains(&minutes));
        let is_used = own.browsers[there].stored > Term(0);
        if here != there && is_used && minutes >= 12 {
            self.go_to_browser(agent, there);
        }
    }

    /// The agent presses something in a tab.
    fn press(&mut self, agent: usize, tab: u32, command: &AgentCommand) {
        let Some(frame) = self.agents[agent].frame(tab).filter(|frame| frame.runs()) else {
            return;
        };
        if let Some(page) = frame.page.as_ref().map(|page| page.id) {
            let _ = self.do_press(agent, page, command);
        } else {
            let kind = serde_json::to_value(command).unwrap_or_default();
            let repeatable = is_repeatable(kind["type"].as_str().unwrap_or_default());
            self.forward(agent, tab, Input::Agent(command.clone()), repeatable);
        }
    }

    /// A phone is given a command.
    ///
    /// # Errors
    /// What it refuses.
    pub fn do_press(
        &mut self,
        agent: usize,
        page: u32,
        command: &AgentCommand,
    ) -> Result<(), Refusal> {
        if let AgentCommand::Retrieve { call, .. } = command
            && let Some(call) = self.index(call)
            && self.sites[call].claimed_by.is_none()
        {
            self.sites[call].claimed_by = Some(agent);
        }
        self.story(agent, || format!("the phone of page {page} is given {command:?}"));
        let begins = match command {
            AgentCommand::Dial { call, .. } if self.index(call).is_none() => name_of(call),
            _ => None,
        };
        if let Some(name) = begins {
            // The carrier hears of it when the leg is there.
            self.begin(agent, Door::Dial, name);
        }
        let answer = self.input(agent, page, Input::Agent(command.clone()));
        if begins.is_some() && answer.is_err() {
            self.unmake();
        }
        self.note_deed(agent, page, command, answer);
        answer
    }

    /// What the oracle needs to know of what the agent did.
    fn note_deed(
        &mut self,
        agent: usize,
        page: u32,
        command: &AgentCommand,
        answer: Result<(), Refusal>,
    ) {
        let own = command.call().and_then(|key| self.index(key));
        let (Some(call), Ok(())) = (own, answer) else { return };
        let now = self.now;
        // A page that was lost over it has not done it.
        let lost = self.agents[agent].phone(page).is_none();
        let site = &mut self.sites[call];
        if lost || site.agent != agent && site.claimed_by != Some(agent) {
            site.truth.blurred = true;
        }
        match command {
            AgentCommand::Answer { .. } => {
                site.truth.accepted.get_or_insert(now);
            }
            AgentCommand::Decline { .. } => site.truth.said_no = true,
            AgentCommand::ToVoicemail { .. } => site.truth.to_voicemail = true,
            AgentCommand::HangUp { .. } => {
                site.truth.hung_up.get_or_insert(now);
            }
            _ => {}
        }
    }

    fn choose(
        &self,
        phone: &Softphone,
        agent: usize,
        turn: u64,
        dice: &mut Dice,
    ) -> Option<AgentCommand> {
        let calls: Vec<&Call> =
            phone.calls().iter().filter(|call| call.state.occupies_agent()).collect();
        if calls.is_empty() || dice.hits(150) {
            return self.begin_something(agent, turn, dice);
        }
        if dice.hits(120) {
            // At a wrong moment: about any call there is, and not asking whether it can be done.
            let any: Vec<&Call> = phone.calls().iter().collect();
            return Some(any_command(dice.pick(&any), agent, turn, dice));
        }
        let call = calls[usize::try_from(dice.below(calls.len() as u64)).unwrap_or(0)];
        let can = Controls::of(call, phone.settings());
        match &call.state {
            CallState::Offered { .. } => {
                let key = call.key.clone();
                dice.weigh(&[
                    (50, Some(AgentWish::Answer)),
                    (5, Some(AgentWish::Decline)),
                    (4, can.to_voicemail.then_some(AgentWish::Voicemail)),
                    (40, None),
                ])
                .map(|wish| match wish {
                    AgentWish::Answer => AgentCommand::Answer { call: key },
                    AgentWish::Decline => AgentCommand::Decline { call: key },
                    AgentWish::Voicemail => AgentCommand::ToVoicemail { call: key },
                })
            }
            CallState::WrapUp { .. } => wrap_up(call, dice),
            _ if dice.hits(6_000) => None,
            _ => in_a_call(call, can, &calls, agent, turn, dice),
        }
    }

    fn begin_something(&self, agent: usize, turn: u64, dice: &mut Dice) -> Option<AgentCommand> {
        if self.quota == 0 || !dice.hits(1_000) {
            return None;
        }
        let parked = self
            .sites
            .iter()
            .position(|site| site.parked && site.claimed_by.is_none() && site.agent != agent);
        if let Some(call) = parked {
            return Some(AgentCommand::Retrieve {
                call: self.sites[call].key.clone(),
                number: number_of(self.sites[call].name),
            });
        }
        let name = (agent as u64 + 1) * 100_000 + turn;
        let to =
            dice.weigh(&[(8, "+15005550142"), (1, "911"), (1, COLLEAGUE), (1, "not a number")]);
        let digits = dice.hits(2_000).then(|| Pii("ww204".to_owned()));
        let to = Pii(to.to_owned());
        Some(AgentCommand::Dial { call: key_of(name), to, digits, name: None, record: None })
    }
}

/// At the end of the shift: every call is brought to its end, and nothing begins.
fn come_to_an_end(phone: &Softphone) -> Option<AgentCommand> {
    let call = phone.current_call()?;
    let key = call.key.clone();
    let can = Controls::of(call, phone.settings());
    if can.decline {
        return Some(AgentCommand::Decline { call: key });
    }
    if can.hang_up {
        return Some(AgentCommand::HangUp { call: key });
    }
    if can.finish {
        if phone.settings().disposition_required && call.disposition.is_none() {
            return Some(AgentCommand::SetDisposition { call: key, value: "Done".into() });
        }
        return Some(AgentCommand::Finish { call: key });
    }
    None
}

#[derive(Clone, Copy)]
enum AgentWish {
    Answer,
    Decline,
    Voicemail,
}

fn wrap_up(call: &Call, dice: &mut Dice) -> Option<AgentCommand> {
    let key = call.key.clone();
    match dice.below(10) {
        0 => Some(AgentCommand::SetNotes { call: key, text: Pii("wants a call back".into()) }),
        1 | 2 => Some(AgentCommand::SetDisposition { call: key, value: "Resolved".into() }),
        3 if dice.hits(3_000) => Some(AgentCommand::ExtendWrapUp { call: key }),
        4..=6 => Some(AgentCommand::Finish { call: key }),
        _ => None,
    }
}

fn in_a_call(
    call: &Call,
    can: Controls,
    calls: &[&Call],
    agent: usize,
    turn: u64,
    dice: &mut Dice,
) -> Option<AgentCommand> {
    let key = || call.key.clone();
    let party = || PartyId(format!("p{agent}x{turn}"));
    let mut can_press: Vec<(u64, AgentCommand)> = Vec::new();
    let mut may = |can: bool, weight: u64, command: AgentCommand| {
        if can {
            can_press.push((weight, command));
        }
    };
    may(can.hang_up, 6, AgentCommand::HangUp { call: key() });
    may(can.mute, 3, AgentCommand::Mute { call: key(), on: !call.leg.muted });
    may(can.send_digits, 2, AgentCommand::SendDigits { call: key(), digits: Pii("1w23#".into()) });
    may(can.hold, 5, AgentCommand::Hold { call: key() });
    may(can.resume, 14, AgentCommand::Resume { call: key() });
    let to = Pii(dice.pick(&["+15005550143", COLLEAGUE, QUEUE]).to_owned());
    may(can.transfer, 2, AgentCommand::Transfer { call: key(), party: party(), to: to.clone() });
    let (name, other) = (None, to.clone());
    may(can.consult, 4, AgentCommand::Consult { call: key(), party: party(), to, name });
    let name = None;
    may(can.add_party, 3, AgentCommand::AddParty { call: key(), party: party(), to: other, name });
    may(can.swap, 4, AgentCommand::Swap { call: key() });
    may(can.complete_transfer, 6, AgentCommand::CompleteTransfer { call: key() });
    may(can.end_consult, 4, AgentCommand::EndConsult { call: key() });
    may(can.merge, 5, AgentCommand::Merge { call: key() });
    may(can.park, 2, AgentCommand::Park { call: key() });
    may(can.leave, 3, AgentCommand::Leave { call: key() });
    let others: Vec<_> = call.others.iter().map(|party| (party.id.clone(), party.hold)).collect();
    if let Some((party, hold)) = others.first() {
        let (party, on) = (party.clone(), !hold.is_wished());
        may(can.remove_party, 3, AgentCommand::RemoveParty { call: key(), party: party.clone() });
        may(can.remove_party, 3, AgentCommand::HoldParty { call: key(), party, on });
    }
    let into = calls.iter().find(|other| other.key != call.key && other.leg.is_open());
    if let Some(into) = into {
        let into = into.key.clone();
        may(can.merge_calls, 5, AgentCommand::MergeCalls { call: key(), into });
    }
    let record = |action| AgentCommand::Record { call: key(), action };
    may(can.start_recording, 3, record(RecordingAction::Start));
    may(can.pause_recording, 3, record(RecordingAction::Pause));
    may(can.resume_recording, 4, record(RecordingAction::Resume));
    may(can.stop_recording, 2, record(RecordingAction::Stop));
    may(can.start_recording, 3, AgentCommand::SetConsent { call: key(), given: dice.hits(8_000) });
    may(true, 2, AgentCommand::SetNotes { call: key(), text: Pii("so far".into()) });
    let all: u64 = can_press.iter().map(|(weight, _)| weight).sum();
    let mut at = dice.below(all);
    for (weight, command) in can_press {
        if at < weight {
            return Some(command);
        }
        at -= weight;
    }
    None
}

/// A command that need not make sense.
fn any_command(call: &Call, agent: usize, turn: u64, dice: &mut Dice) -> AgentCommand {
    let key: CallKey = call.key.clone();
    let to = Pii("+15005550144".to_owned());
    let party = PartyId(format!("p{agent}x{turn}"));
    match dice.below(16) {
        0 => AgentCommand::Answer { call: key },
        1 => AgentCommand::Decline { call: key },
        2 => AgentCommand::HangUp { call: key },
        3 => AgentCommand::Hold { call: key },
        4 => AgentCommand::Resume { call: key },
        5 => AgentCommand::Transfer { call: key, party, to },
        6 => AgentCommand::Consult { call: key, party, to, name: None },
        7 => AgentCommand::Merge { call: key },
        8 => AgentCommand::Leave { call: key },
        9 => AgentCommand::Park { call: key },
        10 => AgentCommand::Record { call: key, action: RecordingAction::Start },
        11 => AgentCommand::Finish { call: key },
        12 => AgentCommand::CompleteTransfer { call: key },
        13 => AgentCommand::RetryRecord { call: key },
        14 => AgentCommand::Reconnect,
        _ => AgentCommand::Swap { call: key },
    }
}
