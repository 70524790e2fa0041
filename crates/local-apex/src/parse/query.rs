//! Queries: SOQL and SOSL.

use tree_sitter::Node;

use super::{ParseError, Reader, child, children, place};
use crate::syntax::{
    Access, Comparison, Condition, Literal, Name, Operand, Order, Query, Selected, Soql, Sosl, Term,
};

impl Reader<'_> {
    pub(super) fn query(self, node: Node<'_>) -> Result<Query, ParseError> {
        let body = self.only(node)?;
        match body.kind() {
            "soql_query_body" => Ok(Query::Soql(Box::new(self.soql(body)?))),
            "sosl_query_body" => Ok(Query::Sosl(Box::new(self.sosl(body)?))),
            _ => Err(self.unknown(body)),
        }
    }

    fn soql(self, node: Node<'_>) -> Result<Soql, ParseError> {
        for clause in ["using_clause", "update_clause"] {
            if let Some(clause) = node.child_by_field_name(clause) {
                return Err(self.unknown(clause));
            }
        }
        let (from, alias) = self.from(self.field(node, "from_clause")?)?;
        let select = self.field(node, "select_clause")?;
        let select = match child(select, "count_expression") {
            Some(_) => Vec::new(),
            None => self.selected(select)?,
        };
        let mut soql = Soql { alias, ..self.clauses(node, from)? };
        soql.select = select;
        if let Some(access) = node.child_by_field_name("with_clause") {
            soql.access = Some(self.access(access)?);
        }
        if let Some(group_by) = node.child_by_field_name("group_by_clause") {
            for part in children(group_by) {
                if part.kind() == "having_clause" {
                    soql.having = Some(self.condition(self.only(part)?)?);
                } else {
                    soql.group_by.push(self.term(part)?);
                }
            }
        }
        if let Some(clause) = node.child_by_field_name("for_clause") {
            if !self.text(self.only(clause)?).eq_ignore_ascii_case("UPDATE") {
                return Err(self.unknown(clause));
            }
            soql.is_for_update = true;
        }
        soql.is_all_rows = node.child_by_field_name("all_rows_clause").is_some();
        Ok(soql)
    }

    /// The clauses that a query and a part of a search have in common.
    fn clauses(self, node: Node<'_>, from: Name) -> Result<Soql, ParseError> {
        let mut soql = Soql {
            place: place(node),
            select: Vec::new(),
            from,
            alias: None,
            condition: None,
            access: None,
            group_by: Vec::new(),
            having: None,
            order_by: Vec::new(),
            limit: None,
            offset: None,
            is_for_update: false,
            is_all_rows: false,
        };
        for clause in children(node) {
            match clause.kind() {
                "where_clause" => soql.condition = Some(self.condition(self.only(clause)?)?),
                "order_by_clause" => {
                    soql.order_by = children(clause)
                        .map(|order| self.order(order))
                        .collect::<Result<_, _>>()?;
                }
                "limit_clause" => soql.limit = Some(self.operand(self.only(clause)?)?),
                "offset_clause" => soql.offset = Some(self.operand(self.only(clause)?)?),
                _ => {}
            }
        }
        Ok(soql)
    }

    fn from(self, node: Node<'_>) -> Result<(Name, Option<Name>), ParseError> {
        let mut sources = children(node);
        let source = self.only(node)?;
        if let Some(second) = sources.nth(1) {
            return Err(self.unknown(second));
        }
        let (storage, alias) = match source.kind() {
            "storage_alias" => {
                let mut parts = children(source);
                let storage = self.only(source)?;
                (storage, parts.nth(1).map(|alias| self.name(alias)))
            }
            _ => (source, None),
        };
        let name = self.only(storage)?;
        match name.kind() {
            "identifier" => Ok((self.name(name), alias)),
            _ => Err(self.unknown(name)),
        }
    }

    fn selected(self, node: Node<'_>) -> Result<Vec<Selected>, ParseError> {
        children(node)
            .map(|part| match part.kind() {
                "subquery" => Ok(Selected::Children(Box::new(self.soql(self.only(part)?)?))),
                "alias_expression" => {
                    let alias = children(part).nth(1).ok_or_else(|| self.unknown(part))?;
                    Ok(Selected::Term(self.term(self.only(part)?)?, Some(self.name(alias))))
                }
                _ => Ok(Selected::Term(self.term(part)?, None)),
            })
            .collect()
    }

    fn term(self, node: Node<'_>) -> Result<Term, ParseError> {
        match node.kind() {
            "field_identifier" => {
                let name = self.only(node)?;
                Ok(Term::Field(match name.kind() {
                    "dotted_identifier" => children(name).map(|part| self.name(part)).collect(),
                    _ => vec![self.name(name)],
                }))
            }
            "function_expression" => {
                let name = self.name(self.field(node, "function_name")?);
                let arguments = children(node).skip(1);
                let arguments: Result<Vec<Term>, _> =
                    arguments.map(|part| self.term(part)).collect();
                Ok(Term::Function(name, arguments?))
            }
            _ => Err(self.unknown(node)),
        }
    }

    fn condition(self, node: Node<'_>) -> Result<Condition, ParseError> {
        let all = || children(node).map(|part| self.condition(part)).collect::<Result<Vec<_>, _>>();
        match node.kind() {
            "and_expression" => Ok(Condition::All(all()?)),
            "or_expression" => Ok(Condition::Any(all()?)),
            "not_expression" => Ok(Condition::Not(Box::new(self.condition(self.only(node)?)?))),
            "comparison_expression" => {
                let parts: Vec<Node<'_>> = children(node).collect();
                let [term, operator, rest @ ..] = parts.as_slice() else {
                    return Err(self.unknown(node));
                };
                let operand = rest.first().ok_or_else(|| self.unknown(node))?;
                let comparison =
                    comparison(self.text(*operator)).ok_or_else(|| self.unknown(*operator))?;
                Ok(Condition::Compare(self.term(*term)?, comparison, self.operand(*operand)?))
            }
            _ => Err(self.unknown(node)),
        }
    }

    fn operand(self, node: Node<'_>) -> Result<Operand, ParseError> {
        let text = || self.text(node).to_owned();
        Ok(match node.kind() {
            "decimal" => Operand::Literal(Literal::Decimal(text())),
            "date" => Operand::Date(text()),
            "date_time" => Operand::DateTime(text()),
            "date_literal" => Operand::DateLiteral(text(), None),
            "date_literal_with_param" => {
                let mut parts = children(node);
                match (parts.next(), parts.next()) {
                    (Some(name), Some(number)) => Operand::DateLiteral(
                        self.text(name).to_owned(),
                        Some(self.text(number).parse().map_err(|_| self.unknown(number))?),
                    ),
                    _ => return Err(self.unknown(node)),
                }
            }
            "bound_apex_expression" => Operand::Bind(Box::new(self.expression(self.only(node)?)?)),
            "comparable_list" => Operand::List(
                children(node).map(|part| self.operand(part)).collect::<Result<_, _>>()?,
            ),
            "subquery" => Operand::Subquery(Box::new(self.soql(self.only(node)?)?)),
            _ => Operand::Literal(self.literal(node)?),
        })
    }

    fn order(self, node: Node<'_>) -> Result<Order, ParseError> {
        let is = |kind, text: &str| {
            child(node, kind).is_some_and(|part| self.text(part).eq_ignore_ascii_case(text))
        };
        Ok(Order {
            by: self.term(self.only(node)?)?,
            is_descending: is("order_direction", "DESC"),
            are_nulls_last: is("order_null_direction", "NULLS LAST"),
        })
    }

    fn access(self, node: Node<'_>) -> Result<Access, ParseError> {
        let kind = self.only(node)?;
        match self.text(kind).to_ascii_lowercase().as_str() {
            "user_mode" => Ok(Access::User),
            "system_mode" => Ok(Access::System),
            "security_enforced" => Ok(Access::SecurityEnforced),
            _ => Err(self.unknown(kind)),
        }
    }

    fn sosl(self, node: Node<'_>) -> Result<Sosl, ParseError> {
        let mut sosl = Sosl {
            place: place(node),
            find: Operand::Literal(Literal::Null),
            fields: "ALL".to_owned(),
            returning: Vec::new(),
            access: None,
            limit: None,
        };
        for clause in children(node) {
            match clause.kind() {
                "find_clause" => sosl.find = self.find(clause)?,
                "in_clause" => {
                    sosl.fields = self.text(self.only(clause)?).to_ascii_uppercase();
                }
                "returning_clause" => {
                    for object in children(clause) {
                        let mut part = self.clauses(object, self.name(self.only(object)?))?;
                        if let Some(fields) = child(object, "selected_fields") {
                            part.select = self.selected(fields)?;
                        }
                        sosl.returning.push(part);
                    }
                }
                "limit_clause" => sosl.limit = Some(self.operand(self.only(clause)?)?),
                _ => return Err(self.unknown(clause)),
            }
        }
        Ok(sosl)
    }

    fn find(self, node: Node<'_>) -> Result<Operand, ParseError> {
        if let Some(bound) = child(node, "bound_apex_expression") {
            return self.operand(bound);
        }
        let term = child(node, "term").ok_or_else(|| self.unknown(node))?;
        Ok(Operand::Literal(Literal::Text(self.text(term).to_owned())))
    }
}

/// The comparison that is written so.
fn comparison(text: &str) -> Option<Comparison> {
    let words: Vec<String> = text.split_whitespace().map(str::to_ascii_uppercase).collect();
    Some(match words.join(" ").as_str() {
        "=" => Comparison::Equal,
        "!=" | "<>" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        "LIKE" => Comparison::Like,
        "IN" => Comparison::In,
        "NOT IN" => Comparison::NotIn,
        "INCLUDES" => Comparison::Includes,
        "EXCLUDES" => Comparison::Excludes,
        _ => return None,
    })
}
