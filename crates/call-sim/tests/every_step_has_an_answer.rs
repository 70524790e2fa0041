//! Every state × every step, on calls such as a softphone really comes to.

use std::{collections::BTreeSet, sync::LazyLock};

use call_core::{
    call::{CallState, CallTimer, LegState, Step, advance, timers},
    time::Millis,
};
use call_sim::table::{Sample, Who, happenings, samples};

static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(samples);

#[test]
fn every_step_has_an_answer_in_every_state() {
    let happenings = happenings();
    let mut states = BTreeSet::new();
    for sample in SAMPLES.iter() {
        states.insert(sample.call.state.name());
        for happening in &happenings {
            let mut call = sample.call.clone();
            for step in &happening.steps {
                let before = call.clone();
                let answer = advance(&mut call, sample.now, &sample.settings, step.clone());
                let about = || format!("{}: {} in {before:?}", happening.who as u8, happening.name);
                if answer.is_err() {
                    assert_eq!(happening.who, Who::Agent, "refused: {}", about());
                    assert_eq!(call, before, "refused and changed: {}", about());
                }
                if let (Some(was), Some(is)) = (before.state.ended(), call.state.ended()) {
                    assert_eq!(was.at, is.at, "ended twice: {}", about());
                }
                assert!(
                    before.state.ended().is_none() || call.state.ended().is_some(),
                    "revived: {}",
                    about()
                );
                let is_closed = call.leg.state == LegState::Closed;
                // Of one that is given away the org is asked until it answers.
                let is_watched = matches!(call.state, CallState::HandingOver { .. });
                assert!(
                    call.state.ended().is_some() || is_watched || !is_closed,
                    "unwatched: {}",
                    about()
                );
            }
        }
    }
    assert_eq!(states, BTreeSet::from(CallState::NAMES), "states that no sample is in");
}

/// A timer that has run out and is due again at once would keep the host awake for ever.
#[test]
fn a_timer_that_ran_out_is_not_due_again_at_once() {
    for sample in SAMPLES.iter() {
        let table = timers(&sample.call, &sample.settings);
        for (timer, due) in CallTimer::ALL.into_iter().zip(table) {
            let Some(due) = due else { continue };
            let mut call = sample.call.clone();
            let now = due.max(sample.now);
            let answer = advance(&mut call, now, &sample.settings, Step::TimeUp(timer));
            assert!(answer.is_ok(), "{timer:?} was refused in {:?}", sample.call);
            if timer == CallTimer::Look {
                // That it was asked the phone notes as it asks, not the call as it wants to.
                (call.looked_at, call.question) = (now, None);
            }
            let next = timers(&call, &sample.settings)[timer as usize];
            assert!(next.is_none_or(|at| at > now), "{timer:?} is still due in {call:?}");
        }
        // Nothing is due before its time.
        let early = sample.call.started_at.plus(Millis(0));
        assert!(call_core::call::due(&sample.call, &sample.settings, early).is_none());
    }
}
