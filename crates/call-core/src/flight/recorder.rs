//! Notes what happens.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::{CORE_VERSION, LONGEST, Pseudonyms, VERSION, digest, input_json};
use crate::{
    Input, Refusal, Softphone, View,
    ids::CallKey,
    input::{AgentCommand, HostEvent, LegEvent, LegNews, OmniNews},
    json::to_json,
    pii::Mask,
    time::Timestamp,
};

/// A part longer than this is followed by another, so that a record that grows too long loses its
/// oldest part and not all of itself.
const LONG_PART: usize = 30_000;

/// Notes the inputs of a phone while it has calls.
///
/// The tape consists of parts. Each begins with the whole state of the phone, the base, and can be
/// replayed by itself. A new one begins with every call, so that a call's record begins with the
/// call; with every page, which knows of the calls before it only what the journal says; and where
/// one has become long.
#[derive(Debug, Default)]
pub struct Recorder {
    names: Pseudonyms,
    /// Texts of the parts, each without its last two brackets.
    parts: VecDeque<String>,
    /// Number of the first of them.
    first: u32,
    /// With which part the calls that live began.
    begun: Vec<Begun>,
    /// The last part goes on.
    open: bool,
    /// What the last step of the open part showed.
    shown: u32,
    /// Something was noted that the next page does not know of.
    changed: bool,
}

/// With which part of the tape a call began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Begun {
    /// The call.
    pub call: CallKey,
    /// The number of the part.
    pub part: u32,
}

/// What the next page needs to go on with the records of the calls that live. It names nobody, as
/// the records do: the pseudonyms of the next page are others.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tape {
    /// [`VERSION`]; a tape of another is of no use.
    pub flight: u32,
    first: u32,
    begun: Vec<Begun>,
    parts: Vec<String>,
}

/// An input that is about to be handled.
#[derive(Debug)]
pub struct Noted {
    input: String,
    base: Option<String>,
    begins: &'static str,
}

impl Recorder {
    /// The recorder of one of the pages that a phone has one after the other.
    pub fn of_page(page: u32) -> Self {
        Self { names: Pseudonyms::of_page(page), ..Self::default() }
    }

    /// Has the phone handle an input, and notes it.
    ///
    /// # Errors
    /// What [`Softphone::handle`] says.
    pub fn handle(
        &mut self,
        phone: &mut Softphone,
        now: Timestamp,
        input: Input,
    ) -> Result<(), Refusal> {
        let noted = self.before(phone, &input);
        let answer = phone.handle(now, input);
        self.after(noted, now, phone, answer, &phone.view());
        answer
    }

    /// Before an input is handled. Nothing is noted of a phone without calls.
    pub fn before(&mut self, phone: &Softphone, input: &Input) -> Option<Noted> {
        let may_begin = may_begin_a_call(input);
        let lives = !phone.calls().is_empty();
        if !may_begin && !lives {
            return None;
        }
        let is_long = self.parts.back().is_none_or(|part| part.len() > LONG_PART);
        self.open &= !is_long;
        let _mask = Mask::put_on(&mut self.names);
        let base = (may_begin || !self.open).then(|| to_json(phone));
        let begins = match input {
            Input::Host(HostEvent::Restored { .. }) => "page",
            _ if may_begin => "call",
            _ => "middle",
        };
        Some(Noted { input: input_json(input), base, begins })
    }

    /// After it was handled, and before the effects are drained.
    pub fn after(
        &mut self,
        noted: Option<Noted>,
        now: Timestamp,
        phone: &Softphone,
        answer: Result<(), Refusal>,
        view: &View,
    ) {
        let Some(noted) = noted else { return };
        let calls = phone.calls();
        let is_known = |key: &CallKey| self.begun.iter().any(|begun| begun.call == *key);
        let begins = calls.iter().any(|call| !is_known(&call.key));
        debug_assert!(!begins || noted.base.is_some(), "an input began a call unexpectedly");
        if let Some(base) = noted.base.filter(|_| begins || (!self.open && !calls.is_empty())) {
            self.begin_part(noted.begins, &base);
        }
        if self.open {
            self.note(now, &noted.input, phone, answer, view);
        }
        self.keep_what_is_needed(phone);
    }

    /// The record of a call, as JSON.
    pub fn record(&self, call: &CallKey) -> Option<String> {
        let begun = self.begun.iter().find(|begun| begun.call == *call)?;
        let key = to_json(call);
        let mut text = [r#"{"flight":"#, &VERSION.to_string(), r#","call":"#, &key].concat();
        let mut before = r#","parts":["#;
        let skipped = begun.part.saturating_sub(self.first);
        for part in self.parts.iter().skip(skipped as usize) {
            text.extend([before, part, "]}"]);
            before = ",";
        }
        text.push_str("]}");
        Some(text)
    }

    /// Whether [`Recorder::tape`] is not what it was when this was asked last.
    pub fn has_changed(&mut self) -> bool {
        core::mem::take(&mut self.changed)
    }

    /// What the next page needs; nothing where no call lives.
    pub fn tape(&self) -> Option<String> {
        (!self.begun.is_empty()).then(|| {
            to_json(&Tape {
                flight: VERSION,
                first: self.first,
                begun: self.begun.clone(),
                parts: self.parts.iter().cloned().collect(),
            })
        })
    }

    /// What the page before this one has noted of the calls that this one took over. It may come
    /// late: it takes a while to be read, and the calls do not wait.
    pub fn put_before(&mut self, tape: Tape) {
        let is_known = |begun: &Begun| tape.begun.iter().any(|other| other.call == begun.call);
        if tape.flight != VERSION || !self.begun.iter().any(is_known) {
            return;
        }
        let next = tape.first + u32::try_from(tape.parts.len()).unwrap_or_default();
        for begun in &mut self.begun {
            let before = tape.begun.iter().find(|other| other.call == begun.call);
            begun.part = before.map_or(next + begun.part - self.first, |other| other.part);
        }
        self.first = tape.first;
        for part in tape.parts.into_iter().rev() {
            self.parts.push_front(part);
        }
        self.changed = true;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.changed |= !self.begun.is_empty();
        self.names.clear();
        self.parts.clear();
        self.begun.clear();
        self.first = 0;
        self.open = false;
    }

    fn begin_part(&mut self, begins: &str, base: &str) {
        let head = [r#"{"begins":""#, begins, r#"","core":""#, CORE_VERSION, r#"","base":"#];
        self.parts.push_back([head.concat().as_str(), base, r#","steps":["#].concat());
        self.open = true;
        self.shown = 0;
    }

    fn note(
        &mut self,
        now: Timestamp,
        input: &str,
        phone: &Softphone,
        answer: Result<(), Refusal>,
        view: &View,
    ) {
        let mask = Mask::put_on(&mut self.names);
        let effects: Vec<String> = phone.effects().map(to_json).collect();
        let shown = digest([to_json(view).as_str()]);
        drop(mask);
        let Some(part) = self.parts.back_mut() else { return };
        if !part.ends_with('[') {
            part.push(',');
        }
        part.extend([r#"{"at":"#, &now.0.to_string(), r#","input":"#, input]);
        if let Err(refusal) = answer {
            part.extend([r#","refused":""#, refusal.code(), "\""]);
        }
        let mut before = r#","effects":["#;
        for effect in &effects {
            part.extend([before, head(effect), "}"]);
            before = ",";
        }
        if !effects.is_empty() {
            let digest = digest(effects.iter().map(String::as_str));
            part.extend([r#"],"effectsDigest":"#, &digest.to_string()]);
        }
        if shown != self.shown {
            self.shown = shown;
            let status = to_json(&view.status);
            part.extend([r#","status":"#, &status, r#","viewDigest":"#, &shown.to_string()]);
        }
        part.push('}');
        self.changed = true;
    }

    /// Drops the parts of calls that are done with, and what is too long to be stored.
    fn keep_what_is_needed(&mut self, phone: &Softphone) {
        let calls = phone.calls();
        if calls.is_empty() {
            return self.clear();
        }
        let last = self.first + u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        self.begun.retain(|begun| calls.iter().any(|call| call.key == begun.call));
        for call in calls {
            if !self.begun.iter().any(|begun| begun.call == call.key) {
                let part = last.saturating_sub(1);
                self.begun.push(Begun { call: call.key.clone(), part });
            }
        }
        let needed = self.begun.iter().map(|begun| begun.part).min().unwrap_or(last);
        let mut length: usize = self.parts.iter().map(String::len).sum();
        while self.first < needed || length > LONGEST {
            let Some(part) = self.parts.pop_front() else { break };
            self.first += 1;
            length -= part.len();
            self.changed = true;
        }
    }
}

/// Whether the input may put a call on the desk.
fn may_begin_a_call(input: &Input) -> bool {
    matches!(
        input,
        Input::Host(HostEvent::Restored { .. })
            | Input::Agent(AgentCommand::Dial { .. } | AgentCommand::Retrieve { .. })
            | Input::Leg(LegEvent { news: LegNews::Invited { .. }, .. })
            | Input::Omni(OmniNews::WorkAssigned { .. })
    )
}

/// An effect's id, port and type: its first three properties, without the bracket at the end.
fn head(effect: &str) -> &str {
    let end = effect.match_indices(',').nth(2).map(|(at, _)| at);
    effect.get(..end.unwrap_or(effect.len() - 1)).unwrap_or_default()
}
