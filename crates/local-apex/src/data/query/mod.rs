//! Queries: SOQL becomes one SQL statement, whose rows become records.
//!
//! A relationship becomes a left join, a subquery of children a query of its own per record. Text is
//! compared without its case. What no program of the project asks (data categories, scopes, `TYPEOF`,
//! currencies, distances) stops by name.

mod columns;
mod condition;
mod days;
mod outcome;
mod plan;

use super::Limit;
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::{Access, Name, Operand, Query, Soql},
};
pub(crate) use outcome::AGGREGATE_RESULT;
pub(super) use plan::{Plan, quoted};

impl<'o> Interpreter<'o> {
    /// What stands in brackets: the records of a query, the number of `COUNT()`.
    pub(crate) fn query(&mut self, query: &Query) -> Result<Value, Stop> {
        match query {
            Query::Soql(soql) => self.soql(soql, None),
            Query::Sosl(sosl) => self.sosl(sosl, None),
        }
    }

    /// Runs a query. `access` is that of the call where the query itself does not say.
    pub(crate) fn soql(&mut self, soql: &Soql, access: Option<Access>) -> Result<Value, Stop> {
        let object = self.queried(&soql.from)?;
        // Queries of custom metadata are not counted.
        if !object.is_metadata() {
            self.spend(Limit::Queries, 1)?;
        }
        let access = soql.access.or(access);
        let mut plan = Plan::of(object, soql.alias.clone(), access);
        if soql.select.is_empty() {
            // As of a record whose id is asked for: there is nothing else that is checked.
            self.column(&mut plan, &[Name::new("Id")])?;
            self.conditions(&mut plan, soql)?;
            let count = self.count(&plan)?;
            self.spend(Limit::QueryRows, count)?;
            return Ok(Value::Integer(i32::try_from(count).unwrap_or(i32::MAX)));
        }
        if Plan::is_aggregate(soql) {
            return self.aggregate(&mut plan, soql);
        }
        let rows = self.records(&mut plan, soql)?;
        if !object.is_metadata() {
            self.spend(Limit::QueryRows, rows.len())?;
        }
        Ok(Value::list(crate::syntax::TypeName::plain(&object.api_name), rows))
    }

    /// The clauses after `FROM`, in the order in which their values are evaluated.
    fn conditions(&mut self, plan: &mut Plan<'o>, soql: &Soql) -> Result<(), Stop> {
        if let Some(condition) = &soql.condition {
            let made = self.condition_sql(plan, condition)?;
            plan.conditions.push(made);
        }
        for order in &soql.order_by {
            let made = self.order_of(plan, order)?;
            plan.order.push(made);
        }
        plan.limit = self.whole_number(soql.limit.as_ref())?;
        plan.offset = self.whole_number(soql.offset.as_ref())?;
        Ok(())
    }

    pub(super) fn whole_number(&mut self, operand: Option<&Operand>) -> Result<Option<i64>, Stop> {
        let Some(operand) = operand else { return Ok(None) };
        match self.operand_value(operand)? {
            Value::Integer(number) => Ok(Some(i64::from(number))),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.unknown("LIMIT and OFFSET take an Integer")),
        }
    }

    /// A query that the org refuses.
    pub(super) fn query_refused(&self, message: &str) -> Stop {
        self.thrown("QueryException", message)
    }

    /// The database failed, which says that this crate made a wrong statement.
    pub(crate) fn database_failed(&self, sql: &str, error: &rusqlite::Error) -> Stop {
        self.unknown(format!("the database refused {sql}: {error}"))
    }
}
