//! What outlives the page: which entries changed, and what a new page makes of old ones.

use super::Softphone;
use crate::{
    call::{CallState, Step, restore},
    effect::ControlEffect,
    journal::{Entry, JournalWrite, VERSION},
    time::Timestamp,
};

impl Softphone {
    /// Notes every entry that is not what the journal holds.
    pub(super) fn keep_journal(&mut self) {
        let Self { calls, kept, journal, .. } = self;
        kept.retain(|entry| {
            let lives = calls.iter().any(|call| call.key == entry.call.key);
            if !lives {
                journal.push_back(JournalWrite::Remove { call: entry.call.key.clone() });
            }
            lives
        });
        for call in calls {
            let entry = Entry::of(call);
            match kept.iter_mut().find(|kept| kept.call.key == call.key) {
                Some(known) if *known == entry => continue,
                Some(known) => *known = entry.clone(),
                None => kept.push(entry.clone()),
            }
            journal.push_back(JournalWrite::Put { call: call.key.clone(), entry });
        }
    }

    /// Calls that another page had.
    pub(super) fn restore(&mut self, entries: Vec<Entry>, lost_at: Option<Timestamp>) {
        for entry in entries.iter().filter(|entry| entry.version == VERSION) {
            let call = &entry.call;
            let wrapped_up = match &call.state {
                CallState::Filed { wrapped_up_at, .. } => *wrapped_up_at,
                _ => None,
            };
            let seen = [Some(call.started_at), call.connected_at, Some(call.state.since())];
            for at in seen.into_iter().chain([wrapped_up]).flatten() {
                self.clock.has_been(at);
            }
        }
        let now = self.now();
        for entry in entries {
            if entry.version != VERSION || self.find(&entry.call.key).is_ok() {
                continue;
            }
            let mut call = entry.call.clone();
            self.kept.push(entry);
            call.flight.forget_page();
            let former = call.former.as_deref_mut().and_then(|former| former.work.as_mut());
            for work in former.into_iter().chain(&mut call.work) {
                work.asked_at = None;
                work.retry_at = None;
            }
            let lost_at = lost_at.unwrap_or(now);
            let acts = restore(&mut call, now, &self.settings, lost_at);
            self.calls.push(call);
            let index = self.calls.len() - 1;
            self.perform(index, acts);
            self.tell_end(index);
        }
        // Oldest first, as if they had been here all the time.
        self.calls.sort_by_key(|call| call.started_at);
    }

    /// The page could not run for a while, and does not know what it missed.
    pub(super) fn woke(&mut self, host_now: Timestamp, asleep_since: Timestamp) {
        let slept = host_now.since(asleep_since);
        let since = Timestamp(self.now().0.saturating_sub(slept.0));
        for index in 0..self.calls.len() {
            let call = &mut self.calls[index];
            match &call.state {
                CallState::Dialling { .. }
                | CallState::Ringing { .. }
                | CallState::Offered { .. }
                | CallState::Answering { .. }
                | CallState::Connected { .. }
                | CallState::OnHold { .. }
                | CallState::Consulting { .. }
                | CallState::Conference { .. }
                | CallState::HandingOver { .. } => {}
                // Asked already.
                CallState::Restoring { .. } => continue,
                // Nothing that others do changes these.
                CallState::Ending { .. } | CallState::WrapUp { .. } | CallState::Filed { .. } => {
                    continue;
                }
            }
            call.unseen_since.get_or_insert(since);
            if self.settings.conferences {
                let key = self.calls[index].key.clone();
                self.control(ControlEffect::Snapshot { call: key });
            }
        }
    }

    /// A step the surroundings take: there is nobody to refuse it to.
    pub(super) fn step_always(&mut self, index: usize, step: Step) {
        let answer = self.step(index, step);
        debug_assert!(answer.is_ok(), "only commands are refused");
    }
}
