//! JSON, written: what crosses to JavaScript, is kept in a browser and stands in a flight record.
//!
//! Text is built in one piece and parsed once by whoever wants objects. That is quicker than an
//! object that is put together property by property over the boundary of WebAssembly, and less than
//! half of the code. The text is that of `JSON.stringify` and of `serde_json`: fields in their
//! order, no blanks.
//!
//! What it does not write: floating-point numbers and bytes, of which the core has none; maps with
//! other keys than text. It reads nothing.

use core::fmt;
use std::fmt::Write as _;

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// A value as JSON.
pub fn to_json<T: ?Sized + Serialize>(value: &T) -> String {
    let mut text = String::new();
    // Plain data with text keys: nothing in it can fail to serialise.
    let _ = value.serialize(Writer(&mut text));
    text
}

/// What the core has none of.
#[derive(Debug)]
pub(crate) struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not plain data")
    }
}

impl std::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Done = Result<(), Unwritable>;

pub(crate) struct Writer<'a>(pub(crate) &'a mut String);

/// A list, an object, or an object in an object, that is being written.
pub(crate) struct Parts<'a> {
    text: &'a mut String,
    /// What stands before the next part.
    before: char,
    end: &'static str,
}

impl<'a> Parts<'a> {
    const fn list(text: &'a mut String) -> Self {
        Self { text, before: '[', end: "]" }
    }

    pub(crate) const fn object(text: &'a mut String) -> Self {
        Self { text, before: '{', end: "}" }
    }

    /// The same within an object that has only it.
    fn of_variant(self, variant: &str) -> Self {
        self.text.push('{');
        quote(self.text, variant);
        self.text.push(':');
        Self { end: if self.end == "]" { "]}" } else { "}}" }, ..self }
    }

    fn next(&mut self) -> Writer<'_> {
        self.text.push(self.before);
        self.before = ',';
        Writer(self.text)
    }

    fn name(&mut self, name: &str) -> Writer<'_> {
        self.next();
        quote(self.text, name);
        self.text.push(':');
        Writer(self.text)
    }

    /// A property.
    pub(crate) fn field<T: ?Sized + Serialize>(&mut self, name: &str, value: &T) -> Done {
        value.serialize(self.name(name))
    }

    pub(crate) fn finish(self) {
        // Nothing came.
        if self.before != ',' {
            self.text.push(self.before);
        }
        self.text.push_str(self.end);
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control @ '\0'..='\u{1f}' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = Parts<'a>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Parts<'a>;

    fn serialize_bool(self, flag: bool) -> Done {
        self.0.push_str(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u64(self, number: u64) -> Done {
        let _ = write!(self.0, "{number}");
        Ok(())
    }

    fn serialize_i64(self, number: i64) -> Done {
        let _ = write!(self.0, "{number}");
        Ok(())
    }

    fn serialize_u8(self, number: u8) -> Done {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Done {
        self.serialize_u64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Done {
        self.serialize_u64(number.into())
    }

    fn serialize_i8(self, number: i8) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_str(self, text: &str) -> Done {
        quote(self.0, text);
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Done {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        let mut parts = Parts::object(self.0);
        value.serialize(parts.name(variant))?;
        parts.finish();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::list(self.0))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::list(self.0))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::list(self.0))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::list(self.0).of_variant(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::object(self.0))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::object(self.0))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::object(self.0).of_variant(variant))
    }

    fn serialize_f32(self, _: f32) -> Done {
        Err(Unwritable)
    }

    fn serialize_f64(self, _: f64) -> Done {
        Err(Unwritable)
    }

    fn serialize_bytes(self, _: &[u8]) -> Done {
        Err(Unwritable)
    }
}

/// Lists, of whichever kind serde tells apart.
macro_rules! list {
    ($($kind:ident $part:ident),*) => {$(
        impl $kind for Parts<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $part<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
                value.serialize(self.next())
            }

            fn end(self) -> Done {
                self.finish();
                Ok(())
            }
        }
    )*};
}

list!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

/// Objects, likewise.
macro_rules! object {
    ($($kind:ident),*) => {$(
        impl $kind for Parts<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn serialize_field<T: ?Sized + Serialize>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Done {
                self.field(name, value)
            }

            fn end(self) -> Done {
                self.finish();
                Ok(())
            }
        }
    )*};
}

object!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Done {
        key.serialize(self.next())?;
        self.text.push(':');
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        value.serialize(Writer(self.text))
    }

    fn end(self) -> Done {
        self.finish();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Softphone, input::HostEvent, time::Timestamp};

    #[derive(serde::Serialize)]
    #[serde(rename_all = "camelCase")]
    enum Kind {
        Unit,
        New(Option<u8>),
        Two(i8, char),
        Named { a_b: bool },
        Empty {},
    }

    #[test]
    fn it_is_what_serde_json_writes() {
        let kinds = [Kind::Unit, Kind::New(None), Kind::New(Some(7)), Kind::Two(-3, 'é')];
        let more = (Kind::Named { a_b: true }, Kind::Empty {}, ());
        let texts =
            ["", "\"quoted\" \\ and / ", "\u{0}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}\u{2028}王👩‍🚒"];
        let map: std::collections::BTreeMap<&str, Vec<u64>> =
            [("", vec![]), ("a\"b", vec![0, u64::MAX])].into();
        let all = (kinds, more, texts, map);
        assert_eq!(to_json(&all), serde_json::to_string(&all).expect("JSON"));
    }

    #[test]
    fn a_phone_is_written_whole() {
        let mut phone = Softphone::new();
        let started = HostEvent::Started { settings: crate::Settings::default() };
        phone.handle(Timestamp(1), crate::Input::Host(started)).expect("it is not refused");
        assert_eq!(to_json(&phone), serde_json::to_string(&phone).expect("JSON"));
        assert_eq!(to_json(&phone.view()), serde_json::to_string(&phone.view()).expect("JSON"));
    }
}
