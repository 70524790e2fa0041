//! What is true in the org, for a model: records, and what Omni-Channel believes of the agent.
//!
//! It refuses nothing by itself; what fails is the model's choice.

use call_core::{
    effect::RecordEffect,
    ids::{CallKey, EffectId, RecordRef},
    input::Outcome,
    presence::Occupation,
    record::{FieldValue, Fields},
    time::{Millis, Timestamp},
};
use serde::Serialize;

use super::START;

/// How long the page waits for an answer about a record.
const ANSWER_LIMIT: Millis = Millis::seconds(60);

/// What the page that lives now knows of a call's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Intent {
    None,
    UnderWay,
    Known,
}

/// The record of one call, or the wish for one.
#[derive(Clone, Debug, Serialize)]
pub struct Book {
    pub call: CallKey,
    pub intent: Intent,
    /// What was wanted last.
    #[serde(skip)]
    pub asked: Option<EffectId>,
    /// When.
    #[serde(skip)]
    pub since: Timestamp,
    /// What the record holds, once it is made.
    pub row: Option<Fields>,
    /// It was written, and no page knows.
    pub unanswered: bool,
}

/// The org.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Org {
    pub books: Vec<Book>,
    /// What Omni-Channel was told last.
    pub occupation: Option<Occupation>,
}

impl Org {
    pub fn book(&mut self, call: &CallKey) -> &mut Book {
        let at = self.books.iter().position(|book| book.call == *call);
        let at = at.unwrap_or_else(|| {
            let (call, intent) = (call.clone(), Intent::None);
            let since = Timestamp::default();
            let (asked, row, unanswered) = (None, None, false);
            self.books.push(Book { call, intent, asked, since, row, unanswered });
            self.books.len() - 1
        });
        &mut self.books[at]
    }

    pub fn row(&self, call: &CallKey) -> Option<&Fields> {
        self.books.iter().find(|book| book.call == *call)?.row.as_ref()
    }

    /// A page wants a record made or changed. Whatever is wrong with that.
    pub fn wanted(
        &mut self,
        id: EffectId,
        effect: &RecordEffect,
        now: Timestamp,
    ) -> Option<&'static str> {
        let (call, fields, creates) = parts(effect);
        let book = self.book(call);
        // An answer that does not come within a minute is not waited for.
        let is_overdue = now.since(book.since) >= ANSWER_LIMIT;
        (book.since, book.asked) = (now, Some(id));
        if creates {
            let was = core::mem::replace(&mut book.intent, Intent::UnderWay);
            let is_right = was == Intent::None || was == Intent::UnderWay && is_overdue;
            return (!is_right).then_some("a second record for the same call");
        }
        book.unanswered |= is_overdue;
        let Some(row) = &book.row else { return Some("an update of a record that does not exist") };
        let changes = fields.iter().any(|(name, value)| row.get(name) != Some(value));
        (!changes && !book.unanswered).then_some("a write that changes nothing")
    }

    /// Carries it out.
    pub fn write(&mut self, effect: &RecordEffect) -> Outcome {
        let (call, fields, creates) = parts(effect);
        let book = self.book(call);
        if !creates {
            book.row.get_or_insert_default().extend(own(fields));
            return Outcome::Done;
        }
        // One key, one record.
        book.row.get_or_insert_with(|| fields.clone());
        let record =
            RecordRef { record_id: call.0.clone(), object_api_name: "VoiceCall".to_owned() };
        Outcome::Recorded { record }
    }

    /// The page learns how a request went, well or badly; or badly although it was carried out.
    pub fn answered(
        &mut self,
        id: EffectId,
        effect: &RecordEffect,
        well: bool,
        in_secret: bool,
        now: Timestamp,
    ) {
        let (call, _, creates) = parts(effect);
        let book = self.book(call);
        if book.asked != Some(id) || now.since(book.since) >= ANSWER_LIMIT {
            // The page has not waited for it.
            book.unanswered = true;
            if book.intent == Intent::UnderWay && book.asked == Some(id) {
                book.intent = Intent::None;
            }
            return;
        }
        if creates {
            book.intent = if well { Intent::Known } else { Intent::None };
        }
        book.unanswered |= in_secret;
    }

    /// A page has forgotten the call, and hears of it again.
    pub fn forgotten(&mut self, call: &CallKey) {
        let book = self.book(call);
        book.intent = Intent::None;
        book.unanswered = true;
    }

    /// The page is lost; the next one knows of these records.
    pub fn page_lost(&mut self, knows: impl Fn(&CallKey) -> bool) {
        for book in &mut self.books {
            book.intent = if knows(&book.call) { Intent::Known } else { Intent::None };
            book.unanswered = true;
        }
    }
}

fn parts(effect: &RecordEffect) -> (&CallKey, &Fields, bool) {
    match effect {
        RecordEffect::EnsureCall { call, fields } | RecordEffect::Create { call, fields, .. } => {
            (call, fields, true)
        }
        RecordEffect::Update { call, fields, .. }
        | RecordEffect::UpdateByApex { call, fields, .. } => (call, fields, false),
        RecordEffect::AttachFlight { .. } => unreachable!("no model records its calls"),
    }
}

fn own(fields: &Fields) -> impl Iterator<Item = (String, FieldValue)> + '_ {
    fields.iter().map(|(name, value)| (name.to_owned(), value.clone()))
}

/// What is false in a record that is written at `now`, of a customer who was there or was not.
pub fn falsehood(row: &Fields, customer_answered: bool, now: Timestamp) -> Option<&'static str> {
    let text = |name: &str| match row.get(name) {
        Some(FieldValue::Text(text)) => Some(text.0.as_str()),
        _ => None,
    };
    let seconds = |name: &str| match row.get(name) {
        Some(FieldValue::Number(seconds)) => *seconds,
        _ => 0,
    };
    // Rounded to the nearest.
    let longest = now.since(START).to_seconds() + 1;
    let (talk, hold) = (seconds("Talk_Seconds__c"), seconds("Hold_Seconds__c"));
    let (ring, wrap_up) = (seconds("Ring_Seconds__c"), seconds("Wrap_Up_Seconds__c"));
    if talk + hold + ring + wrap_up > longest + 1 {
        return Some("a record of more time than has passed");
    }
    let now = now.to_iso();
    let instants = ["CallStartDateTime", "Connected_At__c", "Ended_At__c"].map(text);
    // A call that was given up here and came back still has its first end.
    let is_complete = text("Call_State__c") == Some("Completed");
    let known: Vec<&str> = instants.into_iter().flatten().collect();
    if is_complete && !known.is_sorted() || known.last().is_some_and(|last| *last > now.as_str()) {
        return Some("a record whose instants are in disorder");
    }
    let talked = text("Outcome__c") == Some("Answered") || talk > 0;
    if talked && !customer_answered {
        return Some("a record of a talk that never was");
    }
    None
}
