//! What the stages run: a tool each, and how what it prints is counted.

use std::path::PathBuf;

use super::{Session, Tally, count};
use crate::{
    error::TaskError,
    fuzz, model,
    project::on_path,
    replay,
    run::{Finished, Job},
    sim, table,
};

/// What prettier looks after.
const PRETTIER: [&str; 4] = [
    "lwc/**/*.{js,html,css}",
    "tests/**/*.{js,mjs,html,css}",
    "crates/workbench/page/**/*.{js,mjs,html,css}",
    ".config/**/*.{js,cjs,mjs}",
];

pub fn rustfmt(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.cargo("fmt");
    command.args(["--all", "--check"]);
    verdict(session, Job::new("cargo fmt --check", command))
}

pub fn prettier(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.npm_bin("prettier");
    command.args(["--check", "--no-error-on-unmatched-pattern"]).args(PRETTIER);
    verdict(session, Job::new("prettier --check", command))
}

pub fn clippy_native(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.cargo("clippy");
    command.args([
        "--workspace",
        "--exclude",
        "call-wasm",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    verdict(session, Job::new("cargo clippy", command))
}

pub fn clippy_wasm(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.installed.wasm_command(session.project, "cargo")?;
    command.args(["clippy", "-p", "call-wasm", "--all-targets"]);
    command.args(["--target", "wasm32-unknown-unknown", "--target-dir"]);
    command.arg(session.project.target.join("wasm")).args(["--", "-D", "warnings"]);
    verdict(session, Job::new("cargo clippy for WebAssembly", command))
}

pub fn eslint(session: &Session<'_>) -> Result<Tally, TaskError> {
    let config = session.project.existing(".config/eslint.config.mjs")?;
    let mut command = session.project.npm_bin("eslint");
    command.arg("--config").arg(config).args(["--max-warnings", "0", "lwc"]);
    verdict(session, Job::new("eslint", command))
}

pub fn types(session: &Session<'_>) -> Result<Tally, TaskError> {
    let config = session.project.existing(".config/tsconfig.lwc.json")?;
    let mut command = session.project.npm_bin("tsc");
    command.arg("-p").arg(config);
    verdict(session, Job::new("tsc", command))
}

pub fn native(session: &Session<'_>) -> Result<Tally, TaskError> {
    let everything = ["--workspace", "--exclude", "call-wasm", "--no-fail-fast"];
    if on_path("cargo-nextest").is_some() {
        let mut command = session.project.cargo("nextest");
        command.arg("run").args(everything);
        return counted(session, Job::new("cargo nextest", command), count::nextest);
    }
    let mut command = session.project.cargo("test");
    // Documentation has a check of its own; nextest does not run it.
    command.args(everything).args(["--lib", "--bins", "--tests"]);
    counted(session, Job::new("cargo test", command), count::libtest)
}

pub fn documentation(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.cargo("test");
    command.args(["--doc", "-p", "call-core"]);
    counted(session, Job::new("the examples in call-core's documentation", command), count::libtest)
}

pub fn fuzz(session: &Session<'_>) -> Result<Tally, TaskError> {
    fuzz::run(session.project, &fuzz::Options::default(), session.console)
}

pub fn properties(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.cargo("test");
    command.args(["--profile", "proof", "-p", "call-core", "--tests"]);
    command.env("PROPTEST_CASES", "10000");
    counted(session, Job::new("the properties of call-core", command), count::libtest)
}

pub fn scenarios(session: &Session<'_>) -> Result<Tally, TaskError> {
    let paths = ["tests/scenarios", "tests/flights"].map(|folder| session.project.existing(folder));
    let paths = paths.into_iter().collect::<Result<_, _>>()?;
    replay::run(
        &replay::Options { paths, bless: false, quiet: true, strict: true },
        session.console,
    )
}

pub fn transitions(session: &Session<'_>) -> Result<Tally, TaskError> {
    table::run(session.project, true, session.console)
}

pub fn models(session: &Session<'_>) -> Result<Tally, TaskError> {
    model::run(session.project, session.console, &model::Options::default())
}

pub fn deep_models(session: &Session<'_>) -> Result<Tally, TaskError> {
    // Those that are searched to their end in about a minute each.
    let names = ["one crash", "merged", "presence", "record"].map(String::from).into();
    let options = model::Options { deep: true, names };
    model::run(session.project, session.console, &options)
}

pub fn build(session: &Session<'_>) -> Result<Tally, TaskError> {
    session.build().map(|passed| Tally { passed, ..Tally::default() })
}

fn simulated(session: &Session<'_>, options: &str) -> Result<Tally, TaskError> {
    let args: Vec<&str> = options.split(' ').collect();
    let finished = sim::run(session.project, &args, session.console)?;
    tallied(finished, count::simulation)
}

pub fn sim_calm(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 1 --calls 4000 --faults none")
}

pub fn sim_few(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 2 --calls 8000 --faults few")
}

pub fn sim_many(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 3 --calls 8000 --faults many")
}

pub fn sim_long_few(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 4 --calls 100000 --faults few")
}

pub fn sim_long_many(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 5 --calls 100000 --faults many")
}

fn wasm_pack(session: &Session<'_>, place: &[&str], label: &str) -> Result<Tally, TaskError> {
    let Session { project, installed, .. } = session;
    let mut command = installed.wasm_pack(project)?;
    // An installed wasm-bindgen of the right version is on the PATH: nothing is downloaded.
    command.args(["test", "--mode", "no-install"]).args(place);
    let browser = installed.browser()?;
    if place.contains(&"--headless") {
        command.arg("--chromedriver").arg(browser.driver());
        command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser.write_capabilities(project)?);
    }
    command.arg("crates/call-wasm").env("CARGO_TARGET_DIR", project.target.join("wasm-test"));
    // How long a browser may take for one test binary, in seconds; two cores are slow to start it.
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted(session, Job::new(label, command), count::libtest)
}

pub fn wasm_in_node(session: &Session<'_>) -> Result<Tally, TaskError> {
    wasm_pack(session, &["--node"], "wasm-pack test in Node")
}

pub fn wasm_in_browser(session: &Session<'_>) -> Result<Tally, TaskError> {
    wasm_pack(session, &["--headless", "--chrome"], "wasm-pack test in a browser")
}

pub fn jest(session: &Session<'_>) -> Result<Tally, TaskError> {
    let config = session.project.existing(".config/jest.config.cjs")?;
    let mut command = session.project.npm_bin("jest");
    command.arg("--config").arg(config).arg("--ci");
    // One worker: clippy runs beside it.
    command.arg("--maxWorkers=1");
    counted(session, Job::new("jest", command), count::jest)
}

pub fn page(session: &Session<'_>) -> Result<Tally, TaskError> {
    node_tests(session, "crates/workbench/page/tests")
}

pub fn browser(session: &Session<'_>) -> Result<Tally, TaskError> {
    node_tests(session, "tests/browser")
}

pub fn membrane(session: &Session<'_>) -> Result<Tally, TaskError> {
    node_tests(session, "tests/membrane")
}

/// The tests of a folder, one file at a time: they measure sound and time.
fn node_tests(session: &Session<'_>, folder: &str) -> Result<Tally, TaskError> {
    let built = session.built()?;
    let files: Vec<PathBuf> = replay::files(&session.project.existing(folder)?, "mjs")?
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    if files.is_empty() {
        return Err(TaskError::Broken(format!("{folder} holds no test (*.test.mjs).")));
    }
    let mut command = session.project.command("node");
    command.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(files);
    command.env("OFFHOOK_WORKBENCH", &built.workbench);
    session.installed.browser()?.apply(&mut command);
    counted(session, Job::new(format!("node --test {folder}"), command), count::node)
}

/// A tool that says only yes or no is one check.
fn verdict(session: &Session<'_>, job: Job) -> Result<Tally, TaskError> {
    job.succeed(session.console).map(|_| Tally::PASSED)
}

/// A tool that counts its tests.
fn counted(
    session: &Session<'_>,
    job: Job,
    count: fn(&[String]) -> Option<Tally>,
) -> Result<Tally, TaskError> {
    tallied(job.run(session.console)?, count)
}

pub fn tallied(
    finished: Finished,
    count: fn(&[String]) -> Option<Tally>,
) -> Result<Tally, TaskError> {
    match count(&finished.lines) {
        // It knows of no failed test and yet it failed: that is a failure too.
        Some(tally) if tally.failed == 0 && !finished.success() => Ok(tally + Tally::FAILED),
        Some(tally) if tally.passed + tally.failed > 0 => Ok(tally),
        _ => {
            finished.checked()?;
            Err(TaskError::Broken("It ended well but ran no test.".into()))
        }
    }
}
