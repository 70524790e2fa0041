//! `getInstance` and `getAll` of custom metadata types.
//!
//! A record has all of its fields, and none of the records that it belongs to; of long text it has the
//! first 255 characters.

use local_data::{
    ids::RecordId,
    schema::{DataType, Object},
};

use super::Arguments;
use crate::{
    run::{Interpreter, Stop, Value},
    syntax::{Name, Operand, Selected, Soql, Term, TypeName},
};

/// As much of a long text as a record has.
const LONGEST: usize = 255;

impl<'o> Interpreter<'o> {
    pub(super) fn metadata_type(
        &mut self,
        object: &'o Object,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        match call.word().as_str() {
            "getall" => {
                let map = self.new_collection(&TypeName {
                    path: vec![Name::new("Map")],
                    arguments: vec![TypeName::plain("String"), TypeName::plain(&object.api_name)],
                })?;
                for (name, record) in self.metadata_records(object)? {
                    self.put(&map, Value::text(name), record)?;
                }
                Ok(map)
            }
            "getinstance" if call.left() == 1 => {
                let wanted = match call.next() {
                    Value::Text(text) | Value::Id(text) => text,
                    Value::Null => return Ok(Value::Null),
                    _ => return Err(self.no_method(call)),
                };
                self.metadata_record(object, &wanted)
            }
            _ => Err(self.no_method(call)),
        }
    }

    /// The record of that id, or of that name.
    fn metadata_record(&mut self, object: &'o Object, wanted: &str) -> Result<Value, Stop> {
        let id = RecordId::parse(wanted);
        for (name, record) in self.metadata_records(object)? {
            let own = match &record {
                Value::Record(own) => self.read_record(own, &Name::new("Id"))?,
                _ => Value::Null,
            };
            let is_id = id
                .as_ref()
                .is_some_and(|id| matches!(&own, Value::Id(own) if &**own == id.as_str()));
            if is_id || name.eq_ignore_ascii_case(wanted) {
                return Ok(record);
            }
        }
        Ok(Value::Null)
    }

    /// All records, by their names.
    fn metadata_records(&mut self, object: &'o Object) -> Result<Vec<(String, Value)>, Stop> {
        let term = |name: &String| Selected::Term(Term::Field(vec![Name::new(name)]), None);
        let soql = Soql {
            place: self.place(),
            select: object.fields.keys().map(term).collect(),
            from: Name::new(&object.api_name),
            alias: None,
            condition: None,
            access: None,
            group_by: Vec::new(),
            having: None,
            order_by: Vec::new(),
            limit: None::<Operand>,
            offset: None,
            is_for_update: false,
            is_all_rows: false,
        };
        let Value::List(rows) = self.soql(&soql, None)? else { return Ok(Vec::new()) };
        let rows = rows.items.borrow();
        let named = rows.iter().filter_map(|row| {
            let Value::Record(record) = row else { return None };
            let mut fields = record.fields.borrow_mut();
            for field in object.fields.values() {
                if field.data_type == DataType::TextArea
                    && let Some(Value::Text(text)) = fields.get_mut(&Name::new(&field.api_name))
                {
                    *text = text.chars().take(LONGEST).collect::<String>().into();
                }
            }
            match fields.get(&Name::new("DeveloperName")) {
                Some(Value::Text(name)) => Some((name.to_string(), row.clone())),
                _ => None,
            }
        });
        Ok(named.collect())
    }
}
