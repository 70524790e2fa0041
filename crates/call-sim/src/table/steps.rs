//! Everything that can happen to a call: every step, with the variants that lead elsewhere.

use call_core::{
    call::{
        AgentStep, CallTimer, ControlStep, LegClose, LegStep, PartyState, PartyStep,
        RecordingAction, RecordingNews, Step,
    },
    carrier_error::CarrierError,
    ids::{CallKey, PartyId},
    input::{CallSnapshot, PartyEnd, PartySnapshot, PortError, PortErrorKind, SnapshotStatus},
    pii::Pii,
};

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// The agent.
    Agent,
    /// The agent's leg.
    Leg,
    /// The carrier, of the other parties.
    Party,
    /// The carrier, of the recording.
    Recording,
    /// The org, asked by the phone.
    Org,
    /// Time.
    Time,
}

impl Who {
    /// All of them, with a title.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Agent, "Agent"),
        (Self::Leg, "Agent's leg"),
        (Self::Party, "Other parties"),
        (Self::Recording, "Recording"),
        (Self::Org, "Answers of the org"),
        (Self::Time, "Timers"),
    ];
}

/// Something that happens: one step, or two where the first only explains the second.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Who says it.
    pub who: Who,
    /// How the table names it.
    pub name: String,
    /// What the core is told.
    pub steps: Vec<Step>,
    /// Left out of the document: it is like another one but for the reason of the end.
    pub alike: bool,
}

/// An error of each meaning, and one that names the far end's answer.
const ERRORS: [(CarrierError, &str); 6] = [
    (CarrierError::MediaConnectionError, "that passes"),
    (CarrierError::JwtTokenExpiredError, "about the token"),
    (CarrierError::PermissionDeniedError, "of the microphone"),
    (CarrierError::BusyHere, "of the far end"),
    (CarrierError::ClientRemoteDescFailed, "that is final"),
    (CarrierError::BadRequest, "about the request"),
];

/// Everything that can happen to a call.
pub fn happenings() -> Vec<Happening> {
    let mut all = Vec::new();
    let mut say = |who, name: &str, steps: Vec<Step>| {
        let alike = matches!(
            steps.as_slice(),
            [Step::Party(_, PartyStep::Ended(how))]
                if matches!(how, PartyEnd::NoAnswer | PartyEnd::Rejected | PartyEnd::Failed)
        );
        all.push(Happening { who, name: name.to_owned(), steps, alike });
    };
    for (name, step) in agent_steps() {
        say(Who::Agent, name, vec![Step::Agent(step)]);
    }
    for (name, step) in [
        ("ringing", LegStep::Ringing { early_media: false }),
        ("accepted", LegStep::Accepted),
        ("reconnecting", LegStep::Reconnecting),
        ("reconnected", LegStep::Reconnected),
        ("muted", LegStep::Muted(true)),
        ("disconnected", LegStep::Closed(LegClose::Disconnected)),
        ("cancelled", LegStep::Closed(LegClose::Cancelled)),
        ("rejected", LegStep::Closed(LegClose::Rejected)),
    ] {
        say(Who::Leg, name, vec![Step::Leg(step)]);
    }
    for (error, name) in ERRORS {
        say(Who::Leg, &format!("error {name}"), vec![Step::Leg(LegStep::Error(error))]);
    }
    let explained = vec![
        Step::Leg(LegStep::Error(CarrierError::MediaConnectionError)),
        Step::Leg(LegStep::Closed(LegClose::Disconnected)),
    ];
    say(Who::Leg, "disconnected after an error that passes", explained);
    for (who, id) in [("customer", "customer"), ("other party", "party-1")] {
        for (name, step) in party_steps() {
            let step = Step::Party(PartyId(id.into()), step);
            say(Who::Party, &format!("{who} {name}"), vec![step]);
        }
    }
    for (name, news) in [
        ("started", RecordingNews::Started),
        ("paused", RecordingNews::Paused),
        ("resumed", RecordingNews::Resumed),
        ("stopped", RecordingNews::Stopped),
        ("failed", RecordingNews::Failed),
    ] {
        say(Who::Recording, name, vec![Step::Recording(news)]);
    }
    for (name, step) in control_steps() {
        say(Who::Org, &name, vec![Step::Control(step)]);
    }
    for timer in CallTimer::ALL {
        say(Who::Time, &format!("{timer:?}"), vec![Step::TimeUp(timer)]);
    }
    all
}

fn agent_steps() -> Vec<(&'static str, AgentStep)> {
    let (known, new) = (|| PartyId("party-1".into()), || PartyId("party-9".into()));
    let number = || Pii("+15005550109".to_owned());
    let customer = PartyId::customer;
    vec![
        ("Answer", AgentStep::Answer),
        ("Decline", AgentStep::Decline),
        ("ToVoicemail", AgentStep::ToVoicemail),
        ("HangUp", AgentStep::HangUp),
        ("Mute", AgentStep::Mute(true)),
        ("SendDigits", AgentStep::SendDigits(Pii("1".into()))),
        ("Hold", AgentStep::Hold),
        ("Resume", AgentStep::Resume),
        ("StepAway", AgentStep::StepAway),
        ("HoldParty (customer, on)", AgentStep::HoldParty { party: customer(), on: true }),
        ("HoldParty (customer, off)", AgentStep::HoldParty { party: customer(), on: false }),
        ("HoldParty (other, on)", AgentStep::HoldParty { party: known(), on: true }),
        ("RemoveParty (customer)", AgentStep::RemoveParty { party: customer() }),
        ("RemoveParty (other)", AgentStep::RemoveParty { party: known() }),
        ("Transfer", AgentStep::Transfer { party: new(), to: number() }),
        ("Consult", AgentStep::Consult { party: new(), to: number(), name: None }),
        ("Consult (again)", AgentStep::Consult { party: known(), to: number(), name: None }),
        ("AddParty", AgentStep::AddParty { party: new(), to: number(), name: None }),
        ("AddParty (again)", AgentStep::AddParty { party: known(), to: number(), name: None }),
        ("Swap", AgentStep::Swap),
        ("CompleteTransfer", AgentStep::CompleteTransfer),
        ("EndConsult", AgentStep::EndConsult),
        ("Merge", AgentStep::Merge),
        ("MergeInto", AgentStep::MergeInto { call: CallKey("key-2".into()) }),
        ("TakeIn", AgentStep::TakeIn { party: new(), number: number(), name: None }),
        ("Leave", AgentStep::Leave),
        ("Park", AgentStep::Park),
        ("Record (start)", AgentStep::Record(RecordingAction::Start)),
        ("Record (pause)", AgentStep::Record(RecordingAction::Pause)),
        ("Record (resume)", AgentStep::Record(RecordingAction::Resume)),
        ("Record (stop)", AgentStep::Record(RecordingAction::Stop)),
        ("SetConsent", AgentStep::SetConsent(true)),
        ("ExtendWrapUp", AgentStep::ExtendWrapUp),
        ("Finish", AgentStep::Finish),
    ]
}

fn party_steps() -> [(&'static str, PartyStep); 10] {
    [
        ("initiated", PartyStep::Initiated),
        ("ringing", PartyStep::Ringing { early_media: false }),
        ("answered", PartyStep::Answered),
        ("held", PartyStep::Held),
        ("resumed", PartyStep::Resumed),
        ("busy", PartyStep::Ended(PartyEnd::Busy)),
        ("no answer", PartyStep::Ended(PartyEnd::NoAnswer)),
        ("rejected", PartyStep::Ended(PartyEnd::Rejected)),
        ("failed", PartyStep::Ended(PartyEnd::Failed)),
        ("left", PartyStep::Ended(PartyEnd::Left)),
    ]
}

fn control_steps() -> Vec<(String, ControlStep)> {
    let error = || PortError {
        kind: PortErrorKind::Invalid,
        message: String::new(),
        fields: Vec::new(),
        retry_after_ms: None,
    };
    let mut steps = Vec::new();
    for (who, id) in [("customer", "customer"), ("other", "party-1")] {
        for on in [true, false] {
            let party = PartyId(id.into());
            let word = if on { "on" } else { "off" };
            steps.push((
                format!("hold {word} done ({who})"),
                ControlStep::Held { party: party.clone(), on },
            ));
            steps.push((
                format!("hold {word} failed ({who})"),
                ControlStep::NotHeld { party, on, error: error() },
            ));
        }
    }
    let party = PartyId("party-1".into());
    steps.push(("not added".into(), ControlStep::NotAdded { party, error: error() }));
    for (name, step) in [
        ("not removed", ControlStep::NotRemoved { error: error() }),
        ("handed over", ControlStep::HandedOver),
        ("not handed over", ControlStep::NotHandedOver { error: error() }),
        ("not recorded", ControlStep::NotRecorded { error: error() }),
    ] {
        steps.push((name.into(), step));
    }
    let customer = |state, held| {
        let party = PartyId::customer();
        vec![PartySnapshot { party, state, held, role: None, number: None }]
    };
    for (name, status, parties) in [
        ("lives", SnapshotStatus::Live, customer(PartyState::Answered, false)),
        ("lives, customer on hold", SnapshotStatus::Live, customer(PartyState::Answered, true)),
        ("lives, customer rings", SnapshotStatus::Live, customer(PartyState::Ringing, false)),
        ("lives, customer gone", SnapshotStatus::Live, customer(PartyState::Gone, false)),
        ("somebody else's", SnapshotStatus::HandedOver, Vec::new()),
        ("over", SnapshotStatus::Ended, Vec::new()),
        ("unknown", SnapshotStatus::Unknown, Vec::new()),
    ] {
        let snapshot = CallSnapshot {
            seq: 0,
            status,
            parties,
            recording: None,
            connected_at: None,
            ended_at: None,
            end: None,
        };
        steps.push((format!("snapshot: {name}"), ControlStep::Snapshot(snapshot)));
    }
    steps
}
