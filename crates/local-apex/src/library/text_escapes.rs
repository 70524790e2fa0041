//! Texts written so that they can stand inside of others, and read again.
//!
//! Of the names of HTML those of Latin-1 are known. Others stop, in either direction, as does what
//! is no whole escape.

use core::fmt::Write as _;

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

/// What every markup escapes.
const BASIC: &[(char, &str)] = &[('"', "quot"), ('&', "amp"), ('<', "lt"), ('>', "gt")];

/// The names of the characters from 160 on.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

/// Control characters, and the letters that stand for them behind a backslash.
const CONTROLS: &[(char, char)] =
    &[('\u{8}', 'b'), ('\n', 'n'), ('\t', 't'), ('\u{c}', 'f'), ('\r', 'r')];

/// Markups.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Markup {
    Xml,
    Html3,
    Html4,
}

impl Interpreter<'_> {
    /// A text escaped or read again; none where the method is another one.
    pub(super) fn escape_of_text(
        &mut self,
        text: &str,
        word: &str,
        call: &Arguments<'_>,
    ) -> Result<Option<Value>, Stop> {
        let written = match word {
            "escapecsv" => Some(to_csv(text)),
            "unescapecsv" => Some(from_csv(text)),
            "escapejava" => Some(to_source(text, &['"', '\\'])),
            "escapeecmascript" => Some(to_source(text, &['"', '\\', '\'', '/'])),
            "unescapejava" | "unescapeecmascript" => from_source(text),
            "escapeunicode" => to_units(text),
            "unescapeunicode" => from_units_escaped(text),
            "escapexml" => to_markup(text, Markup::Xml),
            "escapehtml3" => to_markup(text, Markup::Html3),
            "escapehtml4" => to_markup(text, Markup::Html4),
            "unescapexml" => from_markup(text, Markup::Xml),
            "unescapehtml3" => from_markup(text, Markup::Html3),
            "unescapehtml4" => from_markup(text, Markup::Html4),
            _ => return Ok(None),
        };
        let unknown = || self.unknown(format!("what {} makes of {text} is not known", call.name));
        written.map(|written| Some(Value::text(written))).ok_or_else(unknown)
    }
}

const SPECIAL_IN_CSV: [char; 4] = [',', '"', '\n', '\r'];

fn to_csv(text: &str) -> String {
    if text.contains(SPECIAL_IN_CSV) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Quotes around a field that would not need them stay.
fn from_csv(text: &str) -> String {
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match inside {
        Some(inside) if inside.contains(SPECIAL_IN_CSV) => inside.replace("\"\"", "\""),
        _ => text.to_owned(),
    }
}

/// As in a source text: with a backslash before these characters.
fn to_source(text: &str, escaped: &[char]) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        let control = CONTROLS.iter().find(|(known, _)| *known == character);
        if let Some((_, letter)) = control {
            written.extend(['\\', *letter]);
        } else if escaped.contains(&character) {
            written.extend(['\\', character]);
        } else if matches!(character, ' '..='\u{7f}') {
            written.push(character);
        } else {
            push_units(&mut written, character);
        }
    }
    written
}

fn push_units(written: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = write!(written, "\\u{unit:04X}");
    }
}

/// What stands behind backslashes: control characters, units, octal numbers, and the characters
/// themselves.
fn from_source(text: &str) -> Option<String> {
    let mut read = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        read.extend(before.encode_utf16());
        let first = behind.chars().next()?;
        if first == 'u' {
            let (unit, behind) = unit_of(behind)?;
            read.push(unit);
            rest = behind;
            continue;
        }
        let digits = octal(behind);
        if digits > 0 {
            read.push(u16::from_str_radix(&behind[..digits], 8).ok()?);
            rest = &behind[digits..];
            continue;
        }
        let control = CONTROLS.iter().find(|(_, letter)| *letter == first);
        let character = match (control, first) {
            (Some((control, _)), _) => *control,
            (None, '"' | '\'' | '\\' | '/') => first,
            _ => return None,
        };
        read.extend(character.encode_utf16(&mut [0; 2]).iter());
        rest = &behind[first.len_utf8()..];
    }
    read.extend(rest.encode_utf16());
    String::from_utf16(&read).ok()
}

/// How many digits an octal number has: three only where it is one of a byte.
fn octal(text: &str) -> usize {
    let digits = text.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    if digits == 3 && !text.starts_with(['0', '1', '2', '3']) { 2 } else { digits }
}

/// `u` and four hexadecimal digits, and what follows.
fn unit_of(text: &str) -> Option<(u16, &str)> {
    let text = text.trim_start_matches('u');
    let digits = text.get(..4)?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    Some((u16::from_str_radix(digits, 16).ok()?, &text[4..]))
}

/// What is not ASCII, by its units.
fn to_units(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' '..='~' => written.push(character),
            '\0'..='\u{7f}' => return None,
            _ => push_units(&mut written, character),
        }
    }
    Some(written)
}

fn from_units_escaped(text: &str) -> Option<String> {
    let mut read = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\\u") {
        read.extend(before.encode_utf16());
        let (unit, behind) = unit_of(behind)?;
        read.push(unit);
        rest = behind;
    }
    read.extend(rest.encode_utf16());
    String::from_utf16(&read).ok()
}

fn to_markup(text: &str, markup: Markup) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        let basic = BASIC.iter().find(|(known, _)| *known == character).map(|(_, name)| *name);
        let name = basic.or(match (character, markup) {
            ('\'', Markup::Xml) => Some("apos"),
            (_, Markup::Xml) => None,
            _ => latin(character),
        });
        match name {
            Some(name) => {
                let _ = write!(written, "&{name};");
            }
            None if markup == Markup::Html4 && may_have_name(character) => return None,
            None => written.push(character),
        }
    }
    Some(written)
}

fn latin(character: char) -> Option<&'static str> {
    let index = u32::from(character).checked_sub(160)?;
    LATIN.get(usize::try_from(index).ok()?).copied()
}

/// Whether a character is one of those among which HTML 4 has further names.
const fn may_have_name(character: char) -> bool {
    matches!(character,
        '\u{152}'..='\u{192}' | '\u{2c6}'..='\u{2dc}' | '\u{391}'..='\u{3d6}' | '\u{2002}'..='\u{2666}')
}

fn from_markup(text: &str, markup: Markup) -> Option<String> {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        read.push_str(before);
        rest = behind;
        let Some((name, behind)) = behind.split_once(';').filter(|(name, _)| is_name(name)) else {
            read.push('&');
            continue;
        };
        read.push(character_of(name, markup)?);
        rest = behind;
    }
    read.push_str(rest);
    Some(read)
}

/// Whether it is the name or the number of a character.
fn is_name(text: &str) -> bool {
    let inside = text.strip_prefix('#').unwrap_or(text);
    !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn character_of(name: &str, markup: Markup) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    if let Some((character, _)) = BASIC.iter().find(|(_, known)| *known == name) {
        return Some(*character);
    }
    if markup == Markup::Xml {
        return (name == "apos").then_some('\'');
    }
    let index = LATIN.iter().position(|known| *known == name)?;
    char::from_u32(160 + u32::try_from(index).ok()?)
}
