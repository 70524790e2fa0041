//! Statements.

use std::sync::Arc;

use tree_sitter::Node;

use super::{ParseError, Reader, child, children, fields, place};
use crate::syntax::{
    Case, Catch, Declarator, Expression, Label, Name, Statement, StatementKind, TypeName, What,
};

impl Reader<'_> {
    pub(super) fn statement(self, node: Node<'_>) -> Result<Statement, ParseError> {
        let kind = match node.kind() {
            "block" => StatementKind::Block(self.block(node)?),
            "expression_statement" => StatementKind::Expression(self.expression(self.only(node)?)?),
            "local_variable_declaration" => self.local(node)?,
            "if_statement" => StatementKind::If {
                condition: self.expression(self.field(node, "condition")?)?,
                then: self.boxed_statement(self.field(node, "consequence")?)?,
                otherwise: match node.child_by_field_name("alternative") {
                    Some(otherwise) => Some(self.boxed_statement(otherwise)?),
                    None => None,
                },
            },
            "while_statement" => StatementKind::While {
                condition: self.expression(self.field(node, "condition")?)?,
                body: self.boxed_statement(self.field(node, "body")?)?,
            },
            "do_statement" => StatementKind::Do {
                body: self.boxed_statement(self.field(node, "body")?)?,
                condition: self.expression(self.field(node, "condition")?)?,
            },
            "for_statement" => self.counting_loop(node)?,
            "enhanced_for_statement" => StatementKind::ForEach {
                type_name: self.with_dimensions(self.type_name(self.field(node, "type")?)?, node),
                name: self.name(self.field(node, "name")?),
                values: self.expression(self.field(node, "value")?)?,
                body: self.boxed_statement(self.field(node, "body")?)?,
            },
            "switch_expression" => StatementKind::Switch {
                value: self.expression(self.field(node, "condition")?)?,
                cases: children(self.field(node, "body")?)
                    .map(|rule| self.case(rule))
                    .collect::<Result<_, _>>()?,
            },
            "break_statement" => StatementKind::Break,
            "continue_statement" => StatementKind::Continue,
            "return_statement" => StatementKind::Return(match children(node).next() {
                Some(value) => Some(self.expression(value)?),
                None => None,
            }),
            "throw_statement" => StatementKind::Throw(self.expression(self.only(node)?)?),
            "try_statement" => self.attempt(node)?,
            "run_as_statement" => StatementKind::RunAs {
                user: self.expression(self.field(node, "user")?)?,
                body: self.block(child(node, "block").ok_or_else(|| self.unknown(node))?)?,
            },
            _ => match self.type_declaration(node)? {
                Some(declaration) => StatementKind::Type(Arc::new(declaration)),
                None => return Err(self.unknown(node)),
            },
        };
        Ok(Statement { place: place(node), kind })
    }

    fn boxed_statement(self, node: Node<'_>) -> Result<Box<Statement>, ParseError> {
        if !node.is_named() {
            // A lone semicolon.
            return Ok(Box::new(Statement { place: place(node), kind: StatementKind::Nothing }));
        }
        self.statement(node).map(Box::new)
    }

    pub(super) fn block(self, node: Node<'_>) -> Result<Vec<Statement>, ParseError> {
        children(node).map(|child| self.statement(child)).collect()
    }

    fn local(self, node: Node<'_>) -> Result<StatementKind, ParseError> {
        let type_name = self.type_name(self.field(node, "type")?)?;
        let declarators = self.declarators(node, &type_name)?;
        Ok(StatementKind::Local { type_name, declarators })
    }

    /// The variables or fields that are declared.
    pub(super) fn declarators(
        self,
        node: Node<'_>,
        type_name: &TypeName,
    ) -> Result<Vec<Declarator>, ParseError> {
        fields(node, "declarator")
            .into_iter()
            .map(|declarator| {
                if declarator.child_by_field_name("dimensions").is_some() {
                    return Err(self.unknown(declarator));
                }
                let value = match declarator.child_by_field_name("value") {
                    Some(values) if values.kind() == "array_initializer" => Some(Expression {
                        place: place(values),
                        what: What::NewOf {
                            type_name: type_name.clone(),
                            elements: self.elements(values)?,
                        },
                    }),
                    Some(value) => Some(self.expression(value)?),
                    None => None,
                };
                Ok(Declarator { name: self.name(self.field(declarator, "name")?), value })
            })
            .collect()
    }

    fn counting_loop(self, node: Node<'_>) -> Result<StatementKind, ParseError> {
        let first = fields(node, "init")
            .into_iter()
            .map(|init| match init.kind() {
                "local_variable_declaration" => self.statement(init),
                _ => Ok(Statement {
                    place: place(init),
                    kind: StatementKind::Expression(self.expression(init)?),
                }),
            })
            .collect::<Result<_, _>>()?;
        let condition = match node.child_by_field_name("condition") {
            Some(condition) => Some(self.expression(condition)?),
            None => None,
        };
        let next = fields(node, "update")
            .into_iter()
            .map(|update| self.expression(update))
            .collect::<Result<_, _>>()?;
        let body = self.boxed_statement(self.field(node, "body")?)?;
        Ok(StatementKind::For { first, condition, next, body })
    }

    fn case(self, rule: Node<'_>) -> Result<Case, ParseError> {
        let label = child(rule, "switch_label").ok_or_else(|| self.unknown(rule))?;
        let body = child(rule, "block").ok_or_else(|| self.unknown(rule))?;
        let label = match child(label, "when_sobject_type") {
            Some(typed) => {
                let mut parts = children(typed);
                match (parts.next(), parts.next()) {
                    (Some(type_name), Some(name)) => {
                        Label::Type(self.type_name(type_name)?, self.name(name))
                    }
                    _ => return Err(self.unknown(typed)),
                }
            }
            None if children(label).next().is_none() => Label::Else,
            None => Label::Values(self.expressions(label)?),
        };
        Ok(Case { label, body: self.block(body)? })
    }

    fn attempt(self, node: Node<'_>) -> Result<StatementKind, ParseError> {
        let mut catches = Vec::new();
        let mut finally = None;
        for child in children(node) {
            match child.kind() {
                "catch_clause" => {
                    let (type_name, name) = self.caught(child)?;
                    let body = self.block(self.field(child, "body")?)?;
                    catches.push(Catch { type_name, name, body });
                }
                "finally_clause" => finally = Some(self.block(self.only(child)?)?),
                _ => {}
            }
        }
        let body = self.block(self.field(node, "body")?)?;
        Ok(StatementKind::Try { body, catches, finally })
    }

    fn caught(self, clause: Node<'_>) -> Result<(TypeName, Name), ParseError> {
        let parameter = child(clause, "formal_parameter").ok_or_else(|| self.unknown(clause))?;
        Ok((
            self.type_name(self.field(parameter, "type")?)?,
            self.name(self.field(parameter, "name")?),
        ))
    }
}
