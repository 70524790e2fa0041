//! Searches the models of `call-sim`: every order of events of small worlds.
//!
//! The search is a program of its own, built with optimisation: unoptimised it takes ten times as
//! long.

use crate::{
    console::Console,
    error::TaskError,
    project::Project,
    run::Job,
    test::{Tally, count},
};

/// Which models, and how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// With larger bounds.
    pub deep: bool,
    /// Parts of names; all, if there is none.
    pub names: Vec<String>,
}

/// Builds the search and runs it.
pub fn run(project: &Project, console: &Console, options: &Options) -> Result<Tally, TaskError> {
    let mut build = project.cargo("build");
    build.args(["--profile", "proof", "-p", "call-sim", "--bin", "call-sim"]);
    Job::new("cargo build --profile proof -p call-sim", build).succeed(console)?;
    let program = format!("call-sim{}", std::env::consts::EXE_SUFFIX);
    let mut search = project.command(project.target.join("proof").join(program));
    search.arg("model").args(options.deep.then_some("--deep")).args(&options.names);
    let finished = Job::new("call-sim model", search).run(console)?;
    match count::models(&finished.lines) {
        Some(tally) if tally.passed + tally.failed > 0 => Ok(tally),
        _ => {
            finished.checked()?;
            Err(TaskError::Broken("It ended well but searched no model.".into()))
        }
    }
}
