//! Fields of a query, its own and those of records that it belongs to, and functions of them.

use local_data::schema::{Field, Object};

use super::plan::{Column, Join, Plan, is_aggregate_function, quoted};
use crate::{
    data::object_types::{field_named, lookup_named},
    run::{Interpreter, Stop},
    syntax::{Access, Name, Order, Term},
};

impl<'o> Interpreter<'o> {
    /// A field of the query, reached by a path.
    pub(super) fn column(
        &mut self,
        plan: &mut Plan<'o>,
        path: &[Name],
    ) -> Result<Column<'o>, Stop> {
        let path = own_path(plan, path);
        let Some((name, relationships)) = path.split_last() else {
            return Err(self.unknown("a field without a name"));
        };
        let mut reached = vec![(plan.object, plan.table())];
        let mut so_far = String::new();
        for relationship in relationships {
            so_far.push_str(&relationship.as_str().to_ascii_lowercase());
            so_far.push('.');
            reached = self.follow(plan, &reached, relationship, &so_far)?;
        }
        let mut columns = Vec::with_capacity(reached.len());
        for (object, table) in &reached {
            let Some(field) = field_named(object, name.as_str()) else { continue };
            self.check_readable(plan, object, field)?;
            columns.push(Column { field, sql: format!("{table}.{}", quoted(&field.api_name)) });
        }
        match columns.as_slice() {
            [] => Err(self.no_column(name, reached.first().map_or(plan.object, |(one, _)| one))),
            [only] => Ok(only.clone()),
            // A reference to one of several objects: the record is in one of their tables.
            [first, ..] => {
                let parts: Vec<&str> = columns.iter().map(|column| column.sql.as_str()).collect();
                Ok(Column { field: first.field, sql: format!("COALESCE({})", parts.join(", ")) })
            }
        }
    }

    /// The objects behind a relationship of these, joined.
    fn follow(
        &mut self,
        plan: &mut Plan<'o>,
        from: &[(&'o Object, String)],
        relationship: &Name,
        path: &str,
    ) -> Result<Vec<(&'o Object, String)>, Stop> {
        let mut reached = Vec::new();
        for (object, table) in from {
            let Some(lookup) = lookup_named(object, relationship.as_str()) else { continue };
            self.check_readable(plan, object, lookup.field)?;
            let on = format!("{table}.{}", quoted(&lookup.field.api_name));
            for target in self.org.targets(lookup.field) {
                let known = plan.joins.iter().find(|join| {
                    join.path == path && join.on == on && join.object.api_name == target.api_name
                });
                let table = if let Some(join) = known {
                    join.table.clone()
                } else {
                    let table = format!("t{}", plan.tables);
                    plan.tables += 1;
                    plan.joins.push(Join {
                        path: path.to_owned(),
                        object: target,
                        table: table.clone(),
                        on: on.clone(),
                    });
                    table
                };
                reached.push((target, table));
            }
        }
        if reached.is_empty() {
            let of = from.first().map_or(plan.object, |(object, _)| *object);
            return Err(self.query_refused(&format!(
                "Didn't understand relationship '{relationship}' in field path. If you are \
                 attempting to use a custom relationship, be sure to append the '__r' after the \
                 custom relationship name. ({})",
                of.api_name
            )));
        }
        Ok(reached)
    }

    /// A field or a function of some, as SQL; with its field where its values are those of one.
    pub(super) fn term(
        &mut self,
        plan: &mut Plan<'o>,
        term: &Term,
    ) -> Result<(String, Option<&'o Field>), Stop> {
        match term {
            Term::Field(path) => {
                let column = self.column(plan, path)?;
                Ok((column.sql, Some(column.field)))
            }
            Term::Function(name, arguments) => {
                let [argument] = arguments.as_slice() else {
                    return Err(self.unknown(format!("{name} takes one field here")));
                };
                let (sql, field) = self.term(plan, argument)?;
                let word = name.as_str().to_ascii_uppercase();
                match word.as_str() {
                    "COUNT_DISTINCT" => Ok((format!("COUNT(DISTINCT {sql})"), None)),
                    "COUNT" | "SUM" | "AVG" => Ok((format!("{word}({sql})"), None)),
                    "MIN" | "MAX" => Ok((format!("{word}({sql})"), field)),
                    // Labels are the values themselves: no translations here.
                    "TOLABEL" => Ok((sql, field)),
                    "DAY_ONLY" => Ok((format!("substr({sql}, 1, 10)"), None)),
                    "CALENDAR_YEAR" => Ok((format!("CAST(substr({sql}, 1, 4) AS INTEGER)"), None)),
                    "HOUR_IN_DAY" => Ok((format!("CAST(substr({sql}, 12, 2) AS INTEGER)"), None)),
                    _ => Err(self.unknown(format!("the function {name} is not known"))),
                }
            }
        }
    }

    pub(super) fn order_of(&mut self, plan: &mut Plan<'o>, order: &Order) -> Result<String, Stop> {
        let (sql, field) = self.term(plan, &order.by)?;
        let collation = match field {
            Some(field) if compares_as_text(field) => " COLLATE NOCASE",
            _ => "",
        };
        let direction = if order.is_descending { "DESC" } else { "ASC" };
        let nulls = if order.are_nulls_last { "LAST" } else { "FIRST" };
        Ok(format!("{sql}{collation} {direction} NULLS {nulls}"))
    }

    /// Refuses a field that the user may not read, where her permissions count.
    pub(super) fn check_readable(
        &mut self,
        plan: &Plan<'o>,
        object: &'o Object,
        field: &'o Field,
    ) -> Result<(), Stop> {
        let counts = matches!(plan.access, Some(Access::User | Access::SecurityEnforced));
        if counts && !self.org.permissions.may_read(object, field) {
            return Err(self.no_column(&Name::new(&field.api_name), object));
        }
        Ok(())
    }

    pub(super) fn no_column(&self, name: &Name, object: &Object) -> Stop {
        self.query_refused(&format!(
            "No such column '{name}' on entity '{}'. If you are attempting to use a custom field, \
             be sure to append the '__c' after the custom field name. Please reference your WSDL \
             or the describe call for the appropriate names.",
            object.api_name
        ))
    }
}

/// The path without the query's own name for its object.
pub(super) fn own_path<'p>(plan: &Plan<'_>, path: &'p [Name]) -> &'p [Name] {
    match path {
        [first, rest @ ..] if !rest.is_empty() => {
            let is_own = plan.alias.as_ref() == Some(first)
                || (first.is(&plan.object.api_name)
                    && lookup_named(plan.object, first.as_str()).is_none());
            if is_own { rest } else { path }
        }
        _ => path,
    }
}

/// Whether values are compared as text, without their case.
pub(super) fn compares_as_text(field: &Field) -> bool {
    field.data_type.is_text() && !field.case_sensitive
}

/// Whether a term is a function of several records.
pub(super) fn is_aggregate_term(term: &Term) -> bool {
    matches!(term, Term::Function(name, _) if is_aggregate_function(name))
}
