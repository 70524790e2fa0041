//! Runs the Apex tests of the project, executed by `local-apex`.

use std::ffi::OsStr;

use crate::{
    console::Console,
    error::TaskError,
    project::Project,
    run::{Finished, Job},
    test::{Session, Tally, count},
};

/// Runs them with these options: `--class NAME`, `--trace`.
pub fn run(
    project: &Project,
    args: &[impl AsRef<OsStr>],
    console: &Console,
) -> Result<Finished, TaskError> {
    let mut command = project.cargo("run");
    command.args(["--quiet", "-p", "local-apex", "--", "test", "--force-app", "force-app"]);
    command.args(args);
    let words: Vec<_> = args.iter().map(|arg| arg.as_ref().to_string_lossy()).collect();
    Job::new(format!("local-apex test {}", words.join(" ")).trim_end(), command).run(console)
}

/// All of them.
pub fn check(session: &Session<'_>) -> Result<Tally, TaskError> {
    let finished = run(session.project, &[] as &[&str], session.console)?;
    crate::test::tallied(finished, count::apex)
}
