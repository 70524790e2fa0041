//! Effects that belong in a certain tab: a record is opened where the agent looks, and Omni-Channel
//! is spoken to where it lives.

use serde::{Deserialize, Serialize};

use super::{Message, Tab, TabEffect, TabId, TabRole, Term};
use crate::{
    effect::EffectBody,
    time::{Millis, Timestamp},
};

/// How long another tab may take to carry an effect out.
const OUTCOME_LIMIT: Millis = Millis::seconds(5);

/// A tab that was not heard of for so long is gone, or frozen: browsers wake those in the
/// background once a minute.
const PEER_LIMIT: Millis = Millis::seconds(150);

/// How recently a tab must have been heard of to be given work. A tab that the agent looks at
/// says so every few seconds.
const PROMPT: Millis = Millis::seconds(15);

/// The most effects that a follower remembers whose answer is not there yet.
const MOST_PERFORMING: usize = 32;

/// Where an effect is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// Where the phone is.
    Leader,
    /// Where the agent looks.
    FocusedTab,
    /// Where the Omni-Channel session is.
    OmniTab,
}

impl Place {
    /// Where an effect is carried out.
    pub const fn of(effect: &EffectBody) -> Self {
        match effect {
            // The device and the microphone are there.
            EffectBody::Carrier(_) => Self::Leader,
            // One after the other, by one sender.
            EffectBody::Token(_)
            | EffectBody::Control(_)
            | EffectBody::Record(_)
            | EffectBody::Directory(_) => Self::Leader,
            EffectBody::Screen(_) => Self::FocusedTab,
            EffectBody::Presence(_) => Self::OmniTab,
        }
    }
}

/// Another tab, as the leader knows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Peer {
    id: TabId,
    heard_at: Timestamp,
    /// When the agent was last seen to look at it.
    focused_at: Option<Timestamp>,
    omni: bool,
}

/// An effect that another tab carries out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Placed {
    id: u32,
    to: TabId,
    place: Place,
    effect: String,
    since: Timestamp,
}

impl Placed {
    pub(super) fn deadline(&self) -> Timestamp {
        self.since.plus(OUTCOME_LIMIT)
    }
}

impl Tab {
    /// The phone wants something done that belongs in a certain tab.
    pub(super) fn place(&mut self, id: u32, place: Place, effect: String) {
        match self.tab_for(place) {
            Some(to) => {
                let since = self.now;
                let text = effect.clone();
                self.placed.push(Placed { id, to: to.clone(), place, effect: text, since });
                self.post(Message::Effect { to, id, effect });
            }
            None => self.emit(TabEffect::Perform { id, effect }),
        }
    }

    /// Another tab that is the right place; none where this one is.
    fn tab_for(&self, place: Place) -> Option<TabId> {
        let prompt = self.peers.iter().filter(|peer| self.now.since(peer.heard_at) <= PROMPT);
        match place {
            Place::Leader => None,
            Place::FocusedTab if self.is_focused => None,
            // The last one the agent looked at, where none is looked at now.
            Place::FocusedTab => prompt
                .filter(|peer| peer.focused_at.is_some_and(|at| at > self.focused_at))
                .max_by_key(|peer| peer.focused_at)
                .map(|peer| peer.id.clone()),
            Place::OmniTab if self.has_omni => None,
            Place::OmniTab => {
                let omni = self.peers.iter().filter(|peer| peer.omni);
                omni.max_by_key(|peer| peer.heard_at).map(|peer| peer.id.clone())
            }
        }
    }

    /// A follower is heard of. Whether for the first time.
    pub(super) fn note_peer(&mut self, id: &TabId, focused: bool, omni: bool) -> bool {
        let now = self.now;
        self.peers.retain(|peer| peer.id == *id || now.since(peer.heard_at) <= PEER_LIMIT);
        let focused_at = focused.then_some(now);
        let Some(peer) = self.peers.iter_mut().find(|peer| peer.id == *id) else {
            self.peers.push(Peer { id: id.clone(), heard_at: now, focused_at, omni });
            return true;
        };
        peer.heard_at = now;
        peer.omni = omni;
        peer.focused_at = focused_at.or(peer.focused_at);
        false
    }

    /// A follower has gone: what it was to do is done here, or fails.
    pub(super) fn forget_peer(&mut self, id: &TabId) {
        self.peers.retain(|peer| peer.id != *id);
        let (gone, kept) =
            core::mem::take(&mut self.placed).into_iter().partition(|placed| placed.to == *id);
        self.placed = kept;
        self.do_without(gone);
    }

    /// What other tabs have not done in time is done here, or fails.
    pub(super) fn take_back_placed(&mut self) {
        let now = self.now;
        if self.placed.iter().all(|placed| now < placed.deadline()) {
            return;
        }
        let (late, kept) =
            core::mem::take(&mut self.placed).into_iter().partition(|p| p.deadline() <= now);
        self.placed = kept;
        self.do_without(late);
    }

    fn do_without(&mut self, effects: Vec<Placed>) {
        for Placed { id, place, effect, .. } in effects {
            match place {
                Place::Leader | Place::FocusedTab => self.emit(TabEffect::Perform { id, effect }),
                // Not to be done elsewhere; the phone tries again.
                Place::OmniTab => self.emit(TabEffect::Settled { id, outcome: None }),
            }
        }
    }

    pub(super) fn hear_effect(&mut self, id: u32, effect: String) {
        match self.role {
            TabRole::Following => {
                if self.performing.len() == MOST_PERFORMING {
                    self.performing.remove(0);
                }
                self.performing.push((id, self.term));
                self.emit(TabEffect::Perform { id, effect });
            }
            // Of a time that is over.
            TabRole::Away | TabRole::Leading | TabRole::Elsewhere => {}
        }
    }

    /// An effect of the leader was carried out here.
    pub(super) fn outcome(&mut self, id: u32, outcome: String) {
        let Some(at) = self.performing.iter().position(|(known, _)| *known == id) else { return };
        let (_, of) = self.performing.remove(at);
        if of == self.term {
            self.post(Message::Outcome { id, of, outcome });
        }
    }

    pub(super) fn hear_outcome(&mut self, from: &TabId, id: u32, of: Term, outcome: String) {
        let was_asked = |placed: &Placed| placed.id == id && placed.to == *from;
        if of == self.term
            && let Some(at) = self.placed.iter().position(was_asked)
        {
            self.placed.remove(at);
            self.emit(TabEffect::Settled { id, outcome: Some(outcome) });
        }
    }

    /// The phone shows something else.
    pub(super) fn view_changed(&mut self, view: String) {
        if self.role == TabRole::Leading && self.has_followers() {
            self.views = self.views.wrapping_add(1);
            self.post(Message::View { view, number: self.views });
        }
    }
}
