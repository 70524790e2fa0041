//! Sequences of moves, most of them such as a real day brings.

use call_core::{
    Settings,
    call::{PartyState, RecordingAction, RecordingNews, Role},
    carrier_error::CarrierError,
    ids::{PartyId, RecordRef},
    input::{
        CallSnapshot, DeviceEvent, FieldInfo, LegNews, ObjectInfo, OrgNews, Outcome, PartyEnd,
        PartyProgress, PartySnapshot, PortErrorKind, SnapshotStatus, WorkKind,
    },
    pii::Pii,
    time::{Millis, Timestamp},
};
use proptest::{collection::vec, option, prelude::*, sample::select, strategy::Union};

use super::{Button, Move, Reply, START, Shift, Which, Who, reply::contact};

const NUMBERS: [&str; 8] = [
    "+15005550100",
    "+15005550101",
    "+15005550102",
    "911",
    "agent:005000000000001AAA",
    "queue:00G000000000001",
    "5005550100000",
    "",
];

/// Sequences of moves.
pub fn moves() -> impl Strategy<Value = Vec<(Shift, Move)>> {
    vec((shift(), a_move()), 1..80)
}

/// Policies that change what is allowed.
pub fn settings() -> impl Strategy<Value = Settings> {
    let switches = (
        prop::bool::weighted(0.85),
        prop::bool::weighted(0.85),
        any::<bool>(),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        any::<bool>(),
    );
    let times = (select(vec![0, 30_000]), select(vec![0, 0, 0, 2_000]), select(vec![0, 15_000]));
    (switches, times).prop_map(|(switches, (wrap_up, auto_accept, connect))| {
        let (conferences, call_waiting, omni_channel, consent, disposition_required, flights) =
            switches;
        Settings {
            conferences,
            call_waiting,
            omni_channel,
            recording_consent_required: consent,
            disposition_required,
            flight_records: flights,
            wrap_up_ms: Millis(wrap_up),
            auto_accept_ms: Millis(auto_accept),
            connect_timeout_ms: Millis(connect.max(1)),
            ..Settings::default()
        }
    })
}

fn shift() -> impl Strategy<Value = Shift> {
    prop_oneof![10 => 0..3_000_i64, 2 => 0..200_000_i64, 1 => -100_000..0_i64]
}

fn which() -> impl Strategy<Value = Which> {
    prop_oneof![
        8 => Just(Which::Current),
        5 => (0..6_u8).prop_map(Which::Nth),
        1 => (0..5_u8).prop_map(Which::Named),
    ]
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        4 => Just(Who::Customer),
        4 => (0..3_u8).prop_map(Who::Other),
        1 => (0..4_u8).prop_map(Who::Labelled),
    ]
}

fn caller() -> impl Strategy<Value = &'static str> {
    select(vec!["+15005550199", "+15005550198", "anonymous"])
}

fn a_move() -> impl Strategy<Value = Move> {
    let called = select(vec!["+15005550000", "client:agent"]);
    let kind = prop_oneof![3 => Just(WorkKind::Call), 1 => Just(WorkKind::Callback)];
    let away = prop_oneof![2 => 0..5_000_u64, 1 => 0..4_000_000_u64];
    Union::new_weighted(vec![
        (45, Just(Move::Well).boxed()),
        (1, Just(Move::Start).boxed()),
        (6, begin().boxed()),
        (
            34,
            (button(), which(), who(), which())
                .prop_map(|(button, call, party, into)| Move::Press { button, call, party, into })
                .boxed(),
        ),
        // For commands that make or name somebody new, of the call at hand.
        (
            8,
            (calling_in(), 0..4_u8)
                .prop_map(|(button, label)| Move::Press {
                    button,
                    call: Which::Current,
                    party: Who::Labelled(label),
                    into: Which::Current,
                })
                .boxed(),
        ),
        (1, Just(Move::Reconnect).boxed()),
        (1, (0..4_u32).prop_map(Move::Dismiss).boxed()),
        (2, device().prop_map(Move::Device).boxed()),
        (
            4,
            (0..4_u8, 0..5_u8, caller(), called)
                .prop_map(|(leg, key, from, called)| Move::Invite { leg, key, from, called })
                .boxed(),
        ),
        (9, (which(), leg_news()).prop_map(|(which, news)| Move::Leg(which, news)).boxed()),
        (1, (which(), leg_news()).prop_map(|(which, news)| Move::OldLeg(which, news)).boxed()),
        (
            8,
            (which(), who(), seq(), progress())
                .prop_map(|(call, party, seq, progress)| Move::Party { call, party, seq, progress })
                .boxed(),
        ),
        (
            4,
            (which(), seq(), recording_news())
                .prop_map(|(call, seq, news)| Move::Recording { call, seq, news })
                .boxed(),
        ),
        (
            4,
            (0..4_u8, kind, 0..5_u8, caller(), any::<bool>())
                .prop_map(|(work, kind, key, from, queue)| Move::Assign {
                    work,
                    kind,
                    key,
                    from,
                    queue,
                })
                .boxed(),
        ),
        (1, (0..4_u8).prop_map(Move::Revoke).boxed()),
        (1, org_news().prop_map(Move::Org).boxed()),
        (14, (any::<u8>(), reply()).prop_map(|(pick, reply)| Move::Answer(pick, reply)).boxed()),
        (1, Just(Move::AnswerAgain).boxed()),
        (2, any::<u8>().prop_map(Move::Forget).boxed()),
        (1, Just(Move::Clock).boxed()),
        (6, Just(Move::Deadline).boxed()),
        (1, (0..4_000_000_u64).prop_map(|ms| Move::Sleep { ms }).boxed()),
        (1, any::<u64>().prop_map(Move::SleptSince).boxed()),
        (
            3,
            (away, any::<bool>(), any::<bool>())
                .prop_map(|(away_ms, knows_when, landed)| Move::Reload {
                    away_ms,
                    knows_when,
                    landed,
                })
                .boxed(),
        ),
        (1, Just(Move::RestoreAgain).boxed()),
        (1, Just(Move::JournalFails).boxed()),
    ])
}

/// A call the agent begins.
fn begin() -> impl Strategy<Value = Move> {
    let digits = option::weighted(0.2, select(vec!["ww204", "x"]));
    let dial = (select(&NUMBERS[..]), digits, prop::bool::weighted(0.2))
        .prop_map(|(to, digits, from_record)| Button::Dial { to, digits, from_record });
    let button = prop_oneof![5 => dial, 1 => caller().prop_map(Button::Retrieve)];
    (button, 0..5_u8).prop_map(|(button, key)| Move::Press {
        button,
        call: Which::Named(key),
        party: Who::Customer,
        into: Which::Current,
    })
}

fn calling_in() -> impl Strategy<Value = Button> {
    let to = || select(&NUMBERS[..]);
    prop_oneof![
        3 => to().prop_map(Button::Consult),
        2 => to().prop_map(Button::AddParty),
        1 => to().prop_map(Button::Transfer),
    ]
}

fn button() -> impl Strategy<Value = Button> {
    let action = select(vec![
        RecordingAction::Start,
        RecordingAction::Pause,
        RecordingAction::Resume,
        RecordingAction::Stop,
    ]);
    Union::new_weighted(vec![
        (8, Just(Button::Answer).boxed()),
        (1, Just(Button::Decline).boxed()),
        (1, Just(Button::ToVoicemail).boxed()),
        (2, Just(Button::HangUp).boxed()),
        (1, any::<bool>().prop_map(Button::Mute).boxed()),
        (1, select(vec!["1", "*#w", "12w3", "x", ""]).prop_map(Button::Digits).boxed()),
        (4, Just(Button::Hold).boxed()),
        (4, Just(Button::Resume).boxed()),
        (2, any::<bool>().prop_map(Button::HoldParty).boxed()),
        (2, Just(Button::Swap).boxed()),
        (2, Just(Button::CompleteTransfer).boxed()),
        (1, Just(Button::EndConsult).boxed()),
        (3, Just(Button::Merge).boxed()),
        (4, Just(Button::MergeCalls).boxed()),
        (1, Just(Button::RemoveParty).boxed()),
        (2, Just(Button::Leave).boxed()),
        (1, Just(Button::Park).boxed()),
        (5, action.prop_map(Button::Record).boxed()),
        (2, any::<bool>().prop_map(Button::Consent).boxed()),
        (1, select(vec!["Wants the blue one.", ""]).prop_map(Button::Notes).boxed()),
        (1, Just(Button::EndlessNotes).boxed()),
        (2, select(vec!["Resolved", "Resolved", ""]).prop_map(Button::Disposition).boxed()),
        (1, select(vec!["003000000000001AAA", "unheard of"]).prop_map(Button::Choose).boxed()),
        (1, Just(Button::Extend).boxed()),
        (3, Just(Button::Finish).boxed()),
        (1, Just(Button::Retry).boxed()),
        (1, Just(Button::Discard).boxed()),
    ])
}

fn device() -> impl Strategy<Value = DeviceEvent> {
    prop_oneof![
        1 => Just(DeviceEvent::Registering),
        5 => Just(DeviceEvent::Registered),
        1 => Just(DeviceEvent::Unregistered),
        1 => error().prop_map(|error| DeviceEvent::Error { error }),
        1 => Just(DeviceEvent::Destroyed),
    ]
}

fn leg_news() -> impl Strategy<Value = LegNews> {
    prop_oneof![
        1 => any::<bool>().prop_map(|early_media| LegNews::Ringing { early_media }),
        3 => option::of(Just("CA-sid".into())).prop_map(|call_sid| LegNews::Accepted { call_sid }),
        2 => error().prop_map(|error| LegNews::Reconnecting { error }),
        2 => Just(LegNews::Reconnected),
        1 => any::<bool>().prop_map(|on| LegNews::Muted { on }),
        2 => Just(LegNews::Disconnected),
        1 => Just(LegNews::Cancelled),
        1 => Just(LegNews::Rejected),
        2 => error().prop_map(|error| LegNews::Failed { error }),
    ]
}

fn seq() -> impl Strategy<Value = u32> {
    prop_oneof![1 => Just(0), 2 => 0..9_u32]
}

fn party_end() -> impl Strategy<Value = PartyEnd> {
    select(vec![
        PartyEnd::Busy,
        PartyEnd::NoAnswer,
        PartyEnd::Rejected,
        PartyEnd::Failed,
        PartyEnd::Left,
    ])
}

fn progress() -> impl Strategy<Value = PartyProgress> {
    prop_oneof![
        1 => Just(PartyProgress::Initiated),
        3 => any::<bool>().prop_map(|early_media| PartyProgress::Ringing { early_media }),
        3 => Just(PartyProgress::Answered),
        2 => Just(PartyProgress::Held),
        2 => Just(PartyProgress::Resumed),
        2 => party_end().prop_map(|end| PartyProgress::Ended { end, sip_code: None }),
    ]
}

fn recording_news() -> impl Strategy<Value = RecordingNews> {
    select(vec![
        RecordingNews::Started,
        RecordingNews::Paused,
        RecordingNews::Resumed,
        RecordingNews::Stopped,
        RecordingNews::Failed,
    ])
}

/// What an org may say of its objects.
fn org_news() -> impl Strategy<Value = OrgNews> {
    let info = |createable, updateable| {
        let field = FieldInfo { createable, updateable };
        let names = ["Call_State__c", "Outcome__c", "Description"];
        OrgNews::ObjectInfo {
            info: ObjectInfo {
                api_name: "VoiceCall".into(),
                createable,
                updateable,
                fields: names.map(|name| (name.into(), field)).into_iter().collect(),
            },
        }
    };
    prop_oneof![
        any::<(bool, bool)>().prop_map(move |(create, update)| info(create, update)),
        Just(OrgNews::ObjectMissing { object: "VoiceCall".into() }),
    ]
}

fn error() -> impl Strategy<Value = CarrierError> {
    prop_oneof![
        6 => select(CarrierError::ALL),
        1 => Just(CarrierError::PermissionDeniedError),
        1 => Just(CarrierError::AcquisitionFailedError),
        2 => Just(CarrierError::MediaConnectionError),
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
        4 => snapshot().prop_map(Reply::Stands),
        1 => Just(Reply::Lost),
        4 => (select(kinds), any::<bool>(), pause)
            .prop_map(|(kind, blame, retry_after_ms)| Reply::Bad { kind, blame, retry_after_ms }),
        1 => odd().prop_map(Reply::Odd),
    ]
}

fn odd() -> impl Strategy<Value = Outcome> {
    let record = RecordRef { record_id: "0LQ-odd".into(), object_api_name: "VoiceCall".into() };
    prop_oneof![
        Just(Outcome::Done),
        Just(Outcome::Token { lifetime_ms: Millis(0) }),
        Just(Outcome::Recorded { record }),
        Just(Outcome::Matched { matches: vec![contact(), contact()] }),
        snapshot().prop_map(|snapshot| Outcome::Snapshot { snapshot }),
    ]
}

fn snapshot() -> impl Strategy<Value = CallSnapshot> {
    let status = prop_oneof![
        6 => Just(SnapshotStatus::Live),
        1 => Just(SnapshotStatus::HandedOver),
        1 => Just(SnapshotStatus::Ended),
        1 => Just(SnapshotStatus::Unknown),
    ];
    let at = || {
        let sometime = prop_oneof![4 => START..START + 500_000, 1 => any::<u64>()];
        option::weighted(0.4, sometime.prop_map(Timestamp))
    };
    (
        status,
        option::weighted(0.9, party("customer")),
        vec(
            (0..3_u8).prop_flat_map(|n| party(["party-0", "party-1", "party-2"][usize::from(n)])),
            0..3,
        ),
        option::weighted(0.4, recording_news()),
        (at(), at()),
        option::of(party_end()),
    )
        .prop_map(|(status, customer, others, recording, (connected_at, ended_at), end)| {
            let parties = customer.into_iter().chain(others).collect();
            CallSnapshot { status, seq: 0, parties, recording, connected_at, ended_at, end }
        })
}

fn party(label: &'static str) -> impl Strategy<Value = PartySnapshot> {
    let state = prop_oneof![
        1 => select(vec![PartyState::Pending, PartyState::Initiated, PartyState::Ringing]),
        6 => Just(PartyState::Answered),
        1 => Just(PartyState::Gone),
    ];
    let role = option::of(select(vec![Role::Consulted, Role::Member, Role::Customer]));
    let number = option::of(Just(Pii("+15005550101".to_owned())));
    (state, any::<bool>(), role, number).prop_map(move |(state, held, role, number)| {
        PartySnapshot { party: PartyId(label.into()), state, held, role, number }
    })
}
