//! One token to a value of a plain type.
//!
//! Numbers may stand in quotes, and text may be a number. The places in the messages are those of
//! the value; the platform's are not always.

use bigdecimal::BigDecimal;

use super::tokens::{Kind, Token};
use crate::{
    run::{EnumInfo, Interpreter, Stop, Value},
    syntax::{Name, TypeName},
};

/// The types that one token can be.
const PLAIN: &[&str] =
    &["String", "Boolean", "Integer", "Long", "Double", "Decimal", "Date", "Datetime", "Time"];

impl Interpreter<'_> {
    /// A token as a value of a type of the platform; none where the type is none of the plain ones.
    pub(super) fn plain(&self, token: &Token, name: &Name) -> Result<Option<Value>, Stop> {
        let Some(known) = PLAIN.iter().find(|known| name.is(known)) else { return Ok(None) };
        if token.kind.is_start() {
            return Err(self.json_error("Illegal value for primitive"));
        }
        let text = &token.text;
        Ok(Some(match *known {
            "String" => Value::Text(text.clone()),
            "Boolean" => match token.kind {
                Kind::True => Value::Boolean(true),
                Kind::False => Value::Boolean(false),
                _ => {
                    return Err(
                        self.json_error_at(token, &format!("Illegal value for boolean: {text}"))
                    );
                }
            },
            "Integer" => Value::Integer(text.parse().map_err(|_| self.no_number(token))?),
            "Long" => Value::Long(text.parse().map_err(|_| self.no_number(token))?),
            "Double" => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Double(number),
                _ => return Err(self.no_number(token)),
            },
            "Decimal" => self.decimal_of(token)?,
            "Date" => match text.parse() {
                Ok(day) if text.len() == 10 => Value::Date(day),
                _ => return Err(self.no_moment(token)),
            },
            "Datetime" => match text.parse() {
                Ok(instant) => Value::Datetime(instant),
                Err(_) => return Err(self.no_moment(token)),
            },
            _ => match text.strip_suffix('Z').map(str::parse) {
                Some(Ok(time)) => Value::Time(time),
                _ => return Err(self.no_moment(token)),
            },
        }))
    }

    /// A number as a Decimal, with the digits that stand there.
    pub(super) fn decimal_of(&self, token: &Token) -> Result<Value, Stop> {
        // More digits than these are an attack, not a number.
        const MOST_SCALE: i64 = 1_000;
        let text = &token.text;
        match text.parse::<BigDecimal>() {
            Ok(number) if number.fractional_digit_count().abs() > MOST_SCALE => {
                Err(self.unknown("a Decimal of more than a thousand digits is not known"))
            }
            Ok(number) if number.fractional_digit_count() < 0 => {
                Ok(Value::Decimal(number.with_scale(0)))
            }
            Ok(number) => Ok(Value::Decimal(number)),
            Err(_) => Err(self.no_number(token)),
        }
    }

    /// The value of an enum, by its name.
    pub(super) fn enum_value(
        &self,
        token: &Token,
        of: &std::rc::Rc<EnumInfo>,
    ) -> Result<Value, Stop> {
        if token.kind.is_start() {
            return Err(self.json_error("Illegal value for primitive"));
        }
        match of.values.iter().position(|value| value.is(&token.text)) {
            Some(index) if token.kind == Kind::Text => Ok(Value::Enum(of.clone(), index)),
            _ => {
                let (name, text) = (&of.name, &token.text);
                let what = format!("The type {name} does not have an enum value {text}");
                Err(self.json_error_at(token, &what))
            }
        }
    }

    /// A name of a field as the key of a map.
    pub(super) fn map_key(&mut self, token: &Token, type_name: &TypeName) -> Result<Value, Stop> {
        let token = Token { kind: Kind::Text, ..token.clone() };
        if let Some(crate::run::Declared::Enum(of)) = self.declared(type_name) {
            return self.enum_value(&token, &of);
        }
        let name = Self::last(type_name);
        if name.is("Object") {
            return Err(self.json_error("Apex Type unsupported in JSON: Object"));
        }
        match self.plain(&token, &name)? {
            Some(key) => Ok(key),
            // Whatever text becomes by itself: an Id.
            None if name.is("Id") => self.convert(Value::Text(token.text), type_name),
            None => Err(self.unknown(format!("a map from {type_name} is not read from JSON"))),
        }
    }

    fn no_number(&self, token: &Token) -> Stop {
        self.json_error_at(token, &format!("For input string: \"{}\"", token.text))
    }

    /// What begins like a day is read by the platform in more forms than here.
    fn no_moment(&self, token: &Token) -> Stop {
        let text = &token.text;
        if text.starts_with(|own: char| own.is_ascii_digit()) {
            return self.unknown(format!("whether {text} is a date or a time is not known"));
        }
        self.json_error_at(token, &format!("Invalid format: \"{text}\""))
    }

    fn json_error_at(&self, token: &Token, what: &str) -> Stop {
        let (line, column) = token.place;
        self.json_error(format!("{what} at [line:{line}, column:{column}]"))
    }
}
