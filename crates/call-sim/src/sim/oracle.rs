//! What must be in the org when everybody has gone home: said from what really happened at the
//! carrier and from what the agents did, and from nothing that a core believes.
//!
//! Where a page could not know something, the oracle does not ask for it. A call is *blurred* when
//! a message about it was lost, came late or met no open leg, when a page that had it was lost,
//! slept or had no line, or when a request about it failed or its answer was lost. Of a blurred call
//! it is still known what its page was told: who was told that both talked must say so.

use call_core::{input::PartyEnd, record::FieldValue};
use serde_json::{Map, Value, json};

use super::{
    finding::Expected,
    org::{Policy, Row},
    shift::Shift,
    site::{By, Door, Site, WorkIs},
};

/// How far a clear call's seconds may be off: a leg takes up to 1.2 s to come up, a message 0.3 s,
/// a request 0.9 s there and back.
const SLACK: u64 = 3;

/// What a blurred call's may: a night's sleep of two minutes, an outage of two and a half, a page
/// that is half a minute gone, and the pauses between tries.
const BLUR: u64 = 420;

/// What the oracle counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls that stood on a desk.
    pub calls: u64,
    /// Those that have a record.
    pub records: u64,
    /// Those whose record the org refused for good, and the agent is told.
    pub refused: u64,
    /// Those in which both heard each other.
    pub talked: u64,
    /// Those of which the page could know everything.
    pub clear: u64,
    /// Times a tab began to lead.
    pub leaders: u64,
    /// What was pressed in tabs that did not.
    pub forwarded: u64,
    /// What of that a phone answered.
    pub answered: u64,
}

impl Shift {
    /// Judges the shift.
    pub fn judge(&mut self) {
        for agent in 0..self.agents.len() {
            self.judge_desk(agent);
        }
        for call in 0..self.sites.len() {
            self.judge_call(call);
        }
        if self.org.strays > 0 {
            let what = format!("{} records without a key", self.org.strays);
            self.find("one call, one record", what, None, 0, Expected::Nothing);
        }
        let rows: Vec<u64> = self.org.rows.values().map(fingerprint).collect();
        for row in rows {
            self.fold(row);
        }
    }

    fn judge_call(&mut self, call: usize) {
        let site = &self.sites[call];
        let (agent, key) = (site.agent, site.key.clone());
        if site.is_live() && site.is_there {
            let who = if site.members[0].held { "on hold" } else { "in the conference" };
            let what = format!("the customer is left {who}: {}", told(site));
            self.find("nobody is left alone", what, Some(call), agent, Expected::EmptyDesk);
        }
        let site = &self.sites[call];
        if let Some((_, WorkIs::Open | WorkIs::Accepted)) = site.work
            && !site.truth.known_to.is_empty()
        {
            let what = format!("its work is {:?}", site.work);
            self.find("work is closed", what, Some(call), agent, Expected::EmptyDesk);
        }
        if self.sites[call].truth.known_to.is_empty() {
            return; // no page had it for long enough to keep it
        }
        self.counted.calls += 1;
        self.counted.talked += u64::from(self.sites[call].truth.through_at.is_some());
        self.counted.clear += u64::from(!self.sites[call].truth.blurred);
        let Some(row) = self.org.rows.get(&key).cloned() else {
            let what = "it has no record".to_owned();
            return self.find(
                "every call has a record",
                what,
                Some(call),
                agent,
                Expected::Record(Map::new()),
            );
        };
        self.counted.records += 1;
        match Taken::of(&self.sites[call]) {
            Taken::No => return self.judge_offer(call, &row),
            Taken::Perhaps if row.fields.get("Outcome__c").is_none() => return,
            Taken::Perhaps | Taken::Yes => {}
        }
        match self.policy(call) {
            Policy::Refused => return self.judge_refused(call, None),
            Policy::FieldRefused(field) => self.judge_refused(call, Some((field, &row))),
            Policy::Taken | Policy::ObjectRefused => {}
        }
        self.judge_record(call, &row);
    }

    /// Work that nobody took: what becomes of the caller is the org's own to record.
    fn judge_offer(&mut self, call: usize, row: &Row) {
        let site = &self.sites[call];
        let Some(outcome) = row.fields.get("Outcome__c") else { return };
        let what = format!("nobody took it, and a desk wrote {outcome:?}: {}", told(site));
        let right = Expected::Record(Map::from_iter([("Outcome__c".into(), Value::Null)]));
        self.find("an offer is recorded by who takes it", what, Some(call), site.agent, right);
    }

    /// What the org does not take for good must be before the agent's eyes.
    fn judge_refused(&mut self, call: usize, field: Option<(&'static str, &Row)>) {
        let site = &self.sites[call];
        let (agent, key) = (site.agent, site.key.clone());
        let mut known_to = site.truth.known_to.iter();
        let shown = known_to.any(|agent| self.is_told_of_refusal(*agent, &key));
        self.counted.refused += u64::from(shown);
        // A field that nobody filled is not missed.
        let is_missing = field.is_none_or(|(name, row)| row.tried.contains(&name));
        if is_missing && !shown {
            let what = "the org does not take it, and nobody is told".to_owned();
            self.find("refusals are shown", what, Some(call), agent, Expected::Nothing);
        }
    }

    fn judge_record(&mut self, call: usize, row: &Row) {
        let site = &self.sites[call];
        let agent = site.agent;
        let outcomes = outcomes(site, self.rules.planted);
        let text = |name: &str| match row.fields.get(name) {
            Some(FieldValue::Text(text)) => Some(text.0.clone()),
            _ => None,
        };
        let right =
            |name: &str, value: Value| Expected::Record(Map::from_iter([(name.to_owned(), value)]));
        let expected = right("Outcome__c", json!(outcomes.first()));
        let Some(outcome) = text("Outcome__c") else {
            let what = format!("the record has no outcome: {}", brief(row));
            return self.find("every record is finished", what, Some(call), agent, expected);
        };
        let state = text("Call_State__c");
        if !matches!(state.as_deref(), Some("Completed" | "Transferred")) {
            let what =
                format!("the record says {state:?} at the end: {}; {}", brief(row), told(site));
            let expected = right("Call_State__c", json!("Completed"));
            return self.find("every record is finished", what, Some(call), agent, expected);
        }
        if !outcomes.contains(&outcome.as_str()) {
            let what = format!(
                "it is {outcome} ({}), not {outcomes:?}: {}",
                text("End_Reason__c").unwrap_or_default(),
                told(site)
            );
            return self.find("the outcome is true", what, Some(call), agent, expected);
        }
        if let Some((name, what, value)) = self.times(call, row) {
            let what = format!("{what}; {}", told(&self.sites[call]));
            self.find("times are true", what, Some(call), agent, right(name, value));
        }
    }

    /// A time in the record that cannot be; and what it should be.
    fn times(&self, call: usize, row: &Row) -> Option<(&'static str, String, Value)> {
        let site = &self.sites[call];
        let truth = &site.truth;
        let seconds = |name: &str| match row.fields.get(name) {
            Some(FieldValue::Number(seconds)) => *seconds,
            _ => 0,
        };
        let (talk, hold) = (seconds("Talk_Seconds__c"), seconds("Hold_Seconds__c"));
        let over = truth.over_at.unwrap_or(self.now);
        let whole = |ms: u64| ms / 1000;
        // Whoever had it several times tells of the last.
        let is_clear = !truth.blurred && truth.offers == 1 && !truth.clock_set;
        let slack = if is_clear { SLACK } else { BLUR };
        if truth.clock_set || truth.put_away {
            return None;
        }
        let longest = whole(over.saturating_sub(site.began)) + slack;
        let ring = seconds("Ring_Seconds__c");
        // Where the news of the end are lost, and the leg's end too, it rings until the agent looks.
        let rings_on = site.door == Door::Dial && truth.blurred && truth.through_at.is_none();
        for (name, value) in [
            ("Talk_Seconds__c", talk),
            ("Hold_Seconds__c", hold),
            ("Talk_Seconds__c", talk + hold),
            ("Ring_Seconds__c", if rings_on { 0 } else { ring }),
        ] {
            if value > longest {
                let what = format!("{name} is {value} in a call of {longest} s at most");
                return Some((name, what, json!(longest)));
            }
        }
        if !is_clear {
            return None;
        }
        let through = truth.through_at.filter(|_| truth.told_through)?;
        let desk = truth.desk_at.unwrap_or(site.began);
        let off = SLACK + 2 * truth.holds;
        let on_hold = whole(truth.held);
        let talked = whole(over.saturating_sub(through)).saturating_sub(on_hold);
        for (name, value, really) in [
            ("Talk_Seconds__c", talk, talked),
            ("Hold_Seconds__c", hold, on_hold),
            ("Ring_Seconds__c", ring, whole(through.saturating_sub(desk))),
        ] {
            if value.abs_diff(really) > off {
                let what = format!("{name} is {value} and was {really}");
                return Some((name, what, json!(really)));
            }
        }
        None
    }
}

/// What the record may say of how the call went, the most likely first.
fn outcomes(site: &Site, planted: bool) -> Vec<&'static str> {
    let truth = &site.truth;
    if planted && truth.holds > 0 && truth.through_at.is_some() {
        return vec!["Missed"]; // a lie, to see that it is noticed
    }
    // A call that came to several desks, or twice to one, is told of by whoever wrote last.
    let several = truth.offers > 1 || truth.known_to.len() > 1;
    if truth.told_through && !several {
        return vec!["Answered"];
    }
    let mut all = Vec::new();
    // Both were in, but the page had not heard of it yet, or never did.
    if truth.through_at.is_some() || truth.handed_over {
        all.push("Answered");
    }
    if truth.hung_up.is_some() {
        all.push("Cancelled");
    }
    if site.is_inbound() || site.door == Door::Callback {
        all.push("Missed");
        if truth.said_no {
            all.push("Declined");
        }
        if truth.to_voicemail {
            all.push("Sent to Voicemail");
        }
        if truth.accepted.is_some() || truth.auto {
            // The leg came up, or did not, as the caller went: nobody told the page before.
            all.extend(["Answered", "Failed"]);
        }
    }
    if !site.is_inbound() {
        match site.end {
            Some(PartyEnd::Busy) => all.push("Busy"),
            Some(PartyEnd::NoAnswer) => all.push("No Answer"),
            Some(PartyEnd::Rejected) => all.push("Rejected"),
            Some(PartyEnd::Failed) => all.push("Failed"),
            Some(PartyEnd::Left) | None => {}
        }
        if site.answered_at.is_some() {
            // The customer answered while the agent's page was on its way back.
            all.push("Answered");
        }
        // The carrier never had it, or its reason was lost on the way.
        if truth.blurred || site.end.is_none() || truth.ended_by == Some(By::Carrier) {
            all.extend(["Failed", "No Answer"]);
        }
    }
    if several {
        all.extend(["Answered", "Missed", "Declined", "Failed", "Cancelled", "Sent to Voicemail"]);
    }
    all
}

/// Whether a desk took a call, and has to record it.
enum Taken {
    Yes,
    /// It may have been answered by itself, or by a page that was lost before it was kept.
    Perhaps,
    /// Omni-Channel offered it, and nobody did.
    No,
}

impl Taken {
    const fn of(site: &Site) -> Self {
        let truth = &site.truth;
        // Whoever was told that both are in may have been lost, and the next have been offered it.
        let is_known = truth.told_through && !(truth.blurred && truth.offers > 1);
        if matches!(site.door, Door::Dial | Door::Leg) || is_known {
            Self::Yes
        } else if truth.auto || truth.told_through {
            Self::Perhaps
        } else if truth.accepted.is_none() {
            Self::No
        } else if truth.blurred {
            Self::Perhaps
        } else {
            Self::Yes
        }
    }
}

/// What really happened, in a line.
fn told(site: &Site) -> String {
    let truth = &site.truth;
    let after = |at: Option<u64>| at.map(|at| at.saturating_sub(site.began));
    format!(
        "{:?}, through {:?}, over {:?} by {:?}, held {} ms in {}, offers {}, blurred {}, told {}",
        site.door,
        after(truth.through_at),
        after(truth.over_at),
        truth.ended_by,
        truth.held,
        truth.holds,
        truth.offers,
        truth.blurred,
        truth.told_through,
    )
}

fn brief(row: &Row) -> String {
    let fields: Vec<String> =
        row.fields.iter().map(|(name, value)| format!("{name} {}", json!(value))).collect();
    format!("made {}, updated {}, holds {}", row.made, row.updates, fields.join(", "))
}

/// A number for what a record holds.
fn fingerprint(row: &Row) -> u64 {
    let mut hash = u64::from(row.updates);
    let mut fold = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    for (name, value) in row.fields.iter() {
        name.bytes().for_each(&mut fold);
        match value {
            FieldValue::Flag(flag) => fold(u8::from(*flag)),
            FieldValue::Number(number) => number.to_le_bytes().into_iter().for_each(&mut fold),
            FieldValue::Text(text) => text.0.bytes().for_each(&mut fold),
        }
    }
    hash
}

impl Counts {
    pub(super) const fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.records += other.records;
        self.refused += other.refused;
        self.talked += other.talked;
        self.clear += other.clear;
        self.leaders += other.leaders;
        self.forwarded += other.forwarded;
        self.answered += other.answered;
    }
}
