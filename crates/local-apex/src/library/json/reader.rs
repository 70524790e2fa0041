//! Reads a JSON text into its tokens, one for each bracket, field name and value.
//!
//! A reader of its own, because two things must not be lost that `serde_json` drops unless features
//! are switched on which then hold for the whole workspace: the digits of a number (1.50 is another
//! Decimal than 1.5) and the order of fields. And `JSONParser` wants tokens, not a tree.
//!
//! It takes what the standard takes and no more: no comments, no single quotes, no NaN.

use std::rc::Rc;

use super::tokens::{Kind, MOST_DEPTH, Token, Tokens, Wrong};

/// Reads a text.
pub fn read(text: &str) -> Tokens {
    let mut reader = Reader {
        rest: text,
        line: 1,
        column: 1,
        open: Vec::new(),
        all: Vec::new(),
        is_too_deep: false,
    };
    let error = reader.values().err();
    let is_too_deep = reader.is_too_deep;
    let wrong = |words| if is_too_deep { Wrong::Deep } else { Wrong::NoJson(words) };
    Tokens { all: reader.all, error: error.map(wrong) }
}

/// An object or an array that is not closed yet.
struct Open {
    is_object: bool,
    /// The field it is the value of.
    name: Option<Rc<str>>,
    /// The field whose value comes.
    field: Option<Rc<str>>,
    is_empty: bool,
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    column: usize,
    open: Vec<Open>,
    all: Vec<Token>,
    is_too_deep: bool,
}

impl Reader<'_> {
    /// All values, one after the other.
    fn values(&mut self) -> Result<(), String> {
        loop {
            self.space();
            let Some(next) = self.peek() else {
                return match self.open.last() {
                    None => Ok(()),
                    Some(open) => {
                        let of = if open.is_object { "OBJECT" } else { "ARRAY" };
                        let what = format!("expected close marker for {of}");
                        Err(format!("Unexpected end-of-input: {what}{}", self.here()))
                    }
                };
            };
            match self.open.last() {
                Some(open) if next == if open.is_object { '}' } else { ']' } => self.close(),
                Some(open) if !open.is_empty => {
                    let of = if open.is_object { "OBJECT" } else { "ARRAY" };
                    self.expect(',', &format!("was expecting comma to separate {of} entries"))?;
                    self.space();
                    self.entry()?;
                }
                Some(_) => self.entry()?,
                None => self.value()?,
            }
        }
    }

    /// A value, of an object's with its name before it.
    fn entry(&mut self) -> Result<(), String> {
        if let Some(open) = self.open.last_mut() {
            open.is_empty = false;
        }
        if self.open.last().is_some_and(|open| open.is_object) {
            let place = (self.line, self.column);
            let what = "was expecting double-quote to start field name";
            self.expect('"', what)?;
            let name: Rc<str> = self.text()?.into();
            self.all.push(Token {
                kind: Kind::FieldName,
                text: name.clone(),
                name: Some(name.clone()),
                place,
            });
            self.space();
            self.expect(':', "was expecting a colon to separate field name and value")?;
            self.space();
            if let Some(open) = self.open.last_mut() {
                open.field = Some(name);
            }
        }
        self.value()
    }

    fn value(&mut self) -> Result<(), String> {
        let place = (self.line, self.column);
        let name = self.open.last().and_then(|open| open.field.clone());
        let (kind, text) = match self.peek() {
            Some(start @ ('{' | '[')) => {
                if self.open.len() >= MOST_DEPTH {
                    self.is_too_deep = true;
                    return Err(String::new());
                }
                self.take();
                let is_object = start == '{';
                let (name, field) = (name.clone(), None);
                self.open.push(Open { is_object, name, field, is_empty: true });
                let kind = if is_object { Kind::StartObject } else { Kind::StartArray };
                (kind, start.to_string())
            }
            Some('"') => {
                self.take();
                (Kind::Text, self.text()?)
            }
            Some('-' | '0'..='9') => self.number()?,
            // The last one is that of NaN, which is none here.
            Some('t' | 'f' | 'n' | 'N') => self.word()?,
            Some('}' | ']') => return Err(self.unexpected("expected a value")),
            _ => {
                let wanted = "expected a valid value (number, String, array, object, 'true', \
                              'false' or 'null')";
                return Err(self.unexpected(wanted));
            }
        };
        self.all.push(Token { kind, text: text.into(), name, place });
        Ok(())
    }

    fn close(&mut self) {
        let place = (self.line, self.column);
        let text = self.take().map(String::from).unwrap_or_default();
        let Some(open) = self.open.pop() else { return };
        let kind = if open.is_object { Kind::EndObject } else { Kind::EndArray };
        self.all.push(Token { kind, text: text.into(), name: open.name, place });
    }

    fn word(&mut self) -> Result<(Kind, String), String> {
        let end = self.rest.find(|own: char| !own.is_alphanumeric()).unwrap_or(self.rest.len());
        let word = self.rest[..end].to_owned();
        let kind = match word.as_str() {
            "true" => Kind::True,
            "false" => Kind::False,
            "null" => Kind::Null,
            _ => {
                self.skip(end);
                let wanted = "was expecting 'null', 'true', 'false' or NaN";
                return Err(format!("Unrecognized token '{word}': {wanted}{}", self.here()));
            }
        };
        self.skip(end);
        Ok((kind, word))
    }

    fn number(&mut self) -> Result<(Kind, String), String> {
        let mut text = String::new();
        let mut kind = Kind::Int;
        if self.peek() == Some('-') {
            text.extend(self.take());
        }
        if self.peek() == Some('0') {
            text.extend(self.take());
            if self.peek().is_some_and(|next| next.is_ascii_digit()) {
                let what = "Invalid numeric value: Leading zeroes not allowed";
                return Err(format!("{what}{}", self.here()));
            }
        } else {
            let wanted = "expected digit (0-9) to follow minus sign, for valid numeric value";
            self.digits(&mut text, wanted)?;
        }
        if self.peek() == Some('.') {
            kind = Kind::Float;
            text.extend(self.take());
            self.digits(&mut text, "Decimal point not followed by a digit")?;
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            kind = Kind::Float;
            text.extend(self.take());
            if matches!(self.peek(), Some('+' | '-')) {
                text.extend(self.take());
            }
            self.digits(&mut text, "Exponent indicator not followed by a digit")?;
        }
        Ok((kind, text))
    }

    fn digits(&mut self, text: &mut String, wanted: &str) -> Result<(), String> {
        let before = text.len();
        while self.peek().is_some_and(|next| next.is_ascii_digit()) {
            text.extend(self.take());
        }
        if text.len() == before {
            let Some(found) = self.take() else { return Err(self.at_the_end(wanted)) };
            let character = described(found);
            return Err(format!(
                "Unexpected character ({character}) in numeric value: {wanted}{}",
                self.here()
            ));
        }
        Ok(())
    }

    /// A text up to its closing quote.
    fn text(&mut self) -> Result<String, String> {
        let mut units: Vec<u16> = Vec::new();
        loop {
            let Some(next) = self.peek() else {
                let what = "was expecting closing quote for a string value";
                return Err(format!("Unexpected end-of-input: {what}{}", self.here()));
            };
            self.take();
            if next < ' ' {
                let code = u32::from(next);
                let what = "has to be escaped using backslash to be included in string value";
                return Err(format!(
                    "Illegal unquoted character ((CTRL-CHAR, code {code})): {what}{}",
                    self.here()
                ));
            }
            match next {
                // Halves of a pair are joined; one without the other cannot be held here.
                '"' => return Ok(String::from_utf16_lossy(&units)),
                '\\' => units.push(self.escape()?),
                plain => units.extend_from_slice(plain.encode_utf16(&mut [0; 2])),
            }
        }
    }

    fn escape(&mut self) -> Result<u16, String> {
        let unit = match self.peek() {
            Some('b') => 8,
            Some('t') => 9,
            Some('n') => 10,
            Some('f') => 12,
            Some('r') => 13,
            Some(same @ ('"' | '\\' | '/')) => same as u16,
            Some('u') => {
                let digits = self.rest.get(1..5).filter(|own| own.bytes().all(is_hex));
                let Some(unit) = digits.and_then(|own| u16::from_str_radix(own, 16).ok()) else {
                    self.take();
                    return Err(self.unexpected("expected a hex-digit for character escape"));
                };
                self.skip(4);
                unit
            }
            None => {
                let what = "in character escape sequence";
                return Err(format!("Unexpected end-of-input {what}{}", self.here()));
            }
            Some(other) => {
                self.take();
                let other = described(other);
                return Err(format!("Unrecognized character escape {other}{}", self.here()));
            }
        };
        self.take();
        Ok(unit)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\n')) {
            self.take();
        }
    }

    fn expect(&mut self, wanted: char, what: &str) -> Result<(), String> {
        if self.peek() == Some(wanted) {
            self.take();
            return Ok(());
        }
        Err(self.unexpected(what))
    }

    /// What stands here is none of what can. The place that is told is the one behind it.
    fn unexpected(&mut self, wanted: &str) -> String {
        match self.take() {
            None => self.at_the_end(wanted),
            Some(found) => {
                // The platform names the place otherwise where nothing is open.
                let here = if self.open.is_empty() {
                    format!(" at input location [{},{}]", self.line, self.column)
                } else {
                    self.here()
                };
                format!("Unexpected character ({}): {wanted}{here}", described(found))
            }
        }
    }

    /// The text ends where it cannot.
    fn at_the_end(&self, wanted: &str) -> String {
        let what = match self.open.last() {
            Some(open) if open.is_object => " within/between OBJECT entries".to_owned(),
            Some(_) => " within/between ARRAY entries".to_owned(),
            None => format!(": {wanted}"),
        };
        format!("Unexpected end-of-input{what}{}", self.here())
    }

    fn here(&self) -> String {
        format!(" at [line:{}, column:{}]", self.line, self.column)
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.rest = &self.rest[next.len_utf8()..];
        (self.line, self.column) =
            if next == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        Some(next)
    }

    /// Passes over that many bytes of one line.
    fn skip(&mut self, bytes: usize) {
        self.column += self.rest[..bytes].chars().count();
        self.rest = &self.rest[bytes..];
    }
}

fn is_hex(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
}

/// A character as messages show it.
fn described(character: char) -> String {
    format!("'{character}' (code {})", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::{super::tokens::Wrong, MOST_DEPTH, read};

    #[test]
    fn names_digits_and_places_are_kept() {
        let tokens = read("{\"rate\":\n  1.50}").all;
        let number = &tokens[2];
        assert_eq!((&*number.text, number.name.as_deref()), ("1.50", Some("rate")));
        assert_eq!(number.place, (2, 3));
        assert_eq!(tokens[3].place, (2, 7));
    }

    #[test]
    fn what_is_nested_too_deep_is_not_read() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&nested(MOST_DEPTH)).error.is_none());
        let deep = read(&nested(MOST_DEPTH + 1));
        assert!(matches!(deep.error, Some(Wrong::Deep)));
        assert_eq!(deep.all.len(), MOST_DEPTH);
    }

    #[test]
    fn no_beginning_of_a_text_panics() {
        let text = "{\"a\":[-1.5e+3,true,null,\"\\u00e4\\n€\"],\"b\":{}}";
        assert!(read(text).error.is_none());
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert_eq!(read(&text[..end]).error.is_none(), end == 0, "{end}");
        }
    }
}
