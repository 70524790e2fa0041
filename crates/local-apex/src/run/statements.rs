//! Statements.

use std::collections::HashMap;

use super::{
    Interpreter,
    stop::{Flow, Stop},
    value::Value,
};
use crate::syntax::{
    Case, Catch, Expression, Label, Name, Statement, StatementKind, TypeName, What,
};

/// Records that a loop over a query gives at once where its variable is a list.
const BATCH: usize = 200;

impl Interpreter<'_> {
    pub(super) fn statement(&mut self, statement: &Statement) -> Result<Flow, Stop> {
        self.frame_mut().place = statement.place;
        if self.is_test {
            self.cover(statement.place.line);
        }
        match &statement.kind {
            StatementKind::Nothing | StatementKind::Type(_) => Ok(Flow::Next),
            StatementKind::Block(statements) => self.block(statements),
            StatementKind::Expression(expression) => {
                self.evaluate(expression)?;
                Ok(Flow::Next)
            }
            StatementKind::Local { type_name, declarators } => {
                for declarator in declarators {
                    let value = match &declarator.value {
                        Some(value) => {
                            let value = self.evaluate(value)?;
                            self.convert(value, type_name)?
                        }
                        None => Value::Null,
                    };
                    let (name, type_name) = (declarator.name.clone(), type_name.clone());
                    self.frame_mut().declare(name, type_name, value);
                }
                Ok(Flow::Next)
            }
            StatementKind::If { condition, then, otherwise } => {
                if self.condition(condition)? {
                    self.scoped(|own| own.statement(then))
                } else if let Some(otherwise) = otherwise {
                    self.scoped(|own| own.statement(otherwise))
                } else {
                    Ok(Flow::Next)
                }
            }
            StatementKind::While { condition, body } => {
                self.repeat(Some(condition), &[], body, false)
            }
            StatementKind::Do { body, condition } => self.repeat(Some(condition), &[], body, true),
            StatementKind::For { first, condition, next, body } => self.scoped(|own| {
                own.run(first)?;
                own.repeat(condition.as_ref(), next, body, false)
            }),
            StatementKind::ForEach { type_name, name, values, body } => {
                self.for_each(type_name, name, values, body)
            }
            StatementKind::Switch { value, cases } => self.switch(value, cases),
            StatementKind::Break => Ok(Flow::Break),
            StatementKind::Continue => Ok(Flow::Continue),
            StatementKind::Return(value) => Ok(Flow::Return(match value {
                Some(value) => self.evaluate(value)?,
                None => Value::Null,
            })),
            StatementKind::Throw(exception) => match self.evaluate(exception)? {
                Value::Object(object) => Err(Stop::Thrown(object)),
                Value::Null => Err(self.null_pointer()),
                _ => Err(self.unknown("what is thrown is an exception")),
            },
            StatementKind::Try { body, catches, finally } => {
                self.attempt(body, catches, finally.as_deref())
            }
            StatementKind::RunAs { user, body } => self.run_as(user, body),
        }
    }

    /// Notes that the line has run.
    fn cover(&mut self, line: u32) {
        let file = self.frame().file.clone();
        self.covered.entry(file).or_default().insert(line);
    }

    pub(super) fn block(&mut self, statements: &[Statement]) -> Result<Flow, Stop> {
        self.scoped(|own| own.run(statements))
    }

    /// Does it with a scope of its own.
    fn scoped(&mut self, run: impl FnOnce(&mut Self) -> Result<Flow, Stop>) -> Result<Flow, Stop> {
        let (frames, scopes) = (self.frames.len(), self.frame().scopes.len());
        self.frame_mut().scopes.push(HashMap::default());
        let flow = run(self);
        // An exception may have left frames and scopes behind.
        self.frames.truncate(frames);
        self.frame_mut().scopes.truncate(scopes);
        flow
    }

    /// Whether a condition is true. Nothing is neither.
    pub(super) fn condition(&mut self, condition: &Expression) -> Result<bool, Stop> {
        match self.evaluate(condition)? {
            Value::Boolean(flag) => Ok(flag),
            Value::Null => Err(self.null_pointer()),
            _ => Err(self.unknown("a condition is a Boolean")),
        }
    }

    fn repeat(
        &mut self,
        condition: Option<&Expression>,
        next: &[Expression],
        body: &Statement,
        is_first_free: bool,
    ) -> Result<Flow, Stop> {
        let mut is_free = is_first_free;
        loop {
            if let Some(condition) = condition
                && !is_free
                && !self.condition(condition)?
            {
                return Ok(Flow::Next);
            }
            is_free = false;
            match self.scoped(|own| own.statement(body))? {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                out @ Flow::Return(_) => return Ok(out),
            }
            for step in next {
                self.evaluate(step)?;
            }
        }
    }

    fn for_each(
        &mut self,
        type_name: &TypeName,
        name: &Name,
        values: &Expression,
        body: &Statement,
    ) -> Result<Flow, Stop> {
        let is_query = matches!(values.what, What::Query(_));
        let values = self.evaluate(values)?;
        let items: Vec<Value> = match &values {
            // A query that fills a list gives its records in batches.
            Value::List(list) if is_query && Self::last(type_name).is("List") => {
                let rows = list.items.borrow();
                let batches = rows.chunks(BATCH);
                batches.map(|batch| Value::list(list.element.clone(), batch.to_vec())).collect()
            }
            Value::List(list) => list.items.borrow().clone(),
            Value::Set(set) => set.items.borrow().values().cloned().collect(),
            Value::Object(_) => self.iterated(&values)?,
            Value::Null => return Err(self.null_pointer()),
            _ => return Err(self.unknown("this cannot be gone through")),
        };
        for item in items {
            let item = self.convert(item, type_name)?;
            let flow = self.scoped(|own| {
                own.frame_mut().declare(name.clone(), type_name.clone(), item);
                own.statement(body)
            })?;
            match flow {
                Flow::Next | Flow::Continue => {}
                Flow::Break => break,
                out @ Flow::Return(_) => return Ok(out),
            }
        }
        Ok(Flow::Next)
    }

    /// What an `Iterable` gives, one after the other.
    fn iterated(&mut self, iterable: &Value) -> Result<Vec<Value>, Stop> {
        let iterator = self.invoke(iterable, &Name::new("iterator"), Vec::new())?;
        let mut items = Vec::new();
        while matches!(
            self.invoke(&iterator, &Name::new("hasNext"), Vec::new())?,
            Value::Boolean(true)
        ) {
            items.push(self.invoke(&iterator, &Name::new("next"), Vec::new())?);
        }
        Ok(items)
    }

    fn switch(&mut self, value: &Expression, cases: &[Case]) -> Result<Flow, Stop> {
        let value = self.evaluate(value)?;
        for case in cases {
            let fits = match &case.label {
                Label::Else => true,
                Label::Type(type_name, _) => self.is_of(&value, type_name),
                Label::Values(labels) => self.is_one_of(&value, labels)?,
            };
            if !fits {
                continue;
            }
            return self.scoped(|own| {
                if let Label::Type(type_name, name) = &case.label {
                    own.frame_mut().declare(name.clone(), type_name.clone(), value);
                }
                own.run(&case.body)
            });
        }
        Ok(Flow::Next)
    }

    /// Whether a value is one of the labels. Text counts with its case; an enum's values are named
    /// without the enum.
    fn is_one_of(&mut self, value: &Value, labels: &[Expression]) -> Result<bool, Stop> {
        for label in labels {
            let fits = if let (Value::Enum(of, index), What::Name(name)) = (value, &label.what) {
                of.values[*index] == *name
            } else if let (Value::Null, What::Name(_)) = (value, &label.what) {
                // A value of an enum, of which nothing is none.
                false
            } else {
                let label = self.evaluate(label)?;
                match (value, &label) {
                    (Value::Text(one), Value::Text(other)) => one == other,
                    _ => self.equals(value, &label)?,
                }
            };
            if fits {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn attempt(
        &mut self,
        body: &[Statement],
        catches: &[Catch],
        finally: Option<&[Statement]>,
    ) -> Result<Flow, Stop> {
        let mut flow = self.block(body);
        if let Err(Stop::Thrown(exception)) = &flow {
            let exception = Value::Object(exception.clone());
            for catch in catches {
                if self.is_of(&exception, &catch.type_name) && Self::may_be_caught(&exception) {
                    flow = self.scoped(|own| {
                        let (name, type_name) = (catch.name.clone(), catch.type_name.clone());
                        own.frame_mut().declare(name, type_name, exception.clone());
                        own.run(&catch.body)
                    });
                    break;
                }
            }
        }
        if let (Some(finally), Ok(_) | Err(Stop::Thrown(_))) = (finally, &flow) {
            // What it returns or throws counts, whatever was on its way.
            match self.block(finally)? {
                Flow::Next => {}
                out @ (Flow::Break | Flow::Continue | Flow::Return(_)) => return Ok(out),
            }
        }
        flow
    }
}
