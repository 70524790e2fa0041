//! Expressions.

use tree_sitter::Node;

use super::{ParseError, Reader, child, children, fields, place};
use crate::syntax::{
    AssignOperator, BinaryOperator, DmlKind, Expression, Name, TypeName, UnaryOperator, What,
};

impl Reader<'_> {
    pub(super) fn expression(self, node: Node<'_>) -> Result<Expression, ParseError> {
        let what = match node.kind() {
            "int"
            | "decimal_floating_point_literal"
            | "boolean"
            | "string_literal"
            | "multi_line_string_literal"
            | "null_literal" => What::Literal(self.literal(node)?),
            "identifier" => What::Name(self.name(node)),
            "this" => What::This,
            "super" => What::Super,
            "parenthesized_expression" => return self.expression(self.only(node)?),
            "field_access" => self.member_access(node)?,
            "array_access" => What::Element {
                list: self.boxed(self.field(node, "array")?)?,
                index: self.boxed(self.field(node, "index")?)?,
            },
            "method_invocation" => What::Call {
                object: match node.child_by_field_name("object") {
                    Some(object) => Some(self.boxed(object)?),
                    None => None,
                },
                name: self.name(self.field(node, "name")?),
                arguments: self.expressions(self.field(node, "arguments")?)?,
                safe: child(node, "safe_navigation_operator").is_some(),
            },
            "object_creation_expression" => What::New {
                type_name: self.type_name(self.field(node, "type")?)?,
                arguments: self.expressions(self.field(node, "arguments")?)?,
            },
            "array_creation_expression" => self.array_creation(node)?,
            "map_creation_expression" => self.map_creation(node)?,
            "cast_expression" => What::Cast {
                type_name: self.type_name(self.field(node, "type")?)?,
                value: self.boxed(self.field(node, "value")?)?,
            },
            "instanceof_expression" => What::InstanceOf {
                value: self.boxed(self.field(node, "left")?)?,
                type_name: self.type_name(self.field(node, "right")?)?,
            },
            "class_literal" => What::TypeOf(self.type_name(self.only(node)?)?),
            "unary_expression" => What::Unary {
                operator: match self.text(self.field(node, "operator")?) {
                    "+" => UnaryOperator::Plus,
                    "-" => UnaryOperator::Minus,
                    "!" => UnaryOperator::Not,
                    _ => UnaryOperator::Complement,
                },
                operand: self.boxed(self.field(node, "operand")?)?,
            },
            "update_expression" => self.step(node)?,
            "binary_expression" => {
                let operator = self.field(node, "operator")?;
                What::Binary {
                    operator: binary(operator.kind()).ok_or_else(|| self.unknown(operator))?,
                    left: self.boxed(self.field(node, "left")?)?,
                    right: self.boxed(self.field(node, "right")?)?,
                }
            }
            "ternary_expression" => What::Choice {
                condition: self.boxed(self.field(node, "condition")?)?,
                yes: self.boxed(self.field(node, "consequence")?)?,
                no: self.boxed(self.field(node, "alternative")?)?,
            },
            "assignment_expression" => self.assignment(node)?,
            "query_expression" => What::Query(self.query(node)?),
            "dml_expression" => self.dml(node)?,
            _ => return Err(self.unknown(node)),
        };
        Ok(Expression { place: place(node), what })
    }

    /// `a.b`; `Type.class` where it is no list's or map's stands in the same way.
    fn member_access(self, node: Node<'_>) -> Result<What, ParseError> {
        let object = self.field(node, "object")?;
        let name = self.name(self.field(node, "field")?);
        if name.is("class") {
            let path = self.text(object).split('.').map(|part| Name::new(part.trim())).collect();
            return Ok(What::TypeOf(TypeName { path, arguments: Vec::new() }));
        }
        Ok(What::Member {
            object: self.boxed(object)?,
            name,
            safe: child(node, "safe_navigation_operator").is_some(),
        })
    }

    fn boxed(self, node: Node<'_>) -> Result<Box<Expression>, ParseError> {
        self.expression(node).map(Box::new)
    }

    pub(super) fn expressions(self, node: Node<'_>) -> Result<Vec<Expression>, ParseError> {
        children(node).map(|child| self.expression(child)).collect()
    }

    fn array_creation(self, node: Node<'_>) -> Result<What, ParseError> {
        let type_name = self.type_name(self.field(node, "type")?)?;
        if let Some(values) = node.child_by_field_name("value") {
            // `new Integer[]{ 1 }`, or `new List<Integer>{ 1 }`.
            let type_name = self.with_dimensions(type_name, node);
            return Ok(What::NewOf { type_name, elements: self.elements(values)? });
        }
        match fields(node, "dimensions").as_slice() {
            [only] if only.kind() == "dimensions_expr" => {
                Ok(What::NewArray { element: type_name, length: self.boxed(self.only(*only)?)? })
            }
            _ => Err(self.unknown(node)),
        }
    }

    /// What stands in braces; in braces in braces, a list again.
    pub(super) fn elements(self, node: Node<'_>) -> Result<Vec<Expression>, ParseError> {
        children(node)
            .map(|child| match child.kind() {
                "array_initializer" => Err(self.unknown(child)),
                _ => self.expression(child),
            })
            .collect()
    }

    fn map_creation(self, node: Node<'_>) -> Result<What, ParseError> {
        let type_name: TypeName = self.type_name(self.field(node, "type")?)?;
        let entries = children(self.field(node, "value")?)
            .map(|entry| {
                let mut pair = children(entry);
                match (pair.next(), pair.next()) {
                    (Some(key), Some(value)) => {
                        Ok((self.expression(key)?, self.expression(value)?))
                    }
                    _ => Err(self.unknown(entry)),
                }
            })
            .collect::<Result<_, _>>()?;
        Ok(What::NewMap { type_name, entries })
    }

    fn step(self, node: Node<'_>) -> Result<What, ParseError> {
        let operator = self.field(node, "operator")?;
        let operand = self.field(node, "operand")?;
        Ok(What::Step {
            target: self.boxed(operand)?,
            by: if self.text(operator) == "++" { 1 } else { -1 },
            is_after: operand.start_byte() < operator.start_byte(),
        })
    }

    fn assignment(self, node: Node<'_>) -> Result<What, ParseError> {
        let operator = self.field(node, "operator")?;
        let text: String = self.text(operator).split_whitespace().collect();
        let operator = match text.strip_suffix('=') {
            Some("") => AssignOperator::Plain,
            Some(operation) => {
                AssignOperator::With(binary(operation).ok_or_else(|| self.unknown(operator))?)
            }
            None => return Err(self.unknown(operator)),
        };
        Ok(What::Assign {
            operator,
            target: self.boxed(self.field(node, "left")?)?,
            value: self.boxed(self.field(node, "right")?)?,
        })
    }

    fn dml(self, node: Node<'_>) -> Result<What, ParseError> {
        let kind = child(node, "dml_type").ok_or_else(|| self.unknown(node))?;
        let kind = match self.only(kind)?.kind() {
            "insert" => DmlKind::Insert,
            "update" => DmlKind::Update,
            "upsert" => DmlKind::Upsert,
            "delete" => DmlKind::Delete,
            "undelete" => DmlKind::Undelete,
            _ => return Err(self.unknown(node)),
        };
        let mode = child(node, "dml_security_mode");
        Ok(What::Dml {
            kind,
            target: self.boxed(self.field(node, "target")?)?,
            as_user: mode.map(|mode| self.text(mode).eq_ignore_ascii_case("user")),
            key: match node.child_by_field_name("upsert_key") {
                Some(key) => Some(self.type_name(key)?),
                None => None,
            },
        })
    }
}

/// The operator that is written so.
fn binary(text: &str) -> Option<BinaryOperator> {
    Some(match text {
        "+" => BinaryOperator::Add,
        "-" => BinaryOperator::Subtract,
        "*" => BinaryOperator::Multiply,
        "/" => BinaryOperator::Divide,
        "%" => BinaryOperator::Remainder,
        "&" => BinaryOperator::BitAnd,
        "|" => BinaryOperator::BitOr,
        "^" => BinaryOperator::BitXor,
        "<<" => BinaryOperator::ShiftLeft,
        ">>" => BinaryOperator::ShiftRight,
        ">>>" => BinaryOperator::ShiftRightUnsigned,
        "==" => BinaryOperator::Equal,
        "!=" | "<>" => BinaryOperator::NotEqual,
        "===" => BinaryOperator::Same,
        "!==" => BinaryOperator::NotSame,
        "<" => BinaryOperator::Less,
        "<=" => BinaryOperator::LessOrEqual,
        ">" => BinaryOperator::Greater,
        ">=" => BinaryOperator::GreaterOrEqual,
        "&&" => BinaryOperator::And,
        "||" => BinaryOperator::Or,
        "??" => BinaryOperator::Coalesce,
        _ => return None,
    })
}
