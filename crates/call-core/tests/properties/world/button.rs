//! What an agent can do with a call.

use call_core::{
    call::RecordingAction,
    ids::{CallKey, PartyId, RecordRef},
    input::AgentCommand,
    pii::Pii,
};

/// A command, but for the call and the party it is about.
#[derive(Clone, Copy, Debug)]
pub enum Button {
    Dial { to: &'static str, digits: Option<&'static str>, from_record: bool },
    Retrieve(&'static str),
    Answer,
    Decline,
    ToVoicemail,
    HangUp,
    Mute(bool),
    Digits(&'static str),
    Hold,
    Resume,
    HoldParty(bool),
    Transfer(&'static str),
    Consult(&'static str),
    Swap,
    CompleteTransfer,
    EndConsult,
    Merge,
    MergeCalls,
    AddParty(&'static str),
    RemoveParty,
    Leave,
    Park,
    Record(RecordingAction),
    Consent(bool),
    Notes(&'static str),
    EndlessNotes,
    Disposition(&'static str),
    Choose(&'static str),
    Extend,
    Finish,
    Retry,
    Discard,
}

impl Button {
    /// The command: `party` is whom it is about, where it is about somebody, and `into` the other
    /// call, where there is one.
    pub fn command(self, call: CallKey, party: PartyId, into: CallKey) -> AgentCommand {
        let text = |text: &str| Pii(text.to_owned());
        match self {
            Self::Dial { to, digits, from_record } => AgentCommand::Dial {
                call,
                to: text(to),
                digits: digits.map(text),
                name: from_record.then(|| text("Echo Ridley")),
                record: from_record.then(|| RecordRef {
                    record_id: "003000000000002AAA".into(),
                    object_api_name: "Contact".into(),
                }),
            },
            Self::Retrieve(number) => AgentCommand::Retrieve { call, number: text(number) },
            Self::Answer => AgentCommand::Answer { call },
            Self::Decline => AgentCommand::Decline { call },
            Self::ToVoicemail => AgentCommand::ToVoicemail { call },
            Self::HangUp => AgentCommand::HangUp { call },
            Self::Mute(on) => AgentCommand::Mute { call, on },
            Self::Digits(digits) => AgentCommand::SendDigits { call, digits: text(digits) },
            Self::Hold => AgentCommand::Hold { call },
            Self::Resume => AgentCommand::Resume { call },
            Self::HoldParty(on) => AgentCommand::HoldParty { call, party, on },
            Self::Transfer(to) => AgentCommand::Transfer { call, party, to: text(to) },
            Self::Consult(to) => AgentCommand::Consult { call, party, to: text(to), name: None },
            Self::Swap => AgentCommand::Swap { call },
            Self::CompleteTransfer => AgentCommand::CompleteTransfer { call },
            Self::EndConsult => AgentCommand::EndConsult { call },
            Self::Merge => AgentCommand::Merge { call },
            Self::MergeCalls => AgentCommand::MergeCalls { call, into },
            Self::AddParty(to) => AgentCommand::AddParty { call, party, to: text(to), name: None },
            Self::RemoveParty => AgentCommand::RemoveParty { call, party },
            Self::Leave => AgentCommand::Leave { call },
            Self::Park => AgentCommand::Park { call },
            Self::Record(action) => AgentCommand::Record { call, action },
            Self::Consent(given) => AgentCommand::SetConsent { call, given },
            Self::Notes(notes) => AgentCommand::SetNotes { call, text: text(notes) },
            Self::EndlessNotes => AgentCommand::SetNotes { call, text: Pii("ä".repeat(32_001)) },
            Self::Disposition(value) => AgentCommand::SetDisposition { call, value: value.into() },
            Self::Choose(id) => AgentCommand::ChooseMatch { call, record_id: id.into() },
            Self::Extend => AgentCommand::ExtendWrapUp { call },
            Self::Finish => AgentCommand::Finish { call },
            Self::Retry => AgentCommand::RetryRecord { call },
            Self::Discard => AgentCommand::DiscardRecord { call },
        }
    }
}

/// Name of a command. Written out, so that a new one is not forgotten in [`NAMES`].
pub const fn name(command: &AgentCommand) -> &'static str {
    match command {
        AgentCommand::Reconnect => "Reconnect",
        AgentCommand::Dial { .. } => "Dial",
        AgentCommand::Answer { .. } => "Answer",
        AgentCommand::Decline { .. } => "Decline",
        AgentCommand::ToVoicemail { .. } => "ToVoicemail",
        AgentCommand::HangUp { .. } => "HangUp",
        AgentCommand::Mute { .. } => "Mute",
        AgentCommand::SendDigits { .. } => "SendDigits",
        AgentCommand::Hold { .. } => "Hold",
        AgentCommand::Resume { .. } => "Resume",
        AgentCommand::HoldParty { .. } => "HoldParty",
        AgentCommand::Transfer { .. } => "Transfer",
        AgentCommand::Consult { .. } => "Consult",
        AgentCommand::Swap { .. } => "Swap",
        AgentCommand::CompleteTransfer { .. } => "CompleteTransfer",
        AgentCommand::EndConsult { .. } => "EndConsult",
        AgentCommand::Merge { .. } => "Merge",
        AgentCommand::MergeCalls { .. } => "MergeCalls",
        AgentCommand::AddParty { .. } => "AddParty",
        AgentCommand::RemoveParty { .. } => "RemoveParty",
        AgentCommand::Leave { .. } => "Leave",
        AgentCommand::Park { .. } => "Park",
        AgentCommand::Retrieve { .. } => "Retrieve",
        AgentCommand::Record { .. } => "Record",
        AgentCommand::SetConsent { .. } => "SetConsent",
        AgentCommand::SetNotes { .. } => "SetNotes",
        AgentCommand::SetDisposition { .. } => "SetDisposition",
        AgentCommand::ChooseMatch { .. } => "ChooseMatch",
        AgentCommand::ExtendWrapUp { .. } => "ExtendWrapUp",
        AgentCommand::Finish { .. } => "Finish",
        AgentCommand::RetryRecord { .. } => "RetryRecord",
        AgentCommand::DiscardRecord { .. } => "DiscardRecord",
        AgentCommand::DismissNotice { .. } => "DismissNotice",
    }
}

/// Every command.
pub const NAMES: &str = "Reconnect Dial Answer Decline ToVoicemail HangUp Mute SendDigits Hold \
    Resume HoldParty Transfer Consult Swap CompleteTransfer EndConsult Merge MergeCalls AddParty \
    RemoveParty Leave Park Retrieve Record SetConsent SetNotes SetDisposition ChooseMatch \
    ExtendWrapUp Finish RetryRecord DiscardRecord DismissNotice";
