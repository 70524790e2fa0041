//! What the agent can do: whatever the screen offers, of what a model is about.

use call_core::{
    call::{Call, RecordingAction},
    ids::{CallKey, PartyId},
    input::AgentCommand,
    pii::Pii,
    view::Controls,
};

use super::{plans::Plan, world::Page};

/// A kind of command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Answer,
    Decline,
    HangUp,
    Hold,
    Resume,
    Transfer,
    Consult,
    Swap,
    CompleteTransfer,
    EndConsult,
    Merge,
    AddParty,
    RemoveParty,
    Leave,
    Park,
    Voicemail,
    MergeCalls,
    Record,
    Finish,
    RetryRecord,
}

fn short_code() -> Pii<String> {
    // The directory is not asked about it.
    Pii("911".into())
}

impl Plan {
    /// The next call the agent makes.
    pub fn dial(made: u8) -> AgentCommand {
        AgentCommand::Dial {
            call: CallKey(format!("out-{made}")),
            to: short_code(),
            digits: None,
            name: None,
            record: None,
        }
    }

    /// What the agent can do in a page.
    pub fn commands_in(&self, page: &Page, moves: u8) -> Vec<AgentCommand> {
        let calls = page.phone.calls();
        let mut all = Vec::new();
        for call in calls {
            if call.state.occupies_agent() {
                let can = Controls::of(call, page.phone.settings());
                for command in self.commands {
                    add(*command, call, &can, calls, moves, &mut all);
                }
            } else if self.commands.contains(&Command::RetryRecord)
                && page.phone.view().unsaved.iter().any(|unsaved| unsaved.call == call.key)
            {
                all.push(AgentCommand::RetryRecord { call: call.key.clone() });
            }
        }
        all
    }
}

/// One kind of command about one call, if the screen offers it.
fn add(
    command: Command,
    about: &Call,
    can: &Controls,
    calls: &[Call],
    moves: u8,
    all: &mut Vec<AgentCommand>,
) {
    let call = about.key.clone();
    let to = short_code();
    // Whoever is called in has a label of his own.
    let party = PartyId(format!("other-{moves}"));
    let is_offered = match command {
        Command::Answer => can.answer,
        Command::Decline => can.decline,
        Command::HangUp => can.hang_up,
        Command::Hold => can.hold,
        Command::Resume => can.resume,
        Command::Transfer => can.transfer,
        Command::Consult => can.consult,
        Command::Swap => can.swap,
        Command::CompleteTransfer => can.complete_transfer,
        Command::EndConsult => can.end_consult,
        Command::Merge => can.merge,
        // One colleague is enough.
        Command::AddParty => can.add_party && about.others.is_empty(),
        Command::RemoveParty => can.remove_party,
        Command::Leave => can.leave,
        Command::Park => can.park,
        Command::Voicemail => can.to_voicemail,
        Command::MergeCalls => can.merge_calls,
        Command::Finish => can.finish,
        Command::Record => {
            let actions = [
                (can.start_recording, RecordingAction::Start),
                (can.pause_recording, RecordingAction::Pause),
                (can.resume_recording, RecordingAction::Resume),
                (can.stop_recording, RecordingAction::Stop),
            ];
            let offered = actions.into_iter().filter(|(can, _)| *can);
            all.extend(
                offered.map(|(_, action)| AgentCommand::Record { call: call.clone(), action }),
            );
            false
        }
        Command::RetryRecord => false,
    };
    if !is_offered {
        return;
    }
    all.push(match command {
        Command::Answer => AgentCommand::Answer { call },
        Command::Decline => AgentCommand::Decline { call },
        Command::HangUp => AgentCommand::HangUp { call },
        Command::Hold => AgentCommand::Hold { call },
        Command::Resume => AgentCommand::Resume { call },
        Command::Transfer => AgentCommand::Transfer { call, party, to },
        Command::Consult => AgentCommand::Consult { call, party, to, name: None },
        Command::AddParty => AgentCommand::AddParty { call, party, to, name: None },
        Command::Swap => AgentCommand::Swap { call },
        Command::CompleteTransfer => AgentCommand::CompleteTransfer { call },
        Command::EndConsult => AgentCommand::EndConsult { call },
        Command::Merge => AgentCommand::Merge { call },
        Command::RemoveParty => AgentCommand::RemoveParty { call, party: PartyId::customer() },
        Command::Leave => AgentCommand::Leave { call },
        Command::Park => AgentCommand::Park { call },
        Command::Voicemail => AgentCommand::ToVoicemail { call },
        Command::MergeCalls => {
            // Into the one that has the agent's audio.
            let has_audio = |other: &&Call| other.leg.is_open() && other.state.is_talk();
            let Some(into) = calls.iter().find(has_audio) else { return };
            AgentCommand::MergeCalls { call, into: into.key.clone() }
        }
        Command::Finish => AgentCommand::Finish { call },
        Command::Record | Command::RetryRecord => return,
    });
}
