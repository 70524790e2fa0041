//! The Apex that is deployed is read without a rest.

use std::fs;
use std::path::{Path, PathBuf};

use local_apex::parse;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "cls" || kind == "trigger") {
            found.push(path);
        }
    }
}

#[test]
fn every_class_and_trigger_is_read() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../force-app"), &mut found);
    found.sort();
    assert!(!found.is_empty());
    let wrong: Vec<String> = found
        .iter()
        .filter_map(|path| {
            let source = fs::read_to_string(path).expect("text");
            parse::file(&path.display().to_string(), &source).err().map(|error| error.to_string())
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
