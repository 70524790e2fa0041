//! Texts made of their characters' kinds, and of their ends: runs, tags, both sides.
//!
//! The kind of a character is known for ASCII and for capital and small letters of the Latin
//! alphabet. Of HTML only tags that stand inside of a line are taken away; what the platform puts in
//! the place of others, and whether it reads entities, is not documented.

use std::rc::Rc;

use super::{
    Arguments,
    text::{from_units, units},
};
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::TypeName,
};

/// Tags that stand inside of a line.
const INLINE: &[&str] = &["a", "b", "code", "em", "font", "i", "small", "span", "strong", "u"];

impl Interpreter<'_> {
    /// A text, or several, made of one; none where the method is another one.
    pub(super) fn runs_of_text(
        &mut self,
        text: &Rc<str>,
        word: &str,
        call: &mut Arguments<'_>,
    ) -> Result<Option<Value>, Stop> {
        Ok(Some(match word {
            "isasciiprintable" => Value::Boolean(text.chars().all(|c| matches!(c, ' '..='~'))),
            "swapcase" => Value::text(text.chars().map(swapped).collect::<String>()),
            "center" => {
                let wanted = usize::try_from(self.integer(call)?).unwrap_or_default();
                let padding = if call.left() > 0 { self.wanted_text(call)? } else { " ".into() };
                let padding = if padding.is_empty() { units(" ") } else { units(&padding) };
                let all = units(text);
                let missing = wanted.saturating_sub(all.len());
                let filler = |count| padding.iter().copied().cycle().take(count);
                let before = filler(missing / 2);
                from_units(
                    &before.chain(all).chain(filler(missing - missing / 2)).collect::<Vec<_>>(),
                )
            }
            "repeat" if call.left() == 2 => {
                let between = self.wanted_text(call)?;
                let count = usize::try_from(self.integer(call)?).unwrap_or_default();
                Value::text(vec![&**text; count].join(&between))
            }
            "abbreviate" if call.left() == 2 => return self.abbreviated(text, call).map(Some),
            "substringbetween" => {
                let open = self.wanted_text(call)?;
                let close = if call.left() > 0 { self.wanted_text(call)? } else { open.clone() };
                let inside = text.split_once(&*open).and_then(|(_, rest)| rest.split_once(&*close));
                inside.map_or(Value::Null, |(inside, _)| Value::text(inside))
            }
            "splitbycharactertype" | "splitbycharactertypecamelcase" => {
                let mut kinds = Vec::new();
                for character in text.chars() {
                    let Some(kind) = kind_of(character) else {
                        let what = format!("the kind of the character {character} is not known");
                        return Err(self.unknown(what));
                    };
                    kinds.push((character, kind));
                }
                let parts = runs(&kinds, word.ends_with("camelcase"));
                let parts = parts.into_iter().map(Value::text).collect();
                Value::list(TypeName::plain("String"), parts)
            }
            "striphtmltags" => {
                let Some(left) = without_tags(text) else {
                    let what = format!("what stripHtmlTags leaves of {text} is not known");
                    return Err(self.unknown(what));
                };
                Value::text(left)
            }
            _ => return Ok(None),
        }))
    }

    /// At most so many characters, with the one at a place among them, and dots for what is left out.
    fn abbreviated(&mut self, text: &Rc<str>, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let (all, dots) = (units(text), units("..."));
        let most = usize::try_from(self.integer(call)?).unwrap_or_default();
        let offset = usize::try_from(self.integer(call)?).unwrap_or_default();
        if most < 4 {
            let message = "Minimum abbreviation width is 4";
            return Err(self.thrown("IllegalArgumentException", message));
        }
        if all.len() <= most {
            return Ok(Value::Text(text.clone()));
        }
        let offset = offset.min(all.len() - (most - 3));
        if offset <= 4 {
            return Ok(from_units(&[&all[..most - 3], &dots].concat()));
        }
        if most < 7 {
            let message = "Minimum abbreviation width with offset is 7";
            return Err(self.thrown("IllegalArgumentException", message));
        }
        Ok(if offset + most - 3 < all.len() {
            from_units(&[&dots, &all[offset..offset + most - 6], &dots].concat())
        } else {
            from_units(&[&dots, &all[all.len() - (most - 3)..]].concat())
        })
    }
}

fn swapped(character: char) -> String {
    if character.is_uppercase() {
        character.to_lowercase().to_string()
    } else {
        character.to_uppercase().to_string()
    }
}

/// The kinds of characters, as Java tells them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Capital,
    Small,
    Digit,
    Space,
    Control,
    Dash,
    Open,
    Close,
    Connector,
    Mathematical,
    Currency,
    Modifier,
    OtherMark,
}

fn kind_of(character: char) -> Option<Kind> {
    Some(match character {
        'A'..='Z' => Kind::Capital,
        'a'..='z' => Kind::Small,
        '0'..='9' => Kind::Digit,
        ' ' => Kind::Space,
        '\0'..='\u{1f}' | '\u{7f}' => Kind::Control,
        '-' => Kind::Dash,
        '(' | '[' | '{' => Kind::Open,
        ')' | ']' | '}' => Kind::Close,
        '_' => Kind::Connector,
        '+' | '<' | '=' | '>' | '|' | '~' => Kind::Mathematical,
        '$' => Kind::Currency,
        '^' | '`' => Kind::Modifier,
        '!'..='~' => Kind::OtherMark,
        '\u{c0}'..='\u{24f}' if character.is_uppercase() => Kind::Capital,
        '\u{c0}'..='\u{24f}' if character.is_lowercase() => Kind::Small,
        _ => return None,
    })
}

/// Runs of characters of one kind; where camel case counts, a capital stays with the small letters
/// behind it.
fn runs(kinds: &[(char, Kind)], is_camel_case: bool) -> Vec<String> {
    let mut parts: Vec<Vec<(char, Kind)>> = Vec::new();
    for &(character, kind) in kinds {
        match parts.last_mut() {
            Some(part) if part.last().is_some_and(|(_, last)| *last == kind) => {
                part.push((character, kind));
            }
            Some(part)
                if is_camel_case
                    && kind == Kind::Small
                    && part.last().is_some_and(|(_, last)| *last == Kind::Capital) =>
            {
                let capital = part.split_off(part.len() - 1);
                if part.is_empty() {
                    parts.pop();
                }
                parts.push([capital, vec![(character, kind)]].concat());
            }
            _ => parts.push(vec![(character, kind)]),
        }
    }
    parts.iter().map(|part| part.iter().map(|(character, _)| character).collect()).collect()
}

/// A text without its tags; none where it has others than those inside of a line.
fn without_tags(text: &str) -> Option<String> {
    let mut pieces = text.split('<');
    let mut left = pieces.next()?.to_owned();
    for piece in pieces {
        let (tag, rest) = piece.split_once('>')?;
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        if !INLINE.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return None;
        }
        left.push_str(rest);
    }
    let has_others = left.contains(['&', '>']);
    (!has_others).then_some(left)
}
