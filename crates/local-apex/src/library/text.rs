//! `String`. Places in a text are counted in UTF-16 units, as the platform does.

use std::rc::Rc;

use super::{Arguments, collections::size, text_places::in_common};
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::TypeName,
};

/// A text as the units by which the platform counts.
pub(super) fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

pub(super) fn from_units(units: &[u16]) -> Value {
    Value::text(String::from_utf16_lossy(units))
}

impl Interpreter<'_> {
    pub(super) fn on_text(
        &mut self,
        text: &Rc<str>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let word = call.word();
        self.ids_as_texts(text, &word, call)?;
        if let Some(answer) = self.asked_of_text(text, &word, call)? {
            return Ok(answer);
        }
        if let Some(answer) = self.part_of_text(text, &word, call)? {
            return Ok(answer);
        }
        if let Some(answer) = self.place_in_text(text, &word, call)? {
            return Ok(answer);
        }
        if let Some(answer) = self.runs_of_text(text, &word, call)? {
            return Ok(answer);
        }
        if let Some(answer) = self.escape_of_text(text, &word, call)? {
            return Ok(answer);
        }
        match word.as_str() {
            "length" => Ok(size(units(text).len())),
            "tolowercase" => Ok(Value::text(text.to_lowercase())),
            "touppercase" => Ok(Value::text(text.to_uppercase())),
            "trim" => Ok(Value::text(text.trim_matches(|c: char| c <= ' '))),
            "reverse" => Ok(Value::text(text.chars().rev().collect::<String>())),
            "capitalize" | "uncapitalize" => {
                let mut characters = text.chars();
                let first = characters.next().map(|first| {
                    if word == "capitalize" {
                        first.to_uppercase().to_string()
                    } else {
                        first.to_lowercase().to_string()
                    }
                });
                Ok(Value::text(first.unwrap_or_default() + characters.as_str()))
            }
            "normalizespace" => {
                Ok(Value::text(text.split_whitespace().collect::<Vec<_>>().join(" ")))
            }
            "deletewhitespace" => Ok(Value::text(text.split_whitespace().collect::<String>())),
            "charat" => {
                let index = self.integer(call)?;
                let found = usize::try_from(index).ok().and_then(|at| units(text).get(at).copied());
                match found {
                    Some(unit) => Ok(Value::Integer(i32::from(unit))),
                    None => Err(self.outside_of_text(index)),
                }
            }
            "getchars" => {
                let items = units(text).into_iter().map(|unit| Value::Integer(i32::from(unit)));
                Ok(Value::list(TypeName::plain("Integer"), items.collect()))
            }
            "hashcode" => {
                let hash = units(text)
                    .into_iter()
                    .fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)));
                Ok(Value::Integer(hash))
            }
            "abbreviate" if call.left() == 1 => {
                let most = usize::try_from(self.integer(call)?).unwrap_or_default();
                let all = units(text);
                if most < 4 {
                    let message = "Minimum abbreviation width is 4";
                    return Err(self.thrown("IllegalArgumentException", message));
                }
                Ok(if all.len() <= most {
                    Value::Text(text.clone())
                } else {
                    from_units(&[&all[..most - 3], &units("...")].concat())
                })
            }
            "replaceall" | "replacefirst" => {
                let (source, with) = (self.wanted_text(call)?, self.wanted_text(call)?);
                let pattern = self.compile(&source)?;
                self.replaced(&pattern.found, text, &with, word == "replacefirst")
            }
            "split" => {
                let source = self.wanted_text(call)?;
                let limit = if call.left() > 0 { self.integer(call)? } else { 0 };
                let pattern = self.compile(&source)?;
                self.split(&pattern.found, text, limit)
            }
            "tostring" => Ok(Value::Text(text.clone())),
            _ => Err(self.no_method(call)),
        }
    }

    /// The next argument, a text.
    pub(super) fn wanted_text(&mut self, call: &mut Arguments<'_>) -> Result<Rc<str>, Stop> {
        match call.next() {
            Value::Text(text) => Ok(text),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.no_method(call)),
        }
    }

    /// Ids among the arguments become texts, as they do wherever a text is wanted.
    fn ids_as_texts(&self, text: &str, word: &str, call: &mut Arguments<'_>) -> Result<(), Stop> {
        for value in &mut call.values {
            let Value::Id(id) = value else { continue };
            if word == "equals" && text != &**id && id.starts_with(text) {
                return Err(self.unknown("whether 15 characters equal an Id is not known"));
            }
            *value = Value::Text(id.clone());
        }
        Ok(())
    }

    /// What has yes or no for an answer.
    fn asked_of_text(
        &mut self,
        text: &Rc<str>,
        word: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Option<Value>, Stop> {
        let every = |is: fn(char) -> bool| Value::Boolean(!text.is_empty() && text.chars().all(is));
        Ok(Some(match word {
            "equals" => {
                let other = call.next();
                Value::Boolean(matches!(other, Value::Text(other) if other == *text))
            }
            "equalsignorecase" => {
                let other = call.next();
                Value::Boolean(
                    matches!(other, Value::Text(other) if other.to_lowercase() == text.to_lowercase()),
                )
            }
            "contains" => Value::Boolean(text.contains(&*self.wanted_text(call)?)),
            "containsignorecase" => {
                let part = self.wanted_text(call)?.to_lowercase();
                Value::Boolean(text.to_lowercase().contains(&part))
            }
            "startswith" => Value::Boolean(text.starts_with(&*self.wanted_text(call)?)),
            "endswith" => Value::Boolean(text.ends_with(&*self.wanted_text(call)?)),
            "startswithignorecase" => {
                let part = self.wanted_text(call)?.to_lowercase();
                Value::Boolean(text.to_lowercase().starts_with(&part))
            }
            "endswithignorecase" => {
                let part = self.wanted_text(call)?.to_lowercase();
                Value::Boolean(text.to_lowercase().ends_with(&part))
            }
            "countmatches" => {
                let part = self.wanted_text(call)?;
                size(if part.is_empty() { 0 } else { text.matches(&*part).count() })
            }
            "compareto" => {
                let other = self.wanted_text(call)?;
                let (own, other) = (units(text), units(&other));
                let differs = own.iter().zip(&other).find(|(one, other)| one != other);
                let order = match differs {
                    Some((one, other)) => i64::from(*one) - i64::from(*other),
                    None => {
                        i64::try_from(own.len()).unwrap_or_default()
                            - i64::try_from(other.len()).unwrap_or_default()
                    }
                };
                Value::Integer(i32::try_from(order).unwrap_or_default())
            }
            "isnumeric" => every(char::is_numeric),
            "isalpha" => every(char::is_alphabetic),
            "isalphanumeric" => every(char::is_alphanumeric),
            "isalphaspace" => Value::Boolean(text.chars().all(|c| c.is_alphabetic() || c == ' ')),
            "isalphanumericspace" => {
                Value::Boolean(text.chars().all(|c| c.is_alphanumeric() || c == ' '))
            }
            "isnumericspace" => Value::Boolean(text.chars().all(|c| c.is_numeric() || c == ' ')),
            "isalllowercase" => every(char::is_lowercase),
            "isalluppercase" => every(char::is_uppercase),
            "iswhitespace" => Value::Boolean(text.chars().all(char::is_whitespace)),
            "containswhitespace" => Value::Boolean(text.chars().any(char::is_whitespace)),
            _ => return Ok(None),
        }))
    }

    /// `String.valueOf` and the like.
    pub(super) fn text_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let value = call.next();
        let text = match &value {
            Value::Text(text) | Value::Id(text) => Some(text.clone()),
            _ => None,
        };
        Ok(match call.word().as_str() {
            "valueof" if value.is_null() => Value::Null,
            "valueof" => match &value {
                Value::Date(day) => Value::text(day.to_string()),
                _ => Value::text(self.print(&value)?),
            },
            "valueofgmt" if matches!(value, Value::Datetime(_)) => Value::text(self.print(&value)?),
            "isblank" => Value::Boolean(text.is_none_or(|text| text.trim().is_empty())),
            "isnotblank" => Value::Boolean(text.is_some_and(|text| !text.trim().is_empty())),
            "isempty" => Value::Boolean(text.is_none_or(|text| text.is_empty())),
            "isnotempty" => Value::Boolean(text.is_some_and(|text| !text.is_empty())),
            "join" => {
                let (items, between) = (self.members_of(&value)?, self.wanted_text(call)?);
                let mut parts = Vec::with_capacity(items.len());
                for item in &items {
                    parts.push(if item.is_null() { String::new() } else { self.print(item)? });
                }
                Value::text(parts.join(&between))
            }
            "format" => {
                let pattern = text.ok_or_else(|| self.null_pointer())?;
                let arguments = call.next();
                let mut out = pattern.to_string();
                for (index, argument) in self.members_of(&arguments)?.iter().enumerate() {
                    let argument = self.print(argument)?;
                    out = out.replace(&format!("{{{index}}}"), &argument);
                }
                Value::text(out.replace("''", "'"))
            }
            "getcommonprefix" => {
                let mut common: Option<Vec<u16>> = None;
                for item in self.members_of(&value)? {
                    let Value::Text(item) = item else { return Err(self.no_method(call)) };
                    let item = units(&item);
                    let same = common.as_ref().map_or(item.len(), |own| in_common(own, &item));
                    common = Some(item[..same].to_vec());
                }
                from_units(&common.unwrap_or_default())
            }
            "fromchararray" => {
                let mut characters = Vec::new();
                for item in self.members_of(&value)? {
                    if let Value::Integer(unit) = item {
                        characters.push(u16::try_from(unit).unwrap_or(0xFFFD));
                    }
                }
                from_units(&characters)
            }
            "escapesinglequotes" => {
                let text = text.ok_or_else(|| self.null_pointer())?;
                Value::text(text.replace('\'', "\\'"))
            }
            _ => return Err(self.no_method(call)),
        })
    }
}
