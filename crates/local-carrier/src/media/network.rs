//! The UDP side of a leg: sockets on this machine's addresses, and the faults on the way.
//!
//! Knows nothing of what the packets carry.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::config::Ice;
use crate::faults::{Fate, Faults};

/// Larger than any packet of a call; a longer one is cut and then refused by its checks.
const LARGEST_PACKET: usize = 2_000;
/// Received packets that may wait for the engine; more are lost, as in any full receive buffer.
const RECEIVE_QUEUE: usize = 512;

/// A packet with where it came from and which of our sockets it concerns.
#[derive(Debug)]
pub(crate) struct Datagram {
    /// Our own address.
    pub local: SocketAddr,
    /// The other side's address.
    pub remote: SocketAddr,
    pub contents: Vec<u8>,
}

/// This machine's own addresses besides loopback that a browser on it can reach.
pub(crate) fn own_addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let usable = |ip: &IpAddr| match ip {
        IpAddr::V4(ip) => !ip.is_loopback() && !ip.is_link_local() && !ip.is_unspecified(),
        // A link-local address needs a scope, which candidates cannot carry.
        IpAddr::V6(ip) => !ip.is_loopback() && !ip.is_unicast_link_local(),
    };
    let mut addresses: Vec<IpAddr> = interfaces.iter().map(if_addrs::Interface::ip).collect();
    addresses.retain(usable);
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

/// Holds packets back for a time; never changes their order.
#[derive(Debug)]
struct DelayLine {
    held: VecDeque<(Instant, Datagram)>,
    passed: u64,
}

impl DelayLine {
    fn new() -> Self {
        Self { held: VecDeque::new(), passed: 0 }
    }

    /// Puts a packet in, or loses it.
    fn push(&mut self, faults: &Faults, datagram: Datagram) {
        self.passed += 1;
        if let Fate::Pass(delay) = faults.media_fate(self.passed) {
            self.hold(delay, datagram);
        }
    }

    fn hold(&mut self, delay: Duration, datagram: Datagram) {
        let due = Instant::now() + delay;
        // Not before the packet ahead of it, even when the delay has become shorter meanwhile.
        let due = self.held.back().map_or(due, |(ahead, _)| due.max(*ahead));
        self.held.push_back((due, datagram));
    }

    fn pop_due(&mut self) -> Option<Datagram> {
        let due = self.next_due()?;
        if due > Instant::now() {
            return None;
        }
        self.held.pop_front().map(|(_, datagram)| datagram)
    }

    fn next_due(&self) -> Option<Instant> {
        self.held.front().map(|(due, _)| *due)
    }
}

/// The sockets of one leg.
#[derive(Debug)]
pub(crate) struct Network {
    sockets: Vec<(SocketAddr, Arc<UdpSocket>)>,
    arriving: mpsc::Receiver<Datagram>,
    faults: Arc<Faults>,
    incoming: DelayLine,
    outgoing: DelayLine,
    /// The reading tasks; they end with this value.
    _readers: JoinSet<()>,
}

impl Network {
    /// Opens a socket per address. An address that fails is left out; all failing is an error.
    pub(crate) async fn open(ice: Ice, faults: &Arc<Faults>) -> io::Result<Self> {
        let mut addresses = vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
        match ice {
            Ice::Loopback => {}
            Ice::Interfaces => addresses.extend(own_addresses()),
        }
        let (arrivals, arriving) = mpsc::channel(RECEIVE_QUEUE);
        let mut sockets = Vec::new();
        let mut readers = JoinSet::new();
        let mut refusal = None;
        for address in addresses {
            match UdpSocket::bind((address, 0)).await.and_then(|s| Ok((s.local_addr()?, s))) {
                Ok((local, socket)) => {
                    let socket = Arc::new(socket);
                    readers.spawn(read(local, Arc::clone(&socket), arrivals.clone()));
                    sockets.push((local, socket));
                }
                Err(error) => refusal = Some(error),
            }
        }
        match refusal {
            Some(error) if sockets.is_empty() => Err(error),
            _ => Ok(Self {
                sockets,
                arriving,
                faults: Arc::clone(faults),
                incoming: DelayLine::new(),
                outgoing: DelayLine::new(),
                _readers: readers,
            }),
        }
    }

    /// Our own addresses, for candidates.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = SocketAddr> {
        self.sockets.iter().map(|(local, _)| *local)
    }

    /// Waits for something to arrive or to become due. Call [`Network::receive`] and
    /// [`Network::flush`] afterwards. Losing this future loses no packet.
    pub(crate) async fn ready(&mut self) {
        let due = [self.incoming.next_due(), self.outgoing.next_due()].into_iter().flatten().min();
        tokio::select! {
            Some(datagram) = self.arriving.recv() => self.incoming.push(&self.faults, datagram),
            () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
        }
    }

    /// The next packet whose time has come.
    pub(crate) fn receive(&mut self) -> Option<Datagram> {
        self.incoming.pop_due()
    }

    /// Takes a packet to be sent.
    pub(crate) fn send(&mut self, datagram: Datagram) {
        self.outgoing.push(&self.faults, datagram);
        self.flush();
    }

    /// Sends the packets whose time has come.
    pub(crate) fn flush(&mut self) {
        while let Some(datagram) = self.outgoing.pop_due() {
            let own = self.sockets.iter().find(|(local, _)| *local == datagram.local);
            if let Some((_, socket)) = own {
                // UDP promises nothing: a packet that cannot go now is a lost packet.
                let _ = socket.try_send_to(&datagram.contents, datagram.remote);
            }
        }
    }
}

async fn read(local: SocketAddr, socket: Arc<UdpSocket>, arrivals: mpsc::Sender<Datagram>) {
    let mut buffer = vec![0; LARGEST_PACKET];
    loop {
        match socket.recv_from(&mut buffer).await {
            Ok((length, remote)) => {
                let contents = buffer[..length].to_vec();
                let sent = arrivals.try_send(Datagram { local, remote, contents });
                if matches!(sent, Err(mpsc::error::TrySendError::Closed(_))) {
                    return;
                }
            }
            // On some systems a send to a closed port is reported here; the socket stays good.
            Err(error) => {
                tracing::debug!(%error, "UDP receive failed");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(number: u8) -> Datagram {
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 9));
        Datagram { local: nowhere, remote: nowhere, contents: vec![number] }
    }

    #[tokio::test]
    async fn a_shorter_delay_does_not_overtake_a_longer_one() {
        let mut line = DelayLine::new();
        line.hold(Duration::from_millis(30), packet(1));
        line.hold(Duration::ZERO, packet(2));
        assert!(line.pop_due().is_none());
        tokio::time::sleep(Duration::from_millis(40)).await;
        let order: Vec<u8> =
            std::iter::from_fn(|| line.pop_due()).map(|datagram| datagram.contents[0]).collect();
        assert_eq!(order, [1, 2]);
    }

    #[tokio::test]
    async fn loopback_means_one_socket_on_127_0_0_1() {
        let network = Network::open(Ice::Loopback, &Arc::new(Faults::new())).await.unwrap();
        let ips: Vec<IpAddr> = network.addresses().map(|address| address.ip()).collect();
        assert_eq!(ips, [IpAddr::V4(Ipv4Addr::LOCALHOST)]);
    }

    #[test]
    fn own_addresses_hold_neither_loopback_nor_link_local() {
        for address in own_addresses() {
            assert!(!address.is_loopback());
            if let IpAddr::V4(address) = address {
                assert!(!address.is_link_local());
            }
        }
    }
}
