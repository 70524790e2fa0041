//! Runs cargo-mutants on the call core: each small change of it must make a test fail.
//!
//! What is changed and which tests are asked stands in `.cargo/mutants.toml`; which changes no test
//! notices, and why, in `docs/mutants.md`. Nothing is installed here, and nothing is written into
//! the tree.

use std::ffi::OsString;

use crate::{
    console::Console,
    error::TaskError,
    project::{Project, on_path},
    run::Job,
};

/// The version whose output `docs/mutants.md` is about.
const VERSION: &str = "25.3.1";

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
    let mut command = project.cargo("mutants");
    command.args(["--package", "call-core", "--jobs", "1", "--no-shuffle", "--colors", "never"]);
    // Seconds: a change may make a loop endless, and a property shrinks what fails.
    command.args(["--timeout", "120"]);
    command.arg("--output").arg(&project.target);
    if let Some(shard) = &options.shard {
        command.arg("--shard").arg(shard);
    }
    command.args(&options.args);
    // What a scenario does not show, a few cases of a property do.
    command.env("PROPTEST_CASES", "64");
    // Each changed copy is built in a folder of its own.
    command.env_remove("CARGO_TARGET_DIR");
    let finished = Job::new("cargo mutants", command).run(console)?;
    Ok(finished.success())
}
