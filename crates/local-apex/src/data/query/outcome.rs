//! Rows to records: what a query gives.

use core::cell::Cell;
use std::rc::Rc;

use local_data::{ids::RecordId, schema::Field};
use rusqlite::{Row, params_from_iter};

use super::{
    columns::{is_aggregate_term, own_path},
    plan::Plan,
};
use crate::{
    data::{
        object_types::lookup_named,
        stored::{computed, from_sql},
    },
    run::{Interpreter, Record, Stop, Value},
    syntax::{Name, Selected, Soql, Term, TypeName},
};

/// What rows of groups are records of.
pub(crate) const AGGREGATE_RESULT: &str = "AggregateResult";

/// A column of the answer.
struct Output<'o> {
    /// Relationships, then the field.
    path: Vec<Name>,
    /// As SQL.
    sql: String,
    /// Whose values they are; none of a number that the query made.
    field: Option<&'o Field>,
}

impl<'o> Interpreter<'o> {
    /// How many records there are.
    pub(super) fn count(&mut self, plan: &Plan<'o>) -> Result<usize, Stop> {
        let sql = format!("SELECT COUNT(*) FROM ({})", plan.sql("1"));
        let count = self
            .org
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_row(params_from_iter(&plan.values), |row| row.get::<_, i64>(0))
            })
            .map_err(|error| self.database_failed(&sql, &error))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The records of a query.
    pub(super) fn records(&mut self, plan: &mut Plan<'o>, soql: &Soql) -> Result<Vec<Value>, Stop> {
        let mut outputs = Vec::new();
        let mut children = Vec::new();
        self.output(plan, &mut outputs, &[Name::new("Id")])?;
        for selected in &soql.select {
            match selected {
                Selected::Term(Term::Field(path), None) => {
                    self.output(plan, &mut outputs, path)?;
                }
                Selected::Term(Term::Function(function, arguments), alias) => {
                    self.function_output(plan, &mut outputs, function, arguments, alias.as_ref())?;
                }
                Selected::Term(_, Some(alias)) => {
                    return Err(self.unknown(format!("a field is not renamed to {alias} here")));
                }
                Selected::Children(subquery) => children.push(subquery),
            }
        }
        self.conditions(plan, soql)?;
        let rows = self.rows(plan, &outputs)?;
        let mut records = Vec::with_capacity(rows.len());
        for row in rows {
            let record = self.record_of(plan, &outputs, row)?;
            for subquery in &children {
                self.add_children(plan, &record, subquery)?;
            }
            records.push(Value::Record(record));
        }
        Ok(records)
    }

    /// A field, and of every relationship on the way to it the id: without one there is no record.
    fn output(
        &mut self,
        plan: &mut Plan<'o>,
        outputs: &mut Vec<Output<'o>>,
        path: &[Name],
    ) -> Result<(), Stop> {
        let column = self.column(plan, path)?;
        let path = own_path(plan, path).to_vec();
        for length in 1..path.len() {
            let mut parent = path[..length].to_vec();
            parent.push(Name::new("Id"));
            if !outputs.iter().any(|output| output.path == parent) {
                let column = self.column(plan, &parent)?;
                outputs.push(Output { path: parent, sql: column.sql, field: Some(column.field) });
            }
        }
        if !outputs.iter().any(|output| output.path == path) {
            outputs.push(Output { path, sql: column.sql, field: Some(column.field) });
        }
        Ok(())
    }

    /// `toLabel(Status)`, which stands for the field itself where it has no other name.
    fn function_output(
        &mut self,
        plan: &mut Plan<'o>,
        outputs: &mut Vec<Output<'o>>,
        function: &Name,
        arguments: &[Term],
        alias: Option<&Name>,
    ) -> Result<(), Stop> {
        let (true, [Term::Field(path)]) = (function.is("toLabel"), arguments) else {
            return Err(self.unknown(format!("{function} is not known here")));
        };
        let column = self.column(plan, path)?;
        let path = alias.map_or_else(|| path.clone(), |alias| vec![alias.clone()]);
        outputs.push(Output { path, sql: column.sql, field: Some(column.field) });
        Ok(())
    }

    fn rows(&mut self, plan: &Plan<'o>, outputs: &[Output<'o>]) -> Result<Vec<Vec<Value>>, Stop> {
        let columns: Vec<&str> = outputs.iter().map(|output| output.sql.as_str()).collect();
        let sql = plan.sql(&columns.join(", "));
        self.note(|| format!("query: {sql}"));
        let read = |row: &Row<'_>| {
            outputs
                .iter()
                .enumerate()
                .map(|(index, output)| {
                    let value = row.get_ref(index)?;
                    Ok(match output.field {
                        Some(field) => from_sql(field, value),
                        None => computed(value),
                    })
                })
                .collect::<rusqlite::Result<Vec<Value>>>()
        };
        self.org
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_map(params_from_iter(&plan.values), read)?.collect()
            })
            .map_err(|error| self.database_failed(&sql, &error))
    }

    fn record_of(
        &self,
        plan: &Plan<'o>,
        outputs: &[Output<'o>],
        row: Vec<Value>,
    ) -> Result<Rc<Record>, Stop> {
        let record = Rc::new(Self::new_record(plan.object));
        record.is_queried.set(true);
        for (output, value) in outputs.iter().zip(row) {
            let Some((name, relationships)) = output.path.split_last() else { continue };
            let mut holder = Some(record.clone());
            for relationship in relationships {
                let Some(own) = holder else { break };
                holder = self.parent_of(&own, relationship, name, &value)?;
            }
            if let Some(holder) = holder {
                let name = output.field.filter(|_| relationships.is_empty()).map_or_else(
                    || name.clone(),
                    |field| {
                        if name.is(&field.api_name) {
                            Name::new(&field.api_name)
                        } else {
                            name.clone()
                        }
                    },
                );
                holder.fields.borrow_mut().insert(name, value);
            }
        }
        Ok(record)
    }

    /// The record behind a relationship; made when its id comes, which is first of its fields.
    fn parent_of(
        &self,
        record: &Rc<Record>,
        relationship: &Name,
        name: &Name,
        value: &Value,
    ) -> Result<Option<Rc<Record>>, Stop> {
        if let Some(known) = record.fields.borrow().get(relationship) {
            return Ok(match known {
                Value::Record(parent) => Some(parent.clone()),
                _ => None,
            });
        }
        let id = match value {
            Value::Id(id) if name.is("Id") => RecordId::parse(id),
            _ => None,
        };
        let object = id.as_ref().and_then(|id| self.org.schema.object_by_prefix(id.key_prefix()));
        let of = self.object_of_record(record)?;
        let spelled = lookup_named(of, relationship.as_str())
            .map_or_else(|| relationship.clone(), |lookup| Name::new(lookup.name));
        let parent = object.map(|object| {
            let parent = Rc::new(Self::new_record(object));
            parent.is_queried.set(true);
            parent
        });
        let shown = parent.clone().map_or(Value::Null, Value::Record);
        record.fields.borrow_mut().insert(spelled, shown);
        Ok(parent)
    }

    fn add_children(
        &mut self,
        plan: &Plan<'o>,
        record: &Rc<Record>,
        subquery: &Soql,
    ) -> Result<(), Stop> {
        let relationship = subquery.from.as_str();
        let Some((object, field)) = self.org.children(plan.object, relationship) else {
            return Err(self.query_refused(&format!(
                "Didn't understand relationship '{relationship}' in FROM part of query call. If \
                 you are attempting to use a custom relationship, be sure to append the '__r' \
                 after the custom relationship name."
            )));
        };
        let id = self.read_record(record, &Name::new("Id"))?;
        let Value::Id(id) = id else { return Ok(()) };
        let mut inner = Plan::of(object, subquery.alias.clone(), plan.access);
        Self::of_parent(&mut inner, field, &id);
        let rows = self.records(&mut inner, subquery)?;
        self.spend(crate::data::Limit::QueryRows, rows.len())?;
        let list = Value::list(TypeName::plain(&object.api_name), rows);
        let spelled = field.child_relationship_name.as_deref().unwrap_or(relationship);
        record.fields.borrow_mut().insert(Name::new(spelled), list);
        Ok(())
    }

    /// Groups of records, as a list of `AggregateResult`.
    pub(super) fn aggregate(&mut self, plan: &mut Plan<'o>, soql: &Soql) -> Result<Value, Stop> {
        let mut outputs = Vec::new();
        let mut unnamed = 0;
        for selected in &soql.select {
            let Selected::Term(term, alias) = selected else {
                return Err(self.unknown("groups have no subqueries"));
            };
            if !is_aggregate_term(term) && !soql.group_by.contains(term) {
                return Err(self.query_refused("Field must be grouped or aggregated"));
            }
            let (column, field) = self.term(plan, term)?;
            let name = match (alias, term) {
                (Some(alias), _) => alias.clone(),
                (None, Term::Field(path)) => {
                    path.last().cloned().unwrap_or_else(|| Name::new("expr"))
                }
                (None, Term::Function(..)) => {
                    unnamed += 1;
                    Name::new(&format!("expr{}", unnamed - 1))
                }
            };
            outputs.push(Output { path: vec![name], sql: column, field });
        }
        for term in &soql.group_by {
            let (column, _) = self.term(plan, term)?;
            plan.group.push(column);
        }
        self.conditions(plan, soql)?;
        if let Some(having) = &soql.having {
            plan.having = Some(self.condition_sql(plan, having)?);
        }
        let rows = self.rows(plan, &outputs)?;
        self.spend(crate::data::Limit::QueryRows, rows.len())?;
        let records = rows.into_iter().map(|row| {
            let fields = outputs.iter().map(|output| output.path[0].clone()).zip(row).collect();
            Value::Record(Rc::new(Record {
                object: AGGREGATE_RESULT.into(),
                fields: core::cell::RefCell::new(fields),
                is_queried: Cell::new(true),
                source: None,
                errors: core::cell::RefCell::default(),
            }))
        });
        Ok(Value::list(TypeName::plain(AGGREGATE_RESULT), records.collect()))
    }
}
