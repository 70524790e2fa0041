//! Runs the simulation of `call-sim`, built with optimisation and with every check in it.

use std::ffi::OsStr;

use crate::{
    console::Console,
    error::TaskError,
    project::Project,
    run::{Finished, Job},
};

/// Builds the simulation and runs it with these options.
pub fn run(
    project: &Project,
    args: &[impl AsRef<OsStr>],
    console: &Console,
) -> Result<Finished, TaskError> {
    let mut command = project.cargo("run");
    command.args(["--quiet", "--profile", "proof", "-p", "call-sim", "--", "sim"]).args(args);
    let words: Vec<_> = args.iter().map(|arg| arg.as_ref().to_string_lossy()).collect();
    Job::new(format!("call-sim sim {}", words.join(" ")), command).run(console)
}
