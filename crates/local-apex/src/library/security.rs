//! `Security.stripInaccessible`: records without the fields that the running user may not read or
//! write.
//!
//! Records of a query's own making (`AggregateResult`) are not taken.

use std::{collections::BTreeSet, rc::Rc};

use local_data::{
    permissions::Action,
    schema::{Field, Object, Updateable},
};

use super::Arguments;
use crate::{
    data::{field_named, lookup_named},
    run::{EnumInfo, Interpreter, Record, Stop, Value},
    syntax::{Name, TypeName},
};

/// `AccessType`, in the platform's order.
const ACCESS_TYPES: &[&str] = &["CREATABLE", "READABLE", "UPDATABLE", "UPSERTABLE"];

/// What was taken out: objects and their fields.
type Removed = BTreeSet<(String, String)>;

/// `AccessType.READABLE`.
pub(super) fn access_type(name: &Name) -> Option<Value> {
    let index = ACCESS_TYPES.iter().position(|known| name.is(known))?;
    let values = ACCESS_TYPES.iter().map(|known| Name::new(known)).collect();
    Some(Value::Enum(EnumInfo { name: "System.AccessType".to_owned(), values }.into(), index))
}

/// What has to be allowed, by an `AccessType`.
fn wanted(access: &Value) -> Option<&'static [Action]> {
    match access {
        Value::Enum(of, index) if of.name == "System.AccessType" => Some(match *index {
            0 => &[Action::Create],
            1 => &[Action::Read],
            2 => &[Action::Edit],
            _ => &[Action::Create, Action::Edit],
        }),
        _ => None,
    }
}

impl Interpreter<'_> {
    pub(super) fn security(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        if call.word() != "stripinaccessible" {
            return Err(self.no_method(call));
        }
        let (access, records) = (call.next(), call.next());
        let enforces_object = !matches!(call.next(), Value::Boolean(false));
        let Some(actions) = wanted(&access) else { return Err(self.no_method(call)) };
        let Value::List(list) = &records else { return Err(self.null_pointer()) };
        let (mut stripped, mut changed) = (Vec::new(), Vec::new());
        let mut removed = Removed::new();
        for (index, record) in self.records_of(&records)?.iter().enumerate() {
            let object = self.object_of_record(record)?;
            if enforces_object && !self.may_all(object, actions) {
                let message = format!("No access to entity: {}", object.api_name);
                return Err(self.thrown("NoAccessException", message));
            }
            let mut own = Removed::new();
            stripped.push(Value::Record(self.stripped(record, actions, &mut own)?));
            if !own.is_empty() {
                changed.push(Value::Integer(i32::try_from(index).unwrap_or(i32::MAX)));
                removed.extend(own);
            }
        }
        let parts = [
            ("getRecords", Value::list(list.element.clone(), stripped)),
            ("getRemovedFields", self.removed_fields(removed)?),
            ("getModifiedIndexes", self.set_of("Integer", changed)?),
        ];
        Ok(Self::platform_object("System.SObjectAccessDecision", &parts))
    }

    fn may_all(&self, object: &Object, actions: &[Action]) -> bool {
        actions.iter().all(|action| self.org.permissions.may(object, *action))
    }

    /// Whether the user may do it with a field. The id stays.
    fn may_keep(&self, object: &Object, field: &Field, actions: &[Action]) -> bool {
        let may_edit = self.org.permissions.may_edit(object, field);
        field.api_name == "Id"
            || actions.iter().all(|action| match action {
                Action::Read => self.org.permissions.may_read(object, field),
                Action::Create => field.createable && may_edit,
                Action::Edit | Action::Delete => field.updateable != Updateable::Never && may_edit,
            })
    }

    /// A record of its own without what may not be seen, in the records around it too.
    fn stripped(
        &mut self,
        record: &Rc<Record>,
        actions: &[Action],
        removed: &mut Removed,
    ) -> Result<Rc<Record>, Stop> {
        let object = self.object_of_record(record)?;
        let copy = Self::copy_of(record, true);
        let fields = copy.entries();
        for (name, value) in fields {
            // A record that it belongs to is known by the field with its id.
            let field = field_named(object, name.as_str())
                .or_else(|| lookup_named(object, name.as_str()).map(|lookup| lookup.field));
            if field.is_some_and(|field| !self.may_keep(object, field, actions)) {
                copy.fields.borrow_mut().shift_remove(&name);
                removed.insert((object.api_name.clone(), name.to_string()));
                continue;
            }
            let kept = match value {
                Value::Record(parent) => Value::Record(self.stripped(&parent, actions, removed)?),
                Value::List(children) => {
                    let mut kept = Vec::new();
                    for child in self.records_of(&Value::List(children.clone()))? {
                        kept.push(Value::Record(self.stripped(&child, actions, removed)?));
                    }
                    Value::list(children.element.clone(), kept)
                }
                value => value,
            };
            copy.fields.borrow_mut().insert(name, kept);
        }
        Ok(copy)
    }

    /// Names of fields, by the name of their object.
    fn removed_fields(&mut self, removed: Removed) -> Result<Value, Stop> {
        let map = self.new_collection(&TypeName {
            path: vec![Name::new("Map")],
            arguments: vec![TypeName::plain("String"), of_type("Set", "String")],
        })?;
        let mut rest: Vec<(String, String)> = removed.into_iter().collect();
        while let Some((object, _)) = rest.first().cloned() {
            let (own, others): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|(of, _)| *of == object);
            let names = own.iter().map(|(_, field)| Value::text(field)).collect();
            let names = self.set_of("String", names)?;
            self.put(&map, Value::text(object), names)?;
            rest = others;
        }
        Ok(map)
    }

    fn set_of(&mut self, element: &str, values: Vec<Value>) -> Result<Value, Stop> {
        self.collection_of(&of_type("Set", element), values)
    }
}

fn of_type(name: &str, element: &str) -> TypeName {
    TypeName { path: vec![Name::new(name)], arguments: vec![TypeName::plain(element)] }
}
