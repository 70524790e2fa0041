//! What is going to happen, in virtual time. Things that happen at the same millisecond happen in
//! the order in which they were announced.

use std::{cmp::Ordering, collections::BinaryHeap};

/// Milliseconds since the Unix epoch, as they really are; a host's clock may say otherwise.
pub type Instant = u64;

/// The queue.
#[derive(Debug)]
pub struct Queue<E> {
    heap: BinaryHeap<Due<E>>,
    announced: u64,
}

#[derive(Debug)]
struct Due<E> {
    at: Instant,
    order: u64,
    event: E,
}

impl<E> Queue<E> {
    pub const fn new() -> Self {
        Self { heap: BinaryHeap::new(), announced: 0 }
    }

    pub fn push(&mut self, at: Instant, event: E) {
        self.announced += 1;
        self.heap.push(Due { at, order: self.announced, event });
    }

    pub fn pop(&mut self) -> Option<(Instant, E)> {
        self.heap.pop().map(|due| (due.at, due.event))
    }
}

impl<E> Due<E> {
    const fn key(&self) -> (Instant, u64) {
        (self.at, self.order)
    }
}

impl<E> PartialEq for Due<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<E> Eq for Due<E> {}

impl<E> PartialOrd for Due<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Due<E> {
    /// The heap gives the greatest first: the earliest is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earliest_first_and_equal_ones_in_order() {
        let mut queue = Queue::new();
        for (at, event) in [(5, 'b'), (3, 'a'), (5, 'c')] {
            queue.push(at, event);
        }
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, [(3, 'a'), (5, 'b'), (5, 'c')]);
    }
}
