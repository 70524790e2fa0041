//! Who is there: registered clients, legs and calls.
//!
//! Decides nothing about a call; its task does.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{mpsc, watch};

use super::{Call, CallEvent, FirstAudio, Leg};
use crate::config::Config;
use crate::faults::Faults;
use crate::media::{Identity, Listening, Media, MediaError, MediaEvent};
use crate::signalling::{Access, Wire};

/// Calls that are remembered; the oldest that are over are forgotten first.
const MOST_CALLS: usize = 500;

/// A client that can be called.
#[derive(Debug)]
struct Client {
    access: Access,
    wire: Wire,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub config: Config,
    pub faults: Arc<Faults>,
    /// By number of their socket.
    clients: Mutex<BTreeMap<u64, Client>>,
    legs: Mutex<HashMap<String, Arc<Leg>>>,
    calls: Mutex<VecDeque<Arc<Call>>>,
    registrations: watch::Sender<u64>,
    sockets: AtomicU64,
}

impl Exchange {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            faults: Arc::new(Faults::new()),
            clients: Mutex::default(),
            legs: Mutex::default(),
            calls: Mutex::default(),
            registrations: watch::Sender::new(0),
            sockets: AtomicU64::new(1),
        }
    }

    /// A number for a new socket.
    pub(crate) fn next_socket(&self) -> u64 {
        self.sockets.fetch_add(1, Ordering::Relaxed)
    }

    /// A client can be called from now on.
    pub(crate) fn register(&self, access: Access, wire: Wire) {
        lock(&self.clients).insert(wire.socket(), Client { access, wire });
        // Also when it was known before: its token may have been renewed.
        self.registrations.send_modify(|count| *count += 1);
    }

    /// A client cannot be called any more.
    pub(crate) fn unregister(&self, socket: u64) {
        lock(&self.clients).remove(&socket);
    }

    /// Changes with every registration.
    pub(crate) fn watch_registrations(&self) -> watch::Receiver<u64> {
        self.registrations.subscribe()
    }

    /// The registered clients of an identity whose tokens have not expired.
    pub(crate) fn clients_of(&self, identity: &str) -> Vec<Wire> {
        lock(&self.clients)
            .values()
            .filter(|client| client.access.identity == identity)
            .filter(|client| client.access.check_time().is_ok())
            .map(|client| client.wire.clone())
            .collect()
    }

    /// A socket has closed: its legs wait for a new one for a time, its offers are void.
    pub(crate) fn socket_closed(self: &Arc<Self>, socket: u64) {
        self.unregister(socket);
        let legs: Vec<Arc<Leg>> = lock(&self.legs).values().cloned().collect();
        for leg in legs {
            let Some(attachment) = leg.detach(socket) else { continue };
            if leg.is_offered() {
                leg.left();
                leg.report(CallEvent::OfferLost(leg.sid.clone()));
                self.forget_later(&leg);
                continue;
            }
            let exchange = Arc::clone(self);
            tokio::spawn(async move {
                tokio::time::sleep(exchange.config.leg_grace).await;
                if leg.is_still_lost(attachment) {
                    leg.left();
                    leg.report(CallEvent::Left(leg.sid.clone()));
                }
            });
        }
    }

    pub(crate) fn add_leg(&self, leg: Leg) -> Arc<Leg> {
        let leg = Arc::new(leg);
        lock(&self.legs).insert(leg.sid.clone(), Arc::clone(&leg));
        leg
    }

    /// The leg a client means, by our name of it or by its own; only ever one of the client's.
    pub(crate) fn leg(&self, callsid: &str, identity: &str) -> Option<Arc<Leg>> {
        let legs = lock(&self.legs);
        let by_outgoing_id =
            || legs.values().find(|leg| leg.outgoing_id.as_deref() == Some(callsid));
        legs.get(callsid)
            .or_else(by_outgoing_id)
            .filter(|leg| leg.identity == identity)
            .map(Arc::clone)
    }

    /// A leg that is over stays known for a time: its client may come back and must hear of it.
    pub(crate) fn forget_later(self: &Arc<Self>, leg: &Arc<Leg>) {
        let exchange = Arc::clone(self);
        let sid = leg.sid.clone();
        tokio::spawn(async move {
            tokio::time::sleep(exchange.config.leg_grace).await;
            lock(&exchange.legs).remove(&sid);
        });
    }

    pub(crate) fn add_call(&self, call: &Arc<Call>) {
        let mut calls = lock(&self.calls);
        calls.push_back(Arc::clone(call));
        if calls.len() > MOST_CALLS
            && let Some(oldest) = calls.iter().position(|call| call.state().is_over())
        {
            calls.remove(oldest);
        }
    }

    /// Every remembered call, oldest first.
    pub(crate) fn calls(&self) -> Vec<Arc<Call>> {
        lock(&self.calls).iter().cloned().collect()
    }

    pub(crate) fn call(&self, sid: &str) -> Option<Arc<Call>> {
        lock(&self.calls).iter().find(|call| call.sid() == sid).cloned()
    }

    /// Audio for a leg, from a client's offer.
    pub(crate) async fn answer_offer(
        &self,
        leg_sid: &str,
        offer: &str,
        listening: Listening,
        events: mpsc::UnboundedSender<CallEvent>,
    ) -> Result<FirstAudio, MediaError> {
        let reports = reports(leg_sid, events);
        let ice = self.config.ice;
        let (media, sdp) =
            Media::answer(ice, &self.faults, offer, listening.clone(), reports).await?;
        Ok(FirstAudio { media, listening, sdp, remote: Identity::of(offer) })
    }

    /// Audio for a leg, offered to a client.
    pub(crate) async fn make_offer(
        &self,
        leg_sid: &str,
        events: mpsc::UnboundedSender<CallEvent>,
    ) -> Result<FirstAudio, MediaError> {
        let reports = reports(leg_sid, events);
        let listening = Listening::new();
        let (media, sdp) =
            Media::offer(self.config.ice, &self.faults, listening.clone(), reports).await?;
        Ok(FirstAudio { media, listening, sdp, remote: None })
    }
}

fn reports(
    leg_sid: &str,
    events: mpsc::UnboundedSender<CallEvent>,
) -> Box<dyn Fn(MediaEvent) + Send> {
    let leg_sid = leg_sid.to_owned();
    // A call that is over does not listen any more, and need not.
    Box::new(move |event| drop(events.send(CallEvent::from_media(&leg_sid, event))))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Every change under these locks is one insertion or removal: nothing can be half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
