//! In Apex tests a search finds what the test says.

use std::{collections::BTreeMap, path::Path, rc::Rc};

use local_apex::{
    data::Org,
    program::Program,
    testing::{self, Verdict},
};
use local_data::{
    ids::RecordId,
    permissions::Permissions,
    schema::Schema,
    store::{self, Database},
};

#[test]
fn a_test_says_what_is_found() {
    let force_app = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/force-app");
    let mut schema = Schema::load(&force_app).expect("a schema");
    let connection = store::open(&Database::Memory, &mut schema).expect("a database");
    let transaction = connection.unchecked_transaction().expect("a transaction");
    let org = Org {
        connection: &transaction,
        schema: &schema,
        program: &Program::load(&force_app).expect("a program"),
        permission_sets: &BTreeMap::new(),
        user: Rc::new(RecordId::mint("005", 1)),
        permissions: Rc::new(Permissions::all()),
    };
    let report = testing::run(&org, None, false, |_| {}).expect("tests that run");
    assert_eq!(report.results.len(), 2);
    for result in report.results {
        assert_eq!(result.verdict, Verdict::Passed, "{}", result.method);
    }
}
