//! Runs cargo-mutants on the call core: each small change of it must make a test fail.
//!
//! In two passes, because a thousand builds of all tests take hours: every change is asked of one
//! small program first, which replays the scenarios; what it does not notice, of all other tests.
//! What is changed stands in `.cargo/mutants.toml`; which changes no test notices, and why, in
//! `docs/mutants.md`. Nothing is installed here, and nothing is written into the tree.

use std::{ffi::OsString, fs, path::Path, process::Command};

use crate::{
    console::Console,
    error::TaskError,
    project::{Project, on_path},
    run::Job,
};

/// The version whose output `docs/mutants.md` is about.
const VERSION: &str = "25.3.1";

/// How it ends where tests did not notice every change, and where one took too long: which is a way
/// of noticing it.
const MISSED: [Option<i32>; 2] = [Some(2), Some(3)];

/// Every scenario, until one departs.
const QUICKLY: &[&str] = &["--test", "quickly"];

/// All other tests that say what is right. The transition table is not among them: it would notice
/// every change, meant or not.
#[rustfmt::skip]
const THOROUGHLY: &[&str] = &[
    "--package", "call-sim",
    "--lib",
    "--test", "tabs",
    "--test", "host",
    "--test", "a_journal_entry_is_bounded",
    "--test", "no_log_betrays_a_person",
    "--test", "the_desk_is_as_the_agent_believes",
    "--test", "flights",
    "--test", "properties",
];

/// What to change, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// One part of all changes, `1/8`.
    pub shard: Option<String>,
    /// More arguments for cargo-mutants.
    pub args: Vec<OsString>,
}

/// Runs it; true when a test noticed every change.
pub fn run(project: &Project, options: &Options, console: &Console) -> Result<bool, TaskError> {
    if on_path("cargo-mutants").is_none() {
        return Err(TaskError::Broken(format!(
            "cargo-mutants is not installed. `cargo install --locked cargo-mutants --version \
             {VERSION}` does that."
        )));
    }
    let mut first = pass(project, &project.target, "20", QUICKLY);
    first.args(["--profile", "mutants"]);
    if let Some(shard) = &options.shard {
        first.arg("--shard").arg(shard);
    }
    first.args(&options.args);
    let finished = Job::new("cargo mutants", first).run(console)?;
    if !MISSED.contains(&finished.code()) {
        return Ok(finished.success());
    }
    let left = names(&project.target.join("mutants.out/missed.txt"))?;
    if left.is_empty() {
        return Ok(true);
    }
    console
        .say(format!("{} changes that no scenario noticed, asked of all other tests", left.len()));
    let output = project.target.join("mutants-left");
    fs::create_dir_all(&output).map_err(|source| unreadable(&output, &source))?;
    let mut second = pass(project, &output, "120", THOROUGHLY);
    for name in left {
        second.arg("--re").arg(format!("^{}$", literally(&name)));
    }
    let finished = Job::new("cargo mutants", second).run(console)?;
    let left = || names(&output.join("mutants.out/missed.txt"));
    Ok(finished.success() || (MISSED.contains(&finished.code()) && left()?.is_empty()))
}

/// One run, with the tests that are asked and the seconds they may take: a change may make a loop
/// endless, and a property shrinks what fails.
fn pass(project: &Project, output: &Path, limit: &str, tests: &[&str]) -> Command {
    let mut command = project.cargo("mutants");
    command.args(["--package", "call-core", "--jobs", "1", "--no-shuffle", "--colors", "never"]);
    command.args(["--timeout", limit]).arg("--output").arg(output);
    command.args(tests.iter().map(|test| format!("--cargo-arg={test}")));
    // What a scenario does not show, a few cases of a property do.
    command.env("PROPTEST_CASES", "64");
    // Each changed copy is built in a folder of its own.
    command.env_remove("CARGO_TARGET_DIR");
    command
}

fn names(file: &Path) -> Result<Vec<String>, TaskError> {
    let text = fs::read_to_string(file).map_err(|source| unreadable(file, &source))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn unreadable(path: &Path, source: &std::io::Error) -> TaskError {
    TaskError::Broken(format!("{}: {source}", path.display()))
}

/// A regular expression that is nothing but this text.
fn literally(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if r"\.+*?()|[]{}^$".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_for_letter_by_letter() {
        let name = "src/a.rs:1:2: replace + with * in <T>::f";
        assert_eq!(literally(name), r"src/a\.rs:1:2: replace \+ with \* in <T>::f");
    }
}
