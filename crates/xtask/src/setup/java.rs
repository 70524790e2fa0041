//! A Java runtime, for the checkers of Apex.

use std::{env, path::PathBuf};

use super::{Steps, debian};
use crate::{error::TaskError, project::on_path};

/// The oldest Java for which PMD's engine is built.
const OLDEST: u32 = 11;
const DEBIAN: [&str; 1] = ["default-jre-headless"];

/// The `java` of `JAVA_HOME`, else the one on the PATH; the first that is new enough.
pub(super) fn ensure(steps: &Steps<'_>) -> Result<PathBuf, TaskError> {
    if let Some(java) = find(steps) {
        return Ok(java);
    }
    let reason = if debian::is_debian() {
        debian::install(steps, "A Java runtime for the checkers of Apex", &DEBIAN)?;
        if let Some(java) = find(steps) {
            return Ok(java);
        }
        "Debian's package does not bring one"
    } else {
        "this is not a Debian system"
    };
    let command = if cfg!(target_os = "macos") {
        "brew install --cask temurin@21"
    } else {
        "install a Java 17 or 21 runtime from your system's packages or https://adoptium.net, and \
         put `java` on the PATH or set JAVA_HOME"
    };
    Err(TaskError::Missing {
        thing: format!("Java {OLDEST} or newer, for the checkers of Apex,"),
        reason: reason.into(),
        command: command.into(),
    })
}

fn find(steps: &Steps<'_>) -> Option<PathBuf> {
    let name = if cfg!(windows) { "bin/java.exe" } else { "bin/java" };
    let chosen = env::var_os("JAVA_HOME").filter(|home| !home.is_empty());
    let chosen = chosen.map(|home| PathBuf::from(home).join(name));
    chosen.into_iter().chain(on_path("java")).find(|java| {
        // Java 8 does not know this option, and macOS's placeholder answers nothing.
        let mut command = steps.project.command(java);
        command.arg("--version");
        let answer = steps.ask(command);
        answer.as_deref().and_then(parse_version).is_some_and(|version| version >= OLDEST)
    })
}

/// `openjdk 17.0.15 2025-04-15` is 17.
fn parse_version(text: &str) -> Option<u32> {
    let version = text.split_whitespace().nth(1)?;
    version.split(['.', '-', '+']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(parse_version("openjdk 17.0.15 2025-04-15\nOpenJDK Runtime"), Some(17));
        assert_eq!(parse_version("java 21 2023-09-19 LTS"), Some(21));
        assert_eq!(parse_version("openjdk 25-ea 2025-09-16"), Some(25));
        assert_eq!(parse_version("Unrecognized option: --version"), None);
        assert_eq!(parse_version(""), None);
    }
}
