//! Inputs as flat objects, where serde's tags were left to the boundary (see [`input`](crate::input)):
//! `{"from":"leg","leg":"…","type":"muted","on":true}`, as everywhere else.

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeStructVariant},
};

use crate::{
    Input,
    json::{Parts, Unwritable},
};

/// An input.
pub(super) fn input(input: &Input) -> String {
    let mut text = String::new();
    // What is no enum with named fields does not come here, so nothing of it fails.
    let _ = write(input, &mut text);
    text
}

fn write(input: &Input, text: &mut String) -> Result<(), Unwritable> {
    let mut object = Parts::object(text);
    let mut from = |name: &'static str| object.field("from", name);
    match input {
        Input::Host(event) => {
            from("host")?;
            event.serialize(Flat(object))
        }
        Input::Agent(command) => {
            from("agent")?;
            command.serialize(Flat(object))
        }
        Input::Device(event) => {
            from("device")?;
            event.serialize(Flat(object))
        }
        Input::Leg(event) => {
            from("leg")?;
            object.field("leg", &event.leg)?;
            event.news.serialize(Flat(object))
        }
        Input::Party(news) => {
            from("party")?;
            object.field("call", &news.call)?;
            object.field("party", &news.party)?;
            object.field("seq", &news.seq)?;
            news.progress.serialize(Flat(object))
        }
        Input::Recording(event) => {
            from("recording")?;
            object.field("call", &event.call)?;
            object.field("seq", &event.seq)?;
            event.news.serialize(Flat(object))
        }
        Input::Omni(news) => {
            from("omni")?;
            news.serialize(Flat(object))
        }
        Input::Org(news) => {
            from("org")?;
            news.serialize(Flat(object))
        }
        Input::Result(result) => {
            from("result")?;
            object.field("id", &result.id)?;
            result.outcome.serialize(Flat(object))
        }
        Input::Clock => {
            from("clock")?;
            object.finish();
            Ok(())
        }
    }
}

/// Writes an enum's variant and its fields into an object that has begun.
struct Flat<'a>(Parts<'a>);

type Never = Impossible<(), Unwritable>;

impl<'a> Serializer for Flat<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Flat<'a>;

    fn serialize_unit_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        self.0.field("type", variant)?;
        self.0.finish();
        Ok(())
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Unwritable> {
        self.0.field("type", variant)?;
        Ok(self)
    }

    fn serialize_bool(self, _: bool) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_i8(self, _: i8) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_i16(self, _: i16) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_i32(self, _: i32) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_i64(self, _: i64) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_u8(self, _: u8) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_u16(self, _: u16) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_u32(self, _: u32) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_u64(self, _: u64) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_char(self, _: char) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_str(self, _: &str) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_some<T: ?Sized + Serialize>(self, _: &T) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_tuple(self, _: usize) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Never, Unwritable> {
        Err(Unwritable)
    }
}

impl SerializeStructVariant for Flat<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.0.field(name, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.0.finish();
        Ok(())
    }
}
