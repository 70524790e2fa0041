//! An org for one test file: the project's objects, and no records but what set it up.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::{collections::BTreeMap, path::Path, rc::Rc};

use local_apex::{data::Org, program::Program};
use local_data::{
    directory,
    ids::RecordId,
    permissions::{self, PermissionSet, Permissions},
    schema::Schema,
    store::{self, Database},
};
use rusqlite::Connection;

pub struct TestOrg {
    schema: Schema,
    connection: Connection,
    user: RecordId,
    program: Program,
    permission_sets: BTreeMap<String, PermissionSet>,
}

impl TestOrg {
    /// With the project's objects.
    pub fn new() -> Self {
        Self::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../force-app"), Program::default())
    }

    /// With what is in a folder.
    pub fn of(force_app: &Path, program: Program) -> Self {
        let mut schema = Schema::load(force_app).expect("a schema");
        let connection = store::open(&Database::Memory, &mut schema).expect("a database");
        let permission_sets = permissions::permission_sets(force_app).expect("permission sets");
        directory::ensure(&connection, &schema, &permission_sets).expect("a directory");
        let user = directory::ensure_administrator(&connection, &schema).expect("a user");
        Self { schema, connection, user, program, permission_sets }
    }

    /// Has the org to itself: what is written is undone.
    pub fn apart<T>(&self, run: impl FnOnce(Org<'_>) -> T) -> T {
        let transaction = self.connection.unchecked_transaction().expect("a transaction");
        run(Org {
            connection: &transaction,
            schema: &self.schema,
            program: &self.program,
            permission_sets: &self.permission_sets,
            user: Rc::new(self.user.clone()),
            permissions: Rc::new(Permissions::all()),
        })
    }
}
