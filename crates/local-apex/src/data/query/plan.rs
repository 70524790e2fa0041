//! A SQL statement that is being made of a query.

use local_data::schema::{Field, Object};
use rusqlite::types::Value as Sql;

use crate::syntax::{Access, Name, Selected, Soql, Term};

/// Functions of several records.
const AGGREGATES: &[&str] = &["COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"];

/// A SQL statement that is being made of a query.
#[derive(Debug)]
pub(crate) struct Plan<'o> {
    /// Whose records are asked for.
    pub object: &'o Object,
    /// The name by which the query calls them.
    pub alias: Option<Name>,
    /// Whose permissions count.
    pub access: Option<Access>,
    /// Objects that are reached through relationships.
    pub joins: Vec<Join<'o>>,
    /// Conditions, all of which must be true.
    pub conditions: Vec<String>,
    /// By what rows are put together.
    pub group: Vec<String>,
    /// Conditions of groups.
    pub having: Option<String>,
    /// The order.
    pub order: Vec<String>,
    /// How many at most.
    pub limit: Option<i64>,
    /// How many are left out first.
    pub offset: Option<i64>,
    /// The values in it, by number.
    pub values: Vec<Sql>,
    /// Tables in it are named with this number and the next ones.
    pub first_table: usize,
    /// How many tables it has, those of its subqueries included.
    pub tables: usize,
}

/// An object that is reached through a relationship.
#[derive(Debug)]
pub(crate) struct Join<'o> {
    /// Relationships from the first object to it, in lower case.
    pub path: String,
    /// What it is.
    pub object: &'o Object,
    /// What its table is called.
    pub table: String,
    /// The id that it must have, as SQL.
    pub on: String,
}

/// A field, and how SQL calls it.
#[derive(Clone, Debug)]
pub(crate) struct Column<'o> {
    /// The field.
    pub field: &'o Field,
    /// How SQL calls it.
    pub sql: String,
}

impl<'o> Plan<'o> {
    pub(super) fn of(object: &'o Object, alias: Option<Name>, access: Option<Access>) -> Self {
        Self::from_table(object, alias, access, 0)
    }

    /// A subquery: its tables follow those of the query around it.
    pub(super) fn from_table(
        object: &'o Object,
        alias: Option<Name>,
        access: Option<Access>,
        first_table: usize,
    ) -> Self {
        Self {
            object,
            alias,
            access,
            joins: Vec::new(),
            conditions: Vec::new(),
            group: Vec::new(),
            having: None,
            order: Vec::new(),
            limit: None,
            offset: None,
            values: Vec::new(),
            first_table,
            tables: first_table + 1,
        }
    }

    /// Whether the query's rows are groups of records.
    pub(super) fn is_aggregate(soql: &Soql) -> bool {
        let is_one = |selected: &Selected| {
            matches!(selected, Selected::Term(Term::Function(name, _), _)
                if is_aggregate_function(name))
        };
        !soql.group_by.is_empty() || soql.select.iter().any(is_one)
    }

    /// What the first object's table is called.
    pub(super) fn table(&self) -> String {
        format!("t{}", self.first_table)
    }

    /// Puts a value in; gives its place.
    pub(super) fn bind(&mut self, value: Sql) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    /// The statement, with what stands behind SELECT.
    pub(super) fn sql(&self, select: &str) -> String {
        let mut parts = vec![format!(
            "SELECT {select} FROM {} {}",
            quoted(&self.object.api_name),
            self.table()
        )];
        parts.extend(self.joins.iter().map(|join| {
            let (object, table) = (quoted(&join.object.api_name), &join.table);
            format!("LEFT JOIN {object} {table} ON {table}.\"Id\" = {}", join.on)
        }));
        if !self.conditions.is_empty() {
            parts.push(format!("WHERE {}", self.conditions.join(" AND ")));
        }
        if !self.group.is_empty() {
            parts.push(format!("GROUP BY {}", self.group.join(", ")));
        }
        if let Some(having) = &self.having {
            parts.push(format!("HAVING {having}"));
        }
        if !self.order.is_empty() {
            parts.push(format!("ORDER BY {}", self.order.join(", ")));
        } else if self.group.is_empty() && self.having.is_none() && self.first_table == 0 {
            parts.push(format!("ORDER BY {}.rowid", self.table()));
        }
        if self.limit.is_some() || self.offset.is_some() {
            parts.push(format!("LIMIT {}", self.limit.unwrap_or(-1)));
        }
        if let Some(offset) = self.offset {
            parts.push(format!("OFFSET {offset}"));
        }
        parts.join(" ")
    }
}

/// Whether a function is one of several records.
pub(super) fn is_aggregate_function(name: &Name) -> bool {
    AGGREGATES.iter().any(|one| name.is(one))
}

/// A name as SQL takes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
