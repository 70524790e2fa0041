//! Guards the other properties: a desk that never came anywhere would prove nothing.

use std::collections::BTreeSet;

use call_core::{
    call::{CallState, LegState},
    view::{RecordState, Status},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

use super::desk::{Desk, moves, settings};

#[test]
fn every_state_of_call_leg_and_record_is_met() {
    let mut runner = TestRunner::deterministic();
    let mut met = BTreeSet::new();
    for _ in 0..500 {
        let (settings, moves) =
            (settings(), moves()).new_tree(&mut runner).expect("nothing is filtered").current();
        let mut desk = Desk::online(settings);
        for (shift, next) in moves {
            let Some((input, _)) = desk.input(shift, &next) else { continue };
            let _ = desk.feed(input);
            let view = desk.phone.view();
            met.insert(format!("{:?}", view.status));
            for call in desk.phone.calls() {
                met.insert(state(&call.state).into());
                met.insert(format!("leg {:?}", call.leg.state));
                if let Some(ended) = call.state.ended() {
                    met.insert(ended.reason.api_value().into());
                }
            }
            let records = view.calls.iter().map(|call| &call.record);
            for record in records.chain(view.unsaved.iter().map(|call| &call.record)) {
                met.insert(format!("record {:?}", record.state));
            }
        }
    }
    let calls = "Dialling Ringing Offered Answering Connected Ending WrapUp Filed";
    let ends = "cancelledByAgent busy noAnswer rejected unreachable carrierRefused \
                carrierTimeout microphoneDenied microphoneUnavailable declined cancelledByCaller \
                ringTimeout agentBusy hungUpByAgent hungUpByCustomer connectionLost";
    let statuses = [Status::Offline, Status::Ready, Status::Calling, Status::IncomingCall]
        .into_iter()
        .chain([Status::Ringing, Status::Connected, Status::Reconnecting, Status::WrapUp])
        .map(|status| format!("{status:?}"));
    let legs = [LegState::Joining, LegState::Up, LegState::Reconnecting, LegState::Closed]
        .map(|leg| format!("leg {leg:?}"));
    let records =
        [RecordState::Saved, RecordState::Writing, RecordState::Waiting, RecordState::Refused]
            .map(|record| format!("record {record:?}"));
    let wanted =
        calls.split_whitespace().chain(ends.split_whitespace()).map(String::from).chain(statuses);
    let missed: Vec<_> =
        wanted.chain(legs).chain(records).filter(|name| !met.contains(name)).collect();
    assert!(missed.is_empty(), "never met: {missed:?}");
}

/// The name of a state. Written out, so that a new one is not forgotten above.
fn state(state: &CallState) -> &'static str {
    match state {
        CallState::Dialling { .. } => "Dialling",
        CallState::Ringing { .. } => "Ringing",
        CallState::Offered { .. } => "Offered",
        CallState::Answering { .. } => "Answering",
        CallState::Connected { .. } => "Connected",
        CallState::Ending { .. } => "Ending",
        CallState::WrapUp { .. } => "WrapUp",
        CallState::Filed { .. } => "Filed",
    }
}
