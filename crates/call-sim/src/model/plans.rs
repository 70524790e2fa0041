//! Several small models rather than one that never ends.

use call_core::{
    Input, Settings,
    call::RecordingAction,
    ids::EffectId,
    ids::{CallKey, PartyId},
    input::{AgentCommand, DeviceEvent, EffectResult, HostEvent, Outcome, PortErrorKind},
    pii::Pii,
    time::Millis,
    view::CallView,
};

/// What a model is about: what the agent may do, and what may go wrong.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its name, for the report.
    pub name: &'static str,
    /// Calls the agent makes.
    pub dials: u8,
    /// Calls that come in.
    pub calls: u8,
    /// Other commands of the agent.
    pub moves: u8,
    /// Messages lost or doubled, requests failed, answers lost, legs failed, messages overtaking.
    pub faults: u8,
    /// Pages lost.
    pub crashes: u8,
    /// Commands the agent has.
    pub commands: &'static [Command],
    /// Ways in which the org refuses.
    pub refusals: &'static [PortErrorKind],
    /// Legs fail.
    pub legs_fail: bool,
    /// The org answers about records at once and well: what is looked for is elsewhere.
    pub records_work: bool,
    /// The org controls conferences; without it a model has no requests about them.
    pub conferences: bool,
    /// States that must be reached, so that the model is known not to be empty.
    pub sometimes: &'static [&'static str],
}

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
}

const OFFLINE: &[PortErrorKind] = &[PortErrorKind::Offline];
const ANY: &[PortErrorKind] =
    &[PortErrorKind::Offline, PortErrorKind::Invalid, PortErrorKind::Forbidden];

/// The models. `deep` ones have more of everything, and take minutes.
pub fn plans(deep: bool) -> Vec<Plan> {
    let more = u8::from(deep);
    vec![
        Plan {
            name: "one call, one crash",
            dials: 1,
            calls: 0,
            moves: 2 + more,
            faults: 1 + more,
            crashes: 1 + more,
            commands: &[Command::HangUp, Command::Hold, Command::Resume],
            refusals: OFFLINE,
            legs_fail: true,
            records_work: true,
            conferences: true,
            sometimes: &["Connected", "OnHold", "Restoring", "WrapUp"],
        },
        Plan {
            name: "two calls, one page",
            dials: 1,
            calls: 1,
            moves: 3 + more,
            faults: more,
            crashes: 0,
            commands: &[
                Command::Answer,
                Command::Decline,
                Command::HangUp,
                Command::Resume,
                Command::MergeCalls,
                Command::Voicemail,
            ],
            refusals: OFFLINE,
            legs_fail: false,
            records_work: true,
            conferences: true,
            sometimes: &["Connected", "OnHold", "Offered", "Conference", "HandingOver"],
        },
        Plan {
            name: "transfer and conference",
            dials: 1,
            calls: 0,
            moves: 3 + more,
            faults: 1 + more,
            crashes: 0,
            commands: &[
                Command::HangUp,
                Command::Transfer,
                Command::Consult,
                Command::Swap,
                Command::CompleteTransfer,
                Command::EndConsult,
                Command::Merge,
                Command::AddParty,
                Command::RemoveParty,
                Command::Leave,
                Command::Park,
            ],
            refusals: OFFLINE,
            legs_fail: false,
            records_work: true,
            conferences: true,
            sometimes: &["Connected", "OnHold", "Consulting", "Conference", "HandingOver"],
        },
        Plan {
            name: "record under faults",
            dials: 1,
            calls: 0,
            moves: 2 + more,
            faults: 2 + more,
            crashes: 1 + more,
            commands: &[Command::Decline, Command::HangUp, Command::Finish],
            refusals: ANY,
            legs_fail: false,
            records_work: false,
            conferences: false,
            sometimes: &["Connected", "WrapUp", "Filed"],
        },
        Plan {
            name: "recording",
            dials: 1,
            calls: 0,
            moves: 3 + more,
            faults: 1 + more,
            crashes: more,
            commands: &[Command::Record, Command::HangUp],
            refusals: OFFLINE,
            legs_fail: false,
            records_work: true,
            conferences: true,
            sometimes: &["Connected"],
        },
    ]
}

impl Plan {
    /// The inputs that bring a new page online.
    pub fn going_online(&self) -> Vec<Input> {
        let settings = Settings {
            wrap_up_ms: Millis::seconds(60),
            conferences: self.conferences,
            ..Settings::default()
        };
        // A token that outlives every model: renewing it is not what they are about.
        let outcome = Outcome::Token { lifetime_ms: Millis(1 << 45) };
        vec![
            Input::Host(HostEvent::Started { settings }),
            Input::Result(EffectResult { id: EffectId(1), outcome }),
            Input::Device(DeviceEvent::Registered),
        ]
    }

    /// What the agent can do about a call that looks like this.
    pub fn commands_for(&self, view: &CallView, others: &[CallView]) -> Vec<AgentCommand> {
        let call = || view.call.clone();
        let to = || Pii("911".to_owned());
        let can = &view.can;
        let mut all = Vec::new();
        for command in self.commands {
            match command {
                Command::Answer if can.answer => all.push(AgentCommand::Answer { call: call() }),
                Command::Decline if can.decline => {
                    all.push(AgentCommand::Decline { call: call() });
                }
                Command::Voicemail if can.to_voicemail => {
                    all.push(AgentCommand::ToVoicemail { call: call() });
                }
                Command::HangUp if can.hang_up => all.push(AgentCommand::HangUp { call: call() }),
                Command::Hold if can.hold => all.push(AgentCommand::Hold { call: call() }),
                Command::Resume if can.resume => all.push(AgentCommand::Resume { call: call() }),
                Command::Transfer if can.transfer => all.push(AgentCommand::Transfer {
                    call: call(),
                    party: PartyId("target".into()),
                    to: to(),
                }),
                Command::Consult if can.consult => all.push(AgentCommand::Consult {
                    call: call(),
                    party: PartyId("colleague".into()),
                    to: to(),
                    name: None,
                }),
                Command::AddParty if can.add_party && view.parties.len() < 3 => {
                    all.push(AgentCommand::AddParty {
                        call: call(),
                        party: PartyId("member".into()),
                        to: to(),
                        name: None,
                    });
                }
                Command::Swap if can.swap => all.push(AgentCommand::Swap { call: call() }),
                Command::CompleteTransfer if can.complete_transfer => {
                    all.push(AgentCommand::CompleteTransfer { call: call() });
                }
                Command::EndConsult if can.end_consult => {
                    all.push(AgentCommand::EndConsult { call: call() });
                }
                Command::Merge if can.merge => all.push(AgentCommand::Merge { call: call() }),
                Command::RemoveParty if can.remove_party => {
                    let party = PartyId::customer();
                    all.push(AgentCommand::RemoveParty { call: call(), party });
                }
                Command::Leave if can.leave => all.push(AgentCommand::Leave { call: call() }),
                Command::Park if can.park => all.push(AgentCommand::Park { call: call() }),
                Command::MergeCalls if can.merge_calls => {
                    let into = others.iter().find(|other| other.audio);
                    all.extend(into.map(|into| AgentCommand::MergeCalls {
                        call: call(),
                        into: into.call.clone(),
                    }));
                }
                Command::Record => {
                    let actions = [
                        (can.start_recording, RecordingAction::Start),
                        (can.pause_recording, RecordingAction::Pause),
                        (can.resume_recording, RecordingAction::Resume),
                        (can.stop_recording, RecordingAction::Stop),
                    ];
                    all.extend(
                        actions
                            .into_iter()
                            .filter(|(can, _)| *can)
                            .map(|(_, action)| AgentCommand::Record { call: call(), action }),
                    );
                }
                Command::Finish if can.finish => all.push(AgentCommand::Finish { call: call() }),
                _ => {}
            }
        }
        all
    }

    /// The next call the agent makes.
    pub fn dial(&self, made: usize) -> AgentCommand {
        AgentCommand::Dial {
            call: CallKey(format!("out-{made}")),
            // A short code: the directory is not asked.
            to: Pii("911".into()),
            digits: None,
            name: None,
            record: None,
        }
    }
}
