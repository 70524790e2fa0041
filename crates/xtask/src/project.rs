//! Where things are, and how a program of the project is called.
//!
//! Knows no task.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::error::TaskError;

/// The folders a task works in; all of them absolute.
#[derive(Clone, Debug)]
pub struct Project {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// Tools that outlive a checkout.
    pub cache: PathBuf,
}

impl Project {
    /// Finds the repository from the package that cargo runs, else from the current folder.
    pub fn find() -> Result<Self, TaskError> {
        let start =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(env::current_dir, |dir| Ok(dir.into()));
        let start = start.map_err(TaskError::file("."))?;
        let root = start
            .ancestors()
            .find(|dir| dir.join("crates/xtask/Cargo.toml").is_file())
            .ok_or_else(|| {
                TaskError::Broken("This is not inside the Offhook repository; run it there.".into())
            })?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR").filter(|dir| !dir.is_empty()) {
            Some(dir) => std::path::absolute(&dir).map_err(TaskError::file(dir))?,
            None => root.join("target"),
        };
        Ok(Self { root, target, cache: cache()? })
    }

    /// A program, called in the repository, whose output can be counted: no colours, no questions.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .current_dir(&self.root)
            .env("NO_COLOR", "1")
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("FORCE_COLOR");
        if env::var_os("CARGO_TARGET_DIR").is_some() {
            command.env("CARGO_TARGET_DIR", &self.target);
        }
        command
    }

    /// Cargo with the machine's own toolchain.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = self.command(env::var_os("CARGO").map_or("cargo".into(), PathBuf::from));
        command.arg(subcommand);
        command
    }

    /// A program from `node_modules`.
    pub fn npm_bin(&self, name: &str) -> Command {
        let name = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
        self.command(self.root.join("node_modules/.bin").join(name))
    }

    /// A file of the repository that must exist.
    pub fn existing(&self, relative: &str) -> Result<PathBuf, TaskError> {
        let path = self.root.join(relative);
        if path.exists() {
            Ok(path)
        } else {
            Err(TaskError::Broken(format!("{relative} is missing from the repository.")))
        }
    }
}

/// `OFFHOOK_CACHE`, else the place for caches of this user.
fn cache() -> Result<PathBuf, TaskError> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let dir = set("OFFHOOK_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|dir| dir.join("offhook")))
        .or_else(|| env::home_dir().map(|home| home.join(".cache/offhook")))
        .ok_or_else(|| {
            TaskError::Broken(
                "No home folder is known; set OFFHOOK_CACHE to a folder for tools.".into(),
            )
        })?;
    std::path::absolute(&dir).map_err(TaskError::file(dir))
}

/// A program on the PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let name = if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() };
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(&name)).find(|file| is_program(file))
}

/// Whether this is a file that can be run.
pub fn is_program(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(file)
            .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    {
        file.is_file()
    }
}

/// The PATH with `dirs` before everything else.
pub fn path_with(dirs: &[&Path]) -> std::ffi::OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let dirs = dirs.iter().map(|dir| dir.to_path_buf()).chain(env::split_paths(&path));
    // A folder with a colon in its name cannot stand in a PATH at all; then the PATH stays as it is.
    env::join_paths(dirs).unwrap_or(path)
}
