//! Where something stands in a text, and how two texts differ. Places are counted in UTF-16 units.
//!
//! What the platform says of places outside of a text is not known, except where the methods answer
//! with -1.

use std::rc::Rc;

use super::{
    Arguments,
    collections::size,
    text::{from_units, units},
};
use crate::run::{Interpreter, Stop, Value};

impl Interpreter<'_> {
    /// A place, or what is counted between places; none where the method is another one.
    pub(super) fn place_in_text(
        &mut self,
        text: &Rc<str>,
        word: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Option<Value>, Stop> {
        let all = units(text);
        Ok(Some(match word {
            "indexof" | "indexofignorecase" | "indexofchar" => {
                let (all, part) = self.searched(&all, word, call)?;
                place(first(&all, &part, self.first_place(call)?))
            }
            "lastindexof" | "lastindexofignorecase" | "lastindexofchar" => {
                let (all, part) = self.searched(&all, word, call)?;
                let until = if call.left() > 0 { self.integer(call)? } else { i64::MAX };
                place(last(&all, &part, until))
            }
            "indexofany" | "indexofanybut" | "containsany" | "containsnone" | "containsonly" => {
                let characters: Vec<char> = self.wanted_text(call)?.chars().collect();
                among(text, word, &characters)
            }
            "indexofdifference" => {
                let other = units(&self.wanted_text(call)?);
                let same = in_common(&all, &other);
                place((same < all.len().max(other.len())).then_some(same))
            }
            "difference" => {
                let other = units(&self.wanted_text(call)?);
                from_units(&other[in_common(&all, &other)..])
            }
            "getlevenshteindistance" => {
                let other = units(&self.wanted_text(call)?);
                let distance = distance(&all, &other);
                let most = if call.left() > 0 { self.integer(call)? } else { i64::MAX };
                place(i64::try_from(distance).is_ok_and(|own| own <= most).then_some(distance))
            }
            "codepointat" | "codepointbefore" => {
                let index = self.integer(call)?;
                match code_point(&all, index, word == "codepointbefore") {
                    Some(code) => code,
                    None => return Err(self.outside_of_text(index)),
                }
            }
            "codepointcount" => {
                let (from, to) = (self.integer(call)?, self.integer(call)?);
                match part(&all, from, to) {
                    Some(part) => size(char::decode_utf16(part.iter().copied()).count()),
                    None => return Err(self.unknown(format!("no places {from} to {to}"))),
                }
            }
            "offsetbycodepoints" => {
                let (index, offset) = (self.integer(call)?, self.integer(call)?);
                match moved(&all, index, offset) {
                    Some(place) => size(place),
                    None => return Err(self.unknown(format!("no place {offset} from {index}"))),
                }
            }
            _ => return Ok(None),
        }))
    }

    /// What is searched and what for: for a text, with its case or without, or for a character.
    fn searched(
        &mut self,
        all: &[u16],
        word: &str,
        call: &mut Arguments<'_>,
    ) -> Result<(Vec<u16>, Vec<u16>), Stop> {
        if word.ends_with("char") {
            let code = self.integer(call)?;
            let character = u32::try_from(code).ok().and_then(char::from_u32);
            return match character {
                Some(character) => Ok((all.to_vec(), units(&character.to_string()))),
                None => Err(self.unknown(format!("{code} is the code of no character"))),
            };
        }
        let part = units(&self.wanted_text(call)?);
        Ok(if word.ends_with("ignorecase") {
            (without_case(all), without_case(&part))
        } else {
            (all.to_vec(), part)
        })
    }

    /// The next argument, a place to begin at; one before the text is its start.
    fn first_place(&mut self, call: &mut Arguments<'_>) -> Result<usize, Stop> {
        Ok(if call.left() > 0 {
            usize::try_from(self.integer(call)?).unwrap_or_default()
        } else {
            0
        })
    }

    pub(super) fn outside_of_text(&self, index: i64) -> Stop {
        self.thrown("StringException", format!("Index out of bounds: {index}"))
    }
}

fn place(found: Option<usize>) -> Value {
    found.map_or(Value::Integer(-1), size)
}

fn first(all: &[u16], part: &[u16], from: usize) -> Option<usize> {
    (from..=all.len().checked_sub(part.len())?).find(|at| all[*at..].starts_with(part))
}

/// The last that begins at a place or before it.
fn last(all: &[u16], part: &[u16], until: i64) -> Option<usize> {
    let until = usize::try_from(until).ok()?.min(all.len().checked_sub(part.len())?);
    (0..=until).rev().find(|at| all[*at..].starts_with(part))
}

/// Each unit by itself, so that places stay what they are.
fn without_case(units: &[u16]) -> Vec<u16> {
    let lower = |unit: u16| {
        let mut lower = char::from_u32(u32::from(unit))?.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(one), None) => u16::try_from(u32::from(one)).ok(),
            _ => None,
        }
    };
    units.iter().map(|unit| lower(*unit).unwrap_or(*unit)).collect()
}

/// What is to be known of a text's characters and some others.
fn among(text: &str, word: &str, characters: &[char]) -> Value {
    let is_among = |character: char| characters.contains(&character);
    let place_of = |found: Option<usize>| place(found.map(|bytes| units(&text[..bytes]).len()));
    match word {
        "indexofany" => place_of(text.find(is_among)),
        "indexofanybut" if characters.is_empty() => Value::Integer(-1),
        "indexofanybut" => place_of(text.find(|character| !is_among(character))),
        "containsany" => Value::Boolean(text.contains(is_among)),
        "containsnone" => Value::Boolean(!text.contains(is_among)),
        _ => Value::Boolean(text.chars().all(is_among)),
    }
}

/// How many units both begin with.
pub(super) fn in_common(one: &[u16], other: &[u16]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

/// How many units have to be changed, added or taken away.
fn distance(one: &[u16], other: &[u16]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, unit) in one.iter().enumerate() {
        let mut diagonal = index;
        row[0] = index + 1;
        for (column, wanted) in other.iter().enumerate() {
            let changed = diagonal + usize::from(unit != wanted);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

/// The code at a place, or before it; half of a pair by itself.
fn code_point(all: &[u16], index: i64, is_before: bool) -> Option<Value> {
    let index = usize::try_from(index).ok()?;
    let found = if is_before {
        let units = all.get(..index)?;
        let pair = units.len().checked_sub(2).map(|from| &units[from..]);
        pair.and_then(pair_of).or_else(|| units.last().copied().map(u32::from))
    } else {
        let units = all.get(index..)?;
        units.get(..2).and_then(pair_of).or_else(|| units.first().copied().map(u32::from))
    };
    Some(Value::Integer(i32::try_from(found?).ok()?))
}

/// The code that two units make together.
fn pair_of(units: &[u16]) -> Option<u32> {
    let mut found = char::decode_utf16(units.iter().copied());
    match (found.next(), found.next()) {
        (Some(Ok(character)), None) => Some(u32::from(character)),
        _ => None,
    }
}

fn part(all: &[u16], from: i64, to: i64) -> Option<&[u16]> {
    all.get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
}

/// The place so many codes after another one.
fn moved(all: &[u16], index: i64, offset: i64) -> Option<usize> {
    let index = usize::try_from(index).ok()?;
    let wanted = usize::try_from(offset.unsigned_abs()).ok()?;
    if offset < 0 {
        (0..=index)
            .rev()
            .find(|from| all.get(*from..index).is_some_and(|part| codes(part) >= wanted))
    } else {
        (index..=all.len()).find(|to| codes(&all[index..*to]) >= wanted && !splits(all, *to))
    }
}

fn codes(units: &[u16]) -> usize {
    char::decode_utf16(units.iter().copied()).count()
}

/// Whether a place is inside of a pair.
fn splits(all: &[u16], at: usize) -> bool {
    at > 0 && all.get(at - 1..=at).is_some_and(|units| pair_of(units).is_some())
}
