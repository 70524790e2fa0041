//! Maps of records by their ids: `new Map<Id, Account>(records)`.

use std::rc::Rc;

use crate::{
    run::{Interpreter, List, Map, Stop, Value},
    syntax::Name,
};

impl Interpreter<'_> {
    /// Puts every record of a list into a map under its id. Each has one, and no two the same.
    pub(super) fn put_records(&mut self, map: &Rc<Map>, list: &Rc<List>) -> Result<(), Stop> {
        let mut seen = Vec::new();
        let records = list.items.borrow().clone();
        for (index, record) in records.into_iter().enumerate() {
            let Value::Record(own) = &record else {
                return Err(self.unknown("a map is made of a map or of records"));
            };
            let id = own.fields.borrow().get(&Name::new("Id")).cloned().unwrap_or(Value::Null);
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
}
