//! What the carrier and the directory say, and which call it is about.

use super::{Softphone, results::Awaited};
use crate::{
    address::is_e164,
    call::{CallState, Direction, Leg, LegClose, LegState, LegStep, PartyStep, Step},
    effect::{CarrierEffect, ControlEffect, DirectoryEffect, EffectBody, ScreenEffect},
    ids::{CallKey, LegId},
    input::{LegEvent, LegNews, Match, PartyNews, PartyProgress, RecordingEvent},
    pii::Pii,
};

/// The most records an agent can be asked to choose from; they outlive the page with the call.
const MOST_MATCHES: usize = 50;

impl Softphone {
    pub(super) fn leg(&mut self, event: LegEvent) {
        let LegEvent { leg, news } = event;
        let now = self.now();
        if let LegNews::Invited { call, number, called } = news {
            return self.invited(leg, call, number, called);
        }
        // A leg of a call long forgotten, or one that was replaced.
        let Some(index) = self.calls.iter().rposition(|call| call.leg.id == leg) else { return };
        let step = match news {
            LegNews::Invited { .. } => return,
            LegNews::Ringing { early_media } => LegStep::Ringing { early_media },
            LegNews::Accepted { call_sid } => {
                let known = &mut self.calls[index].leg.call_sid;
                *known = call_sid.or(known.take());
                LegStep::Accepted
            }
            LegNews::Reconnecting { error } => {
                self.calls[index].leg.blame(error, now);
                LegStep::Reconnecting
            }
            LegNews::Reconnected => LegStep::Reconnected,
            LegNews::Muted { on } => LegStep::Muted(on),
            LegNews::Disconnected => LegStep::Closed(LegClose::Disconnected),
            LegNews::Cancelled => LegStep::Closed(LegClose::Cancelled),
            LegNews::Rejected => LegStep::Closed(LegClose::Rejected),
            LegNews::Failed { error } => LegStep::Error(error),
        };
        self.step_always(index, Step::Leg(step));
    }

    /// Somebody calls.
    fn invited(&mut self, leg: LegId, key: CallKey, number: Pii<String>, called: Pii<String>) {
        if self.calls.iter().any(|call| call.leg.id == leg) {
            return; // the same invitation twice, perhaps late, perhaps under a new key of the host
        }
        let former = match self.find(&key) {
            Ok(index) if self.calls[index].state.occupies_agent() => {
                let call = &mut self.calls[index];
                let is_open_offer = match &call.state {
                    CallState::Offered { .. } => call.leg.state == LegState::Absent,
                    CallState::Restoring { .. } => !call.accepted,
                    _ => false,
                };
                if is_open_offer {
                    call.leg = Leg::invited(leg);
                    self.offer_again(index);
                } else {
                    // Offered again before it is done with here: this leg would ring on unseen.
                    self.emit(EffectBody::Carrier(CarrierEffect::Reject { leg }));
                }
                return;
            }
            // Offered again after it was given up here: one call, one record.
            Ok(index) => Some(self.calls.remove(index)),
            Err(_) => None,
        };
        self.offer(key, None, Some(Leg::invited(leg)), number, called, former);
    }

    /// A call that was offered already comes by another door, or again after a reload.
    pub(super) fn offer_again(&mut self, index: usize) {
        let now = self.now();
        let call = &mut self.calls[index];
        if matches!(call.state, CallState::Restoring { .. }) && !call.accepted {
            call.state = CallState::Offered { since: now };
            let call = call.key.clone();
            self.emit(EffectBody::Screen(ScreenEffect::Attention { call }));
        }
    }

    pub(super) fn party(&mut self, news: &PartyNews) {
        let Ok(index) = self.find(&news.call) else { return };
        let conferences = self.settings.conferences;
        let call = &mut self.calls[index];
        call.heard = call.heard.max(news.seq);
        let is_talk = call.state.is_talk();
        let Some(party) = call.party_mut(&news.party) else {
            // Somebody of whom nothing is known: called in by a request that seemed to fail.
            if is_talk && conferences && !matches!(news.progress, PartyProgress::Ended { .. }) {
                self.control(ControlEffect::Snapshot { call: news.call.clone() });
            }
            return;
        };
        if news.seq != 0 && news.seq <= party.seq {
            return; // older than what is known
        }
        party.seq = news.seq.max(party.seq);
        let step = match news.progress {
            PartyProgress::Initiated => PartyStep::Initiated,
            PartyProgress::Ringing { early_media } => PartyStep::Ringing { early_media },
            PartyProgress::Answered => PartyStep::Answered,
            PartyProgress::Held => PartyStep::Held,
            PartyProgress::Resumed => PartyStep::Resumed,
            PartyProgress::Ended { end, .. } => PartyStep::Ended(end),
        };
        self.step_always(index, Step::Party(news.party.clone(), step));
    }

    pub(super) fn recording(&mut self, event: &RecordingEvent) {
        let Ok(index) = self.find(&event.call) else { return };
        let call = &mut self.calls[index];
        call.heard = call.heard.max(event.seq);
        let recording = &mut call.recording;
        if event.seq != 0 && event.seq <= recording.seq {
            return;
        }
        recording.seq = event.seq.max(recording.seq);
        self.step_always(index, Step::Recording(event.news));
    }

    pub(super) fn look_up(&mut self, call: CallKey, number: Pii<String>) {
        if !is_e164(&number.0) {
            return; // an anonymous caller is nobody's, a colleague is no customer
        }
        let effect = DirectoryEffect::Match { call: call.clone(), number };
        self.ask(EffectBody::Directory(effect), Awaited::Match(call));
    }

    pub(super) fn matched(&mut self, key: &CallKey, mut matches: Vec<Match>) {
        let Ok(index) = self.find(key) else { return };
        let call = &mut self.calls[index];
        matches.truncate(MOST_MATCHES);
        call.matches = matches;
        // Several matches are the agent's to choose from; a silent guess would be worse than none.
        if let ([only], None) = (call.matches.as_slice(), &call.related) {
            let record = only.record.clone();
            let id = record.record_id.clone();
            call.choose(&id);
            if call.direction == Direction::Inbound && call.state.ended().is_none() {
                let call = key.clone();
                self.emit(EffectBody::Screen(ScreenEffect::Pop { call, record }));
            }
        }
    }
}
