//! Guards the other properties: a desk that never came anywhere would prove nothing.

use std::collections::BTreeSet;

use call_core::{Input, call::CallState, effect::EffectBody, input::RecordingEvent};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use super::world::{COMMANDS, Desk, command_name, moves, settings};

/// What was met, each as a word after what it is.
#[derive(Default)]
struct Met(BTreeSet<String>);

impl Met {
    fn note(&mut self, what: &str, name: impl std::fmt::Debug) {
        let name = format!("{name:?}");
        let word = name.split([' ', '(', '{']).next().unwrap_or_default();
        self.0.insert(format!("{what} {}", word.trim_matches('"')));
    }

    fn missed<'a>(&self, what: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let wanted = names.into_iter().map(|name| format!("{what} {name}"));
        wanted.filter(|name| !self.0.contains(name)).collect()
    }
}

fn note_input(met: &mut Met, input: &Input) {
    match input {
        Input::Host(event) => met.note("host", event),
        Input::Leg(event) => met.note("leg news", &event.news),
        Input::Party(news) => met.note("party", news.progress),
        Input::Recording(RecordingEvent { news, .. }) => met.note("recording news", news),
        Input::Omni(news) => met.note("omni", news),
        Input::Agent(_) | Input::Device(_) | Input::Org(_) | Input::Result(_) | Input::Clock => {}
    }
}

fn note_phone(met: &mut Met, desk: &Desk) {
    let view = desk.phone.view();
    met.note("status", view.status);
    for call in desk.phone.calls() {
        met.note("call", call.state.name());
        met.note("leg", call.leg.state);
        met.note("recording", call.recording.state);
        met.note("hold", call.customer.hold);
        met.note("goodbye", call.goodbye);
        if let CallState::HandingOver { how, .. } = &call.state {
            met.note("handover", how);
        }
        if let Some(ended) = call.state.ended() {
            met.note("end", ended.reason);
        }
        if let Some(work) = &call.work {
            met.note("work", work.told);
        }
    }
    let records = view.calls.iter().map(|call| &call.record);
    for record in records.chain(view.unsaved.iter().map(|call| &call.record)) {
        met.note("record", record.state);
    }
    let busy = view.calls.iter().filter(|call| call.end.is_none()).count();
    met.note("calls at once", busy.min(3));
}

#[test]
fn the_desk_reaches_every_state() {
    let mut runner = TestRunner::deterministic();
    let mut met = Met::default();
    for _ in 0..1_500 {
        let (settings, moves) =
            (settings(), moves()).new_tree(&mut runner).expect("nothing is filtered").current();
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            note_input(&mut met, &turn.input);
            let command = match &turn.input {
                Input::Agent(command) => Some(command_name(command)),
                _ => None,
            };
            let heard = desk.feed(turn.input);
            match (command, heard.answer) {
                (Some(command), Ok(())) => met.note("accepted", command),
                (Some(_), Err(refusal)) => met.note("refused", refusal),
                (None, _) => {}
            }
            for effect in heard.effects {
                match &effect.body {
                    EffectBody::Token(effect) => met.note("effect", effect),
                    EffectBody::Carrier(effect) => met.note("effect", effect),
                    EffectBody::Control(effect) => met.note("effect", effect),
                    EffectBody::Presence(effect) => met.note("effect", effect),
                    EffectBody::Record(effect) => met.note("effect", effect),
                    EffectBody::Directory(effect) => met.note("effect", effect),
                    EffectBody::Screen(effect) => met.note("effect", effect),
                }
            }
            note_phone(&mut met, &desk);
        }
    }
    let mut missed = met.missed("call", CallState::NAMES);
    for (what, names) in [
        ("accepted", COMMANDS),
        ("calls at once", "0 1 2 3"),
        ("host", "Started Restored Woke JournalFailed"),
        (
            "leg news",
            "Invited Ringing Accepted Reconnecting Reconnected Muted Disconnected Cancelled \
             Rejected Failed",
        ),
        ("party", "Initiated Ringing Answered Held Resumed Ended"),
        ("recording news", "Started Paused Resumed Stopped Failed"),
        ("omni", "WorkAssigned WorkRevoked"),
        ("leg", "Absent Invited Wanted Joining Up Reconnecting Leaving Closed"),
        ("recording", "Off Starting On Pausing Paused Resuming Stopping Stopped Failed"),
        ("hold", "Off Asked On Resuming"),
        ("goodbye", "None Owed Asked Said"),
        ("handover", "Transfer Leave Park Voicemail"),
        ("work", "Assigned Accepted Declined Closed"),
        ("record", "Saved Writing Waiting Refused"),
        (
            "status",
            "Offline Ready Calling Ringing IncomingCall Connected OnHold Consulting Conference \
             HandingOver Restoring Reconnecting WrapUp",
        ),
        (
            "end",
            "CancelledByAgent NoAnswer Rejected Unreachable CarrierRefused CarrierTimeout \
             MicrophoneDenied MicrophoneUnavailable Declined CancelledByCaller RingTimeout \
             AgentBusy HungUpByAgent HungUpByCustomer ConnectionLost Transferred \
             Parked SentToVoicemail Interrupted",
        ),
        (
            "refused",
            "UnknownCall NotPossible AgentBusy NotSetUp UnknownParty \
             ConsentRequired NotesTooLong PhoneOffline InvalidNumber InvalidDigits \
             DispositionRequired",
        ),
        (
            "effect",
            "Fetch Register UpdateToken Connect Join Accept Reject Disconnect Mute SendDigits \
             Hold Add Remove Leave Transfer Park Voicemail Decline End \
             Record Snapshot Occupy AcceptWork DeclineWork CloseWork EnsureCall Update \
             UpdateByApex Match Attention Pop Tone",
        ),
    ] {
        missed.extend(met.missed(what, names.split_whitespace()));
    }
    assert!(missed.is_empty(), "never met: {missed:?}");
}
