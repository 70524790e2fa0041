//! Types and triggers.

use tree_sitter::Node;

use super::{ParseError, Reader, child, children, fields, place};
use crate::syntax::{
    Annotation, Class, Enum, Method, Modifier, Name, Trigger, TriggerEvent, TypeDeclaration,
    TypeKind, TypeName,
};

impl Reader<'_> {
    /// A class, an interface or an enum; none where the node is something else.
    pub(super) fn type_declaration(
        self,
        node: Node<'_>,
    ) -> Result<Option<TypeDeclaration>, ParseError> {
        let kind = match node.kind() {
            "class_declaration" => TypeKind::Class(self.class(node)?),
            "interface_declaration" => TypeKind::Interface {
                extends: match child(node, "extends_interfaces") {
                    Some(list) => self.type_list(list)?,
                    None => Vec::new(),
                },
                methods: self.interface_methods(self.field(node, "body")?)?,
            },
            "enum_declaration" => TypeKind::Enum(Enum {
                values: children(self.field(node, "body")?)
                    .map(|value| Ok(self.name(self.field(value, "name")?)))
                    .collect::<Result<_, ParseError>>()?,
            }),
            _ => return Ok(None),
        };
        if node.child_by_field_name("type_parameters").is_some() {
            return Err(self.error(node, "a type with type parameters of its own"));
        }
        Ok(Some(TypeDeclaration {
            place: place(node),
            name: self.name(self.field(node, "name")?),
            modifiers: self.modifiers(node)?,
            kind,
        }))
    }

    fn class(self, node: Node<'_>) -> Result<Class, ParseError> {
        let mut class = Class::default();
        if let Some(superclass) = node.child_by_field_name("superclass") {
            class.extends = Some(self.type_name(self.only(superclass)?)?);
        }
        if let Some(interfaces) = node.child_by_field_name("interfaces") {
            class.implements = self.type_list(interfaces)?;
        }
        for member in children(self.field(node, "body")?) {
            self.member(member, &mut class)?;
        }
        Ok(class)
    }

    /// The types that a clause names.
    fn type_list(self, clause: Node<'_>) -> Result<Vec<TypeName>, ParseError> {
        let list = self.only(clause)?;
        children(list).map(|named| self.type_name(named)).collect()
    }

    fn interface_methods(self, body: Node<'_>) -> Result<Vec<Method>, ParseError> {
        children(body)
            .map(|member| match member.kind() {
                "method_declaration" => self.method(member),
                _ => Err(self.unknown(member)),
            })
            .collect()
    }

    pub(super) fn modifiers(self, node: Node<'_>) -> Result<Vec<Modifier>, ParseError> {
        let Some(modifiers) = child(node, "modifiers") else { return Ok(Vec::new()) };
        children(modifiers)
            .map(|modifier| {
                if modifier.kind() == "annotation" {
                    return Ok(Modifier::Annotation(self.annotation(modifier)?));
                }
                let words: Vec<&str> = self.text(modifier).split_whitespace().collect();
                Ok(Modifier::Word(words.join(" ").to_ascii_lowercase()))
            })
            .collect()
    }

    fn annotation(self, node: Node<'_>) -> Result<Annotation, ParseError> {
        let mut arguments = Vec::new();
        if let Some(list) = node.child_by_field_name("arguments") {
            if let Some(value) = list.child_by_field_name("value") {
                arguments.push((Name::new("value"), self.expression(value)?));
            }
            for pair in children(list).filter(|node| node.kind() == "annotation_key_value") {
                let key = self.name(self.field(pair, "key")?);
                arguments.push((key, self.expression(self.field(pair, "value")?)?));
            }
        }
        Ok(Annotation { name: self.name(self.field(node, "name")?), arguments })
    }

    pub(super) fn trigger(self, node: Node<'_>) -> Result<Trigger, ParseError> {
        let events = fields(node, "events")
            .into_iter()
            .map(|event| {
                let event = self.only(event)?;
                Ok(match event.kind() {
                    "before_insert" => TriggerEvent::BeforeInsert,
                    "before_update" => TriggerEvent::BeforeUpdate,
                    "before_delete" => TriggerEvent::BeforeDelete,
                    "after_insert" => TriggerEvent::AfterInsert,
                    "after_update" => TriggerEvent::AfterUpdate,
                    "after_delete" => TriggerEvent::AfterDelete,
                    "after_undelete" => TriggerEvent::AfterUndelete,
                    _ => return Err(self.unknown(event)),
                })
            })
            .collect::<Result<_, ParseError>>()?;
        Ok(Trigger {
            name: self.name(self.field(node, "name")?),
            object: self.name(self.field(node, "object")?),
            events,
            body: self.block(self.only(self.field(node, "body")?)?)?,
        })
    }
}
