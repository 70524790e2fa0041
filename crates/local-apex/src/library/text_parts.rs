//! What is cut out of a text, or added to its ends.

use std::rc::Rc;

use super::{
    Arguments,
    text::{from_units, units},
};
use crate::run::{Interpreter, Stop, Value};

impl Interpreter<'_> {
    /// A part of a text, or the text with something before or after it; none where the method is
    /// another one.
    pub(super) fn part_of_text(
        &mut self,
        text: &Rc<str>,
        word: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Option<Value>, Stop> {
        let answer: Result<Value, Stop> = match word {
            "substring" => self.substring(text, call),
            "left" | "right" => {
                let all = units(text);
                let count = usize::try_from(self.integer(call)?).unwrap_or_default().min(all.len());
                Ok(if word == "left" {
                    from_units(&all[..count])
                } else {
                    from_units(&all[all.len() - count..])
                })
            }
            "mid" => {
                let all = units(text);
                let from = usize::try_from(self.integer(call)?).unwrap_or_default().min(all.len());
                let count = usize::try_from(self.integer(call)?).unwrap_or_default();
                Ok(from_units(&all[from..(from + count).min(all.len())]))
            }
            "leftpad" | "rightpad" => {
                let all = units(text);
                let wanted = usize::try_from(self.integer(call)?).unwrap_or_default();
                let padding = match call.next() {
                    Value::Text(padding) if !padding.is_empty() => units(&padding),
                    _ => units(" "),
                };
                let missing = wanted.saturating_sub(all.len());
                let filler: Vec<u16> = padding.into_iter().cycle().take(missing).collect();
                Ok(from_units(&if word == "leftpad" {
                    [filler, all].concat()
                } else {
                    [all, filler].concat()
                }))
            }
            "repeat" if call.left() == 1 => {
                let count = usize::try_from(self.integer(call)?).unwrap_or_default();
                Ok(Value::text(text.repeat(count)))
            }
            "replace" => {
                let (from, to) = (self.wanted_text(call)?, self.wanted_text(call)?);
                Ok(Value::text(text.replace(&*from, &to)))
            }
            "remove" => {
                let Value::Text(part) = call.next() else {
                    return Ok(Some(Value::Text(text.clone())));
                };
                let is_empty = part.is_empty();
                Ok(if is_empty {
                    Value::Text(text.clone())
                } else {
                    Value::text(text.replace(&*part, ""))
                })
            }
            "removestart" | "removeend" | "removestartignorecase" | "removeendignorecase" => {
                let Value::Text(part) = call.next() else {
                    return Ok(Some(Value::Text(text.clone())));
                };
                let (own, other) = if word.ends_with("ignorecase") {
                    (text.to_lowercase(), part.to_lowercase())
                } else {
                    (text.to_string(), part.to_string())
                };
                let left = if word.starts_with("removestart") {
                    own.starts_with(&other).then(|| text.get(part.len()..))
                } else {
                    own.ends_with(&other).then(|| text.get(..text.len() - part.len()))
                };
                Ok(left.flatten().map_or_else(|| Value::Text(text.clone()), Value::text))
            }
            "substringbefore" | "substringafter" | "substringbeforelast" | "substringafterlast" => {
                let Value::Text(at) = call.next() else {
                    return Ok(Some(Value::Text(text.clone())));
                };
                let is_before = word.starts_with("substringbefore");
                let found = if word.ends_with("last") { text.rfind(&*at) } else { text.find(&*at) };
                Ok(match found {
                    Some(place) if is_before => Value::text(&text[..place]),
                    Some(place) => Value::text(&text[place + at.len()..]),
                    None if is_before => Value::Text(text.clone()),
                    None => Value::text(""),
                })
            }
            _ => return Ok(None),
        };
        answer.map(Some)
    }

    fn substring(&mut self, text: &str, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let all = units(text);
        let from = self.integer(call)?;
        let to = if call.left() > 0 {
            self.integer(call)?
        } else {
            i64::try_from(all.len()).unwrap_or(i64::MAX)
        };
        let inside = |at: i64| usize::try_from(at).ok().filter(|at| *at <= all.len());
        let Some(start) = inside(from) else {
            let message = format!("Starting position out of bounds: {from}");
            return Err(self.thrown("StringException", message));
        };
        if let Some(end) = inside(to).filter(|end| *end >= start) {
            Ok(from_units(&all[start..end]))
        } else {
            let message = format!("Ending position out of bounds: {to}");
            Err(self.thrown("StringException", message))
        }
    }
}
