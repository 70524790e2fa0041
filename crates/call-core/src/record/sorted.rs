//! A small map from names to values, kept sorted.
//!
//! An org's object has a few hundred fields and a call's record a few dozen: for so few a sorted
//! list is as quick as a tree, and in WebAssembly each kind of `BTreeMap` costs some kilobytes of
//! code. It is no map for thousands of entries that come in any order.

use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};

use super::plan::is_personal;
use crate::pii::{begin_field, end_field};

/// Values by name, in the order of the names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByName<V>(Vec<(String, V)>);

impl<V> Default for ByName<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> ByName<V> {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.place(name).ok().map(|at| &self.0[at].1)
    }

    /// Whether the name has a value.
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Gives the name a value, in place of the one it had.
    pub fn insert(&mut self, name: String, value: V) {
        match self.place(&name) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Takes the name out.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(other, _)| other != name);
    }

    /// Keeps what `wanted` says yes to.
    pub fn retain(&mut self, mut wanted: impl FnMut(&str, &V) -> bool) {
        self.0.retain(|(name, value)| wanted(name, value));
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The names, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}

impl<V> Extend<(String, V)> for ByName<V> {
    fn extend<I: IntoIterator<Item = (String, V)>>(&mut self, entries: I) {
        entries.into_iter().for_each(|(name, value)| self.insert(name, value));
    }
}

impl<V> FromIterator<(String, V)> for ByName<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        let mut all = Self::new();
        all.extend(entries);
        all
    }
}

impl<V> IntoIterator for ByName<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V: Serialize> Serialize for ByName<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.iter() {
            begin_field(is_personal(name));
            let written = map.serialize_entry(name, value);
            end_field();
            written?;
        }
        map.end()
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for ByName<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<V>(ByName<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = ByName<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("values by name")
            }

            fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<ByName<V>, A::Error> {
                while let Some((name, value)) = map.next_entry()? {
                    self.0.insert(name, value);
                }
                Ok(self.0)
            }
        }

        deserializer.deserialize_map(Entries(ByName::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_have_one_value() {
        let mut all: ByName<u8> =
            [("b", 1), ("a", 2), ("c", 3)].map(|(n, v)| (n.into(), v)).into_iter().collect();
        all.insert("b".into(), 4);
        assert_eq!(all.iter().collect::<Vec<_>>(), [("a", &2), ("b", &4), ("c", &3)]);
        assert_eq!((all.get("b"), all.get("d")), (Some(&4), None));
    }

    #[test]
    fn what_is_taken_out_is_gone() {
        let mut all: ByName<u8> =
            [("a", 1), ("b", 2), ("c", 3)].map(|(n, v)| (n.into(), v)).into_iter().collect();
        all.remove("a");
        all.remove("z");
        all.retain(|name, value| name != "b" && *value > 0);
        assert_eq!(all.keys().collect::<Vec<_>>(), ["c"]);
    }

    #[test]
    fn as_json_it_is_an_object_in_any_order() {
        let read: ByName<u8> = serde_json::from_str(r#"{"b":1,"a":2}"#).expect("an object");
        assert_eq!(serde_json::to_string(&read).expect("writes"), r#"{"a":2,"b":1}"#);
        let refused = serde_json::from_str::<ByName<u8>>("7").expect_err("no object");
        assert!(refused.to_string().contains("values by name"), "{refused}");
    }
}
