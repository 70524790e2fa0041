//! A query where one record is wanted.

use std::rc::Rc;

use crate::run::{Interpreter, List, Stop, Value};

impl Interpreter<'_> {
    /// The only record that a query gave.
    pub(crate) fn only_row(&self, rows: &Rc<List>) -> Result<Value, Stop> {
        let refused = |many: &str| {
            let message = format!("List has {many} for assignment to SObject");
            Err(self.thrown("QueryException", message))
        };
        match rows.items.borrow().as_slice() {
            [] => refused("no rows"),
            [only] => Ok(only.clone()),
            _ => refused("more than 1 row"),
        }
    }
}
