//! Tools that come as Rust packages, installed into the cache, one folder per version.

use std::{fs, path::PathBuf};

use super::Steps;
use crate::{
    error::TaskError,
    project::{Project, is_program, on_path},
};

/// A tool and its exact version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tool {
    package: &'static str,
    program: &'static str,
    version: std::borrow::Cow<'static, str>,
    /// About how long it takes to install, for those who wait.
    minutes: u32,
}

/// Builds and runs the tests of the WebAssembly crate.
pub(super) const WASM_PACK: Tool = Tool {
    package: "wasm-pack",
    program: "wasm-pack",
    version: std::borrow::Cow::Borrowed("0.15.1"),
    minutes: 3,
};

/// wasm-bindgen's program, in the version of the library: they understand only each other.
pub(super) fn wasm_bindgen(project: &Project) -> Result<Tool, TaskError> {
    let lock = project.root.join("Cargo.lock");
    let text = fs::read_to_string(&lock).map_err(TaskError::file(lock))?;
    let version = locked_version(&text, "wasm-bindgen")
        .ok_or_else(|| TaskError::Broken("Cargo.lock does not name wasm-bindgen.".into()))?;
    Ok(Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: version.to_owned().into(),
        minutes: 4,
    })
}

fn locked_version<'l>(lock: &'l str, package: &str) -> Option<&'l str> {
    let head = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != head);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// Where the tool is, after it has been installed if need be.
pub(super) fn ensure(steps: &Steps<'_>, tool: &Tool) -> Result<PathBuf, TaskError> {
    let cache = &steps.project.cache;
    let exe = std::env::consts::EXE_SUFFIX;
    let root = cache.join(format!("{}-{}", tool.package, tool.version));
    let file = root.join("bin").join(format!("{}{exe}", tool.program));
    if is_program(&file) {
        return Ok(file);
    }
    let said = steps.ask(steps.command(tool.program, &["--version"])).unwrap_or_default();
    if said.split_whitespace().nth(1) == Some(&tool.version)
        && let Some(file) = on_path(tool.program)
    {
        return Ok(file);
    }
    fs::create_dir_all(cache).map_err(TaskError::file(cache))?;
    let mut install = steps.project.cargo("install");
    install
        .args(["--locked", "--version", &tool.version, tool.package, "--root"])
        .arg(&root)
        // Outside the repository, so that its settings do not apply; kept until it has succeeded,
        // so that an interrupted installation goes on where it was.
        .current_dir(cache)
        .env("CARGO_TARGET_DIR", cache.join("build"));
    let what = format!(
        "cargo install {} {} (once, about {} minutes)",
        tool.package, tool.version, tool.minutes
    );
    steps.long(&what, install, 30 * 60)?;
    let _ = fs::remove_dir_all(cache.join("build"));
    if is_program(&file) {
        return Ok(file);
    }
    Err(TaskError::Broken(format!(
        "{} was installed, but {} is not there. Remove {} and run this again.",
        tool.package,
        file.display(),
        root.display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_follows_the_library() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.128\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.128"));
        assert_eq!(locked_version(lock, "absent"), None);
    }
}
