//! Names of types.

use tree_sitter::Node;

use super::{ParseError, Reader, children};
use crate::syntax::{Name, TypeName};

impl Reader<'_> {
    pub(super) fn name(self, node: Node<'_>) -> Name {
        Name::new(self.text(node))
    }

    pub(super) fn type_name(self, node: Node<'_>) -> Result<TypeName, ParseError> {
        match node.kind() {
            "void_type" | "boolean_type" | "type_identifier" | "identifier" => {
                Ok(TypeName { path: vec![self.name(node)], arguments: Vec::new() })
            }
            "scoped_type_identifier" => {
                let mut whole = TypeName { path: Vec::new(), arguments: Vec::new() };
                for part in children(node) {
                    let part = self.type_name(part)?;
                    whole.path.extend(part.path);
                    whole.arguments.extend(part.arguments);
                }
                Ok(whole)
            }
            "generic_type" => {
                let mut parts = children(node);
                let named = parts.next().ok_or_else(|| self.unknown(node))?;
                let mut whole = self.type_name(named)?;
                if let Some(arguments) = parts.next() {
                    whole.arguments = children(arguments)
                        .map(|argument| self.type_name(argument))
                        .collect::<Result<_, _>>()?;
                }
                Ok(whole)
            }
            "array_type" => {
                let element = self.type_name(self.field(node, "element")?)?;
                Ok(self.with_dimensions(element, node))
            }
            _ => Err(self.unknown(node)),
        }
    }

    /// A list of it for each pair of brackets.
    pub(super) fn with_dimensions(self, element: TypeName, node: Node<'_>) -> TypeName {
        let Some(dimensions) = node.child_by_field_name("dimensions") else { return element };
        let depth = self.text(dimensions).matches('[').count();
        (0..depth).fold(element, |inner, _| inner.list_of())
    }
}
