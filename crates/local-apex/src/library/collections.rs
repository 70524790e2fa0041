//! Lists, and what they have in common with sets and maps.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use indexmap::IndexMap;

use super::Arguments;
use crate::{
    run::{Interpreter, Iteration, List, Map, Set, Stop, Value},
    syntax::TypeName,
};

impl Interpreter<'_> {
    /// An empty collection.
    pub(crate) fn new_collection(&mut self, type_name: &TypeName) -> Result<Value, Stop> {
        let name = Self::last(type_name);
        let argument = |index: usize| {
            type_name.arguments.get(index).cloned().unwrap_or_else(|| TypeName::plain("Object"))
        };
        if name.is("List") {
            Ok(Value::list(argument(0), Vec::new()))
        } else if name.is("Set") {
            let items = RefCell::new(IndexMap::new());
            Ok(Value::Set(Rc::new(Set { element: argument(0), items })))
        } else if name.is("Map") {
            let entries = RefCell::new(IndexMap::new());
            Ok(Value::Map(Rc::new(Map {
                key: argument(0),
                value: argument(1),
                ignores_case: false,
                entries,
            })))
        } else {
            Err(self.unknown(format!("the type {type_name} is not known")))
        }
    }

    /// `new List<…>{ … }` and `new Set<…>{ … }`.
    pub(crate) fn collection_of(
        &mut self,
        type_name: &TypeName,
        values: Vec<Value>,
    ) -> Result<Value, Stop> {
        let collection = self.new_collection(type_name)?;
        for value in values {
            self.add(&collection, value)?;
        }
        Ok(collection)
    }

    /// Adds a member; whether it was none before.
    pub(super) fn add(&mut self, collection: &Value, value: Value) -> Result<bool, Stop> {
        match collection {
            Value::List(list) => {
                let value = self.convert(value, &list.element)?;
                list.items.borrow_mut().push(value);
                Ok(true)
            }
            Value::Set(set) => {
                let value = self.convert(value, &set.element)?;
                let key = self.key_of(&value)?;
                let mut items = set.items.borrow_mut();
                let is_new = !items.contains_key(&key);
                items.entry(key).or_insert(value);
                Ok(is_new)
            }
            _ => Err(self.unknown("this takes no members")),
        }
    }

    /// Adds what is in another collection; whether anything was new.
    pub(super) fn add_all(&mut self, collection: &Value, from: &Value) -> Result<(), Stop> {
        if let (Value::Map(_), Value::Map(from)) = (collection, from) {
            let entries: Vec<_> = from.entries.borrow().values().cloned().collect();
            for (key, value) in entries {
                self.put(collection, key, value)?;
            }
            return Ok(());
        }
        if let (Value::Map(map), Value::List(records)) = (collection, from) {
            return self.put_records(map, records);
        }
        for value in self.members_of(from)? {
            self.add(collection, value)?;
        }
        Ok(())
    }

    /// What is in a list or a set.
    pub(super) fn members_of(&mut self, collection: &Value) -> Result<Vec<Value>, Stop> {
        match collection {
            Value::List(list) => Ok(list.items.borrow().clone()),
            Value::Set(set) => Ok(set.items.borrow().values().cloned().collect()),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.unknown("this is no list and no set")),
        }
    }

    pub(super) fn on_list(
        &mut self,
        list: &Rc<List>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let this = Value::List(list.clone());
        match call.word().as_str() {
            "add" if call.left() == 2 => {
                let index = self.index_in(list, call, true)?;
                let value = call.next();
                let value = self.convert(value, &list.element)?;
                list.items.borrow_mut().insert(index, value);
                Ok(Value::Null)
            }
            "add" => {
                let value = call.next();
                self.add(&this, value)?;
                Ok(Value::Null)
            }
            "addall" => {
                let from = call.next();
                self.add_all(&this, &from)?;
                Ok(Value::Null)
            }
            "size" => Ok(size(list.items.borrow().len())),
            "isempty" => Ok(Value::Boolean(list.items.borrow().is_empty())),
            "get" => {
                let index = call.next();
                self.element(&this, &index)
            }
            "set" => {
                let index = self.index_in(list, call, false)?;
                let value = call.next();
                let value = self.convert(value, &list.element)?;
                list.items.borrow_mut()[index] = value;
                Ok(Value::Null)
            }
            "remove" => {
                let index = self.index_in(list, call, false)?;
                Ok(list.items.borrow_mut().remove(index))
            }
            "clear" => {
                list.items.borrow_mut().clear();
                Ok(Value::Null)
            }
            "contains" | "indexof" => {
                let wanted = call.next();
                let wanted = self.key_as(wanted, &list.element)?;
                let items = list.items.borrow().clone();
                let mut found = None;
                for (index, item) in items.iter().enumerate() {
                    if self.key_of(item)? == wanted {
                        found = Some(index);
                        break;
                    }
                }
                Ok(if call.name.is("contains") {
                    Value::Boolean(found.is_some())
                } else {
                    found.map_or(Value::Integer(-1), size)
                })
            }
            "clone" => Ok(Value::list(list.element.clone(), list.items.borrow().clone())),
            "deepclone" => {
                let keeps_id = matches!(call.next(), Value::Boolean(true));
                let copied = |item: &Value| match item {
                    Value::Record(record) => Value::Record(Self::copy_of(record, keeps_id)),
                    item => item.clone(),
                };
                let items = list.items.borrow().iter().map(copied).collect();
                Ok(Value::list(list.element.clone(), items))
            }
            "sort" => {
                let items = list.items.borrow().clone();
                let comparator = (call.left() > 0).then(|| call.next());
                let sorted = self.sorted(items, comparator.as_ref())?;
                *list.items.borrow_mut() = sorted;
                Ok(Value::Null)
            }
            "iterator" => Ok(iterator(list.clone())),
            "equals" => {
                let other = call.next();
                Ok(Value::Boolean(self.equals(&this, &other)?))
            }
            "tostring" => Ok(Value::text(self.print(&this)?)),
            _ => Err(self.no_method(call)),
        }
    }

    /// The next argument as an index: of an element there is, or of the place after the last.
    fn index_in(
        &mut self,
        list: &Rc<List>,
        call: &mut Arguments<'_>,
        is_open: bool,
    ) -> Result<usize, Stop> {
        match call.next() {
            Value::Integer(index) => {
                let most = list.items.borrow().len() + usize::from(is_open);
                usize::try_from(index)
                    .ok()
                    .filter(|index| *index < most)
                    .ok_or_else(|| self.out_of_bounds(index))
            }
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.unknown("an index is an Integer")),
        }
    }

    /// What the iterator of a list or a set has.
    pub(super) fn on_iterator(
        &mut self,
        walk: &Rc<Iteration>,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let item = walk.list.items.borrow().get(walk.next.get()).cloned();
        match call.word().as_str() {
            "hasnext" => Ok(Value::Boolean(item.is_some())),
            "next" => match item {
                Some(item) => {
                    walk.next.set(walk.next.get() + 1);
                    Ok(item)
                }
                None => Err(self.unknown("what next() does after the last one is not known")),
            },
            _ => Err(self.no_method(call)),
        }
    }

    /// In order: as the comparator says; else what is null first, and objects by their `compareTo`.
    /// A merge sort, because comparing can throw.
    pub(super) fn sorted(
        &mut self,
        items: Vec<Value>,
        comparator: Option<&Value>,
    ) -> Result<Vec<Value>, Stop> {
        if items.len() < 2 {
            return Ok(items);
        }
        let mut left = items;
        let right = left.split_off(left.len() / 2);
        let (left, right) = (self.sorted(left, comparator)?, self.sorted(right, comparator)?);
        let mut merged = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
            let (one, other) = (one.clone(), other.clone());
            let next = if self.comes_after(&one, &other, comparator)? {
                right.next()
            } else {
                left.next()
            };
            merged.extend(next);
        }
        merged.extend(left);
        merged.extend(right);
        Ok(merged)
    }

    fn comes_after(
        &mut self,
        one: &Value,
        other: &Value,
        comparator: Option<&Value>,
    ) -> Result<bool, Stop> {
        if let Some(comparator) = comparator {
            let compare = crate::syntax::Name::new("compare");
            return match self.invoke(comparator, &compare, vec![one.clone(), other.clone()])? {
                Value::Integer(order) => Ok(order > 0),
                _ => Err(self.unknown("compare returns an Integer")),
            };
        }
        if one.is_null() || other.is_null() {
            return Ok(other.is_null() && !one.is_null());
        }
        if matches!(one, Value::Object(_)) {
            let compare = crate::syntax::Name::new("compareTo");
            return match self.invoke(one, &compare, vec![other.clone()])? {
                Value::Integer(order) => Ok(order > 0),
                _ => Err(self.unknown("compareTo returns an Integer")),
            };
        }
        match Self::order(one, other) {
            Some(order) => Ok(order.is_gt()),
            None => Err(self.unknown("these have no order")),
        }
    }
}

/// An iterator that is before the first.
pub(super) fn iterator(list: Rc<List>) -> Value {
    Value::Iterator(Rc::new(Iteration { list, next: Cell::new(0) }))
}

/// A count as an Integer.
pub(super) fn size(count: usize) -> Value {
    Value::Integer(i32::try_from(count).unwrap_or(i32::MAX))
}
