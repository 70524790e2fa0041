//! Sets.

use std::rc::Rc;

use super::{
    Arguments,
    collections::{iterator, size},
};
use crate::run::{Interpreter, List, Set, Stop, Value};

impl Interpreter<'_> {
    pub(super) fn on_set(
        &mut self,
        set: &Rc<Set>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let this = Value::Set(set.clone());
        match call.word().as_str() {
            "add" => {
                let value = call.next();
                Ok(Value::Boolean(self.add(&this, value)?))
            }
            "addall" => {
                let (from, before) = (call.next(), set.items.borrow().len());
                self.add_all(&this, &from)?;
                Ok(Value::Boolean(set.items.borrow().len() != before))
            }
            "contains" => {
                let value = call.next();
                let key = self.key_as(value, &set.element)?;
                Ok(Value::Boolean(set.items.borrow().contains_key(&key)))
            }
            "containsall" => {
                let other = call.next();
                let mut all = true;
                for value in self.members_of(&other)? {
                    let key = self.key_as(value, &set.element)?;
                    all &= set.items.borrow().contains_key(&key);
                }
                Ok(Value::Boolean(all))
            }
            "remove" => {
                let value = call.next();
                let key = self.key_as(value, &set.element)?;
                Ok(Value::Boolean(set.items.borrow_mut().shift_remove(&key).is_some()))
            }
            "removeall" | "retainall" => {
                let (other, before) = (call.next(), set.items.borrow().len());
                let mut keys = Vec::new();
                for value in self.members_of(&other)? {
                    keys.push(self.key_as(value, &set.element)?);
                }
                let keeps = call.name.is("retainAll");
                set.items.borrow_mut().retain(|key, _| keys.contains(key) == keeps);
                Ok(Value::Boolean(set.items.borrow().len() != before))
            }
            "size" => Ok(size(set.items.borrow().len())),
            "isempty" => Ok(Value::Boolean(set.items.borrow().is_empty())),
            "clear" => {
                set.items.borrow_mut().clear();
                Ok(Value::Null)
            }
            "clone" => {
                let items = core::cell::RefCell::new(set.items.borrow().clone());
                Ok(Value::Set(Rc::new(Set { element: set.element.clone(), items })))
            }
            "iterator" => {
                let items = core::cell::RefCell::new(self.members_of(&this)?);
                Ok(iterator(Rc::new(List { element: set.element.clone(), items })))
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
