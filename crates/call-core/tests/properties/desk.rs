//! A desk at which anything happens at any time: an agent who presses whatever there is, a carrier
//! that says things twice, late and out of turn, and an org that fails in every way.

use call_core::{
    Effect, Input, Refusal, Settings, Softphone,
    call::Call,
    carrier_error::CarrierError,
    effect::{EffectBody, RecordEffect},
    ids::{CallKey, EffectId, LegId, PartyId, RecordRef},
    input::{
        AgentCommand, DeviceEvent, EffectResult, HostEvent, LegEvent, LegNews, Match, Outcome,
        PartyEnd, PartyNews, PartyProgress, PortError, PortErrorKind,
    },
    pii::Pii,
    time::{Millis, Timestamp},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// When every sequence begins.
pub const START: u64 = 1_767_603_600_000;

/// Which call or leg a move is about.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// The one that occupies the agent, or the first of all.
    Current,
    /// One of a few names, known or not.
    Named(u8),
}

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Move {
    Start,
    Dial {
        key: u8,
        to: &'static str,
    },
    Press(Which, Button),
    Reconnect,
    Dismiss(u32),
    Device(DeviceEvent),
    Invite {
        leg: u8,
        key: u8,
        from: &'static str,
    },
    Leg(Which, LegNews),
    Party {
        call: Which,
        seq: u32,
        progress: PartyProgress,
    },
    Answer(u8, Reply),
    AnswerAgain,
    Clock,
    /// The clock, and exactly when it is wanted.
    Deadline,
}

/// What an agent can do with a call.
#[derive(Clone, Copy, Debug)]
pub enum Button {
    Answer,
    Decline,
    HangUp,
    Mute(bool),
    Digits(&'static str),
    Notes(&'static str),
    Disposition(&'static str),
    Choose(&'static str),
    Extend,
    Finish,
    Retry,
}

/// How a port answers.
#[derive(Clone, Debug)]
pub enum Reply {
    Good,
    /// Done, but the answer is lost on the way.
    Lost,
    Bad {
        kind: PortErrorKind,
        blame: bool,
        retry_after_ms: Option<u64>,
    },
    /// Something that is no answer to this.
    Odd,
}

/// How time passes before a move, in milliseconds; a clock can be set back.
pub type Shift = i64;

/// A softphone and what it waits for.
#[derive(Clone)]
pub struct Desk {
    pub phone: Softphone,
    pub clock: u64,
    /// Effects that await an answer.
    pub open: Vec<Effect>,
    answered: Option<EffectId>,
    settings: Settings,
}

impl Desk {
    /// A phone that is online.
    pub fn online(settings: Settings) -> Self {
        let mut desk = Self::off(settings);
        desk.feed(Input::Result(EffectResult {
            id: EffectId(1),
            outcome: Outcome::Token { lifetime_ms: Millis::seconds(3600) },
        }))
        .0
        .expect("only commands are refused");
        desk.open.clear();
        desk.feed(Input::Device(DeviceEvent::Registered)).0.expect("only commands are refused");
        desk
    }

    /// A phone that waits for its first token.
    pub fn off(settings: Settings) -> Self {
        let phone = Softphone::new();
        let mut desk = Self { phone, clock: START, open: Vec::new(), answered: None, settings };
        desk.feed(desk.start()).0.expect("a start is not refused");
        desk
    }

    fn start(&self) -> Input {
        Input::Host(HostEvent::Started { settings: self.settings.clone() })
    }

    /// One input and a full drain.
    pub fn feed(&mut self, input: Input) -> (Result<(), Refusal>, Vec<Effect>) {
        let answer = self.phone.handle(Timestamp(self.clock), input);
        let effects: Vec<_> = std::iter::from_fn(|| self.phone.poll_effect()).collect();
        self.open.extend(effects.iter().filter(|effect| effect.is_answered()).cloned());
        (answer, effects)
    }

    /// The input that a move means now, with the effect it answers; none where there is nothing
    /// to do.
    pub fn input(&mut self, shift: Shift, next: &Move) -> Option<(Input, Option<(Effect, Reply)>)> {
        self.clock = self.clock.saturating_add_signed(shift);
        let input = match next {
            Move::Start => self.start(),
            Move::Dial { key, to } => Input::Agent(AgentCommand::Dial {
                call: key_of(*key),
                to: Pii((*to).into()),
                name: None,
                record: None,
            }),
            Move::Press(which, button) => Input::Agent(button.command(self.key(*which)?)),
            Move::Reconnect => Input::Agent(AgentCommand::Reconnect),
            Move::Dismiss(notice) => Input::Agent(AgentCommand::DismissNotice { notice: *notice }),
            Move::Device(event) => Input::Device(*event),
            Move::Invite { leg, key, from } => Input::Leg(LegEvent {
                leg: LegId(format!("CA{leg}")),
                news: LegNews::Invited {
                    call: key_of(*key),
                    number: Pii((*from).into()),
                    called: Pii("+15005550000".into()),
                },
            }),
            Move::Leg(which, news) => {
                Input::Leg(LegEvent { leg: self.leg(*which)?, news: news.clone() })
            }
            Move::Party { call, seq, progress } => Input::Party(PartyNews {
                call: self.key(*call)?,
                party: PartyId::customer(),
                seq: *seq,
                progress: *progress,
            }),
            Move::Answer(pick, reply) => {
                let index = usize::from(*pick).checked_rem(self.open.len())?;
                let effect = self.open.remove(index);
                self.answered = Some(effect.id);
                let outcome = reply.outcome(&effect.body);
                let input = Input::Result(EffectResult { id: effect.id, outcome });
                return Some((input, Some((effect, reply.clone()))));
            }
            Move::AnswerAgain => {
                Input::Result(EffectResult { id: self.answered?, outcome: Outcome::Done })
            }
            Move::Clock => Input::Clock,
            Move::Deadline => {
                self.clock = self.phone.deadline()?.0;
                Input::Clock
            }
        };
        Some((input, None))
    }

    /// The call that occupies the agent.
    pub fn current(&self) -> Option<&Call> {
        self.phone.calls().iter().find(|call| call.state.occupies_agent())
    }

    fn key(&self, which: Which) -> Option<CallKey> {
        match which {
            Which::Current => {
                self.current().or(self.phone.calls().first()).map(|call| call.key.clone())
            }
            Which::Named(n) => Some(key_of(n)),
        }
    }

    fn leg(&self, which: Which) -> Option<LegId> {
        match which {
            Which::Current => {
                self.current().or(self.phone.calls().first()).map(|call| call.leg.id.clone())
            }
            Which::Named(n) if n % 2 == 0 => Some(LegId(key_of(n).0)),
            Which::Named(n) => Some(LegId(format!("CA{n}"))),
        }
    }
}

impl Button {
    pub fn command(self, call: CallKey) -> AgentCommand {
        match self {
            Self::Answer => AgentCommand::Answer { call },
            Self::Decline => AgentCommand::Decline { call },
            Self::HangUp => AgentCommand::HangUp { call },
            Self::Mute(on) => AgentCommand::Mute { call, on },
            Self::Digits(digits) => AgentCommand::SendDigits { call, digits: Pii(digits.into()) },
            Self::Notes(text) => AgentCommand::SetNotes { call, text: Pii(text.into()) },
            Self::Disposition(value) => AgentCommand::SetDisposition { call, value: value.into() },
            Self::Choose(id) => AgentCommand::ChooseMatch { call, record_id: id.into() },
            Self::Extend => AgentCommand::ExtendWrapUp { call },
            Self::Finish => AgentCommand::Finish { call },
            Self::Retry => AgentCommand::RetryRecord { call },
        }
    }
}

impl Reply {
    /// What the port says to this effect.
    pub fn outcome(&self, body: &EffectBody) -> Outcome {
        let error = |kind, fields, retry_after_ms: Option<u64>| Outcome::Failed {
            error: PortError {
                kind,
                message: "no".into(),
                fields,
                retry_after_ms: retry_after_ms.map(Millis),
            },
        };
        match self {
            Self::Good => good(body),
            Self::Lost => error(PortErrorKind::Offline, Vec::new(), None),
            Self::Bad { kind, blame, retry_after_ms } => {
                let named = match body {
                    EffectBody::Record(RecordEffect::Update { fields, .. }) if *blame => {
                        fields.keys().take(1).cloned().collect()
                    }
                    _ => Vec::new(),
                };
                error(*kind, named, *retry_after_ms)
            }
            Self::Odd => match body {
                EffectBody::Record(RecordEffect::Update { .. }) => {
                    Outcome::Token { lifetime_ms: Millis(1) }
                }
                _ => Outcome::Done,
            },
        }
    }
}

fn good(body: &EffectBody) -> Outcome {
    match body {
        EffectBody::Token(_) => Outcome::Token { lifetime_ms: Millis::seconds(3600) },
        EffectBody::Directory(_) => Outcome::Matched { matches: vec![contact()] },
        EffectBody::Record(effect) => match effect {
            RecordEffect::EnsureCall { call, .. } | RecordEffect::Create { call, .. } => {
                Outcome::Recorded { record: record_of(call) }
            }
            RecordEffect::Update { .. } => Outcome::Done,
        },
        EffectBody::Carrier(_) | EffectBody::Screen(_) => Outcome::Done,
    }
}

/// The record that the org has, or makes, for a key.
pub fn record_of(call: &CallKey) -> RecordRef {
    RecordRef { record_id: format!("0LQ-{}", call.0), object_api_name: "VoiceCall".into() }
}

fn contact() -> Match {
    let record =
        RecordRef { record_id: "003000000000001AAA".into(), object_api_name: "Contact".into() };
    let reason = "Contact.Phone".into();
    Match { record, name: Pii("Echo Ridley".into()), company_name: None, reason }
}

fn key_of(n: u8) -> CallKey {
    CallKey(format!("key-{n}"))
}

/// Sequences of moves, most of them such as a real day brings.
pub fn moves() -> impl Strategy<Value = Vec<(Shift, Move)>> {
    vec((shift(), a_move()), 1..60)
}

/// Policies that change what is allowed.
pub fn settings() -> impl Strategy<Value = Settings> {
    (any::<bool>(), select(vec![0, 30_000])).prop_map(|(disposition_required, wrap_up)| Settings {
        disposition_required,
        wrap_up_ms: Millis(wrap_up),
        ..Settings::default()
    })
}

fn shift() -> impl Strategy<Value = Shift> {
    prop_oneof![8 => 0..3_000_i64, 2 => 0..200_000_i64, 1 => -100_000..0_i64]
}

fn which() -> impl Strategy<Value = Which> {
    prop_oneof![9 => Just(Which::Current), 1 => (0..4_u8).prop_map(Which::Named)]
}

fn a_move() -> impl Strategy<Value = Move> {
    let number = select(vec!["+15005550100", "+15005550100", "+15005550101", "5005550100", ""]);
    let caller = select(vec!["+15005550199", "anonymous"]);
    prop_oneof![
        1 => Just(Move::Start),
        5 => (0..4_u8, number).prop_map(|(key, to)| Move::Dial { key, to }),
        18 => (which(), button()).prop_map(|(which, button)| Move::Press(which, button)),
        1 => Just(Move::Reconnect),
        1 => (0..4_u32).prop_map(Move::Dismiss),
        2 => device().prop_map(Move::Device),
        5 => (0..4_u8, 0..4_u8, caller)
            .prop_map(|(leg, key, from)| Move::Invite { leg, key, from }),
        18 => (which(), leg_news()).prop_map(|(which, news)| Move::Leg(which, news)),
        8 => (which(), 0..6_u32, progress())
            .prop_map(|(call, seq, progress)| Move::Party { call, seq, progress }),
        14 => (any::<u8>(), reply()).prop_map(|(pick, reply)| Move::Answer(pick, reply)),
        1 => Just(Move::AnswerAgain),
        2 => Just(Move::Clock),
        5 => Just(Move::Deadline),
    ]
}

fn button() -> impl Strategy<Value = Button> {
    prop_oneof![
        5 => Just(Button::Answer),
        1 => Just(Button::Decline),
        2 => Just(Button::HangUp),
        1 => any::<bool>().prop_map(Button::Mute),
        1 => select(vec!["1", "*#w", "x", ""]).prop_map(Button::Digits),
        1 => select(vec!["Wants the blue one.", ""]).prop_map(Button::Notes),
        1 => select(vec!["Resolved", ""]).prop_map(Button::Disposition),
        1 => select(vec!["003000000000001AAA", "unheard of"]).prop_map(Button::Choose),
        1 => Just(Button::Extend),
        2 => Just(Button::Finish),
        2 => Just(Button::Retry),
    ]
}

fn device() -> impl Strategy<Value = DeviceEvent> {
    prop_oneof![
        1 => Just(DeviceEvent::Registering),
        4 => Just(DeviceEvent::Registered),
        1 => Just(DeviceEvent::Unregistered),
        1 => error().prop_map(|error| DeviceEvent::Error { error }),
        1 => Just(DeviceEvent::Destroyed),
    ]
}

fn leg_news() -> impl Strategy<Value = LegNews> {
    prop_oneof![
        1 => any::<bool>().prop_map(|early_media| LegNews::Ringing { early_media }),
        9 => option::of(Just("CA-sid".into())).prop_map(|call_sid| LegNews::Accepted { call_sid }),
        2 => error().prop_map(|error| LegNews::Reconnecting { error }),
        2 => Just(LegNews::Reconnected),
        1 => any::<bool>().prop_map(|on| LegNews::Muted { on }),
        3 => Just(LegNews::Disconnected),
        1 => Just(LegNews::Cancelled),
        1 => Just(LegNews::Rejected),
        1 => error().prop_map(|error| LegNews::Failed { error }),
    ]
}

fn progress() -> impl Strategy<Value = PartyProgress> {
    let ends = vec![
        PartyEnd::Busy,
        PartyEnd::NoAnswer,
        PartyEnd::Rejected,
        PartyEnd::Failed,
        PartyEnd::Left,
    ];
    prop_oneof![
        1 => Just(PartyProgress::Initiated),
        3 => any::<bool>().prop_map(|early_media| PartyProgress::Ringing { early_media }),
        5 => Just(PartyProgress::Answered),
        2 => select(ends).prop_map(|end| PartyProgress::Ended { end, sip_code: None }),
    ]
}

fn error() -> impl Strategy<Value = CarrierError> {
    prop_oneof![
        6 => select(CarrierError::ALL),
        1 => Just(CarrierError::PermissionDeniedError),
        1 => Just(CarrierError::AcquisitionFailedError),
        1 => Just(CarrierError::MediaConnectionError),
        1 => Just(CarrierError::Unknown(99_999)),
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    let kinds = vec![
        PortErrorKind::Offline,
        PortErrorKind::SessionExpired,
        PortErrorKind::Forbidden,
        PortErrorKind::NotFound,
        PortErrorKind::Invalid,
        PortErrorKind::Limited,
        PortErrorKind::Server,
    ];
    let pause = option::of(select(vec![0, 1, 20_000, u64::MAX]));
    prop_oneof![
        6 => Just(Reply::Good),
        1 => Just(Reply::Lost),
        3 => (select(kinds), any::<bool>(), pause)
            .prop_map(|(kind, blame, retry_after_ms)| Reply::Bad { kind, blame, retry_after_ms }),
        1 => Just(Reply::Odd),
    ]
}
