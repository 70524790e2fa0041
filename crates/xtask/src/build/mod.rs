//! Builds what the browser loads and the workbench that serves it.
//!
//! A step whose inputs have not changed is skipped; cargo decides that for Rust by itself.

mod assets;
mod stamp;
mod wasm;

use std::path::PathBuf;

use crate::{
    console::Console,
    error::TaskError,
    project::Project,
    run::{Job, Show},
    setup::Installed,
};

/// What a build works with.
pub struct Build<'b> {
    /// The repository.
    pub project: &'b Project,
    /// The tools.
    pub installed: &'b Installed,
    /// Where its lines go.
    pub console: &'b Console,
    /// Whether the workbench is optimised; what a browser downloads always is.
    pub release: bool,
    /// Whether the page in the membrane is built too, for the tests.
    pub membrane: bool,
}

/// What was done.
#[derive(Debug, Default)]
pub struct Built {
    /// Steps that were done, or were not needed.
    pub steps: u32,
    /// The workbench.
    pub workbench: PathBuf,
}

type Step = fn(&Build<'_>) -> Result<Outcome, TaskError>;

/// How a step went.
pub enum Outcome {
    /// It did something, worth this line.
    Done(String),
    /// Its inputs are those of last time.
    Unchanged,
}

/// In order: the page bundles what the steps before it have made.
const STEPS: [(&str, Step); 3] =
    [("core", wasm::core), ("page", assets::page), ("sizes", assets::sizes)];

/// Builds everything.
pub fn build(build: &Build<'_>) -> Result<Built, TaskError> {
    let mut skipped = Vec::new();
    let mut steps = 0;
    for (name, step) in STEPS {
        match step(build)? {
            Outcome::Done(line) => build.console.say(format!("build: {name}: {line}")),
            Outcome::Unchanged => skipped.push(name),
        }
        steps += 1;
    }
    if !skipped.is_empty() {
        build.console.say(format!("build: unchanged and skipped: {}", skipped.join(", ")));
    }
    let workbench = workbench(build)?;
    build.console.say(format!("build: workbench: {}", workbench.display()));
    Ok(Built { steps: steps + 1, workbench })
}

/// Compiles the workbench and asks cargo where it is.
fn workbench(build: &Build<'_>) -> Result<PathBuf, TaskError> {
    let mut command = build.project.cargo("build");
    command.args(["-p", "workbench", "--bin", "workbench", "--message-format"]);
    command.arg("json-render-diagnostics");
    if build.release {
        command.arg("--release");
    }
    let job = Job::new("cargo build of the workbench", command).show(Show::Errors);
    let finished = job.succeed(build.console)?;
    executable(&finished.stdout).ok_or_else(|| {
        TaskError::Broken("cargo built the workbench but did not say where it is.".into())
    })
}

fn executable(messages: &[String]) -> Option<PathBuf> {
    messages.iter().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workbench_is_where_cargo_says() {
        let messages = [
            r#"{"reason":"compiler-artifact","executable":null}"#,
            r#"{"reason":"compiler-artifact","executable":"/t/debug/workbench"}"#,
            r#"{"reason":"build-finished","success":true}"#,
        ];
        let messages = messages.map(str::to_owned);
        assert_eq!(executable(&messages), Some("/t/debug/workbench".into()));
        assert_eq!(executable(&messages[..1]), None);
    }
}
