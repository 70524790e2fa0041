//! What sets and maps find their members by: the parts of a value that make it equal to another.

use std::rc::Rc;

use super::{
    Interpreter, Stop,
    value::{Object, Value},
};
use crate::syntax::{Name, TypeName};

/// Two values have equal keys where a set takes them for one. Text counts with its case here,
/// though `==` goes without.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Nothing.
    Null,
    /// `Boolean`.
    Boolean(bool),
    /// `Integer` and `Long`: a set holds one kind only.
    Whole(i64),
    /// `Double`, by its bits.
    Double(u64),
    /// `Decimal`, without zeros at its end.
    Decimal(String),
    /// `String`, and what is known by its text.
    Text(String),
    /// `Blob`.
    Bytes(Vec<u8>),
    /// A value of an enum.
    Enum(String, usize),
    /// A list or a set, by its members.
    Sequence(Vec<Key>),
    /// A map, by its entries.
    Pairs(Vec<(Key, Key)>),
    /// An object, by where it is.
    Identity(usize),
    /// A day, an instant or a time of day, as it is written in ISO 8601; or a zone, by its name.
    Moment(String),
}

impl Interpreter<'_> {
    /// The key of a value.
    ///
    /// # Errors
    /// What its parts' `equals` and `hashCode` throw.
    pub(crate) fn key_of(&mut self, value: &Value) -> Result<Key, Stop> {
        Ok(match value {
            Value::Null => Key::Null,
            Value::Boolean(flag) => Key::Boolean(*flag),
            Value::Integer(number) => Key::Whole(i64::from(*number)),
            Value::Long(number) => Key::Whole(*number),
            Value::Double(number) => Key::Double(number.to_bits()),
            Value::Decimal(number) => Key::Decimal(number.normalized().to_string()),
            Value::Text(text) | Value::Id(text) => Key::Text(text.to_string()),
            Value::Blob(bytes) => Key::Bytes(bytes.to_vec()),
            Value::ObjectToken(object) => Key::Text(object.to_string()),
            Value::FieldToken(object, field) => Key::Text(format!("{object}.{field}")),
            // A record is known by its fields, whatever order they came in.
            Value::Record(record) => {
                let fields: Vec<_> = record
                    .fields
                    .borrow()
                    .iter()
                    .map(|(name, value)| (name.as_str().to_owned(), value.clone()))
                    .collect();
                let pairs = fields
                    .into_iter()
                    .map(|(name, value)| Ok((Key::Text(name), self.key_of(&value)?)));
                let mut pairs: Vec<(Key, Key)> = pairs.collect::<Result<_, Stop>>()?;
                pairs.sort();
                let of = Key::Text(record.object.to_string());
                Key::Sequence(vec![of, Key::Pairs(pairs)])
            }
            Value::List(list) => {
                let items = list.items.borrow().clone();
                Key::Sequence(items.iter().map(|item| self.key_of(item)).collect::<Result<_, _>>()?)
            }
            // Whatever its order.
            Value::Set(set) => {
                let mut keys: Vec<Key> = set.items.borrow().keys().cloned().collect();
                keys.sort();
                Key::Sequence(keys)
            }
            Value::Map(map) => {
                let entries: Vec<_> = map
                    .entries
                    .borrow()
                    .iter()
                    .map(|(key, (_, value))| (key.clone(), value.clone()))
                    .collect();
                let pairs = entries.into_iter().map(|(key, value)| Ok((key, self.key_of(&value)?)));
                let mut pairs: Vec<(Key, Key)> = pairs.collect::<Result<_, Stop>>()?;
                pairs.sort();
                Key::Pairs(pairs)
            }
            Value::Object(object) => {
                let one = self.first_equal(value, object)?;
                Key::Identity(Rc::as_ptr(&one).cast::<()>() as usize)
            }
            Value::Enum(of, index) => Key::Enum(of.name.clone(), *index),
            Value::Pattern(own) => Key::Identity(Rc::as_ptr(own).cast::<()>() as usize),
            Value::Matcher(own) => Key::Identity(Rc::as_ptr(own).cast::<()>() as usize),
            Value::Iterator(own) => Key::Identity(Rc::as_ptr(own).cast::<()>() as usize),
            Value::JsonGenerator(own) => Key::Identity(Rc::as_ptr(own).cast::<()>() as usize),
            Value::JsonParser(own) => Key::Identity(Rc::as_ptr(own).cast::<()>() as usize),
            Value::Date(day) => Key::Moment(day.to_string()),
            Value::Datetime(instant) => Key::Moment(instant.to_string()),
            Value::Time(time) => Key::Moment(time.to_string()),
            Value::Zone(zone) => Key::Moment(zone.iana_name().unwrap_or_default().to_owned()),
            Value::Type(name) => Key::Text(name.to_string().to_ascii_lowercase()),
        })
    }

    /// The key of a value that is looked for among values of a type.
    pub(crate) fn key_as(&mut self, value: Value, type_name: &TypeName) -> Result<Key, Stop> {
        let value = self.convert(value, type_name)?;
        self.key_of(&value)
    }

    /// The first object that was asked for its key and is equal to this one, by its own `equals` and
    /// `hashCode`; itself where it has none.
    fn first_equal(&mut self, value: &Value, object: &Rc<Object>) -> Result<Rc<Object>, Stop> {
        let (hash_code, equals) = (Name::new("hashCode"), Name::new("equals"));
        if !self.has_method(value, &hash_code, 0) || !self.has_method(value, &equals, 1) {
            return Ok(object.clone());
        }
        let Value::Integer(hash) = self.invoke(value, &hash_code, Vec::new())? else {
            return Err(self.unknown("hashCode returns an Integer"));
        };
        let of = (Self::type_of(object), hash);
        for known in self.keyed.get(&of).cloned().unwrap_or_default() {
            let other = vec![Value::Object(known.clone())];
            if Rc::ptr_eq(&known, object)
                || matches!(self.invoke(value, &equals, other)?, Value::Boolean(true))
            {
                return Ok(known);
            }
        }
        self.keyed.entry(of).or_default().push(object.clone());
        Ok(object.clone())
    }
}
