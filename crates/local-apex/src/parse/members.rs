//! What is in a class.

use std::sync::Arc;

use tree_sitter::Node;

use super::{ParseError, Reader, child, children, place};
use crate::syntax::{Class, Constructor, Field, Method, Parameter, Property, Statement};

/// What is done to read or write a property: none where it cannot be, an empty option where it is
/// plain.
type Accessor = Option<Option<Vec<Statement>>>;

impl Reader<'_> {
    pub(super) fn member(self, node: Node<'_>, class: &mut Class) -> Result<(), ParseError> {
        match node.kind() {
            "field_declaration" => self.fields_or_property(node, class)?,
            "method_declaration" => class.methods.push(Arc::new(self.method(node)?)),
            "constructor_declaration" => class.constructors.push(self.constructor(node)?),
            "static_initializer" => {
                class.static_blocks.push((place(node), self.block(self.only(node)?)?));
            }
            "block" => class.blocks.push((place(node), self.block(node)?)),
            _ => match self.type_declaration(node)? {
                Some(declaration) => class.types.push(Arc::new(declaration)),
                None => return Err(self.unknown(node)),
            },
        }
        Ok(())
    }

    fn fields_or_property(self, node: Node<'_>, class: &mut Class) -> Result<(), ParseError> {
        let modifiers = self.modifiers(node)?;
        let type_name = self.type_name(self.field(node, "type")?)?;
        let fields = self.declarators(node, &type_name)?.into_iter().map(|declarator| Field {
            place: place(node),
            modifiers: modifiers.clone(),
            type_name: type_name.clone(),
            name: declarator.name,
            value: declarator.value,
        });
        let Some(accessors) = child(node, "accessor_list") else {
            class.fields.extend(fields.map(Arc::new));
            return Ok(());
        };
        let (get, set) = self.accessors(accessors)?;
        let properties = fields.map(|field| Property { field, get: get.clone(), set: set.clone() });
        class.properties.extend(properties.map(Arc::new));
        Ok(())
    }

    fn accessors(self, list: Node<'_>) -> Result<(Accessor, Accessor), ParseError> {
        let (mut get, mut set) = (None, None);
        for accessor in children(list) {
            let body = match accessor.child_by_field_name("body") {
                Some(body) => Some(self.block(body)?),
                None => None,
            };
            let word = self.text(self.field(accessor, "accessor")?);
            if word.eq_ignore_ascii_case("get") {
                get = Some(body);
            } else {
                set = Some(body);
            }
        }
        Ok((get, set))
    }

    pub(super) fn method(self, node: Node<'_>) -> Result<Method, ParseError> {
        Ok(Method {
            place: place(node),
            modifiers: self.modifiers(node)?,
            returns: self.with_dimensions(self.type_name(self.field(node, "type")?)?, node),
            name: self.name(self.field(node, "name")?),
            parameters: self.parameters(self.field(node, "parameters")?)?,
            body: match node.child_by_field_name("body") {
                Some(body) => Some(self.block(body)?),
                None => None,
            },
        })
    }

    fn parameters(self, node: Node<'_>) -> Result<Vec<Parameter>, ParseError> {
        children(node)
            .map(|parameter| {
                let type_name = self.type_name(self.field(parameter, "type")?)?;
                Ok(Parameter {
                    type_name: self.with_dimensions(type_name, parameter),
                    name: self.name(self.field(parameter, "name")?),
                })
            })
            .collect()
    }

    fn constructor(self, node: Node<'_>) -> Result<Constructor, ParseError> {
        let body = self.field(node, "body")?;
        let mut first = None;
        let mut statements = Vec::new();
        for child in children(body) {
            if child.kind() == "explicit_constructor_invocation" {
                let is_super = self.field(child, "constructor")?.kind() == "super";
                first = Some((is_super, self.expressions(self.field(child, "arguments")?)?));
            } else {
                statements.push(self.statement(child)?);
            }
        }
        Ok(Constructor {
            place: place(node),
            modifiers: self.modifiers(node)?,
            parameters: self.parameters(self.field(node, "parameters")?)?,
            first,
            body: statements,
        })
    }
}
