//! Maps of records by their ids: `new Map<Id, Account>(records)`, `putAll(records)`.
//!
//! What `putAll` does with a record that has no id is not said, and not known here.

use std::rc::Rc;

use crate::{
    run::{Interpreter, List, Map, Stop, Value},
    syntax::Name,
};

impl Interpreter<'_> {
    /// Makes a map of the records of a list: each has an id, and no two the same.
    pub(super) fn map_of_records(&mut self, map: &Rc<Map>, list: &Rc<List>) -> Result<(), Stop> {
        let mut seen = Vec::new();
        let records = list.items.borrow().clone();
        for (index, record) in records.into_iter().enumerate() {
            let id = self.id_in(&record)?;
            if id.is_null() {
                let message = format!("Row with null Id at index: {index}");
                return Err(self.thrown("ListException", message));
            }
            let key = self.key_of(&id)?;
            if seen.contains(&key) {
                let message = format!("Row with duplicate Id at index: {index}");
                return Err(self.thrown("ListException", message));
            }
            seen.push(key);
            self.put(&Value::Map(map.clone()), id, record)?;
        }
        Ok(())
    }

    /// Puts the records of a list into a map; of two with the same id the later one stays.
    pub(super) fn put_records(&mut self, map: &Rc<Map>, list: &Rc<List>) -> Result<(), Stop> {
        let records = list.items.borrow().clone();
        for record in records {
            let id = self.id_in(&record)?;
            if id.is_null() {
                return Err(self.unknown("putAll of a record without an Id is not known"));
            }
            self.put(&Value::Map(map.clone()), id, record)?;
        }
        Ok(())
    }

    fn id_in(&self, record: &Value) -> Result<Value, Stop> {
        let Value::Record(own) = record else {
            return Err(self.unknown("a map is filled from a map or from records"));
        };
        Ok(own.fields.borrow().get(&Name::new("Id")).cloned().unwrap_or(Value::Null))
    }
}
