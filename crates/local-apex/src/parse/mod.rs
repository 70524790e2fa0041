//! Source to tree.
//!
//! `tree-sitter-sfapex` reads the text; what stands here makes a [`syntax`](crate::syntax) tree of
//! its nodes, and refuses what this crate does not know. The grammar is a little wider than the
//! language: what only a compiler would refuse is the type checker's matter.

mod declarations;
mod expressions;
mod literals;
mod members;
mod query;
mod statements;
mod types;

use std::sync::Arc;

use tree_sitter::{Node, Parser};

use crate::syntax::{Place, Source, Statement};

/// Why a source was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{}:{}: {what}", .place.line, .place.column)]
pub struct ParseError {
    /// The file, as it was named.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// What is wrong.
    pub what: String,
}

/// Reads a class, an interface, an enum or a trigger.
///
/// # Errors
/// Where the text is not Apex, or holds what this crate does not know.
pub fn file(name: &str, source: &str) -> Result<Source, ParseError> {
    let reader = Reader { file: name, source };
    reader.with_root(|root| {
        let mut parts = children(root);
        match (parts.next(), parts.next()) {
            (Some(only), None) if only.kind() == "trigger_declaration" => {
                Ok(Source::Trigger(reader.trigger(only)?))
            }
            (Some(only), None) => {
                match reader.type_declaration(only)? {
                    Some(declaration) => Ok(Source::Type(Arc::new(declaration))),
                    None => Err(reader
                        .error(only, "a file holds a class, an interface, an enum or a trigger")),
                }
            }
            _ => Err(reader.error(root, "a file holds one class, interface, enum or trigger")),
        }
    })
}

/// Reads anonymous Apex.
///
/// # Errors
/// Where the text is not Apex, or holds what this crate does not know.
pub fn anonymous(name: &str, source: &str) -> Result<Vec<Statement>, ParseError> {
    let reader = Reader { file: name, source };
    reader.with_root(|root| children(root).map(|node| reader.statement(node)).collect())
}

/// What reads one source.
#[derive(Clone, Copy)]
struct Reader<'s> {
    file: &'s str,
    source: &'s str,
}

impl<'s> Reader<'s> {
    fn with_root<T>(
        self,
        read: impl FnOnce(Node<'_>) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        let mut parser = Parser::new();
        let start = Place { line: 1, column: 1 };
        let refused = |what: &str| self.error_at(start, what.to_owned());
        parser
            .set_language(&tree_sitter_sfapex::apex::LANGUAGE.into())
            .map_err(|error| refused(&error.to_string()))?;
        let tree = parser.parse(self.source, None).ok_or_else(|| refused("it was not read"))?;
        let root = tree.root_node();
        if let Some(broken) = first_error(root) {
            let what = if broken.is_missing() {
                format!("{} is missing", broken.kind())
            } else {
                format!("this is not Apex: {}", self.start_of(broken))
            };
            return Err(self.error(broken, &what));
        }
        read(root)
    }

    /// The text of a node.
    fn text(self, node: Node<'_>) -> &'s str {
        &self.source[node.byte_range()]
    }

    fn start_of(self, node: Node<'_>) -> &'s str {
        let line = self.text(node).lines().next().unwrap_or_default();
        line.get(..60).unwrap_or(line)
    }

    /// The child in a field that the grammar says is there.
    fn field<'t>(self, node: Node<'t>, field: &str) -> Result<Node<'t>, ParseError> {
        node.child_by_field_name(field)
            .ok_or_else(|| self.error(node, &format!("{} without {field}", node.kind())))
    }

    /// The only child that means something.
    fn only(self, node: Node<'_>) -> Result<Node<'_>, ParseError> {
        children(node).next().ok_or_else(|| self.error(node, &format!("an empty {}", node.kind())))
    }

    fn error(self, node: Node<'_>, what: &str) -> ParseError {
        self.error_at(place(node), what.to_owned())
    }

    /// What the grammar knows and this crate does not.
    fn unknown(self, node: Node<'_>) -> ParseError {
        let what = format!("not supported here: {} ({})", node.kind(), self.start_of(node));
        self.error_at(place(node), what)
    }

    fn error_at(self, place: Place, what: String) -> ParseError {
        ParseError { file: self.file.to_owned(), place, what }
    }
}

/// The children that mean something.
fn children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let count = u32::try_from(node.named_child_count()).unwrap_or(u32::MAX);
    (0..count).filter_map(move |index| node.named_child(index)).filter(|child| !child.is_extra())
}

/// The children in a field that can be there several times.
fn fields<'t>(node: Node<'t>, field: &str) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.children_by_field_name(field, &mut cursor).filter(Node::is_named).collect()
}

/// The first child of this kind.
fn child<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    children(node).find(|child| child.kind() == kind)
}

/// Where a node begins.
fn place(node: Node<'_>) -> Place {
    let point = node.start_position();
    let from_one = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
    Place { line: from_one(point.row), column: from_one(point.column) }
}

fn first_error(node: Node<'_>) -> Option<Node<'_>> {
    if !node.has_error() {
        return None;
    }
    let count = u32::try_from(node.child_count()).unwrap_or(u32::MAX);
    let inside = (0..count).filter_map(|index| node.child(index)).find_map(first_error);
    let is_one = node.is_error() || node.is_missing();
    inside.or(is_one.then_some(node))
}
