//! An org for one test file: the project's objects, and no records but what set it up.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::{collections::BTreeMap, path::Path, rc::Rc};

use local_apex::{data::Org, program::Program};
use local_data::{
    directory,
    ids::RecordId,
    permissions::{self, PermissionSet, Permissions, Profile},
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

    /// The same, run by a user whose name, address and time zone are known.
    pub fn of_ada() -> Self {
        let org = Self::new();
        org.connection
            .execute(
                "UPDATE User SET FirstName = 'Ada', LastName = 'Byron', Name = 'Ada Byron',
                 Username = 'ada@example.com', Email = 'ada.byron@example.com',
                 TimeZoneSidKey = 'America/Los_Angeles'",
                [],
            )
            .expect("a user");
        org
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
        self.apart_as(Permissions::all(), run)
    }

    /// The same as a standard user with these permission sets.
    pub fn apart_with<T>(&self, sets: &[&str], run: impl FnOnce(Org<'_>) -> T) -> T {
        let named =
            |name: &&str| self.permission_sets.get(*name).expect("a permission set").clone();
        self.apart_as(Permissions::new(Profile::Standard, sets.iter().map(named).collect()), run)
    }

    fn apart_as<T>(&self, permissions: Permissions, run: impl FnOnce(Org<'_>) -> T) -> T {
        let transaction = self.connection.unchecked_transaction().expect("a transaction");
        run(Org {
            connection: &transaction,
            schema: &self.schema,
            program: &self.program,
            permission_sets: &self.permission_sets,
            user: Rc::new(self.user.clone()),
            permissions: Rc::new(permissions),
        })
    }
}
