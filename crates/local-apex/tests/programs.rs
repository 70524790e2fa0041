//! What the language and the platform do, pinned by small programs that each cite the page that
//! says so.

mod support;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use local_apex::run::{self, Outcome, RunError};
use support::TestOrg;

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

#[test]
fn every_program_does_what_its_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut all = Vec::new();
    programs(&root, &mut all);
    assert!(all.len() >= 300, "{} programs", all.len());
    let list = root.join("../not_known_yet.txt");
    let org = TestOrg::of_ada();
    let (mut wrong, mut unknown, mut told) = (0, String::new(), String::new());
    for path in &all {
        let name = path.strip_prefix(&root).expect("inside").display().to_string();
        let source = fs::read_to_string(path).expect("a text");
        match org.apart(|org| run::anonymous(&name, &source, org)) {
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
