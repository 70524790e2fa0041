//! The journal in localStorage: the only store of a browser that is written before the call returns.
//!
//! Writes that were issued in `pagehide`, or just before a crash, reached `IndexedDB` in none to some
//! of the trials and localStorage in all. An entry is one JSON text under
//! `offhook.journal.<scope>.<call key>`; the last sign of life of the page is kept beside them, so
//! that the next one knows until when calls were watched.

use std::cell::{Cell, RefCell};

use call_core::{
    journal::{Entry, JournalWrite, VERSION},
    json::to_json,
    time::{Millis, Timestamp},
};
use js_sys::JSON;
use web_sys::Storage;

use crate::{read, twilio::number};

/// How often a page with calls leaves a sign of life.
pub(super) const SIGN_OF_LIFE: Millis = Millis::seconds(5);

/// A timer that is this late, in milliseconds, was not late but asleep: browsers delay those of a
/// page in the background by a second, those of a page that makes no sound by up to a minute, and
/// a page in a call makes sound.
const ASLEEP: f64 = 15_000.0;

/// The journal of one user in one org.
#[derive(Default)]
pub(super) struct Journal {
    scope: RefCell<Option<String>>,
    failed: Cell<bool>,
    unreadable: Cell<u32>,
    /// When the page last ran for certain.
    alive: Cell<f64>,
}

impl Journal {
    /// Opens the journal of a scope. What it holds that can be read, and the last sign of life of
    /// the page that wrote it.
    pub fn open(&self, scope: &str) -> (Vec<Entry>, Option<Timestamp>) {
        self.unreadable.set(0);
        self.failed.set(false);
        self.scope.replace(Some(scope.into()));
        let Some(storage) = storage() else { return (Vec::new(), None) };
        let prefix = self.key("journal", "");
        let count = storage.length().unwrap_or_default();
        let names = (0..count).filter_map(|index| storage.key(index).ok().flatten());
        let own: Vec<String> = names.filter(|name| name.starts_with(&prefix)).collect();
        let texts = own.iter().filter_map(|name| storage.get_item(name).ok().flatten());
        let entries: Vec<Entry> = texts.filter_map(|text| self.entry(&text)).collect();
        let sign = storage.get_item(&self.key("alive", "")).ok().flatten();
        (entries, sign.and_then(|text| text.parse().ok()).map(Timestamp))
    }

    /// An entry of this version; others are counted and left as they are.
    fn entry(&self, text: &str) -> Option<Entry> {
        let parsed = JSON::parse(text).ok();
        let known = parsed.filter(|entry| number(entry, "version") == Some(f64::from(VERSION)));
        let entry = known.and_then(|entry| read::read(entry).ok());
        if entry.is_none() {
            self.unreadable.set(self.unreadable.get() + 1);
        }
        entry
    }

    pub fn unreadable(&self) -> u32 {
        self.unreadable.get()
    }

    /// Keeps or drops an entry. Whether the journal holds what it should; a failure is reported
    /// once.
    pub fn write(&self, write: &JournalWrite) -> bool {
        let done = match write {
            JournalWrite::Put { call, entry } => {
                set(&self.key("journal", &call.0), &to_json(entry))
            }
            JournalWrite::Remove { call } => {
                storage().is_none_or(|s| s.remove_item(&self.key("journal", &call.0)).is_ok())
            }
        };
        done || self.failed.replace(true)
    }

    /// The page runs.
    pub fn live(&self, now: f64) {
        self.alive.set(now);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
        let text = (now as u64).to_string();
        // A sign of life that cannot be left makes the next page guess, no more.
        set(&self.key("alive", ""), &text);
    }

    /// Since when the page slept, where a timer that was to run out at `expected` did so only now.
    pub fn slept_since(&self, now: f64, expected: f64) -> Option<Timestamp> {
        let since = self.alive.get().max(expected - f64_of(SIGN_OF_LIFE));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
        (now - expected > ASLEEP).then_some(Timestamp(since as u64))
    }

    fn key(&self, what: &str, call: &str) -> String {
        let scope = self.scope.borrow();
        ["offhook.", what, ".", scope.as_deref().unwrap_or_default(), ".", call].concat()
    }
}

#[allow(clippy::cast_precision_loss)] // seconds
fn f64_of(length: Millis) -> f64 {
    length.0 as f64
}

fn set(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// The browser may refuse its storage altogether.
pub(super) fn storage() -> Option<Storage> {
    let global: web_sys::Window = wasm_bindgen::JsCast::unchecked_into(js_sys::global());
    global.local_storage().ok().flatten()
}
