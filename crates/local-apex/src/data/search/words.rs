//! What a search looks for, and whether a record has it.
//!
//! Words are runs of letters or of digits, whatever their case; blanks, punctuation and the change
//! from one to the other end them. `*` stands for any end or middle of a word, `?` for one character;
//! neither begins one. Words in quotes stand one behind the other. `AND` (which may be left out), `OR`,
//! `AND NOT` and brackets join them; `NOT` binds closest, `OR` least. Words of digits that follow each
//! other are one telephone number.

use std::{iter::Peekable, str::Chars};

/// What is looked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Words one behind the other.
    Phrase(Vec<String>),
    All(Vec<Wanted>),
    Any(Vec<Wanted>),
    Not(Box<Wanted>),
}

/// Of what a field's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    Number,
}

/// A field's text.
#[derive(Debug)]
pub(super) struct Text {
    words: Vec<String>,
    kind: Kind,
}

/// A part of what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Open,
    Close,
    And,
    Or,
    Not,
    Phrase(Vec<String>),
}

impl Wanted {
    /// Reads what is looked for; none where that is less than two characters.
    pub(super) fn read(text: &str) -> Option<Self> {
        text.chars().filter(|one| one.is_alphanumeric()).nth(1)?;
        let parts = numbers_joined(parts(text));
        let mut rest = parts.as_slice();
        let wanted = any(&mut rest);
        Some(wanted)
    }

    /// Whether a record with these texts is wanted.
    pub(super) fn is_in(&self, texts: &[Text]) -> bool {
        match self {
            Self::Phrase(words) => texts.iter().any(|text| text.has(words)),
            Self::All(parts) => parts.iter().all(|part| part.is_in(texts)),
            Self::Any(parts) => parts.iter().any(|part| part.is_in(texts)),
            Self::Not(part) => !part.is_in(texts),
        }
    }
}

impl Text {
    pub(super) fn of(text: &str, kind: Kind) -> Self {
        Self { words: split(text, false), kind }
    }

    fn has(&self, wanted: &[String]) -> bool {
        if wanted.is_empty() {
            return true;
        }
        let fit = |own: &[String]| own.iter().zip(wanted).all(|(own, wanted)| fits(own, wanted));
        if self.words.windows(wanted.len()).any(fit) {
            return true;
        }
        // By the digits from one of its groups on.
        self.kind == Kind::Number && {
            let wanted = wanted.concat();
            (0..self.words.len()).any(|from| fits(&self.words[from..].concat(), &wanted))
        }
    }
}

/// Whether a word is the one wanted, which may have wildcards.
fn fits(word: &str, wanted: &str) -> bool {
    let mut rest = wanted.chars();
    match rest.next() {
        None => word.is_empty(),
        Some('*') => {
            let ends = word.char_indices().map(|(place, _)| place).chain([word.len()]);
            ends.into_iter().any(|place| fits(&word[place..], rest.as_str()))
        }
        Some(one) => {
            let mut own = word.chars();
            own.next().is_some_and(|own| one == '?' || own == one)
                && fits(own.as_str(), rest.as_str())
        }
    }
}

/// The words of a text in small letters; wildcards stay with the word that they follow.
fn split(text: &str, has_wildcards: bool) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for one in text.chars() {
        let is_wildcard = has_wildcards && matches!(one, '*' | '?');
        if !(one.is_alphanumeric() || is_wildcard && last.is_some()) {
            last = None;
            continue;
        }
        let is_digit = if is_wildcard { last } else { Some(one.is_numeric()) };
        if last.is_none() || last != is_digit {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(one.to_lowercase());
        }
        last = is_digit;
    }
    words
}

fn parts(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(&one) = rest.peek() {
        match one {
            '(' | ')' => {
                rest.next();
                found.push(if one == '(' { Part::Open } else { Part::Close });
            }
            '"' => {
                rest.next();
                let inside = until(&mut rest, |one| one == '"');
                rest.next();
                found.push(Part::Phrase(split(&inside, true)));
            }
            _ if one.is_whitespace() => {
                rest.next();
            }
            _ => {
                let word =
                    until(&mut rest, |one| one.is_whitespace() || matches!(one, '(' | ')' | '"'));
                found.push(match word.to_ascii_uppercase().as_str() {
                    "AND" => Part::And,
                    "OR" => Part::Or,
                    "NOT" => Part::Not,
                    _ => Part::Phrase(split(&word, true)),
                });
            }
        }
    }
    found.retain(|part| *part != Part::Phrase(Vec::new()));
    found
}

/// The characters up to one; what is escaped is punctuation.
fn until(rest: &mut Peekable<Chars<'_>>, is_end: impl Fn(char) -> bool) -> String {
    let mut text = String::new();
    while let Some(one) = rest.next_if(|one| !is_end(*one)) {
        if one == '\\' {
            text.extend(rest.next().map(|one| if one.is_alphanumeric() { one } else { ' ' }));
        } else {
            text.push(one);
        }
    }
    text
}

/// Words of digits that follow each other are one number, with brackets around some of them or not.
fn numbers_joined(parts: Vec<Part>) -> Vec<Part> {
    let is_number = |words: &[String]| {
        words.iter().flat_map(|word| word.chars()).all(|one| !one.is_alphabetic())
    };
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        let opened = match joined.as_slice() {
            [.., Part::Open, Part::Phrase(inside)] => is_number(inside),
            _ => false,
        };
        match (part, joined.last_mut()) {
            // Brackets around the digits of an area.
            (Part::Close, Some(Part::Phrase(_))) if opened => {
                let inside = joined.pop();
                joined.pop();
                push(&mut joined, inside, is_number);
            }
            (part, _) => push(&mut joined, Some(part), is_number),
        }
    }
    joined
}

fn push(joined: &mut Vec<Part>, part: Option<Part>, is_number: impl Fn(&[String]) -> bool) {
    match (part, joined.last_mut()) {
        (Some(Part::Phrase(words)), Some(Part::Phrase(before)))
            if is_number(&words) && is_number(before) =>
        {
            before.extend(words);
        }
        (Some(part), _) => joined.push(part),
        (None, _) => {}
    }
}

fn any(rest: &mut &[Part]) -> Wanted {
    let mut parts = vec![all(rest)];
    while let [Part::Or, after @ ..] = *rest {
        *rest = after;
        parts.push(all(rest));
    }
    one_of(parts, Wanted::Any)
}

fn all(rest: &mut &[Part]) -> Wanted {
    let mut parts = Vec::new();
    loop {
        match *rest {
            [] | [Part::Or | Part::Close, ..] => break,
            [Part::And, after @ ..] => *rest = after,
            _ => parts.push(single(rest)),
        }
    }
    one_of(parts, Wanted::All)
}

fn single(rest: &mut &[Part]) -> Wanted {
    match *rest {
        [Part::Not, after @ ..] => {
            *rest = after;
            Wanted::Not(Box::new(single(rest)))
        }
        [Part::Open, after @ ..] => {
            *rest = after;
            let inside = any(rest);
            if let [Part::Close, after @ ..] = *rest {
                *rest = after;
            }
            inside
        }
        [Part::Phrase(words), after @ ..] => {
            *rest = after;
            Wanted::Phrase(words.clone())
        }
        _ => Wanted::All(Vec::new()),
    }
}

fn one_of(mut parts: Vec<Wanted>, many: fn(Vec<Wanted>) -> Wanted) -> Wanted {
    if parts.len() == 1 { parts.remove(0) } else { many(parts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str, text: &str, kind: Kind) -> bool {
        Wanted::read(wanted).expect("long enough").is_in(&[Text::of(text, kind)])
    }

    #[test]
    fn words_are_found_whole() {
        let is = |wanted, text| found(wanted, text, Kind::Words);
        assert!(is("lovelace ADA", "Ada Lovelace") && !is("love", "Ada Lovelace"));
        assert!(is("love*", "Ada Lovelace") && is("a?a", "Ada Lovelace"));
        assert!(is("ada AND NOT byron", "Ada Lovelace") && is("byron OR ada", "Ada Lovelace"));
        assert!(is("\"ada lovelace\"", "Ada Lovelace") && !is("\"lovelace ada\"", "Ada Lovelace"));
        assert!(
            is("(byron OR ada) lovelace", "Ada Lovelace") && is("ada@acme.com", "ada@acme.com")
        );
    }

    #[test]
    fn numbers_are_found_by_their_digits() {
        let is = |wanted, text| found(wanted, text, Kind::Number);
        for wanted in ["13125550100", "(312) 555-0100", "312 555 0100", "5550100", "0100", "312*"] {
            assert!(is(wanted, "+1 (312) 555-0100"), "{wanted}");
        }
        assert!(!is("3125550199", "+1 (312) 555-0100") && !is("50100", "+1 (312) 555-0100"));
        assert!(is("13125550100", "+13125550100") && !is("3125550100", "+13125550100"));
    }

    #[test]
    fn less_than_two_characters_is_nothing() {
        assert_eq!([Wanted::read(""), Wanted::read("a*"), Wanted::read("()")], [None, None, None]);
    }
}
