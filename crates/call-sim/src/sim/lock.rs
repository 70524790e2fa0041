//! The browser's lock, as `navigator.locks` has it: a queue, a thief, and a holder that may be gone.
//!
//! What it says of itself reaches a tab later, as an event; a tab that does not run hears it when it
//! runs again, and holds the lock all the while.

use std::collections::VecDeque;

/// A tab's request: a newer one of the same tab overtakes it, and it then stays in the queue and
/// lets the lock go at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    pub tab: u32,
    pub turn: u32,
}

/// What a tab is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockNews {
    Granted(Request),
    Stolen(Request),
}

/// One lock.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    holder: Option<Request>,
    queue: VecDeque<Request>,
}

impl Lock {
    /// A tab asks and waits.
    pub fn request(&mut self, request: Request) -> Option<LockNews> {
        self.queue.push_back(request);
        self.hand_out()
    }

    /// A tab takes it from whoever has it.
    pub fn steal(&mut self, request: Request) -> [Option<LockNews>; 2] {
        let robbed = self.holder.replace(request).map(LockNews::Stolen);
        [robbed, Some(LockNews::Granted(request))]
    }

    /// Who asked lets it go; where another has it by now, nothing changes.
    pub fn release(&mut self, request: Request) -> Option<LockNews> {
        if self.holder != Some(request) {
            return None;
        }
        self.holder = None;
        self.hand_out()
    }

    /// The tab is gone, however it went.
    pub fn forget(&mut self, tab: u32) -> Option<LockNews> {
        self.queue.retain(|request| request.tab != tab);
        let held = self.holder.filter(|request| request.tab == tab)?;
        self.release(held)
    }

    fn hand_out(&mut self) -> Option<LockNews> {
        if self.holder.is_some() {
            return None;
        }
        self.holder = self.queue.pop_front();
        self.holder.map(LockNews::Granted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn of(tab: u32) -> Request {
        Request { tab, turn: 1 }
    }

    #[test]
    fn the_next_in_the_queue_has_it_when_the_holder_is_gone() {
        let mut lock = Lock::default();
        assert_eq!(lock.request(of(1)), Some(LockNews::Granted(of(1))));
        assert_eq!(lock.request(of(2)), None);
        assert_eq!(lock.request(of(3)), None);
        assert_eq!(lock.forget(2), None);
        assert_eq!(lock.release(of(3)), None);
        assert_eq!(lock.forget(1), Some(LockNews::Granted(of(3))));
    }

    #[test]
    fn a_thief_does_not_wait() {
        let mut lock = Lock::default();
        lock.request(of(1));
        lock.request(of(2));
        let news = lock.steal(of(3));
        assert_eq!(news, [Some(LockNews::Stolen(of(1))), Some(LockNews::Granted(of(3)))]);
        // The robbed one has nothing to let go.
        assert_eq!(lock.release(of(1)), None);
        assert_eq!(lock.release(of(3)), Some(LockNews::Granted(of(2))));
    }
}
