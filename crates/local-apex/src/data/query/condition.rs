//! Conditions of a query as SQL.

use local_data::schema::{DataType, Field};
use rusqlite::types::Value as Sql;

use super::{
    columns::compares_as_text,
    plan::{Plan, quoted},
};
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::{Comparison, Condition, Literal, Operand, Selected, Soql, Term},
};

impl<'o> Interpreter<'o> {
    pub(super) fn condition_sql(
        &mut self,
        plan: &mut Plan<'o>,
        condition: &Condition,
    ) -> Result<String, Stop> {
        match condition {
            Condition::All(parts) => self.joined_by(plan, parts, " AND "),
            Condition::Any(parts) => self.joined_by(plan, parts, " OR "),
            Condition::Not(part) => Ok(format!("NOT {}", self.condition_sql(plan, part)?)),
            Condition::Compare(term, comparison, operand) => {
                // What cannot be compared is not there: SQL's third truth is no truth in SOQL.
                Ok(format!("COALESCE({}, 0)", self.compare(plan, term, *comparison, operand)?))
            }
        }
    }

    fn joined_by(
        &mut self,
        plan: &mut Plan<'o>,
        parts: &[Condition],
        operator: &str,
    ) -> Result<String, Stop> {
        let parts = parts.iter().map(|part| self.condition_sql(plan, part));
        Ok(format!("({})", parts.collect::<Result<Vec<_>, _>>()?.join(operator)))
    }

    fn compare(
        &mut self,
        plan: &mut Plan<'o>,
        term: &Term,
        comparison: Comparison,
        operand: &Operand,
    ) -> Result<String, Stop> {
        let (mut sql, field) = self.term(plan, term)?;
        if field.is_some_and(|field| field.data_type == DataType::Boolean) {
            sql = format!("COALESCE({sql}, 0)");
        }
        match (comparison, operand) {
            (_, Operand::DateLiteral(name, count)) => {
                self.compare_with_days(plan, &sql, field, comparison, (name, *count))
            }
            (Comparison::In | Comparison::NotIn, Operand::Subquery(subquery)) => {
                let inner = self.ids_of(plan, subquery)?;
                let not = if comparison == Comparison::NotIn { "NOT " } else { "" };
                Ok(format!("{sql} {not}IN ({inner})"))
            }
            (Comparison::In | Comparison::NotIn, _) => {
                let values = self.operand_values(operand)?;
                self.one_of(plan, &sql, field, &values, comparison == Comparison::NotIn)
            }
            (Comparison::Includes | Comparison::Excludes, _) => {
                Err(self.unknown("INCLUDES and EXCLUDES are not known"))
            }
            _ => {
                let value = self.operand_value(operand)?;
                self.compare_with(plan, &sql, field, comparison, &value)
            }
        }
    }

    fn compare_with(
        &mut self,
        plan: &mut Plan<'o>,
        sql: &str,
        field: Option<&'o Field>,
        comparison: Comparison,
        value: &Value,
    ) -> Result<String, Stop> {
        let collation = if field.is_some_and(compares_as_text) { " COLLATE NOCASE" } else { "" };
        let bound = match field {
            Some(field) => self.to_sql(field, value)?,
            None => self.number_to_sql(value)?,
        };
        if matches!(bound, Sql::Null) {
            return match comparison {
                Comparison::Equal => Ok(format!("{sql} IS NULL")),
                Comparison::NotEqual => Ok(format!("{sql} IS NOT NULL")),
                _ => Ok("0".to_owned()),
            };
        }
        let place = plan.bind(bound);
        let operator = match comparison {
            Comparison::Equal => "=",
            // A field without a value differs from every value.
            Comparison::NotEqual => return Ok(format!("{sql} IS NOT {place}{collation}")),
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
            Comparison::Like => return Ok(format!("{sql} LIKE {place} ESCAPE '\\'")),
            Comparison::In | Comparison::NotIn | Comparison::Includes | Comparison::Excludes => {
                return Err(self.unknown("a list is needed here"));
            }
        };
        Ok(format!("{sql} {operator} {place}{collation}"))
    }

    fn one_of(
        &mut self,
        plan: &mut Plan<'o>,
        sql: &str,
        field: Option<&'o Field>,
        values: &[Value],
        is_not: bool,
    ) -> Result<String, Stop> {
        let mut parts = Vec::with_capacity(values.len());
        for value in values {
            parts.push(self.compare_with(plan, sql, field, Comparison::Equal, value)?);
        }
        let any = if parts.is_empty() { "0".to_owned() } else { parts.join(" OR ") };
        Ok(if is_not { format!("NOT COALESCE(({any}), 0)") } else { format!("({any})") })
    }

    /// A subquery that gives ids, or other values of one field.
    fn ids_of(&mut self, plan: &mut Plan<'o>, subquery: &Soql) -> Result<String, Stop> {
        let object = self.queried(&subquery.from)?;
        let [Selected::Term(Term::Field(path), _)] = subquery.select.as_slice() else {
            return Err(self.unknown("a subquery of a condition gives one field"));
        };
        let mut inner = Plan::from_table(object, subquery.alias.clone(), plan.access, plan.tables);
        inner.values = core::mem::take(&mut plan.values);
        let made = self.column(&mut inner, path).and_then(|column| {
            self.conditions(&mut inner, subquery)?;
            Ok(column)
        });
        let column = made?;
        inner.conditions.push(format!("{} IS NOT NULL", column.sql));
        plan.tables = inner.tables;
        let sql = inner.sql(&column.sql);
        plan.values = inner.values;
        Ok(sql)
    }

    pub(in crate::data) fn operand_value(&mut self, operand: &Operand) -> Result<Value, Stop> {
        match operand {
            Operand::Literal(Literal::Text(text)) => Ok(Value::text(text)),
            Operand::Literal(literal) => self.literal(literal),
            Operand::Bind(expression) => {
                let place = self.place();
                let value = self.evaluate(expression)?;
                self.at(place);
                Ok(value)
            }
            Operand::Date(text) => match text.parse() {
                Ok(date) => Ok(Value::Date(date)),
                Err(_) => Err(self.unknown(format!("no date: {text}"))),
            },
            Operand::DateTime(text) => match text.parse() {
                Ok(instant) => Ok(Value::Datetime(instant)),
                Err(_) => Err(self.unknown(format!("no point in time: {text}"))),
            },
            Operand::DateLiteral(name, _) => Err(self.unknown(format!("{name} is no value"))),
            Operand::List(_) => Err(self.unknown("a list is not compared so")),
            Operand::Subquery(_) => Err(self.unknown("a subquery is not compared so")),
        }
    }

    /// The values of a list, a set, or records' ids.
    fn operand_values(&mut self, operand: &Operand) -> Result<Vec<Value>, Stop> {
        let value = match operand {
            Operand::List(operands) => {
                let mut values = Vec::new();
                for operand in operands {
                    match self.operand_value(operand)? {
                        Value::List(list) => values.extend(list.items.borrow().iter().cloned()),
                        value => values.push(value),
                    }
                }
                return Ok(values);
            }
            other => self.operand_value(other)?,
        };
        let items: Vec<Value> = match &value {
            Value::List(list) => list.items.borrow().clone(),
            Value::Set(set) => set.items.borrow().values().cloned().collect(),
            Value::Null => Vec::new(),
            _ => return Err(self.unknown("IN takes a list, a set or a subquery")),
        };
        items
            .into_iter()
            .map(|item| match item {
                Value::Record(record) => self.read_record(&record, &crate::syntax::Name::new("Id")),
                item => Ok(item),
            })
            .collect()
    }

    /// A number that a function's value is compared with.
    fn number_to_sql(&self, value: &Value) -> Result<Sql, Stop> {
        Ok(match value {
            Value::Null => Sql::Null,
            Value::Integer(number) => Sql::Integer(i64::from(*number)),
            Value::Long(number) => Sql::Integer(*number),
            Value::Double(number) => Sql::Real(*number),
            Value::Decimal(number) => Sql::Real(number.to_string().parse().unwrap_or_default()),
            Value::Date(date) => Sql::Text(date.to_string()),
            other => {
                let of = Self::type_name_of(other);
                return Err(self.unknown(format!("a function is not compared with a {of}")));
            }
        })
    }

    /// The children of a record: a query of its own.
    pub(super) fn of_parent(plan: &mut Plan<'o>, field: &Field, parent: &str) {
        let place = plan.bind(Sql::Text(parent.to_owned()));
        let sql = format!("{}.{} = {place}", plan.table(), quoted(&field.api_name));
        plan.conditions.push(sql);
    }
}
