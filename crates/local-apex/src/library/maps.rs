//! Maps.

use core::cell::RefCell;
use std::rc::Rc;

use super::{Arguments, collections::size};
use crate::run::{Interpreter, Key, Map, Set, Stop, Value};

impl Interpreter<'_> {
    /// Puts a value under a key; what was there.
    pub(crate) fn put(&mut self, map: &Value, key: Value, value: Value) -> Result<Value, Stop> {
        let Value::Map(map) = map else { return Err(self.unknown("this is no map")) };
        let key = self.convert(key, &map.key)?;
        let value = self.convert(value, &map.value)?;
        let own = self.key_in(map, key.clone())?;
        let mut entries = map.entries.borrow_mut();
        if let Some((_, known)) = entries.get_mut(&own) {
            Ok(core::mem::replace(known, value))
        } else {
            entries.insert(own, (key, value));
            Ok(Value::Null)
        }
    }

    /// What a map finds a key by.
    fn key_in(&mut self, map: &Map, key: Value) -> Result<Key, Stop> {
        Ok(match self.key_as(key, &map.key)? {
            Key::Text(text) if map.ignores_case => Key::Text(text.to_ascii_lowercase()),
            key => key,
        })
    }

    pub(super) fn on_map(
        &mut self,
        map: &Rc<Map>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let this = Value::Map(map.clone());
        match call.word().as_str() {
            "put" => {
                let (key, value) = (call.next(), call.next());
                self.put(&this, key, value)
            }
            "putall" => {
                let from = call.next();
                self.add_all(&this, &from)?;
                Ok(Value::Null)
            }
            "get" => {
                let key = call.next();
                let key = self.convert(key, &map.key)?;
                let key = self.key_in(map, key.clone())?;
                let found = map.entries.borrow().get(&key).map(|(_, value)| value.clone());
                Ok(found.unwrap_or(Value::Null))
            }
            "containskey" => {
                let key = call.next();
                let key = self.convert(key, &map.key)?;
                let key = self.key_in(map, key.clone())?;
                Ok(Value::Boolean(map.entries.borrow().contains_key(&key)))
            }
            "remove" => {
                let key = call.next();
                let key = self.key_in(map, key)?;
                let removed = map.entries.borrow_mut().shift_remove(&key);
                Ok(removed.map_or(Value::Null, |(_, value)| value))
            }
            "keyset" => {
                let keys = map.entries.borrow();
                let items = keys.iter().map(|(own, (key, _))| (own.clone(), key.clone())).collect();
                let items = RefCell::new(items);
                Ok(Value::Set(Rc::new(Set { element: map.key.clone(), items })))
            }
            "values" => {
                let values =
                    map.entries.borrow().values().map(|(_, value)| value.clone()).collect();
                Ok(Value::list(map.value.clone(), values))
            }
            "size" => Ok(size(map.entries.borrow().len())),
            "isempty" => Ok(Value::Boolean(map.entries.borrow().is_empty())),
            "clear" => {
                map.entries.borrow_mut().clear();
                Ok(Value::Null)
            }
            "clone" | "deepclone" => {
                let entries = RefCell::new(map.entries.borrow().clone());
                let (key, value) = (map.key.clone(), map.value.clone());
                Ok(Value::Map(Rc::new(Map { key, value, ignores_case: map.ignores_case, entries })))
            }
            "equals" => {
                let other = call.next();
                Ok(Value::Boolean(self.equals(&this, &other)?))
            }
            "tostring" => Ok(Value::text(self.print(&this)?)),
            _ => Err(self.no_method(call)),
        }
    }
}
