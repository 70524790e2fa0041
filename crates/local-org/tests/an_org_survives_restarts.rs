//! What a restart keeps, and which files are refused.

mod support;

use std::fs;

use local_org::{Database, OpenError, Org, OrgError, SchemaError};
use serde_json::json;
use support::{World, config};

#[tokio::test]
async fn records_licence_and_ids_are_kept_and_seeds_are_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::File(folder.path().join("org.sqlite"));
    let world = World::open(config(database.clone()));
    let id = world.call("key-1").await;
    world.update(&id, json!({ "Call_State__c": "Completed" })).await;
    world.post("/org/profile", &json!({ "licence": "open" })).await;
    let contacts = world.records("Contact").await;
    assert_eq!(contacts.len(), 10);
    let calls = world.records("VoiceCall").await;
    let user = world.get("/org/user").await.body;
    drop(world);

    let world = World::open(config(database));
    assert_eq!(world.records("Contact").await, contacts);
    assert_eq!(world.records("VoiceCall").await, calls);
    assert_eq!(world.get("/org/user").await.body, user);
    assert_eq!(world.get("/org/profile").await.body["licence"], "open");
    assert_eq!(world.call("key-1").await, id, "the key is still taken");
    assert_ne!(world.call("key-2").await, id);
}

#[tokio::test]
async fn a_field_added_to_the_metadata_appears_in_an_old_org() {
    let folder = tempfile::tempdir().unwrap();
    let metadata = folder.path().join("force-app");
    copy(&support::force_app(), &metadata);
    let open = || {
        let mut config = config(Database::File(folder.path().join("org.sqlite")));
        config.force_app.clone_from(&metadata);
        World::open(config)
    };
    let world = open();
    let id = world.call("key-1").await;
    drop(world);
    let fields = metadata.join("voicecall/main/default/objects/VoiceCall/fields");
    fs::write(
        fields.join("Weather__c.field-meta.xml"),
        "<CustomField xmlns=\"http://soap.sforce.com/2006/04/metadata\"><fullName>Weather__c</fullName>\
         <label>Weather</label><length>20</length><type>Text</type></CustomField>",
    )
    .unwrap();
    let world = open();
    let updated = world.update(&id, json!({ "Weather__c": "fair" })).await;
    assert_eq!(updated.body["fields"]["Weather__c"]["value"], "fair", "{}", updated.body);
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.sqlite");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE precious (a)").unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    let error = Org::open(config(Database::File(path.clone()))).unwrap_err();
    assert!(matches!(error, OrgError::Database(OpenError::ForeignDatabase { .. })), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);

    fs::write(&path, "no database at all, but long enough to be looked at as if it were one")
        .unwrap();
    let error = Org::open(config(Database::File(path))).unwrap_err();
    assert!(error.to_string().contains("move it away"), "{error}");
}

#[test]
fn metadata_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let metadata = folder.path().join("force-app");
    copy(&support::force_app(), &metadata);
    let fields = metadata.join("voicecall/main/default/objects/VoiceCall/fields");
    let open = || {
        let mut config = config(Database::Memory);
        config.force_app.clone_from(&metadata);
        Org::open(config).map(|_| ())
    };
    let field = fields.join("Formula__c.field-meta.xml");
    fs::write(&field, "<CustomField><fullName>Formula__c</fullName><label>F</label><type>Summary</type></CustomField>").unwrap();
    let error = open().unwrap_err().to_string();
    assert!(error.contains("Formula__c.field-meta.xml") && error.contains("Summary"), "{error}");
    fs::write(&field, "<CustomField><label>").unwrap();
    assert!(open().unwrap_err().to_string().contains("Formula__c.field-meta.xml"));
    fs::remove_file(&field).unwrap();
    open().unwrap();

    fs::remove_file(fields.join("Call_Key__c.field-meta.xml")).unwrap();
    let error = open().unwrap_err();
    assert!(matches!(error, OrgError::Schema(SchemaError::Missing { .. })), "{error}");
    fs::remove_dir_all(&metadata).unwrap();
    assert!(matches!(open().unwrap_err(), OrgError::Schema(SchemaError::Read { .. })));
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
