//! `Schema.DescribeSObjectResult`: what an object is called, and what the running user may do with
//! its records.

use local_data::{permissions::Action, schema::Object};

use super::{
    Arguments,
    schema::{field_token, schema_type, token_of},
};
use crate::{
    run::{self, Interpreter, Stop, Value},
    syntax::Name,
};

impl Interpreter<'_> {
    /// The description of an object.
    pub(super) fn describe_object(object: &Object) -> Value {
        let fields = Self::fields_of(object, Self::describe_field);
        let parts = [("of", token_of(object)), ("fields", fields)];
        Self::platform_object("Schema.DescribeSObjectResult", &parts)
    }

    /// A method of a description, or of a part of one.
    pub(super) fn on_description(
        &mut self,
        described: &run::Object,
        of: &Name,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let part = |name: &str| {
            described.fields.borrow().get(&Name::new(name)).cloned().unwrap_or(Value::Null)
        };
        let word = call.word();
        match of.as_str() {
            "Schema.DescribeFieldResult" => match part("of") {
                Value::FieldToken(object, field) => {
                    self.on_described_field((&object, &field), call)
                }
                _ => Err(self.no_method(call)),
            },
            "Schema.DescribeSObjectResult" | "Schema.SObjectTypeFields" => {
                let Value::ObjectToken(token) = part("of") else {
                    return Err(self.no_method(call));
                };
                let object = self.object_of_token(&token)?;
                match (of.as_str(), word.as_str()) {
                    ("Schema.SObjectTypeFields", "getmap") => Ok(Self::field_map(object)),
                    ("Schema.SObjectTypeFields", _) => Err(self.no_method(call)),
                    _ => self.on_described_object(object, call),
                }
            }
            // What it tells is kept under the very names of its methods.
            _ => {
                let known = described.fields.borrow().get(call.name).cloned();
                known.ok_or_else(|| self.no_method(call))
            }
        }
    }

    fn on_described_object(&self, object: &Object, call: &Arguments<'_>) -> Result<Value, Stop> {
        let permissions = &self.org.permissions;
        Ok(match call.word().as_str() {
            "getname" | "getlocalname" => Value::text(&object.api_name),
            "getlabel" => Value::text(&object.label),
            "getlabelplural" => Value::text(&object.label_plural),
            "getkeyprefix" => Value::text(&object.key_prefix),
            "getsobjecttype" => token_of(object),
            "iscustom" => Value::Boolean(object.is_custom()),
            "isaccessible" | "isqueryable" => Value::Boolean(permissions.may(object, Action::Read)),
            "iscreateable" => {
                Value::Boolean(object.createable && permissions.may(object, Action::Create))
            }
            "isupdateable" => {
                Value::Boolean(object.updateable && permissions.may(object, Action::Edit))
            }
            "isdeletable" => {
                Value::Boolean(object.deletable && permissions.may(object, Action::Delete))
            }
            "getchildrelationships" => self.child_relationships(object),
            _ => return Err(self.no_method(call)),
        })
    }

    /// The fields of the org's objects that refer to this one.
    fn child_relationships(&self, parent: &Object) -> Value {
        let mut found = Vec::new();
        for child in self.org.schema.objects() {
            let refers =
                child.fields.values().filter(|field| field.reference_to.contains(&parent.api_name));
            found.extend(refers.map(|field| {
                let name = field.child_relationship_name.as_ref().map_or(Value::Null, Value::text);
                let parts = [
                    ("getChildSObject", token_of(child)),
                    ("getField", field_token(child, field)),
                    ("getRelationshipName", name),
                ];
                Self::platform_object("Schema.ChildRelationship", &parts)
            }));
        }
        Value::list(schema_type("ChildRelationship"), found)
    }
}
