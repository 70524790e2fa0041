//! serde's data model read off JavaScript values, as far as inputs use it.
//!
//! A mistake is told by what was expected and the kind of what came, never by its value: that may
//! be a phone number. It also keeps the printing of floating-point numbers out of the module.
//! Enums with data are read as serde writes them by itself, `{ variant: { … } }`; those with a
//! `type` are [`wire`](crate::wire)'s. What it does not read: floating-point numbers, maps with
//! other keys than text.

use core::fmt;

use js_sys::{Array, Object};
use serde::{
    de::{
        self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected,
        IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
        value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use wasm_bindgen::prelude::*;

/// Why a value could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct ReadError(String);

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(came: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("{} came where {expected} was expected", kind(came)))
    }

    fn invalid_value(came: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(came, expected)
    }
}

const fn kind(came: Unexpected<'_>) -> &'static str {
    match came {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Str(_) | Unexpected::Char(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "nothing",
        Unexpected::Seq => "a list",
        _ => "an object",
    }
}

/// `Number.MAX_SAFE_INTEGER`.
const LARGEST_SAFE: f64 = 9_007_199_254_740_991.0;

#[wasm_bindgen]
extern "C" {
    type Properties;

    #[wasm_bindgen(method, indexing_getter)]
    fn property(this: &Properties, name: &str) -> JsValue;
}

/// A value, whole.
///
/// # Errors
/// [`ReadError`] where it is not what the type says.
pub(crate) fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, ReadError> {
    T::deserialize(Value(value))
}

/// A JavaScript value.
pub(crate) struct Value(pub(crate) JsValue);

impl Value {
    fn unlike(&self, expected: &dyn Expected) -> ReadError {
        let value = &self.0;
        let came = if value.is_null() || value.is_undefined() {
            Unexpected::Unit
        } else if value.as_bool().is_some() {
            Unexpected::Bool(false)
        } else if value.as_f64().is_some() {
            Unexpected::Unsigned(0)
        } else if value.is_string() {
            Unexpected::Str("")
        } else if Array::is_array(value) {
            Unexpected::Seq
        } else {
            Unexpected::Map
        };
        de::Error::invalid_type(came, expected)
    }

    /// A whole number, not below zero, that a float holds exactly.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // looked at before
    fn whole(&self) -> Option<u64> {
        let number = self.0.as_f64()?;
        let is_whole = (0.0..=LARGEST_SAFE).contains(&number) && number.fract() == 0.0;
        is_whole.then_some(number as u64)
    }
}

impl IntoDeserializer<'_, ReadError> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if let Some(flag) = self.0.as_bool() {
            return visitor.visit_bool(flag);
        }
        match (self.whole(), self.0.as_string()) {
            (Some(whole), _) => visitor.visit_u64(whole),
            (None, Some(text)) => visitor.visit_string(text),
            (None, None) => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0.as_bool() {
            Some(flag) => visitor.visit_bool(flag),
            None => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.whole() {
            Some(whole) => visitor.visit_u64(whole),
            None => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0.as_string() {
            Some(text) => visitor.visit_string(text),
            None => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if Array::is_array(&self.0) {
            visitor.visit_seq(Elements { list: self.0.unchecked_into(), at: 0 })
        } else {
            Err(self.unlike(&visitor))
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.0.is_object() {
            let pairs = Object::entries(self.0.unchecked_ref());
            visitor.visit_map(Entries { pairs, at: 0, value: JsValue::UNDEFINED })
        } else {
            Err(self.unlike(&visitor))
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if self.0.is_object() {
            let (object, names) = (self.0.unchecked_into(), fields.iter());
            visitor.visit_map(Fields { object, names, value: JsValue::UNDEFINED })
        } else {
            Err(self.unlike(&visitor))
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if let Some(variant) = self.0.as_string() {
            return visitor.visit_enum(variant.into_deserializer());
        }
        let pairs =
            if self.0.is_object() { Object::entries(self.0.unchecked_ref()) } else { Array::new() };
        match pairs.length() {
            1 => visitor.visit_enum(Variant(pairs.get(0).unchecked_into())),
            _ => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// A variant with data: its name, and the value.
struct Variant(Array);

impl<'de> EnumAccess<'de> for Variant {
    type Error = ReadError;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Value), ReadError> {
        Ok((seed.deserialize(Value(self.0.get(0)))?, Value(self.0.get(1))))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        Err(de::Error::custom("data came with a variant that has none"))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, ReadError> {
        Err(de::Error::custom("variants have named fields"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_struct("", fields, visitor)
    }
}

struct Elements {
    list: Array,
    at: u32,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        if self.at == self.list.length() {
            return Ok(None);
        }
        self.at += 1;
        seed.deserialize(Value(self.list.get(self.at - 1))).map(Some)
    }
}

struct Entries {
    pairs: Array,
    at: u32,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        if self.at == self.pairs.length() {
            return Ok(None);
        }
        let entry: Array = self.pairs.get(self.at).unchecked_into();
        self.at += 1;
        self.value = entry.get(1);
        seed.deserialize(Value(entry.get(0))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        seed.deserialize(Value(core::mem::take(&mut self.value)))
    }
}

struct Fields {
    object: Properties,
    names: core::slice::Iter<'static, &'static str>,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        for name in &mut self.names {
            let value = self.object.property(name);
            if !value.is_undefined() {
                self.value = value;
                let name: StrDeserializer<'_, ReadError> = name.into_deserializer();
                return seed.deserialize(name).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        seed.deserialize(Value(core::mem::take(&mut self.value)))
    }
}
