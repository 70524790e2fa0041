//! The one timer of the page, and the clock it goes by.

use std::rc::Rc;

use call_core::{Input, input::HostEvent, tabs::TabInput, time::Millis};
use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;

use super::{Inner, journal};

/// Browsers hold delays in 31 bits; a longer one would fire at once.
const LONGEST_DELAY: u64 = 0x7fff_ffff;

impl Inner {
    pub(super) fn set_timer(self: &Rc<Self>) {
        let core = self.core.borrow();
        let wait = core.time_until_deadline(now());
        let sign = core.has_calls().then_some(journal::SIGN_OF_LIFE);
        let tab = self.tabs.time_until_deadline(now());
        let timer = wait.into_iter().chain(sign).chain(tab).min().map(|Millis(ms)| {
            let inner = Rc::downgrade(self);
            #[allow(clippy::cast_possible_truncation)] // bounded above
            let delay = ms.min(LONGEST_DELAY) as u32;
            let expected = now() + f64::from(delay);
            Timeout::new(delay, move || {
                let Some(inner) = inner.upgrade() else { return };
                inner.wake(expected);
                // A browser may fire early, or the delay was cut short: the deadline still stands.
                inner.set_timer();
            })
        });
        drop(core);
        if let Some(old) = self.timer.replace(timer) {
            old.cancel();
        }
    }

    /// The timer ran out, at the time it should have or much later.
    fn wake(self: &Rc<Self>, expected: f64) {
        let now = now();
        self.fence();
        if self.tabs.time_until_deadline(now).is_some_and(|wait| wait.0 == 0) {
            self.tab(TabInput::Clock);
        }
        if !self.tabs.leads() {
            return;
        }
        if let Some(asleep_since) = self.journal.slept_since(now, expected) {
            self.push(Input::Host(HostEvent::Woke { asleep_since }));
        }
        let is_due = self.core.borrow().time_until_deadline(now).is_some_and(|wait| wait.0 == 0);
        if is_due {
            self.push(Input::Clock);
        }
        self.journal.live(now);
    }
}

/// Milliseconds since the epoch by a clock that does not jump when somebody sets the computer's.
pub(super) fn now() -> f64 {
    let global: web_sys::Window = js_sys::global().unchecked_into();
    global.performance().map_or_else(js_sys::Date::now, |clock| clock.time_origin() + clock.now())
}
