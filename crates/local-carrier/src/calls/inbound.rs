//! A customer calls: every registered client of the agent rings, the first to answer talks.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::conversation::Conversation;
use super::{Call, CallEvent, CallState, Exchange, Leg, Script};
use crate::ids;
use crate::signalling::{CallParameters, ServerFrame, Wire};

/// A call to the company, as the HTTP interface takes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewCall {
    from: String,
    to: Option<String>,
    #[serde(default)]
    script: Script,
    call_key: Option<String>,
}

impl NewCall {
    /// What is wrong with it, if anything.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.from != "anonymous" && !ids::is_e164(&self.from) {
            return Err(
                "\"from\" must be a telephone number such as +15005550199, or \"anonymous\"."
                    .to_owned(),
            );
        }
        if self.to.as_deref().is_some_and(|to| !ids::is_e164(to)) {
            return Err("\"to\" must be a telephone number such as +15005550000.".to_owned());
        }
        if self.call_key.as_deref().is_some_and(|key| key.is_empty() || key.len() > 100) {
            return Err("\"callKey\" must be 1 to 100 characters long.".to_owned());
        }
        Ok(())
    }

    /// Starts the call.
    pub(crate) fn start(self, exchange: &Arc<Exchange>) -> Arc<Call> {
        let (events, inbox) = mpsc::unbounded_channel();
        let to = self.to.unwrap_or_else(|| exchange.config.company_number.clone());
        let key = self.call_key.unwrap_or_else(ids::call_key);
        let sid = ids::call_sid();
        // The leg's own `To` is the client; which number was called, the org has to say.
        let params = form_urlencoded::Serializer::new(String::new())
            .append_pair("CallKey", &key)
            .append_pair("CalledNumber", &to)
            .finish();
        let call = Call::inbound(&sid, self.from.clone(), to, key, events.clone());
        exchange.add_call(&call);
        let ringing = Ringing {
            exchange: Arc::clone(exchange),
            call: Arc::clone(&call),
            from: self.from,
            params,
            script: self.script,
            events,
            tried: HashSet::new(),
            offers: HashMap::new(),
            lost: Vec::new(),
            rejected: false,
            with_audio: HashSet::new(),
        };
        tokio::spawn(ringing.run(inbox));
        call
    }
}

/// Why ringing stopped.
enum Outcome {
    Answered(Arc<Leg>),
    Busy,
    NoAnswer,
    CallerGone,
}

struct Ringing {
    exchange: Arc<Exchange>,
    call: Arc<Call>,
    from: String,
    params: String,
    script: Script,
    events: mpsc::UnboundedSender<CallEvent>,
    /// Sockets that have had their offer.
    tried: HashSet<u64>,
    /// Legs that ring, by their sid.
    offers: HashMap<String, Arc<Leg>>,
    /// Offers whose socket closed. Their page may come back and still show them.
    lost: Vec<String>,
    rejected: bool,
    /// Legs whose audio flows.
    with_audio: HashSet<String>,
}

impl Ringing {
    async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<CallEvent>) {
        let outcome = self.ring(&mut inbox).await;
        for leg in self.offers.values() {
            let won = matches!(&outcome, Outcome::Answered(winner) if winner.sid == leg.sid);
            if !won {
                leg.cancel();
                self.exchange.forget_later(leg);
            }
        }
        match outcome {
            Outcome::Answered(leg) => self.talk(leg, inbox).await,
            Outcome::Busy => self.call.set_state(CallState::Busy),
            Outcome::NoAnswer => self.call.set_state(CallState::NoAnswer),
            Outcome::CallerGone => self.call.set_state(CallState::Canceled),
        }
    }

    async fn ring(&mut self, inbox: &mut mpsc::UnboundedReceiver<CallEvent>) -> Outcome {
        let begin = Instant::now();
        let ring_until = begin + self.exchange.config.ring_timeout;
        let patience = self.script.gives_up_after().map(|time| begin + time);
        let mut registrations = self.exchange.watch_registrations();
        loop {
            registrations.mark_unchanged();
            self.offer_to_new_clients().await;
            tokio::select! {
                event = inbox.recv() => match event {
                    Some(event) => if let Some(outcome) = self.take(event) { return outcome },
                    None => return Outcome::CallerGone,
                },
                _ = registrations.changed() => {}
                () = sleep_until(ring_until) => return Outcome::NoAnswer,
                () = sleep_until(patience.unwrap_or(begin)), if patience.is_some() => {
                    return Outcome::CallerGone;
                }
            }
        }
    }

    fn take(&mut self, event: CallEvent) -> Option<Outcome> {
        match event {
            CallEvent::Answered(leg) => {
                let leg = self.offers.get(&leg)?;
                leg.go_up().then(|| Outcome::Answered(Arc::clone(leg)))
            }
            CallEvent::Rejected(leg) | CallEvent::Left(leg) => {
                let leg = self.offers.remove(&leg)?;
                leg.left();
                self.exchange.forget_later(&leg);
                self.rejected = true;
                self.offers.is_empty().then_some(Outcome::Busy)
            }
            CallEvent::OfferLost(leg) => {
                self.offers.remove(&leg)?;
                self.lost.push(leg);
                // The last that rings declined before: nobody is left to wait for.
                (self.rejected && self.offers.is_empty()).then_some(Outcome::Busy)
            }
            CallEvent::CustomerLeft => Some(Outcome::CallerGone),
            // Audio can be faster than the word that the call was answered.
            CallEvent::AudioUp(leg) => {
                self.with_audio.insert(leg);
                None
            }
            CallEvent::Digit(..) => None,
        }
    }

    async fn offer_to_new_clients(&mut self) {
        for wire in self.exchange.clients_of(&self.exchange.config.agent_identity) {
            if self.tried.insert(wire.socket()) {
                self.offer(wire).await;
            }
        }
    }

    async fn offer(&mut self, wire: Wire) {
        let identity = self.exchange.config.agent_identity.clone();
        let sid = ids::call_sid();
        let audio = match self.exchange.make_offer(&sid, self.events.clone()).await {
            Ok(audio) => audio,
            Err(error) => {
                tracing::warn!(%error, "a client could not be offered a call");
                return;
            }
        };
        // A page that came back still shows the offers of its old socket: they end here.
        for old in &self.lost {
            wire.send(&ServerFrame::Cancel { callsid: old.clone() });
        }
        let sdp = audio.sdp.clone();
        let to = format!("client:{identity}");
        let leg = Leg::offered(sid.clone(), identity, wire.clone(), audio, self.events.clone());
        let leg = self.exchange.add_leg(leg);
        leg.send(ServerFrame::Invite {
            callsid: sid.clone(),
            sdp,
            reconnect: leg.reconnect_token().to_owned(),
            parameters: CallParameters {
                call_sid: sid.clone(),
                from: self.from.clone(),
                to,
                account_sid: self.exchange.config.credentials.account_sid.clone(),
                api_version: "2010-04-01",
                params: self.params.clone(),
            },
        });
        if wire.is_closed() {
            // It closed before the leg was known, so nobody has told the leg.
            leg.left();
            self.exchange.forget_later(&leg);
            self.lost.push(sid);
            return;
        }
        self.offers.insert(sid, leg);
    }

    async fn talk(&self, leg: Arc<Leg>, inbox: mpsc::UnboundedReceiver<CallEvent>) {
        let has_audio = self.with_audio.contains(&leg.sid);
        let mut conversation = Conversation::new(
            Arc::clone(&self.exchange),
            Arc::clone(&self.call),
            Arc::clone(&leg),
            inbox,
            self.call.sid().to_owned(),
            self.from.clone(),
        );
        // Whoever hears of the answer must find the call answered.
        self.call.set_state(CallState::InProgress);
        leg.send(ServerFrame::Answer {
            callsid: leg.sid.clone(),
            sdp: leg.taken_over_sdp(),
            reconnect: leg.reconnect_token().to_owned(),
        });
        let audio = if has_audio { Ok(()) } else { conversation.audio_up().await };
        let who = match audio {
            Ok(()) => conversation.talk(self.script.sound(), self.script.hangs_up_after()).await,
            Err(who) => who,
        };
        conversation.end(who);
        conversation.close();
    }
}
