//! `Database`: DML that tells of each row, queries as text, and savepoints.

use std::rc::Rc;

use super::Arguments;
use crate::{
    data::Dml,
    parse,
    run::{Exception, Interpreter, Kind, Object, Stop, Value},
    syntax::{Access, DmlKind, Expression, Name, Query, Soql, Statement, StatementKind, What},
};

impl Interpreter<'_> {
    pub(super) fn database(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        match call.word().as_str() {
            "insert" => self.database_dml(DmlKind::Insert, call),
            "update" => self.database_dml(DmlKind::Update, call),
            "upsert" => self.database_dml(DmlKind::Upsert, call),
            "delete" => self.database_dml(DmlKind::Delete, call),
            "query" | "countquery" => {
                let (text, access) = (call.next(), call.next());
                let soql = self.soql_of(&text)?;
                let access = self.access_of(&access)?;
                self.soql(&soql, access)
            }
            "querywithbinds" | "countquerywithbinds" => {
                let (text, binds, access) = (call.next(), call.next(), call.next());
                let soql = self.soql_of(&text)?;
                let access = self.access_of(&access)?;
                self.with_binds(&binds, |own| own.soql(&soql, access))
            }
            "setsavepoint" => {
                let step = self.begin_step()?;
                self.spend(crate::data::Limit::DmlStatements, 1)?;
                let savepoint = Self::platform_object("Savepoint", &[]);
                if let Value::Object(object) = &savepoint {
                    let step = Value::Long(i64::from(step));
                    object.fields.borrow_mut().insert(Name::new("step"), step);
                }
                Ok(savepoint)
            }
            "rollback" => {
                let Value::Object(savepoint) = call.next() else {
                    return Err(self.null_pointer());
                };
                let step = savepoint.fields.borrow().get(&Name::new("step")).cloned();
                let Some(Value::Long(step)) = step else { return Err(self.no_method(call)) };
                self.spend(crate::data::Limit::DmlStatements, 1)?;
                self.return_to(u32::try_from(step).unwrap_or_default())?;
                Ok(Value::Null)
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// `Database.insert(records, allOrNone, accessLevel)`; an upsert has the field second.
    fn database_dml(&mut self, kind: DmlKind, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let target = call.next();
        let (mut is_partial, mut access, mut key) = (false, None, None);
        while call.left() > 0 {
            match call.next() {
                Value::Boolean(all_or_none) => is_partial = !all_or_none,
                Value::FieldToken(object, field) => {
                    let found = self.org.object(&object);
                    key = found.and_then(|object| object.fields.get(&*field));
                }
                other => access = self.access_of(&other)?,
            }
        }
        let records = self.records_of(&target)?;
        let outcomes = self.write_rows(Dml { kind, is_partial, access, key }, &records)?;
        let name = match kind {
            DmlKind::Upsert => "Database.UpsertResult",
            DmlKind::Delete => "Database.DeleteResult",
            DmlKind::Insert | DmlKind::Update | DmlKind::Undelete => "Database.SaveResult",
        };
        let results: Vec<Value> =
            outcomes.iter().map(|outcome| Self::row_result(name, outcome)).collect();
        Ok(match (target, results.as_slice()) {
            (Value::Record(_), [only]) => only.clone(),
            _ => Value::list(
                crate::syntax::TypeName {
                    path: name.split('.').map(Name::new).collect(),
                    arguments: Vec::new(),
                },
                results,
            ),
        })
    }

    /// Whose permissions count, by an `AccessLevel`.
    pub(crate) fn access_of(&self, value: &Value) -> Result<Option<Access>, Stop> {
        match value {
            Value::Null => Ok(None),
            Value::Enum(of, index) if of.name == "AccessLevel" => {
                Ok(Some(if *index == 0 { Access::System } else { Access::User }))
            }
            _ => Err(self.unknown("an AccessLevel is wanted here")),
        }
    }

    /// A query that is made as text. What stands behind colons in it are variables in sight.
    fn soql_of(&self, text: &Value) -> Result<Soql, Stop> {
        let Value::Text(text) = text else { return Err(self.null_pointer()) };
        let source = format!("Object found = [{text}];");
        let refused = || self.thrown("QueryException", format!("unexpected token: {text}"));
        let statements = parse::anonymous("query", &source).map_err(|_| refused())?;
        let [Statement { kind: StatementKind::Local { declarators, .. }, .. }] =
            statements.as_slice()
        else {
            return Err(refused());
        };
        match declarators.first().and_then(|own| own.value.as_ref()) {
            Some(Expression { what: What::Query(Query::Soql(soql)), .. }) => Ok((**soql).clone()),
            _ => Err(refused()),
        }
    }

    /// Runs with the variables of a map in sight, and no others.
    fn with_binds<T>(
        &mut self,
        binds: &Value,
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let Value::Map(binds) = binds else { return Err(self.null_pointer()) };
        let entries: Vec<(Value, Value)> = binds.entries.borrow().values().cloned().collect();
        self.apart(|own| {
            for (name, value) in entries {
                if let Value::Text(name) = name {
                    own.declare_local(&name, value);
                }
            }
            run(own)
        })
    }

    /// An object of the platform with these fields.
    pub(crate) fn platform_object(name: &str, fields: &[(&str, Value)]) -> Value {
        let fields = fields.iter().map(|(name, value)| (Name::new(name), value.clone()));
        Value::Object(Rc::new(Object {
            kind: Kind::Platform(Name::new(name)),
            fields: core::cell::RefCell::new(fields.collect()),
            exception: core::cell::RefCell::new(Exception::default()),
        }))
    }
}
