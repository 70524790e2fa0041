//! Objects and fields by the names that programs give them, whatever their case.

use local_data::schema::{Field, Object};

use super::Org;
use crate::{
    run::{Interpreter, Stop},
    syntax::{Name, TypeName},
};

/// How another object is reached from a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lookup<'o> {
    /// The field with the id.
    pub field: &'o Field,
    /// The name of the relationship.
    pub name: &'o str,
}

impl<'o> Org<'o> {
    /// The object of that name.
    pub(crate) fn object(&self, name: &str) -> Option<&'o Object> {
        let named = |object: &&Object| object.api_name.eq_ignore_ascii_case(name);
        self.schema.object(name).or_else(|| self.schema.objects().find(named))
    }

    /// The objects that a reference can be to, as far as the org has them.
    pub(crate) fn targets(&self, field: &'o Field) -> impl Iterator<Item = &'o Object> + use<'o> {
        let schema = self.schema;
        field.reference_to.iter().filter_map(move |name| schema.object(name))
    }

    /// The records that belong to one of `parent` under that name: their object, and its field with
    /// the id.
    pub(crate) fn children(
        &self,
        parent: &Object,
        relationship: &str,
    ) -> Option<(&'o Object, &'o Field)> {
        self.schema.objects().find_map(|object| {
            let field = object.fields.values().find(|field| {
                field.reference_to.contains(&parent.api_name)
                    && field
                        .child_relationship_name
                        .as_deref()
                        .is_some_and(|name| name.eq_ignore_ascii_case(relationship))
            })?;
            Some((object, field))
        })
    }
}

/// The field of that name.
pub(crate) fn field_named<'o>(object: &'o Object, name: &str) -> Option<&'o Field> {
    let named = |field: &&Field| field.api_name.eq_ignore_ascii_case(name);
    object.fields.get(name).or_else(|| object.fields.values().find(named))
}

/// The relationship of that name to another object.
pub(crate) fn lookup_named<'o>(object: &'o Object, name: &str) -> Option<Lookup<'o>> {
    object.fields.values().find_map(|field| {
        let own = field.relationship_name.as_deref()?;
        own.eq_ignore_ascii_case(name).then_some(Lookup { field, name: own })
    })
}

impl<'o> Interpreter<'o> {
    /// The object of the org that a type's name means, where no class of the source has it.
    pub(crate) fn object_of(&self, type_name: &TypeName) -> Option<&'o Object> {
        if self.declared(type_name).is_some() {
            return None;
        }
        self.object_at(&type_name.path)
    }

    /// The object that a query names.
    pub(super) fn queried(&self, name: &Name) -> Result<&'o Object, Stop> {
        self.org
            .object(name.as_str())
            .ok_or_else(|| self.query_refused(&format!("sObject type '{name}' is not supported.")))
    }

    /// The object of the org that has this name, alone or behind `Schema`.
    pub(crate) fn object_at(&self, path: &[Name]) -> Option<&'o Object> {
        match path {
            [name] => self.org.object(name.as_str()),
            [schema, name] if schema.is("Schema") => self.org.object(name.as_str()),
            _ => None,
        }
    }
}
