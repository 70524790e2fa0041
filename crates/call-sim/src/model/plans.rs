//! Several small models rather than one that never ends.

use std::sync::Arc;

use call_core::{
    Input, Settings,
    effect::{EffectBody, RecordEffect},
    ids::EffectId,
    input::{
        DeviceEvent, EffectResult, FieldInfo, HostEvent, ObjectInfo, OrgNews, Outcome,
        PortErrorKind,
    },
    time::Millis,
};

use super::{
    agent::Command,
    flaw::Flaw,
    marks::{Mark, Seen},
    search::Graph,
    world::Budget,
};

/// What a model is about: what the agent may do, and what may go wrong.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a thing that is, or is not, looked at
pub struct Plan {
    /// Its name, for the report.
    pub name: &'static str,
    /// Calls that the agent makes and that come in, other commands, faults (messages lost, doubled
    /// or overtaken, requests refused, answers lost, legs failed, timers that run out while an
    /// answer is under way), lost pages.
    pub budget: Budget,
    /// Commands the agent has.
    pub commands: &'static [Command],
    /// Ways in which the org refuses.
    pub refusals: &'static [Refusal],
    /// Legs fail.
    pub legs_fail: bool,
    /// The org answers about records at once and well: what is looked for is elsewhere.
    pub records_work: bool,
    /// Omni-Channel is told at once and well what the agent does.
    pub presence_works: bool,
    /// No timer runs out while an answer is under way.
    pub answers_in_time: bool,
    /// The org controls conferences; without it a model has no requests about them.
    pub conferences: bool,
    /// Lightning Data Service may create the record, as far as the org says.
    pub open: bool,
    /// What must have been seen, so that the model is known not to be empty: states of a call, and
    /// things that happened.
    pub states: &'static [&'static str],
    /// See `states`.
    pub marks: &'static [Mark],
    /// A fault that is planted.
    pub flaw: Option<Flaw>,
    /// What was seen.
    pub seen: Arc<Seen>,
    /// Which state the surroundings lead to which.
    pub graph: Arc<Graph>,
}

/// How the org refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of the error.
    pub kind: PortErrorKind,
    /// It names a field that it does not take.
    pub blames: bool,
}

impl Refusal {
    /// Without a field to blame.
    pub const fn plain(kind: PortErrorKind) -> Self {
        Self { kind, blames: false }
    }

    /// The fields it names.
    pub fn blamed(self, effect: &EffectBody) -> Vec<String> {
        match effect {
            EffectBody::Record(
                RecordEffect::Update { fields, .. } | RecordEffect::UpdateByApex { fields, .. },
            ) if self.blames => fields.keys().take(1).cloned().collect(),
            _ => Vec::new(),
        }
    }
}

const OFFLINE: &[Refusal] = &[Refusal::plain(PortErrorKind::Offline)];
const ANY: &[Refusal] = &[
    Refusal::plain(PortErrorKind::Offline),
    Refusal::plain(PortErrorKind::Invalid),
    Refusal::plain(PortErrorKind::Forbidden),
    Refusal { kind: PortErrorKind::Invalid, blames: true },
];

const TRANSFER: &[Command] = &[
    Command::HangUp,
    Command::Transfer,
    Command::Consult,
    Command::Swap,
    Command::CompleteTransfer,
    Command::EndConsult,
    Command::Park,
];

/// What most of them have in common.
fn plan(name: &'static str, dials: u8, calls: u8, [moves, faults, crashes]: [u8; 3]) -> Plan {
    Plan {
        name,
        budget: Budget { dials, calls, moves, faults, crashes },
        commands: &[],
        refusals: OFFLINE,
        legs_fail: false,
        records_work: true,
        presence_works: true,
        answers_in_time: false,
        conferences: true,
        open: false,
        states: &[],
        marks: &[],
        flaw: None,
        seen: Arc::default(),
        graph: Arc::default(),
    }
}

/// The models. `deep` ones have more of everything, and take minutes.
pub fn plans(deep: bool) -> Vec<Plan> {
    [of_calls(deep), with_colleagues(deep), of_what_is_written(deep)].concat()
}

/// Calls that are made and come in.
fn of_calls(deep: bool) -> Vec<Plan> {
    let more = u8::from(deep);
    vec![
        Plan {
            commands: &[Command::HangUp, Command::Hold, Command::Resume],
            legs_fail: true,
            states: &["Dialling", "Connected", "OnHold", "Restoring", "WrapUp"],
            marks: &[
                Mark::LostBeforeJournal,
                Mark::LostBeforeEffects,
                Mark::LostAmongEffects,
                Mark::LostWithRequest,
                Mark::TookOver,
                Mark::RejoinedAfterLoss,
                Mark::RejoinedAfterLegLoss,
                Mark::EndedWhileLost,
                Mark::Duplicate,
                Mark::Overtaken,
                Mark::Refused,
                Mark::AnswerLost,
                Mark::TimeRanOut,
            ],
            ..plan("one call, one crash", 1, 0, [2 + more, 1, 1 + more])
        },
        Plan {
            commands: &[Command::Answer, Command::Decline, Command::HangUp],
            states: &["Offered", "Answering", "Connected", "Restoring", "WrapUp"],
            marks: &[Mark::TookOver, Mark::RejoinedAfterLoss, Mark::OfferedAgain],
            ..plan("one offer, one crash", 0, 1, [2 + more, 1, 1 + more])
        },
        Plan {
            commands: &[
                Command::Answer,
                Command::Decline,
                Command::HangUp,
                Command::Resume,
                Command::MergeCalls,
                Command::Voicemail,
            ],
            states: &["Connected", "OnHold", "Offered", "Conference", "HandingOver"],
            ..plan("two calls, one page", 1, 1, [3 + more, 0, 0])
        },
        Plan {
            commands: &[Command::Answer, Command::MergeCalls],
            answers_in_time: true,
            states: &["Connected", "OnHold", "Conference", "HandingOver"],
            marks: &[Mark::Refused, Mark::AnswerLost],
            ..plan("two calls merged", 1, 1, [2 + more, 1, 0])
        },
    ]
}

/// Others are called in.
fn with_colleagues(deep: bool) -> Vec<Plan> {
    let more = u8::from(deep);
    vec![
        Plan {
            commands: TRANSFER,
            // With time running out too it would be five times as large.
            answers_in_time: true,
            states: &["Connected", "OnHold", "Consulting", "HandingOver"],
            marks: &[Mark::ColleagueGone, Mark::Refused, Mark::AnswerLost, Mark::Duplicate],
            ..plan("transfer", 1, 0, [3 + more, 1, 0])
        },
        Plan {
            commands: TRANSFER,
            states: &["Connected", "OnHold", "Consulting", "HandingOver"],
            marks: &[Mark::ColleagueGone, Mark::AnswerLost, Mark::TimeRanOut],
            ..plan("transfer without an answer", 1, 0, [2 + more, 1, 0])
        },
        Plan {
            commands: &[
                Command::HangUp,
                Command::Consult,
                Command::Merge,
                Command::AddParty,
                Command::RemoveParty,
                Command::Leave,
            ],
            states: &["Connected", "Consulting", "Conference", "HandingOver"],
            marks: &[
                Mark::CustomerGone,
                Mark::ColleagueGone,
                Mark::Refused,
                Mark::AnswerLost,
                Mark::Duplicate,
            ],
            ..plan("conference", 1, 0, [3 + more, 1, 0])
        },
    ]
}

/// What is told to the org, and of a recording.
fn of_what_is_written(deep: bool) -> Vec<Plan> {
    let more = u8::from(deep);
    vec![
        Plan {
            commands: &[Command::Decline, Command::HangUp, Command::Finish, Command::RetryRecord],
            refusals: ANY,
            records_work: false,
            conferences: false,
            open: true,
            states: &["Connected", "WrapUp", "Filed"],
            marks: &[Mark::TookOver, Mark::Refused, Mark::AnswerLost, Mark::LostWithRequest],
            ..plan("record under faults", 1, 0, [2 + more, 2, 1])
        },
        Plan {
            commands: &[Command::HangUp, Command::Finish],
            presence_works: false,
            conferences: false,
            states: &["Connected", "WrapUp"],
            marks: &[Mark::TookOver, Mark::Refused, Mark::AnswerLost],
            ..plan("presence under faults", 1, 0, [2, 2 + more, 1])
        },
        Plan {
            commands: &[Command::Record, Command::HangUp],
            states: &["Connected", "Restoring"],
            marks: &[
                Mark::RecordingPaused,
                Mark::RecordingResumed,
                Mark::Duplicate,
                Mark::Overtaken,
                Mark::TookOver,
            ],
            ..plan("recording", 1, 0, [3 + more, 1, 1])
        },
    ]
}

impl Plan {
    /// What the model of two tabs has in its pages.
    pub fn of_tabs(name: &'static str, crashes: u8) -> Self {
        let marks: &[Mark] =
            if crashes > 0 { &[Mark::TabLost, Mark::TookOver] } else { &[Mark::TookOver] };
        Self { marks, ..plan(name, 1, 0, [1, 0, crashes]) }
    }

    /// The inputs that bring a new page online.
    pub fn going_online(&self) -> [Input; 3] {
        let settings = Settings {
            wrap_up_ms: Millis::seconds(60),
            conferences: self.conferences,
            omni_channel: true,
            flight_records: false,
            ..Settings::default()
        };
        // A token that outlives every model: renewing it is not what they are about.
        let outcome = Outcome::Token { lifetime_ms: Millis(1 << 45) };
        [
            Input::Host(HostEvent::Started { settings }),
            Input::Result(EffectResult { id: EffectId(1), outcome }),
            Input::Device(DeviceEvent::Registered),
        ]
    }

    /// What the org says of its objects.
    pub fn org_news(&self) -> Option<Input> {
        let field = |name: &str, createable| {
            (name.to_owned(), FieldInfo { createable, updateable: !createable || name == STATE })
        };
        let made_with = CREATED.iter().map(|name| field(name, true));
        let written = UPDATED.iter().map(|name| field(name, false));
        let info = ObjectInfo {
            api_name: "VoiceCall".to_owned(),
            createable: true,
            updateable: true,
            fields: made_with.chain(written).collect(),
        };
        self.open.then_some(Input::Org(OrgNews::ObjectInfo { info }))
    }
}

const STATE: &str = "Call_State__c";

/// What a record is made with.
const CREATED: [&str; 8] = [
    "CallEndDateTime",
    "CallStartDateTime",
    "CallType",
    "Call_Key__c",
    STATE,
    "FromPhoneNumber",
    "ToPhoneNumber",
    "VendorType",
];

/// What is written into it.
const UPDATED: [&str; 10] = [
    "Connected_At__c",
    "End_Reason__c",
    "Ended_At__c",
    "Hold_Seconds__c",
    "Outcome__c",
    "Recording_State__c",
    "Ring_Seconds__c",
    "Talk_Seconds__c",
    "Twilio_Call_Sid__c",
    "Wrap_Up_Seconds__c",
];
