//! Searches: SOSL.
//!
//! What is looked for are words (see [`words`]) in the text fields of each record: in those of e-mail
//! addresses, of telephone numbers, of names (the record's own, and those that the platform counts
//! among them), or in all of them. Pick lists, numbers and days are not searched, nor are custom
//! metadata types. All words must be in the record, though not in the same field.
//!
//! The platform's index knows a telephone number in several spellings, and nowhere says in which. Here
//! a number is found by all of its digits, by the groups in which it is written, and by the last of
//! these groups together: `+1 (312) 555-0100` by `13125550100`, `3125550100`, `5550100`, `0100`, with
//! any punctuation; `+13125550100`, which is one group, only by `13125550100`. Some digits in
//! front and `*` find the rest.
//!
//! Rows come in the order in which they were made, where it is not said: there is no relevance here,
//! and no words are taken for others (stems, synonyms, nicknames). What is written is found at once.
//! A search without `RETURNING`, `WITH`, `USING` and `UPDATE` are not known.
//!
//! In a test a search finds nothing but the records that the test says it does.

mod words;

use local_data::{
    ids::RecordId,
    schema::{DataType, Field, Object},
};
use rusqlite::types::Value as Sql;
use words::{Kind, Wanted};

use super::{
    Limit,
    query::{Plan, quoted},
};
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::{Access, Name, Soql, Sosl, TypeName},
};

/// As many rows as a search gives.
const MOST: usize = 2_000;

/// What else is a name, by object.
const NAMES: &[(&str, &[&str])] = &[
    ("Account", &["Website", "Site"]),
    ("Case", &["SuppliedName", "SuppliedCompany", "Subject"]),
    ("Contact", &["AssistantName"]),
    ("Lead", &["Company"]),
    ("Task", &["Subject"]),
    ("User", &["CommunityNickname"]),
];

impl<'o> Interpreter<'o> {
    /// Runs a search: a list of records for each object, in their order.
    pub(crate) fn sosl(&mut self, sosl: &Sosl, access: Option<Access>) -> Result<Value, Stop> {
        self.spend(Limit::SoslQueries, 1)?;
        let text = match self.operand_value(&sosl.find)? {
            Value::Text(text) | Value::Id(text) => text.to_string(),
            Value::Null => String::new(),
            _ => return Err(self.unknown("a search is for a text")),
        };
        let Some(wanted) = Wanted::read(&text) else {
            let message = format!("search term must be longer than one character: {text}");
            return Err(self.thrown("SearchException", message));
        };
        if sosl.returning.is_empty() {
            return Err(self.unknown("a search without RETURNING is not known"));
        }
        let access = sosl.access.or(access);
        let most = self.whole_number(sosl.limit.as_ref())?;
        let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(MOST).min(MOST);
        let mut found = Vec::with_capacity(sosl.returning.len());
        for part in &sosl.returning {
            let object = self.object_of_search(part)?;
            let ids = match &self.fixed_search {
                Some(fixed) => of_object(fixed, object),
                None if self.is_test => Vec::new(),
                None => self.ids_found(object, &sosl.fields, &wanted, access)?,
            };
            found.push((object, self.rows_found(object, part, &ids, access)?));
        }
        share(&mut found, most);
        let lists = found
            .into_iter()
            .map(|(object, rows)| Value::list(TypeName::plain(&object.api_name), rows));
        let of =
            TypeName { path: vec![Name::new("List")], arguments: vec![TypeName::plain("SObject")] };
        Ok(Value::list(of, lists.collect()))
    }

    fn object_of_search(&self, part: &Soql) -> Result<&'o Object, Stop> {
        let object = self.org.object(part.from.as_str());
        object.filter(|object| !object.is_metadata()).ok_or_else(|| {
            let message = format!("sObject type '{}' is not supported.", part.from);
            self.thrown("SearchException", message)
        })
    }

    /// The records with the words in them.
    fn ids_found(
        &self,
        object: &'o Object,
        group: &str,
        wanted: &Wanted,
        access: Option<Access>,
    ) -> Result<Vec<String>, Stop> {
        if !matches!(group, "ALL" | "NAME" | "EMAIL" | "PHONE") {
            return Err(self.unknown(format!("a search in {group} FIELDS is not known")));
        }
        let as_user = access == Some(Access::User);
        let fields: Vec<&Field> = object
            .fields
            .values()
            .filter(|field| is_in(group, object, field))
            .filter(|field| !as_user || self.org.permissions.may_read(object, field))
            .collect();
        if fields.is_empty() {
            return Ok(Vec::new());
        }
        let columns: Vec<String> = fields.iter().map(|field| quoted(&field.api_name)).collect();
        let sql = format!(
            "SELECT \"Id\", {} FROM {} ORDER BY rowid",
            columns.join(", "),
            quoted(&object.api_name)
        );
        let mut ids = Vec::new();
        let read = |ids: &mut Vec<String>| {
            let mut statement = self.org.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mut texts = Vec::with_capacity(fields.len());
                for (index, field) in fields.iter().enumerate() {
                    if let Some(text) = row.get::<_, Option<String>>(index + 1)? {
                        texts.push(words::Text::of(&text, kind(field)));
                    }
                }
                if wanted.is_in(&texts) {
                    ids.push(row.get(0)?);
                }
            }
            Ok(())
        };
        read(&mut ids).map_err(|error| self.database_failed(&sql, &error))?;
        Ok(ids)
    }

    /// Those of them that the conditions let through, with their fields.
    fn rows_found(
        &mut self,
        object: &'o Object,
        part: &Soql,
        ids: &[String],
        access: Option<Access>,
    ) -> Result<Vec<Value>, Stop> {
        let mut plan = Plan::of(object, None, access);
        let place = plan.bind(Sql::Text(serde_json::Value::from(ids).to_string()));
        let own = format!("{}.\"Id\" IN (SELECT value FROM json_each({place}))", plan.table());
        plan.conditions.push(own);
        self.records(&mut plan, part)
    }
}

fn of_object(ids: &[RecordId], object: &Object) -> Vec<String> {
    let own = ids.iter().filter(|id| id.key_prefix() == object.key_prefix);
    own.map(ToString::to_string).collect()
}

/// Whether a field is among those that are searched.
fn is_in(group: &str, object: &Object, field: &Field) -> bool {
    let is_name = || {
        let more = NAMES.iter().find(|(of, _)| *of == object.api_name);
        field.name_field || more.is_some_and(|(_, more)| more.contains(&field.api_name.as_str()))
    };
    match (group, field.data_type) {
        ("EMAIL", DataType::Email) | ("PHONE", DataType::Phone) => true,
        ("NAME", DataType::String | DataType::TextArea | DataType::Url) => is_name(),
        ("ALL", of) => of.is_text() && of != DataType::Picklist,
        _ => false,
    }
}

fn kind(field: &Field) -> Kind {
    if field.data_type == DataType::Phone { Kind::Number } else { Kind::Words }
}

/// Leaves as many rows as may be given, of each object as many as of the others.
fn share<T>(found: &mut [(T, Vec<Value>)], most: usize) {
    let mut kept = vec![0; found.len()];
    let mut left = most;
    while left > 0 {
        let mut any = false;
        for ((_, rows), kept) in found.iter().zip(&mut kept) {
            if left > 0 && *kept < rows.len() {
                *kept += 1;
                left -= 1;
                any = true;
            }
        }
        if !any {
            break;
        }
    }
    for ((_, rows), kept) in found.iter_mut().zip(kept) {
        rows.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_shared() {
        let rows = |count| vec![Value::Null; count];
        let mut found = [((), rows(19)), ((), rows(35))];
        share(&mut found, 20);
        assert_eq!(found.each_ref().map(|((), rows)| rows.len()), [10, 10]);
        let mut found = [((), rows(3)), ((), rows(35))];
        share(&mut found, 20);
        assert_eq!(found.each_ref().map(|((), rows)| rows.len()), [3, 17]);
    }
}
