//! `Pattern`, `Matcher`, and what `String` does by regular expressions.
//!
//! Places are counted in UTF-16 units. The expressions are those of `fancy-regex`, which has what
//! Java's have but for possessive quantifiers and unions of character classes; `\Q…\E` is
//! translated.

use core::cell::RefCell;
use std::rc::Rc;

use fancy_regex::Regex;

use super::Arguments;
use crate::{
    run::{Interpreter, Matcher, Pattern, Span, Stop, Value},
    syntax::TypeName,
};

impl Interpreter<'_> {
    pub(super) fn compile(&self, source: &str) -> Result<Rc<Pattern>, Stop> {
        let translated = without_quotes(source);
        let refused = |error: &dyn core::fmt::Display| {
            self.unknown(format!("the expression {source} is not read: {error}"))
        };
        let found = Regex::new(&translated).map_err(|error| refused(&error))?;
        let whole =
            Regex::new(&format!("\\A(?:{translated})\\z")).map_err(|error| refused(&error))?;
        let start = Regex::new(&format!("\\A(?:{translated})")).map_err(|error| refused(&error))?;
        Ok(Rc::new(Pattern { source: source.into(), found, whole, start }))
    }

    pub(super) fn pattern_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "compile" => {
                let source = self.wanted_text(call)?;
                Ok(Value::Pattern(self.compile(&source)?))
            }
            "matches" => {
                let (source, text) = (self.wanted_text(call)?, self.wanted_text(call)?);
                let pattern = self.compile(&source)?;
                Ok(Value::Boolean(self.spans(&pattern.whole, &text, 0)?.is_some()))
            }
            "quote" => {
                let text = self.wanted_text(call)?;
                Ok(Value::text(format!("\\Q{text}\\E")))
            }
            "quotereplacement" => {
                let text = self.wanted_text(call)?;
                Ok(Value::text(text.replace('\\', "\\\\").replace('$', "\\$")))
            }
            _ => Err(self.no_method(call)),
        }
    }

    pub(super) fn on_pattern(
        &mut self,
        pattern: &Rc<Pattern>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        match call.word().as_str() {
            "pattern" | "tostring" => Ok(Value::text(&*pattern.source)),
            "matcher" => {
                let text = RefCell::new(self.wanted_text(call)?);
                let (next, groups) = (RefCell::new(0), RefCell::new(None));
                let pattern = pattern.clone();
                Ok(Value::Matcher(Rc::new(Matcher { pattern, text, next, groups })))
            }
            "split" => {
                let text = self.wanted_text(call)?;
                let limit = if call.left() > 0 { self.integer(call)? } else { 0 };
                self.split(&pattern.found.clone(), &text, limit)
            }
            _ => Err(self.no_method(call)),
        }
    }

    pub(super) fn on_matcher(
        &mut self,
        matcher: &Rc<Matcher>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let text = matcher.text.borrow().clone();
        let word = call.word();
        match word.as_str() {
            "find" => {
                let from = if call.left() > 0 {
                    let from = self.integer(call)?;
                    bytes_of(&text, usize::try_from(from).unwrap_or(usize::MAX))
                } else {
                    Some(*matcher.next.borrow())
                };
                let found = match from {
                    Some(from) => self.spans(&matcher.pattern.found.clone(), &text, from)?,
                    None => None,
                };
                if let Some(Some((start, end))) = found.as_ref().map(|groups| groups[0]) {
                    // An empty match must not be found again.
                    let after = text[end..].chars().next().map_or(1, char::len_utf8);
                    *matcher.next.borrow_mut() = if start == end { end + after } else { end };
                } else {
                    *matcher.next.borrow_mut() = text.len() + 1;
                }
                Ok(remember(matcher, found))
            }
            "matches" | "lookingat" => {
                let own = if word == "matches" {
                    matcher.pattern.whole.clone()
                } else {
                    matcher.pattern.start.clone()
                };
                let found = self.spans(&own, &text, 0)?;
                Ok(remember(matcher, found))
            }
            "group" | "start" | "end" => {
                let group = if call.left() > 0 { self.integer(call)? } else { 0 };
                let Some(groups) = matcher.groups.borrow().clone() else {
                    return Err(self.thrown("StringException", "No match found"));
                };
                let Some(span) = usize::try_from(group).ok().and_then(|at| groups.get(at)) else {
                    let message = format!("No group {group}");
                    return Err(self.thrown("StringException", message));
                };
                Ok(match (word.as_str(), span) {
                    ("group", Some((start, end))) => Value::text(&text[*start..*end]),
                    ("start", Some((start, _))) => place_of(&text, *start),
                    ("end", Some((_, end))) => place_of(&text, *end),
                    ("group", None) => Value::Null,
                    (_, None) => Value::Integer(-1),
                    _ => return Err(self.no_method(call)),
                })
            }
            "groupcount" => {
                let count = matcher.pattern.found.captures_len() - 1;
                Ok(Value::Integer(i32::try_from(count).unwrap_or(i32::MAX)))
            }
            "pattern" => Ok(Value::Pattern(matcher.pattern.clone())),
            "replaceall" | "replacefirst" => {
                let with = self.wanted_text(call)?;
                let own = matcher.pattern.found.clone();
                self.replaced(&own, &text, &with, word == "replacefirst")
            }
            "reset" => {
                if call.left() > 0 {
                    *matcher.text.borrow_mut() = self.wanted_text(call)?;
                }
                *matcher.next.borrow_mut() = 0;
                *matcher.groups.borrow_mut() = None;
                Ok(Value::Matcher(matcher.clone()))
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// Where the groups of the first match from a place on stand.
    fn spans(&self, regex: &Regex, text: &str, from: usize) -> Result<Option<Vec<Span>>, Stop> {
        if from > text.len() {
            return Ok(None);
        }
        let found = regex
            .captures_from_pos(text, from)
            .map_err(|error| self.unknown(format!("the expression gives up: {error}")))?;
        let span =
            |group: Option<fancy_regex::Match<'_>>| group.map(|own| (own.start(), own.end()));
        Ok(found.map(|groups| (0..groups.len()).map(|at| span(groups.get(at))).collect()))
    }

    /// All matches, one after the other.
    fn all_spans(&self, regex: &Regex, text: &str) -> Result<Vec<Vec<Span>>, Stop> {
        let (mut all, mut from) = (Vec::new(), 0);
        while let Some(groups) = self.spans(regex, text, from)? {
            let Some((start, end)) = groups[0] else { break };
            let after = text[end..].chars().next().map_or(1, char::len_utf8);
            from = if start == end { end + after } else { end };
            all.push(groups);
        }
        Ok(all)
    }

    pub(super) fn replaced(
        &self,
        regex: &Regex,
        text: &str,
        with: &str,
        is_first_only: bool,
    ) -> Result<Value, Stop> {
        let (mut out, mut done) = (String::new(), 0);
        for groups in self.all_spans(regex, text)? {
            let Some((start, end)) = groups[0] else { break };
            out.push_str(&text[done..start]);
            let mut characters = with.chars().peekable();
            while let Some(character) = characters.next() {
                match character {
                    '\\' => out.extend(characters.next()),
                    '$' => {
                        let digit = characters.next().and_then(|own| own.to_digit(10));
                        let Some(group) = digit.and_then(|at| groups.get(at as usize)) else {
                            let message = "Illegal group reference";
                            return Err(self.thrown("StringException", message));
                        };
                        if let Some((start, end)) = group {
                            out.push_str(&text[*start..*end]);
                        }
                    }
                    plain => out.push(plain),
                }
            }
            done = end;
            if is_first_only {
                break;
            }
        }
        out.push_str(&text[done..]);
        Ok(Value::text(out))
    }

    /// The parts between the matches: at most `limit` of them where it is above 0; without those at
    /// the end that are empty where it is 0.
    pub(super) fn split(&self, regex: &Regex, text: &str, limit: i64) -> Result<Value, Stop> {
        let (mut parts, mut done) = (Vec::new(), 0);
        for groups in self.all_spans(regex, text)? {
            let Some((start, end)) = groups[0] else { break };
            if limit > 0 && i64::try_from(parts.len()).is_ok_and(|count| count + 1 >= limit) {
                break;
            }
            // An empty match at the very start makes no part.
            if start == end && (start == 0 || start == text.len()) {
                continue;
            }
            parts.push(&text[done..start]);
            done = end;
        }
        // A text without a match is its only part, be it empty.
        let is_whole = parts.is_empty();
        parts.push(&text[done..]);
        while limit == 0 && !is_whole && parts.last().is_some_and(|last| last.is_empty()) {
            parts.pop();
        }
        Ok(Value::list(TypeName::plain("String"), parts.into_iter().map(Value::text).collect()))
    }
}

fn remember(matcher: &Rc<Matcher>, found: Option<Vec<Span>>) -> Value {
    let is_found = found.is_some();
    *matcher.groups.borrow_mut() = found;
    Value::Boolean(is_found)
}

/// The byte at which a place that is counted in UTF-16 units stands.
fn bytes_of(text: &str, place: usize) -> Option<usize> {
    let mut units = 0;
    for (bytes, character) in text.char_indices() {
        if units >= place {
            return Some(bytes);
        }
        units += character.len_utf16();
    }
    (units >= place).then_some(text.len())
}

fn place_of(text: &str, bytes: usize) -> Value {
    let units = text[..bytes].encode_utf16().count();
    Value::Integer(i32::try_from(units).unwrap_or(i32::MAX))
}

/// What stands between `\Q` and `\E`, escaped.
fn without_quotes(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, quoted)) = rest.split_once("\\Q") {
        let (quoted, after) = quoted.split_once("\\E").unwrap_or((quoted, ""));
        out.push_str(before);
        out.push_str(&fancy_regex::escape(quoted));
        rest = after;
    }
    out + rest
}
