//! Installs what a task needs and the machine lacks; quick and silent when nothing is missing.
//!
//! Never replaces what is there in another version outside the repository and the cache, and
//! never asks a question: what it may not install, it names, with the command that does.

mod browser;
mod debian;
mod java;
mod node;
mod tools;
mod wasm_toolchain;

use std::{path::PathBuf, process::Command, time::Instant};

pub use browser::Browser;
pub use wasm_toolchain::WasmToolchain;

use crate::{
    console::Console,
    error::TaskError,
    project::Project,
    run::{Job, Show},
};

/// What a task needs; each includes the ones before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// Rust alone.
    #[default]
    Nothing,
    /// Node and the packages of `package-lock.json`.
    Node,
    /// A compiler for WebAssembly and wasm-bindgen.
    Build,
    /// That compiler's clippy.
    Lint,
    /// wasm-pack, and Chromium with its driver.
    Tests,
}

/// What the set-up found or installed.
#[derive(Debug)]
pub struct Installed {
    wasm: Option<WasmToolchain>,
    bindgen: Option<PathBuf>,
    wasm_pack: Option<PathBuf>,
    browser: Option<Browser>,
    java: Option<PathBuf>,
}

impl Installed {
    /// A program called in the environment of the WebAssembly compiler, with wasm-bindgen at hand.
    pub fn wasm_command(&self, project: &Project, program: &str) -> Result<Command, TaskError> {
        let toolchain = self.wasm.as_ref().ok_or_else(|| not_set_up("the WebAssembly compiler"))?;
        let mut command = project.command(program);
        toolchain.apply(&mut command, self.bindgen_dir()?);
        Ok(command)
    }

    /// wasm-bindgen.
    pub fn wasm_bindgen(&self, project: &Project) -> Result<Command, TaskError> {
        let file = self.bindgen.as_ref().ok_or_else(|| not_set_up("wasm-bindgen"))?;
        Ok(project.command(file))
    }

    /// wasm-pack, in the environment of the WebAssembly compiler.
    pub fn wasm_pack(&self, project: &Project) -> Result<Command, TaskError> {
        let file = self.wasm_pack.as_ref().ok_or_else(|| not_set_up("wasm-pack"))?;
        self.wasm_command(project, &file.to_string_lossy())
    }

    /// The browser for tests.
    pub fn browser(&self) -> Result<&Browser, TaskError> {
        self.browser.as_ref().ok_or_else(|| not_set_up("a browser"))
    }

    /// The Java runtime.
    pub fn java(&self) -> Result<&PathBuf, TaskError> {
        self.java.as_ref().ok_or_else(|| not_set_up("Java"))
    }

    fn bindgen_dir(&self) -> Result<&std::path::Path, TaskError> {
        self.bindgen
            .as_deref()
            .and_then(std::path::Path::parent)
            .ok_or_else(|| not_set_up("wasm-bindgen"))
    }
}

/// A mistake in the table of stages, not on the machine.
fn not_set_up(what: &str) -> TaskError {
    TaskError::Broken(format!("This task uses {what} but does not list it among its needs."))
}

/// Makes sure that everything `needs` names is there, and a Java runtime if `java` says so.
pub fn set_up(project: &Project, needs: Needs, java: bool) -> Result<Installed, TaskError> {
    let begun = Instant::now();
    let steps = Steps { project, console: Console::LIVE };
    let (build, lint, tests) = (needs >= Needs::Build, needs >= Needs::Lint, needs >= Needs::Tests);
    if needs >= Needs::Node {
        node::ensure(&steps)?;
    }
    let wasm = build.then(|| wasm_toolchain::ensure(&steps, lint)).transpose()?;
    let bindgen =
        build.then(|| tools::ensure(&steps, &tools::wasm_bindgen(project)?)).transpose()?;
    let wasm_pack = tests.then(|| tools::ensure(&steps, &tools::WASM_PACK)).transpose()?;
    let browser = tests.then(|| browser::ensure(&steps)).transpose()?;
    let java = java.then(|| java::ensure(&steps)).transpose()?;
    steps.say(format!("ready ({:.1} s)", begun.elapsed().as_secs_f32()));
    Ok(Installed { wasm, bindgen, wasm_pack, browser, java })
}

/// How a part of the set-up does something and says so.
struct Steps<'p> {
    project: &'p Project,
    console: Console,
}

impl Steps<'_> {
    fn say(&self, text: impl std::fmt::Display) {
        self.console.say(format!("setup: {text}"));
    }

    /// Runs a step that takes its time: a line before, signs of life, and a line with the seconds.
    fn long(&self, what: &str, command: Command, limit: u64) -> Result<(), TaskError> {
        self.say(format_args!("{what} …"));
        let job = Job::new(what, command).show(Show::Heartbeat).limit(limit);
        let finished = job.succeed(&self.console)?;
        self.say(format_args!("{what}: done in {:.0} s", finished.took.as_secs_f32()));
        Ok(())
    }

    /// Asks a program something; its standard output, or nothing when it fails or is missing.
    fn ask(&self, command: Command) -> Option<String> {
        let job = Job::new("a question", command).show(Show::Nothing).limit(20);
        let finished = job.succeed(&self.console).ok()?;
        Some(finished.stdout.join("\n"))
    }

    /// A program with these arguments.
    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = self.project.command(program);
        command.args(args);
        command
    }
}
