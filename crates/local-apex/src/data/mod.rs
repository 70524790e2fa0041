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
mod rights;
mod search;
mod stored;

use local_data::{ids::RecordId, permissions::Permissions, schema::Schema};
use rusqlite::Connection;

pub(crate) use dml::{Dml, RowOutcome};
pub(crate) use limits::{Limit, Limits};
pub(crate) use object_types::{field_named, lookup_named};
pub(crate) use query::AGGREGATE_RESULT;
pub(crate) use stored::apex_type;

/// The org in which a program runs.
#[derive(Clone, Copy, Debug)]
pub struct Org<'o> {
    /// Its records, in a transaction that the caller has begun and ends.
    pub connection: &'o Connection,
    /// Its objects and fields.
    pub schema: &'o Schema,
    /// Who runs the program.
    pub user: &'o RecordId,
    /// What she may do, where that counts.
    pub permissions: &'o Permissions,
}
