//! Inputs from tagged JavaScript objects, `{ from, type, … }`.
//!
//! serde's own tagged enums copy the whole object into a buffer before they know the variant. Here
//! the tag is simply read off the object, and the variant then reads its fields from that same
//! object; it is a third of the code.

use call_core::{
    Input,
    ids::EffectId,
    input::{EffectResult, LegEvent, PartyNews, RecordingEvent},
};
use js_sys::Reflect;
use serde::{
    de::{
        DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, VariantAccess,
        Visitor, value::StringDeserializer,
    },
    forward_to_deserialize_any,
};
use wasm_bindgen::JsValue;

use crate::{
    error::FaceError,
    read::{self, ReadError as Error},
    twilio::text,
};

/// An input.
pub(crate) fn input(object: &JsValue) -> Result<Input, FaceError> {
    let from = text(object, "from").ok_or_else(|| unreadable("`from` is missing"))?;
    Ok(match from.as_str() {
        "host" => Input::Host(tagged(object)?),
        "agent" => Input::Agent(tagged(object)?),
        "device" => Input::Device(tagged(object)?),
        "leg" => Input::Leg(LegEvent { leg: field(object, "leg")?, news: tagged(object)? }),
        "party" => Input::Party(PartyNews {
            call: field(object, "call")?,
            party: field(object, "party")?,
            seq: optional(object, "seq")?.unwrap_or_default(),
            progress: tagged(object)?,
        }),
        "recording" => Input::Recording(RecordingEvent {
            call: field(object, "call")?,
            seq: optional(object, "seq")?.unwrap_or_default(),
            news: field(object, "type")?,
        }),
        "omni" => Input::Omni(tagged(object)?),
        "org" => Input::Org(tagged(object)?),
        "result" => {
            let id: EffectId = field(object, "id")?;
            Input::Result(EffectResult { id, outcome: tagged(object)? })
        }
        "clock" => Input::Clock,
        other => return Err(unreadable(&format!("nobody is called `{other}`"))),
    })
}

/// An enum whose variant is named by the object's `type`.
pub(crate) fn tagged<T: DeserializeOwned>(object: &JsValue) -> Result<T, FaceError> {
    Ok(T::deserialize(Tagged(object))?)
}

fn field<T: DeserializeOwned>(object: &JsValue, name: &str) -> Result<T, FaceError> {
    optional(object, name)?.ok_or_else(|| unreadable(&format!("`{name}` is missing")))
}

fn optional<T: DeserializeOwned>(object: &JsValue, name: &str) -> Result<Option<T>, FaceError> {
    let value = Reflect::get(object, &name.into()).unwrap_or_default();
    Ok(read::read(value)?)
}

fn unreadable(what: &str) -> FaceError {
    FaceError::Unreadable(what.into())
}

/// An object that is an enum: its `type` is the variant, its other properties are the fields.
struct Tagged<'a>(&'a JsValue);

impl<'de> Deserializer<'de> for Tagged<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("only tagged enums are read here"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for Tagged<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let tag = text(self.0, "type").ok_or_else(|| Error::custom("`type` is missing"))?;
        let tag: StringDeserializer<Error> = serde::de::IntoDeserializer::into_deserializer(tag);
        Ok((seed.deserialize(tag)?, self))
    }
}

impl<'de> VariantAccess<'de> for Tagged<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("variants have named fields"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        read::Value(self.0.clone()).deserialize_struct("", fields, visitor)
    }
}
