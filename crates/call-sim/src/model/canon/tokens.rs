//! Turns a state into tokens, by way of serde.
//!
//! It does not decide what matters; [`meaning`](super::meaning) does.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use call_core::time::Timestamp;
use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::meaning::{Kind, MEMORY, Meaning, is_instant, of_entry, of_field};

/// One thing that matters.
#[derive(Clone, Copy, Debug)]
pub enum Token {
    Plain(u64),
    Ranked(Kind, u64),
    Name(u64),
}

pub struct Tokens {
    list: Vec<Token>,
    now: u64,
    meaning: Meaning,
    kind: Value,
    /// Of a record: whether a write is under way, so that it matters when it began.
    is_writing: bool,
    /// What the value of a map's entry means.
    entry: Meaning,
    /// The next text is the key of such an entry.
    names_key: bool,
}

/// What numbers and texts are, by the newtype around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Any,
    Name,
    /// Of a party: a name, but for the customer's.
    Label,
    Instant,
}

/// The label of the customer means something.
const CUSTOMER: &str = "customer";

/// The end of what has no length of its own.
const END: Token = Token::Plain(u64::MAX);

impl Tokens {
    pub fn new(now: Timestamp) -> Self {
        Self {
            list: Vec::with_capacity(512),
            now: now.0,
            meaning: Meaning::Plain,
            kind: Value::Any,
            is_writing: false,
            entry: Meaning::Plain,
            names_key: false,
        }
    }

    pub fn into_list(self) -> Vec<Token> {
        self.list
    }

    fn plain(&mut self, value: u64) {
        self.list.push(Token::Plain(value));
    }

    fn number(&mut self, number: u64) {
        match self.kind {
            Value::Any | Value::Label => {}
            Value::Name => return self.list.push(Token::Name(number)),
            Value::Instant => return self.instant(number),
        }
        match self.meaning {
            Meaning::Rank(kind) if number > 0 => self.list.push(Token::Ranked(kind, number)),
            Meaning::UpTo(most) => self.plain(number.min(most)),
            Meaning::Presence | Meaning::Nothing => {}
            Meaning::Plain | Meaning::Age(_) | Meaning::Rank(_) => self.plain(number),
        }
    }

    fn instant(&mut self, at: u64) {
        let oldest = match self.meaning {
            Meaning::Presence | Meaning::Nothing => return,
            Meaning::Rank(kind) => return self.list.push(Token::Ranked(kind, at)),
            Meaning::Age(oldest) => oldest,
            Meaning::Plain | Meaning::UpTo(_) => MEMORY,
        };
        // Sixteen years from now is never.
        self.plain(match at.checked_sub(self.now) {
            Some(ahead) => ahead.min(1 << 39),
            None => (1 << 40) + (self.now - at).min(oldest),
        });
    }

    fn text(&mut self, text: &str) {
        if self.names_key {
            self.entry = of_entry(text);
        }
        let digest = || BuildHasherDefault::<DefaultHasher>::default().hash_one(text);
        if self.kind == Value::Name || self.kind == Value::Label && text != CUSTOMER {
            self.list.push(Token::Name(digest()));
        } else if !matches!(self.meaning, Meaning::Presence | Meaning::Nothing) {
            self.plain(if is_instant(text) { 1 } else { digest() });
        }
    }

    /// Of a variant its place in its enum; none is the place before the first.
    fn variant(&mut self, index: u32) {
        self.plain(1 + u64::from(index));
    }

    fn meant<T: ?Sized + Serialize>(&mut self, meaning: Meaning, value: &T) -> Done {
        if meaning == Meaning::Nothing {
            return Ok(());
        }
        let before = self.meaning;
        // What a whole was meant as, its parts are.
        if meaning != Meaning::Plain {
            self.meaning = meaning;
        }
        value.serialize(&mut *self)?;
        self.meaning = before;
        Ok(())
    }
}

type Done = Result<(), std::fmt::Error>;

macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Done {
            #[allow(clippy::cast_sign_loss, clippy::cast_lossless, clippy::unnecessary_cast)]
            self.number(value as u64);
            Ok(())
        })*
    };
}

impl<'t> Serializer for &'t mut Tokens {
    type Ok = ();
    type Error = std::fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Fields<'t>;
    type SerializeStructVariant = Fields<'t>;

    numbers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    );

    fn serialize_bool(self, value: bool) -> Done {
        self.plain(u64::from(value));
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Done {
        Err(std::fmt::Error::custom("there are no fractions"))
    }

    fn serialize_f64(self, _: f64) -> Done {
        Err(std::fmt::Error::custom("there are no fractions"))
    }

    fn serialize_char(self, value: char) -> Done {
        self.number(u64::from(u32::from(value)));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Done {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Done {
        for byte in value {
            self.number(u64::from(*byte));
        }
        Ok(())
    }

    fn serialize_none(self) -> Done {
        self.plain(0);
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Done {
        self.plain(1);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Done {
        self.variant(index);
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        value: &T,
    ) -> Done {
        let before = self.kind;
        self.kind = match name {
            "EffectId" | "LegId" => Value::Name,
            "PartyId" => Value::Label,
            "Timestamp" => Value::Instant,
            _ => before,
        };
        value.serialize(&mut *self)?;
        self.kind = before;
        Ok(())
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Done {
        self.variant(index);
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self, std::fmt::Error> {
        self.plain(length.ok_or(std::fmt::Error)? as u64);
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, std::fmt::Error> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, std::fmt::Error> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, std::fmt::Error> {
        self.variant(index);
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, std::fmt::Error> {
        Ok(self)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'t>, std::fmt::Error> {
        Ok(Fields { tokens: self, container: name, variant: "" })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'t>, std::fmt::Error> {
        self.variant(index);
        Ok(Fields { tokens: self, container: name, variant })
    }
}

/// The fields of a struct, or of a variant of an enum.
pub struct Fields<'t> {
    tokens: &'t mut Tokens,
    container: &'static str,
    variant: &'static str,
}

impl Fields<'_> {
    fn field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        let tokens = &mut *self.tokens;
        if (self.container, key) == ("RecordBook", "begunAt") && !tokens.is_writing {
            return Ok(());
        }
        let before = tokens.list.len();
        tokens.meant(of_field(self.container, self.variant, key), value)?;
        if (self.container, key) == ("RecordBook", "inFlight") {
            tokens.is_writing = tokens.list.len() > before + 1;
        }
        Ok(())
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = std::fmt::Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.field(key, value)
    }

    fn end(self) -> Done {
        Ok(())
    }
}

impl SerializeStructVariant for Fields<'_> {
    type Ok = ();
    type Error = std::fmt::Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.field(key, value)
    }

    fn end(self) -> Done {
        Ok(())
    }
}

macro_rules! elements {
    ($($kind:ident: $method:ident),*) => {
        $(impl $kind for &mut Tokens {
            type Ok = ();
            type Error = std::fmt::Error;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
                value.serialize(&mut **self)
            }

            fn end(self) -> Done {
                Ok(())
            }
        })*
    };
}

elements!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

/// Fields of a record by name, and whatever was flattened.
impl SerializeMap for &mut Tokens {
    type Ok = ();
    type Error = std::fmt::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Done {
        let before = self.list.len();
        self.names_key = true;
        key.serialize(&mut **self)?;
        self.names_key = false;
        debug_assert_eq!(self.list.len(), before + 1, "keys are texts");
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        let entry = self.entry;
        self.meant(entry, value)
    }

    fn end(self) -> Done {
        self.list.push(END);
        Ok(())
    }
}
