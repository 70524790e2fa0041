//! `JSON`, `JSONGenerator`, `JSONParser`, `JSONToken`.
//!
//! | module | |
//! |---|---|
//! | [`reader`] | a text to its [`tokens`] |
//! | [`untyped`] | tokens to maps, lists and plain values |
//! | [`typed`] | tokens to values of a type |
//! | [`records`] | records from and to JSON |
//! | [`scalars`] | one token to a plain value of a type |
//! | [`serialize`] | values to a text |
//! | [`writer`] | the text that comes of it |
//! | [`generator`], [`parser`] | what programs call |
//!
//! What is wrong with a text is told by the platform's words as far as they are known. A text that
//! goes on behind its value stops, because what the platform makes of it is not said; and so does
//! one that is nested deeper than [`tokens::MOST_DEPTH`].

mod generator;
mod parser;
mod reader;
mod records;
mod scalars;
mod serialize;
mod tokens;
mod typed;
mod untyped;
mod writer;

pub(crate) use parser::Reading;
pub(crate) use writer::Writer;

use tokens::{Token, Tokens, Wrong};

use super::Arguments;
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::TypeName,
};

/// The names of `JSONToken`.
pub(crate) use tokens::NAMES;

/// Tokens, and which one comes next.
struct Cursor<'a> {
    tokens: &'a Tokens,
    next: usize,
    /// Whether fields that a class has not are refused.
    is_strict: bool,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.all.get(self.next)
    }
}

impl Interpreter<'_> {
    pub(super) fn json(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            word @ ("serialize" | "serializepretty") => {
                let value = call.next();
                let suppresses = call.left() > 0 && self.flag(call)?;
                let text = self.written(&value, word == "serializepretty", suppresses)?;
                Ok(Value::text(text))
            }
            word @ ("deserialize" | "deserializestrict") => {
                let text = self.json_text(call)?;
                let type_name = self.wanted_type(call)?;
                self.read_whole(&text, word == "deserializestrict", |own, cursor| {
                    own.typed_root(cursor, &type_name)
                })
            }
            "deserializeuntyped" => {
                let text = self.json_text(call)?;
                self.read_whole(&text, false, Self::untyped)
            }
            "creategenerator" => {
                let writer = Writer::new(self.flag(call)?);
                Ok(Value::JsonGenerator(std::rc::Rc::new(writer.into())))
            }
            "createparser" => {
                let text = self.json_text(call)?;
                Ok(Value::JsonParser(std::rc::Rc::new(Reading::new(reader::read(&text)))))
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// One value that is all of a text.
    fn read_whole(
        &mut self,
        text: &str,
        is_strict: bool,
        read: impl FnOnce(&mut Self, &mut Cursor<'_>) -> Result<Value, Stop>,
    ) -> Result<Value, Stop> {
        let tokens = reader::read(text);
        if tokens.all.is_empty() && tokens.error.is_none() {
            return Err(self.json_error("No content to map to Object due to end of input"));
        }
        let mut cursor = Cursor { tokens: &tokens, next: 0, is_strict };
        let value = read(self, &mut cursor)?;
        if cursor.peek().is_some() || tokens.error.is_some() {
            return Err(self.unknown("a text that goes on behind its JSON is not known"));
        }
        Ok(value)
    }

    /// The next token; an exception where there is none.
    fn next_token<'a>(&self, cursor: &mut Cursor<'a>) -> Result<&'a Token, Stop> {
        let Some(token) = cursor.peek() else { return Err(self.no_token(cursor.tokens)) };
        cursor.next += 1;
        Ok(token)
    }

    /// Why there are no more tokens.
    fn no_token(&self, tokens: &Tokens) -> Stop {
        match &tokens.error {
            Some(Wrong::NoJson(words)) => self.json_error(words),
            Some(Wrong::Deep) => self.too_deep(),
            None => self.json_error("Unexpected end-of-input"),
        }
    }

    /// Passes over a value.
    fn skip_value(&self, cursor: &mut Cursor<'_>) -> Result<(), Stop> {
        let mut depth = 0_usize;
        loop {
            let token = self.next_token(cursor)?;
            if token.kind.is_start() {
                depth += 1;
            } else if token.kind.is_end() {
                depth = depth.saturating_sub(1);
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn json_error(&self, message: impl AsRef<str>) -> Stop {
        self.thrown("JSONException", message)
    }

    fn too_deep(&self) -> Stop {
        self.unknown(format!("JSON that is nested deeper than {} is not known", tokens::MOST_DEPTH))
    }

    /// What a writer refuses, as an exception.
    fn wrote(&self, done: Result<(), String>) -> Result<(), Stop> {
        done.map_err(|words| self.json_error(words))
    }

    fn json_text(&mut self, call: &mut Arguments<'_>) -> Result<std::rc::Rc<str>, Stop> {
        match call.next() {
            Value::Text(text) => Ok(text),
            Value::Null => Err(self.thrown("NullPointerException", "null input to JSON parser")),
            _ => Err(self.no_method(call)),
        }
    }

    fn wanted_type(&mut self, call: &mut Arguments<'_>) -> Result<TypeName, Stop> {
        match call.next() {
            Value::Type(type_name) => Ok(type_name),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.no_method(call)),
        }
    }

    fn flag(&mut self, call: &mut Arguments<'_>) -> Result<bool, Stop> {
        match call.next() {
            Value::Boolean(flag) => Ok(flag),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.no_method(call)),
        }
    }
}
