//! `JSONParser`.
//!
//! `getBlobValue` is not known.

use core::cell::Cell;

use super::{
    Cursor,
    tokens::{Kind, NAMES, Token, Tokens},
};
use crate::{
    library::Arguments,
    run::{Interpreter, Stop, Value},
    syntax::{Name, TypeName},
};

/// A text that a program goes through token by token.
#[derive(Debug)]
pub struct Reading {
    tokens: Tokens,
    /// The token after the current one.
    next: Cell<usize>,
    current: Cell<Option<usize>>,
    /// The token that was the current one before there was none.
    cleared: Cell<Option<usize>>,
}

impl Reading {
    /// Before the first token.
    pub(super) fn new(tokens: Tokens) -> Self {
        Self { tokens, next: Cell::new(0), current: Cell::default(), cleared: Cell::default() }
    }

    fn at(&self, index: Option<usize>) -> Option<&Token> {
        self.tokens.all.get(index?)
    }

    /// Goes on; whether there is another token.
    fn step(&self) -> bool {
        let next = self.next.get();
        let is_there = next < self.tokens.all.len();
        self.current.set(is_there.then_some(next));
        if is_there {
            self.next.set(next + 1);
        }
        is_there
    }

    fn clear(&self) {
        if let Some(current) = self.current.take() {
            self.cleared.set(Some(current));
        }
    }
}

impl Interpreter<'_> {
    pub(in crate::library) fn on_parser(
        &mut self,
        parser: &Reading,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let current = parser.at(parser.current.get());
        let text = |text: Option<&std::rc::Rc<str>>| {
            text.map_or(Value::Null, |text| Value::Text(text.clone()))
        };
        match call.word().as_str() {
            "nexttoken" => self.advance(parser),
            "nextvalue" => {
                let token = self.advance(parser)?;
                let is_name = |token: &Token| token.kind == Kind::FieldName;
                if parser.at(parser.current.get()).is_some_and(is_name) {
                    return self.advance(parser);
                }
                Ok(token)
            }
            "getcurrenttoken" => Ok(kind_of(current)),
            "hascurrenttoken" => Ok(Value::Boolean(current.is_some())),
            "clearcurrenttoken" => {
                parser.clear();
                Ok(Value::Null)
            }
            "getlastclearedtoken" => Ok(kind_of(parser.at(parser.cleared.get()))),
            "getcurrentname" => Ok(text(current.and_then(|token| token.name.as_ref()))),
            "gettext" => Ok(text(current.map(|token| &token.text))),
            "skipchildren" => {
                if current.is_some_and(|token| token.kind.is_start()) {
                    let mut cursor = self.cursor(parser, false);
                    self.skip_value(&mut cursor)?;
                    parser.next.set(cursor.next);
                    parser.current.set(Some(cursor.next - 1));
                }
                Ok(Value::Null)
            }
            word @ ("readvalueas" | "readvalueasstrict") => {
                let type_name = self.wanted_type(call)?;
                let mut cursor = self.cursor(parser, word == "readvalueasstrict");
                let value = self.typed_root(&mut cursor, &type_name)?;
                parser.next.set(cursor.next);
                parser.current.set(cursor.next.checked_sub(1));
                parser.clear();
                Ok(value)
            }
            "getbooleanvalue" => match current.map(|token| token.kind) {
                Some(Kind::True) => Ok(Value::Boolean(true)),
                Some(Kind::False) => Ok(Value::Boolean(false)),
                _ => {
                    let message = format!("Current token ({}) not of boolean type", named(current));
                    Err(self.json_error(message))
                }
            },
            "getidvalue" => match current {
                Some(token) if token.kind == Kind::Text => {
                    self.convert(Value::Text(token.text.clone()), &TypeName::plain("Id"))
                }
                _ => Err(self.unknown(format!("which Id {} is, is not known", named(current)))),
            },
            "getintegervalue" => self.current_number(current, "Integer"),
            "getlongvalue" => self.current_number(current, "Long"),
            "getdoublevalue" => self.current_number(current, "Double"),
            "getdecimalvalue" => self.current_number(current, "Decimal"),
            "getdatevalue" => self.current_moment(current, "Date"),
            "getdatetimevalue" => self.current_moment(current, "Datetime"),
            "gettimevalue" => self.current_moment(current, "Time"),
            _ => Err(self.no_method(call)),
        }
    }

    /// Goes to the next token: none at the end.
    fn advance(&self, parser: &Reading) -> Result<Value, Stop> {
        if !parser.step() && parser.tokens.error.is_some() {
            return Err(self.no_token(&parser.tokens));
        }
        Ok(kind_of(parser.at(parser.current.get())))
    }

    /// From the current token on, or from the next where there is none.
    #[allow(clippy::unused_self)] // a cursor is the interpreter's
    fn cursor<'a>(&self, parser: &'a Reading, is_strict: bool) -> Cursor<'a> {
        let next = parser.current.get().unwrap_or_else(|| parser.next.get());
        Cursor { tokens: &parser.tokens, next, is_strict }
    }

    fn current_number(&self, current: Option<&Token>, of: &str) -> Result<Value, Stop> {
        let numeric = |token: &&Token| matches!(token.kind, Kind::Int | Kind::Float);
        let Some(token) = current.filter(numeric) else {
            let what = "not numeric, can not use numeric value accessors";
            return Err(self.json_error(format!("Current token ({}) {what}", named(current))));
        };
        let is_whole = of == "Integer" || of == "Long";
        if is_whole && token.kind == Kind::Float {
            return Err(self.unknown(format!("which {of} {} is, is not known", token.text)));
        }
        match (self.plain(token, &Name::new(of)), is_whole) {
            (Ok(Some(number)), _) => Ok(number),
            (Err(Stop::Thrown(_)), true) => {
                let range = if of == "Integer" { "int" } else { "long" };
                let text = &token.text;
                Err(self.json_error(format!("Numeric value ({text}) out of range of {range}")))
            }
            (Err(stop), _) => Err(stop),
            (Ok(None), _) => Err(self.unknown(format!("{of} is not known"))),
        }
    }

    fn current_moment(&self, current: Option<&Token>, of: &str) -> Result<Value, Stop> {
        match current {
            Some(token) if token.kind == Kind::Text => {
                let value = self.plain(token, &Name::new(of))?;
                value.ok_or_else(|| self.unknown(format!("{of} is not known")))
            }
            _ => {
                let what = format!("which {of} {} is, is not known", named(current));
                Err(self.unknown(what))
            }
        }
    }
}

/// The `JSONToken` of a token.
fn kind_of(token: Option<&Token>) -> Value {
    let value =
        |token: &Token| crate::library::platform_enum("JSONToken", NAMES, token.kind as usize);
    token.map_or(Value::Null, value)
}

fn named(token: Option<&Token>) -> &'static str {
    token.and_then(|token| NAMES.get(token.kind as usize)).copied().unwrap_or("null")
}
