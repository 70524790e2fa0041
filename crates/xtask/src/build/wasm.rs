//! The call core as WebAssembly, with the JavaScript that speaks to it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Build, Outcome, stamp::Stamp};
use crate::{
    error::TaskError,
    run::{Job, Show},
};

/// The module as the platform stores it.
pub const MODULE: &str = "force-app/core/main/default/staticresources/offhook_core.wasm";
/// The glue, a module of the engine's component.
pub const GLUE: &str = "lwc/callEngine/callWasm.js";

/// What every browser and Node of the last years takes; `--all-features` would write what they
/// refuse.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
const OPTIMISE: [&str; 3] = ["-Oz", "--strip-debug", "--strip-producers"];
const BINDGEN: [&str; 5] =
    ["--target", "web", "--omit-default-module-path", "--out-name", "callWasm"];

/// Compiles, binds and shrinks it.
pub(super) fn core(build: &Build<'_>) -> Result<Outcome, TaskError> {
    let project = build.project;
    let compiled = compile(build)?;
    let (module, glue) = (project.root.join(MODULE), project.root.join(GLUE));
    let mut stamp = Stamp::new(&project.target, "core");
    stamp.file(&compiled)?;
    stamp.file(&project.existing("node_modules/binaryen/package.json")?)?;
    let mut bindgen = build.installed.wasm_bindgen(project)?;
    stamp.text(&bindgen.get_program().to_string_lossy());
    BINDGEN.iter().chain(&OPTIMISE).chain(&FEATURES).for_each(|text| stamp.text(text));
    if stamp.is_fresh(&[&module, &glue]) {
        return Ok(Outcome::Unchanged);
    }

    let bound = project.target.join("wasm-bindgen");
    bindgen.args(BINDGEN).arg("--out-dir").arg(&bound).arg(&compiled);
    Job::new("wasm-bindgen", bindgen).show(Show::Nothing).succeed(build.console)?;

    let small = bound.join("offhook_core.wasm");
    let mut optimise = project.npm_bin("wasm-opt");
    optimise.args(OPTIMISE).args(FEATURES).arg(bound.join("callWasm_bg.wasm"));
    optimise.arg("-o").arg(&small);
    Job::new("wasm-opt", optimise).show(Show::Nothing).succeed(build.console)?;
    validate(build, &small)?;

    put(&small, &module)?;
    put(&bound.join("callWasm.js"), &glue)?;
    stamp.set()?;
    let size = |file: &Path| fs::metadata(file).map_or(0, |meta| meta.len());
    Ok(Outcome::Done(format!(
        "{} B compiled, {} B bound, {} B optimised",
        size(&compiled),
        size(&bound.join("callWasm_bg.wasm")),
        size(&small)
    )))
}

fn compile(build: &Build<'_>) -> Result<PathBuf, TaskError> {
    let target = build.project.target.join("wasm");
    let mut cargo = build.installed.wasm_command(build.project, "cargo")?;
    cargo.args(["build", "-p", "call-wasm", "--profile", "wasm"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--target-dir"]).arg(&target);
    Job::new("cargo build of the WebAssembly core", cargo).succeed(build.console)?;
    Ok(target.join("wasm32-unknown-unknown/wasm/call_wasm.wasm"))
}

/// Whether this machine's Node takes the module: a feature too new is found here, not in a page.
fn validate(build: &Build<'_>, module: &Path) -> Result<(), TaskError> {
    let mut node = build.project.command("node");
    node.args(["-e", "new WebAssembly.Module(require('fs').readFileSync(process.argv[1]))"]);
    node.arg(module);
    let job = Job::new("checking the WebAssembly module with Node", node).show(Show::Nothing);
    job.succeed(build.console).map(drop)
}

fn put(from: &Path, to: &Path) -> Result<(), TaskError> {
    let dir = to.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(dir).map_err(TaskError::file(dir))?;
    fs::copy(from, to).map_err(TaskError::file(to)).map(drop)
}
