//! A Rust compiler whose standard library exists for `wasm32-unknown-unknown`.
//!
//! Three ways, in this order: the compiler on the PATH has it; rustup adds it; where rustup's
//! server cannot be reached, Debian's own compiler is installed and its library built once from
//! Debian's source package. Debian's compiler is then used for WebAssembly only: two compilers
//! cannot share what they have compiled, so native code keeps the machine's own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    Steps,
    debian::{self, Root},
};
use crate::{
    error::TaskError,
    project::{is_program, on_path, path_with},
};

const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may take: without its server it would hang instead of failing.
const RUSTUP_SECONDS: u64 = 20;
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];
/// Where Debian puts programs.
const BIN: &str = "/usr/bin";
const COMPILER: [&str; 3] = ["cargo", "rustc", "rustdoc"];
const CLIPPY: [&str; 2] = ["cargo-clippy", "clippy-driver"];
const CLIPPY_PACKAGE: &str = "rust-web-clippy";
/// The parts of the standard library; `test` is for `wasm-pack test`.
const PARTS: &str = "-Zbuild-std=std,panic_abort,test,proc_macro";

/// Which compiler makes WebAssembly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The one on the PATH, usually rustup's.
    OnPath,
    /// Debian's, through links in this folder.
    Debian(PathBuf),
}

impl WasmToolchain {
    /// Sets a command's environment so that it, and what it calls, uses this compiler. `tools`
    /// comes first on the PATH otherwise.
    pub fn apply(&self, command: &mut Command, tools: &Path) {
        match self {
            Self::OnPath => {
                command.env("PATH", path_with(&[tools]));
            }
            Self::Debian(links) => {
                command.env("PATH", path_with(&[links, tools]));
                // What rustup and a surrounding cargo leave behind would lead back to rustup's.
                for name in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC", "RUSTDOC", "LD_LIBRARY_PATH"] {
                    command.env_remove(name);
                }
            }
        }
    }
}

/// Finds or installs one; with its clippy where `lint` says so.
pub(super) fn ensure(steps: &Steps<'_>, lint: bool) -> Result<WasmToolchain, TaskError> {
    let toolchain = compiler(steps)?;
    if let WasmToolchain::Debian(links) = &toolchain
        && lint
    {
        // cargo would fall back to another toolchain's clippy, which lacks the library.
        if !CLIPPY.iter().all(|name| is_program(&Path::new(BIN).join(name))) {
            debian::install(steps, "clippy for WebAssembly", &[CLIPPY_PACKAGE])?;
        }
        link(links, &CLIPPY)?;
    }
    Ok(toolchain)
}

fn compiler(steps: &Steps<'_>) -> Result<WasmToolchain, TaskError> {
    if works(steps, &WasmToolchain::OnPath) {
        return Ok(WasmToolchain::OnPath);
    }
    let links = steps.project.cache.join("debian-rust/bin");
    let debian = WasmToolchain::Debian(links.clone());
    // Before rustup is asked for what it may not be able to fetch: has this been done already?
    let installed = COMPILER.iter().all(|name| is_program(&Path::new(BIN).join(name)));
    if installed && link(&links, &COMPILER).is_ok() && works(steps, &debian) {
        return Ok(debian);
    }
    let refused = match with_rustup(steps) {
        Ok(()) => return Ok(WasmToolchain::OnPath),
        Err(reason) => reason,
    };
    if !debian::is_debian() {
        return Err(TaskError::Missing {
            thing: format!("Rust's standard library for {TARGET}"),
            reason: refused,
            command: format!("rustup target add {TARGET}"),
        });
    }
    steps.say(format_args!("{refused}; using Debian's compiler for WebAssembly"));
    with_debian(steps, &links)?;
    if works(steps, &debian) {
        return Ok(debian);
    }
    Err(TaskError::Broken(format!(
        "Debian's Rust compiler is installed but cannot compile for {TARGET}. Remove {} and run \
         this again; if that does not help, install rustup and run `rustup target add {TARGET}`.",
        links.display()
    )))
}

/// Compiles a line for the target: the only proof that compiler and library fit together.
fn works(steps: &Steps<'_>, toolchain: &WasmToolchain) -> bool {
    let dir = steps.project.target.join("setup");
    let source = dir.join("probe.rs");
    let written = fs::create_dir_all(&dir)
        .and_then(|()| fs::write(&source, "pub fn probe() -> String { String::new() }\n"));
    if written.is_err() {
        return false;
    }
    let mut command = steps.command("rustc", &["--edition=2024", "--crate-type=lib"]);
    // `test` has no user in the line, so it is asked for by name.
    command.args(["--emit=metadata", "--target", TARGET, "--out-dir"]).arg(&dir).arg(&source);
    toolchain.apply(&mut command, &dir);
    steps.ask(command).is_some() && has_test_library(steps, toolchain, &dir)
}

/// Whether the library has the part that the test runner needs.
fn has_test_library(steps: &Steps<'_>, toolchain: &WasmToolchain, dir: &Path) -> bool {
    let mut command = steps.command("rustc", &["--print", "target-libdir", "--target", TARGET]);
    toolchain.apply(&mut command, dir);
    let Some(libraries) = steps.ask(command) else { return false };
    fs::read_dir(libraries.trim()).is_ok_and(|files| {
        files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libtest-"))
    })
}

/// Why rustup did not do it, if it did not.
fn with_rustup(steps: &Steps<'_>) -> Result<(), String> {
    if on_path("rustup").is_none() {
        return Err("rustup is not installed".into());
    }
    let what = format!("rustup target add {TARGET}");
    let command = steps.command("rustup", &["target", "add", TARGET]);
    match steps.long(&what, command, RUSTUP_SECONDS) {
        Ok(()) if works(steps, &WasmToolchain::OnPath) => Ok(()),
        Ok(()) => Err(format!("`{what}` succeeded, yet the compiler on the PATH is another")),
        Err(TaskError::Limit { .. }) => {
            Err(format!("`{what}` did not get an answer within {RUSTUP_SECONDS} s"))
        }
        Err(_) => Err(format!("`{what}` failed")),
    }
}

fn with_debian(steps: &Steps<'_>, links: &Path) -> Result<(), TaskError> {
    debian::install(steps, "Debian's Rust compiler for WebAssembly", &PACKAGES)?;
    debian::install(steps, "the linker for WebAssembly", &[&linker_package()?])?;
    link(links, &COMPILER)?;
    let debian = WasmToolchain::Debian(links.to_path_buf());
    if works(steps, &debian) {
        return Ok(());
    }
    build_library(steps, &debian)
}

/// The package of the linker: the compiler's link names the version that belongs to it, and
/// dangles until that is installed.
fn linker_package() -> Result<String, TaskError> {
    let link = Path::new("/usr/bin/rust-lld");
    let to = fs::read_link(link).map_err(TaskError::file(link))?;
    let name = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if name.starts_with("lld-") {
        return Ok(name);
    }
    // Some versions link to a file inside LLVM's folder: /usr/lib/llvm-22/bin/lld.
    to.components()
        .find_map(|part| {
            part.as_os_str().to_str()?.strip_prefix("llvm-").map(|v| format!("lld-{v}"))
        })
        .ok_or_else(|| {
            TaskError::Broken(format!(
                "{} leads to {}, which names no lld package; install the lld that rust-web-llvm \
                 suggests.",
                link.display(),
                to.display()
            ))
        })
}

/// Links to the compiler alone: all of /usr/bin in front of the PATH would bring along another
/// Node, say.
fn link(links: &Path, names: &[&str]) -> Result<(), TaskError> {
    fs::create_dir_all(links).map_err(TaskError::file(links))?;
    for name in names {
        let link = links.join(name);
        if !link.exists() {
            #[cfg(unix)]
            std::os::unix::fs::symlink(Path::new(BIN).join(name), &link)
                .map_err(TaskError::file(&link))?;
        }
    }
    Ok(())
}

/// Builds the standard library in a throw-away crate and puts it where the compiler looks.
fn build_library(steps: &Steps<'_>, toolchain: &WasmToolchain) -> Result<(), TaskError> {
    let by_hand = "run this as root, or allow sudo without a password while it runs";
    let root = Root::find(steps).ok_or_else(|| TaskError::Missing {
        thing: format!("Rust's standard library for {TARGET}"),
        reason: "it goes into /usr/lib/rustlib, which needs root rights".into(),
        command: by_hand.into(),
    })?;
    let krate = steps.project.cache.join("debian-rust/std");
    let write = |name: &str, text: &str| {
        let file = krate.join(name);
        let dir = file.parent().unwrap_or(&krate);
        fs::create_dir_all(dir)
            .and_then(|()| fs::write(&file, text))
            .map_err(TaskError::file(&file))
    };
    write("Cargo.toml", "[package]\nname = \"x\"\nedition = \"2021\"\n\n[workspace]\n")?;
    write("src/lib.rs", "")?;
    let mut build = steps.command("cargo", &["build", "--release", PARTS, "--target", TARGET]);
    toolchain.apply(&mut build, &krate);
    build
        .current_dir(&krate)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", krate.join("target"))
        .env_remove("RUSTFLAGS");
    steps.long("building Rust's standard library for WebAssembly, once", build, 20 * 60)?;
    let mut sysroot = steps.command("rustc", &["--print", "sysroot"]);
    toolchain.apply(&mut sysroot, &krate);
    let sysroot = steps.ask(sysroot).ok_or_else(|| {
        TaskError::Broken("Debian's rustc does not tell where its libraries are.".into())
    })?;
    let to = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
    let from = krate.join("target").join(TARGET).join("release/deps");
    // An older compiler's library, from before an upgrade, must not lie beside the new one.
    let script = "rm -f \"$2\"/*.rlib && mkdir -p \"$2\" && cp \"$1\"/*.rlib \"$2\"";
    let (from, to) = (from.to_string_lossy(), to.to_string_lossy());
    let copy = root.command(steps, "sh", &["-c", script, "sh", &from, &to]);
    steps.long("installing it", copy, 60)?;
    // It has served; what is left would only take space.
    let _ = fs::remove_dir_all(&krate);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machines_own_compiler_does_not_leak_into_debians() {
        let mut command = Command::new("true");
        let toolchain = WasmToolchain::Debian("/cache/debian-rust/bin".into());
        toolchain.apply(&mut command, Path::new("/cache/tool/bin"));
        let set =
            |name: &str| command.get_envs().find(|(key, _)| *key == name).map(|(_, value)| value);
        assert_eq!(set("RUSTUP_TOOLCHAIN"), Some(None), "removed");
        let path = set("PATH").flatten().unwrap();
        let dirs: Vec<_> = std::env::split_paths(path).take(2).collect();
        assert_eq!(dirs, [Path::new("/cache/debian-rust/bin"), Path::new("/cache/tool/bin")]);
    }
}
