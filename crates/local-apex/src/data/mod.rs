//! The org in which a program runs: its records, and what a transaction does with them.
//!
//! The schema, the tables and the rules of writing are those of `local-data`; here is what Apex makes
//! of them: records as values, queries, DML, and the limits of a transaction. The database
//! transaction is the caller's.

mod dml;
mod limits;
mod object_types;
mod one_row;
mod query;
mod record;
mod search;
mod stored;

use std::{collections::BTreeMap, rc::Rc};

use local_data::{
    ids::RecordId,
    permissions::{PermissionSet, Permissions},
    schema::Schema,
};
use rusqlite::Connection;

use crate::program::Program;

pub(crate) use dml::{Dml, RowOutcome, TriggerRun};
pub use dml::{Write, WriteFailed, write_with_triggers};
pub(crate) use limits::{Limit, Limits};
pub(crate) use object_types::{field_named, lookup_named};
pub(crate) use query::AGGREGATE_RESULT;
pub(crate) use stored::apex_type;

/// The org in which a program runs.
#[derive(Clone, Debug)]
pub struct Org<'o> {
    /// Its records, in a transaction that the caller has begun and ends.
    pub connection: &'o Connection,
    /// Its objects and fields.
    pub schema: &'o Schema,
    /// Its classes and triggers.
    pub program: &'o Program,
    /// Its permission sets, by API name.
    pub permission_sets: &'o BTreeMap<String, PermissionSet>,
    /// Who runs the program.
    pub user: Rc<RecordId>,
    /// What she may do, where that counts.
    pub permissions: Rc<Permissions>,
}
