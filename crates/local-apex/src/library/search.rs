//! `Search.query(text[, AccessLevel])`, and what a test says that searches find.
//!
//! `Search.find` and `Search.suggest` are not known. A text that is not read, whoever's fault it is, stops
//! the program: the parser knows `FIND '…'`, not `FIND {…}`, and no `WITH USER_MODE`.

use local_data::ids::RecordId;

use super::Arguments;
use crate::{
    parse,
    run::{Interpreter, Stop, Value},
    syntax::{Expression, Query, Sosl, Statement, StatementKind, What},
};

impl Interpreter<'_> {
    pub(super) fn search_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        if call.word() != "query" {
            return Err(self.no_method(call));
        }
        let (text, access) = (call.next(), call.next());
        let sosl = self.sosl_of(&text)?;
        let access = self.access_of(&access)?;
        self.sosl(&sosl, access)
    }

    /// `Test.setFixedSearchResults(ids)`.
    pub(super) fn fix_search(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let Value::List(list) = call.next() else { return Err(self.null_pointer()) };
        let items = list.items.borrow().clone();
        let ids = items.iter().map(|item| match item {
            Value::Id(text) | Value::Text(text) => RecordId::parse(text)
                .ok_or_else(|| self.thrown("StringException", format!("Invalid id: {text}"))),
            _ => Err(self.null_pointer()),
        });
        let ids: Vec<RecordId> = ids.collect::<Result<_, _>>()?;
        self.fixed_search = Some(ids);
        Ok(Value::Null)
    }

    /// A search that is made as text.
    fn sosl_of(&self, text: &Value) -> Result<Sosl, Stop> {
        let Value::Text(text) = text else { return Err(self.null_pointer()) };
        let source = format!("Object found = [{text}];");
        let refused = || self.unknown(format!("this search is not understood: {text}"));
        let statements = parse::anonymous("search", &source).map_err(|_| refused())?;
        let [Statement { kind: StatementKind::Local { declarators, .. }, .. }] =
            statements.as_slice()
        else {
            return Err(refused());
        };
        match declarators.first().and_then(|own| own.value.as_ref()) {
            Some(Expression { what: What::Query(Query::Sosl(sosl)), .. }) => Ok((**sosl).clone()),
            _ => Err(refused()),
        }
    }
}
