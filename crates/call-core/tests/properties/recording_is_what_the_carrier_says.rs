//! A recording is shown as running only while the carrier's last word is that it runs, and as
//! paused only while it is that it pauses.

use std::collections::BTreeMap;

use call_core::{
    Input,
    call::{RecordingNews, RecordingState},
    effect::{ControlEffect, EffectBody},
    ids::CallKey,
    input::Outcome,
};
use proptest::prelude::*;

use super::world::{Desk, Turn, moves, settings};

/// What an input says about a call's recording, if anything: with its sequence number.
fn news(turn: &Turn) -> Option<(CallKey, u32, RecordingNews)> {
    match &turn.input {
        Input::Recording(event) => Some((event.call.clone(), event.seq, event.news)),
        Input::Result(result) => {
            let (effect, _) = turn.answers.as_ref()?;
            let EffectBody::Control(ControlEffect::Snapshot { call }) = &effect.body else {
                return None;
            };
            let Outcome::Snapshot { snapshot } = &result.outcome else { return None };
            Some((call.clone(), 0, snapshot.recording?))
        }
        _ => None,
    }
}

proptest! {
    #[test]
    fn on_is_what_was_confirmed_last(settings in settings(), moves in moves()) {
        let mut desk = Desk::online(settings);
        let mut last: BTreeMap<CallKey, RecordingNews> = BTreeMap::new();
        for (shift, next) in moves {
            let Some(turn) = desk.turn(shift, &next) else { continue };
            let said = news(&turn);
            let seqs: BTreeMap<_, _> = desk
                .phone
                .calls()
                .iter()
                .map(|call| (call.key.clone(), call.recording.seq))
                .collect();
            let _ = desk.feed(turn.input);
            if let Some((call, seq, news)) = said {
                let is_stale = seq != 0 && seqs.get(&call).is_some_and(|known| seq <= *known);
                // A snapshot of a call that is over or elsewhere changes nothing here.
                if !is_stale && desk.call(&call).is_some_and(|c| confirms(c.recording.state, news)) {
                    last.insert(call, news);
                }
            }
            last.retain(|key, _| desk.call(key).is_some_and(|call| call.recording.seq > 0
                || call.recording.state != RecordingState::Off));
            for call in desk.phone.calls() {
                let last = last.get(&call.key);
                let fits = match call.recording.state {
                    RecordingState::On => {
                        matches!(last, Some(RecordingNews::Started | RecordingNews::Resumed))
                    }
                    RecordingState::Paused => matches!(last, Some(RecordingNews::Paused)),
                    RecordingState::Stopped => matches!(last, Some(RecordingNews::Stopped)),
                    RecordingState::Off => last.is_none(),
                    // Asked for, refused or unconfirmed: none of them says that it runs.
                    RecordingState::Starting
                    | RecordingState::Pausing
                    | RecordingState::Resuming
                    | RecordingState::Stopping
                    | RecordingState::Failed => true,
                };
                prop_assert!(fits, "{:?} after {last:?}", call.recording);
            }
        }
    }
}

/// Whether the state is the one the news leads to. What the customer does not agree to is stopped at
/// once.
fn confirms(state: RecordingState, news: RecordingNews) -> bool {
    let may_run = match news {
        RecordingNews::Started | RecordingNews::Resumed | RecordingNews::Paused => true,
        RecordingNews::Stopped | RecordingNews::Failed => false,
    };
    if may_run && state == RecordingState::Stopping {
        return true;
    }
    state
        == match news {
            RecordingNews::Started | RecordingNews::Resumed => RecordingState::On,
            RecordingNews::Paused => RecordingState::Paused,
            RecordingNews::Stopped => RecordingState::Stopped,
            RecordingNews::Failed => RecordingState::Failed,
        }
}
