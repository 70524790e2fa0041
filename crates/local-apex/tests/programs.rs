//! What the language and the platform do, pinned by small programs that each cite the page that
//! says so.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use local_apex::{
    data::Org,
    program::Program,
    run::{self, Outcome, RunError},
};
use local_data::{
    ids::RecordId,
    permissions::{PermissionSet, Permissions},
    schema::Schema,
    store::{self, Database},
};
use rusqlite::Connection;

/// What a program's own comments say comes of it.
fn expected(source: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for line in source.lines().map(str::trim_start) {
        if let Some(text) = line.strip_prefix("// ->") {
            outcome.printed.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
        } else if let Some(text) = line.strip_prefix("// !! ") {
            outcome.uncaught = Some(text.to_owned());
        }
    }
    outcome
}

fn programs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            programs(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "apex") {
            found.push(entry);
        }
    }
    found.sort();
}

/// An org without records, with the project's objects.
struct TestOrg {
    schema: Schema,
    connection: Connection,
    user: RecordId,
    program: Program,
    permission_sets: BTreeMap<String, PermissionSet>,
}

/// The one with the metadata of this folder.
fn org(force_app: &str) -> TestOrg {
    let force_app = Path::new(env!("CARGO_MANIFEST_DIR")).join(force_app);
    let mut schema = Schema::load(&force_app).expect("a schema");
    let connection = store::open(&Database::Memory, &mut schema).expect("a database");
    let user = RecordId::mint("005", 1);
    let (program, permission_sets) = (Program::default(), BTreeMap::new());
    TestOrg { schema, connection, user, program, permission_sets }
}

/// Every program has the org to itself: what it writes is undone.
fn in_new_org(org: &TestOrg, name: &str, source: &str) -> Result<Outcome, RunError> {
    let transaction = org.connection.unchecked_transaction().expect("a transaction");
    let session = Org {
        connection: &transaction,
        schema: &org.schema,
        program: &org.program,
        permission_sets: &org.permission_sets,
        user: Rc::new(org.user.clone()),
        permissions: Rc::new(Permissions::all()),
    };
    run::anonymous(name, source, session)
}

#[test]
fn every_program_does_what_its_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut all = Vec::new();
    programs(&root, &mut all);
    assert!(all.len() >= 300, "{} programs", all.len());
    let list = root.join("../not_known_yet.txt");
    let org = org("../../force-app");
    let (mut wrong, mut unknown, mut told) = (0, String::new(), String::new());
    for path in &all {
        let name = path.strip_prefix(&root).expect("inside").display().to_string();
        let source = fs::read_to_string(path).expect("a text");
        match in_new_org(&org, &name, &source) {
            Ok(outcome) if outcome == expected(&source) => {}
            Ok(outcome) => {
                wrong += 1;
                let _ = writeln!(
                    told,
                    "{name}\n  expected {:?}\n  but got  {outcome:?}",
                    expected(&source)
                );
            }
            Err(RunError::Unknown(what)) => {
                let _ = writeln!(unknown, "{name}: {}", what.what);
            }
            Err(RunError::Parse(error)) => {
                wrong += 1;
                let _ = writeln!(told, "{error}");
            }
        }
    }
    println!("{told}{} programs: {wrong} wrong, {} not known", all.len(), unknown.lines().count());
    assert_eq!(wrong, 0, "of {}", all.len());
    // What is not known yet stands in a list, and each of it stops with the name of what is missing.
    if std::env::var_os("OFFHOOK_BLESS").is_some() {
        fs::write(&list, &unknown).expect("the list is written");
    }
    let kept = fs::read_to_string(&list).unwrap_or_default();
    assert!(
        kept == unknown,
        "another list than {}; OFFHOOK_BLESS=1 writes the new one:\n{unknown}",
        list.display()
    );
}

/// Those that need objects, records and labels which the project itself does not have.
#[test]
fn programs_with_metadata_of_their_own_do_as_well() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/own_metadata");
    let mut all = Vec::new();
    programs(&root, &mut all);
    let org = org("tests/force-app");
    for path in &all {
        let source = fs::read_to_string(path).expect("a text");
        let outcome = in_new_org(&org, &path.display().to_string(), &source);
        assert_eq!(outcome, Ok(expected(&source)), "{}", path.display());
    }
}

/// What has no name in the metadata stops with the name.
#[test]
fn what_the_metadata_does_not_have_stops() {
    let org = org("tests/force-app");
    for (source, missing) in [
        ("System.debug(Label.Nothing);", "there is no label Nothing"),
        ("insert new Team__mdt(DeveloperName = 'New');", "DML is not allowed on Team__mdt"),
        ("System.debug(Search.query('FIND {ada} RETURNING Contact'));", "FIND {ada}"),
    ] {
        match in_new_org(&org, "program", source) {
            Err(RunError::Unknown(unknown)) => assert!(unknown.what.contains(missing), "{unknown}"),
            other => panic!("{source}: {other:?}"),
        }
    }
    let source = "Object found = [FIND 'ada' RETURNING Contact WITH USER_MODE];";
    let refused = in_new_org(&org, "program", source).expect_err("the grammar does not have it");
    assert!(refused.to_string().contains("WITH USER_MODE"), "{refused}");
}
