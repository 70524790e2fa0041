//! The form of a state in which two states look equal if they behave equally.
//!
//! A model never ends while its states carry what only grows: instants, numbers of effects, names
//! of legs, sequence numbers. What matters of instants is their order, of ids that they differ, of
//! a record which fields it has. So a state is serialised into tokens, and before the tokens are
//! hashed instants and sequence numbers are replaced by their rank and names by the order in which
//! they come.
//!
//! Left out altogether: notices (told, and never read again), and the copy of the journal that the
//! core keeps to see what changed.

use std::hash::{Hash, Hasher};

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// Fields that do not matter, by name.
const LEFT_OUT: [&str; 6] = ["notices", "lastNotice", "lastEffect", "kept", "turn", "beginsAt"];

/// Hashes what matters of a state.
pub fn hash_canonically<H: Hasher>(state: &impl Serialize, hasher: &mut H) {
    let mut tokens = Tokens::default();
    if state.serialize(&mut tokens).is_err() {
        // Plain data does not fail to serialise; were it to, states would look different, never
        // equal.
        tokens.list.push(Token::Text("unserialisable".into()));
    }
    let times = ranks(&tokens.list, |token| match token {
        Token::Time(at) => Some(*at),
        _ => None,
    });
    let seqs = ranks(&tokens.list, |token| match token {
        Token::Seq(seq) => Some(*seq),
        _ => None,
    });
    let mut names: Vec<&str> = Vec::new();
    for token in &tokens.list {
        match token {
            Token::Plain(number) => (0_u8, number).hash(hasher),
            Token::Text(text) => (1_u8, text).hash(hasher),
            Token::Time(at) => (2_u8, times.binary_search(at).unwrap_or(0)).hash(hasher),
            Token::Seq(seq) => (3_u8, seqs.binary_search(seq).unwrap_or(0)).hash(hasher),
            Token::Name(name) => {
                let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                });
                (4_u8, at).hash(hasher);
            }
        }
    }
}

fn ranks(tokens: &[Token], which: impl Fn(&Token) -> Option<u64>) -> Vec<u64> {
    let mut all: Vec<u64> = tokens.iter().filter_map(which).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[derive(Debug)]
enum Token {
    Plain(u64),
    Text(std::borrow::Cow<'static, str>),
    Time(u64),
    Seq(u64),
    Name(String),
}

/// How the next number or text is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Meaning {
    #[default]
    Plain,
    Time,
    Length,
    Seq,
    Name,
}

#[derive(Default)]
struct Tokens {
    list: Vec<Token>,
    meaning: Meaning,
    /// Values are not looked at: only the names of a map's entries matter.
    mute: usize,
}

impl Tokens {
    fn number(&mut self, number: u64) {
        if self.mute > 0 {
            return;
        }
        self.list.push(match self.meaning {
            Meaning::Time => Token::Time(number),
            Meaning::Seq if number > 0 => Token::Seq(number),
            Meaning::Name => Token::Name(number.to_string()),
            Meaning::Length => Token::Plain(u64::from(number > 0)),
            Meaning::Plain | Meaning::Seq => Token::Plain(number),
        });
    }

    fn text(&mut self, text: &str) {
        if self.mute > 0 {
            return;
        }
        self.list.push(match self.meaning {
            Meaning::Name => Token::Name(text.to_owned()),
            _ => Token::Text(text.to_owned().into()),
        });
    }

    fn tag(&mut self, tag: &'static str) {
        if self.mute == 0 {
            self.list.push(Token::Text(tag.into()));
        }
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

impl Serializer for &mut Tokens {
    type Ok = ();
    type Error = std::fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    );

    fn serialize_bool(self, value: bool) -> Done {
        self.number(u64::from(value));
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
        value.iter().for_each(|byte| self.number(u64::from(*byte)));
        Ok(())
    }

    fn serialize_none(self) -> Done {
        self.tag("none");
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.tag("unit");
        Ok(())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Done {
        self.tag(name);
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.tag(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        value: &T,
    ) -> Done {
        let before = self.meaning;
        self.meaning = match name {
            "Timestamp" => Meaning::Time,
            "Millis" => Meaning::Length,
            "EffectId" | "LegId" => Meaning::Name,
            _ => before,
        };
        value.serialize(&mut *self)?;
        self.meaning = before;
        Ok(())
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        self.tag(variant);
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, std::fmt::Error> {
        self.tag("[");
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, std::fmt::Error> {
        self.tag("(");
        Ok(self)
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self, std::fmt::Error> {
        self.tag(name);
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, std::fmt::Error> {
        self.tag(variant);
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, std::fmt::Error> {
        self.tag("{");
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, std::fmt::Error> {
        self.tag("{");
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, std::fmt::Error> {
        self.tag(variant);
        Ok(self)
    }
}

impl Tokens {
    fn field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        if LEFT_OUT.contains(&key) {
            return Ok(());
        }
        let before = self.meaning;
        if key == "seq" {
            self.meaning = Meaning::Seq;
        }
        value.serialize(&mut *self)?;
        self.meaning = before;
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
                self.tag("]");
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

impl SerializeMap for &mut Tokens {
    type Ok = ();
    type Error = std::fmt::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Done {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.mute += 1;
        value.serialize(&mut **self)?;
        self.mute -= 1;
        Ok(())
    }

    fn end(self) -> Done {
        self.tag("}");
        Ok(())
    }
}

impl SerializeStruct for &mut Tokens {
    type Ok = ();
    type Error = std::fmt::Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.field(key, value)
    }

    fn end(self) -> Done {
        self.tag("}");
        Ok(())
    }
}

impl SerializeStructVariant for &mut Tokens {
    type Ok = ();
    type Error = std::fmt::Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.field(key, value)
    }

    fn end(self) -> Done {
        self.tag("}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::hash::DefaultHasher;

    use call_core::{
        ids::{EffectId, LegId},
        time::Timestamp,
    };

    use super::*;

    fn hash(state: &impl Serialize) -> u64 {
        let mut hasher = DefaultHasher::new();
        hash_canonically(state, &mut hasher);
        hasher.finish()
    }

    #[test]
    fn of_instants_the_order_matters() {
        let at = |times: [u64; 3]| hash(&times.map(Timestamp));
        assert_eq!(at([10, 20, 10]), at([7, 9000, 7]));
        assert_ne!(at([10, 20, 10]), at([20, 10, 10]));
    }

    #[test]
    fn of_ids_it_matters_which_are_the_same() {
        let of = |ids: [u32; 3]| hash(&ids.map(EffectId));
        assert_eq!(of([4, 5, 4]), of([17, 2, 17]));
        assert_ne!(of([4, 5, 4]), of([4, 5, 5]));
        let leg = |name: &str| hash(&LegId(name.into()));
        assert_eq!(leg("key-1.2"), leg("key-1.7"));
    }
}
