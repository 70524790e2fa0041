//! The table of stages, and what each of them runs.

use std::path::PathBuf;

use super::{Session, Tally, count};
use crate::{
    error::TaskError,
    model,
    project::on_path,
    replay,
    run::{Finished, Job},
    setup::Needs,
    sim, table,
};

/// A part of the test run that can be asked for by name.
#[derive(Debug)]
pub struct Stage {
    /// One word, as in `--only NAME` and in the closing line.
    pub name: &'static str,
    /// What it checks.
    pub about: &'static str,
    /// Whether it is left out of the everyday run.
    pub long: bool,
    /// What has to be installed.
    pub needs: Needs,
    /// Whether it uses what the stage `build` makes.
    pub after_build: bool,
    /// Beside which kind of stage it may run; none where time is measured or every core is used.
    pub side: Option<Side>,
    /// Its parts; one that cannot be run counts as one that failed.
    pub checks: &'static [Check],
}

/// A part of a stage.
pub type Check = fn(&Session<'_>) -> Result<Tally, TaskError>;

/// Stages of one kind wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Uses cargo, which lets one at a time into its target folder.
    Rust,
    /// Uses Node.
    Script,
}

/// All stages, in the order in which they run.
pub static STAGES: [Stage; 16] = [
    Stage {
        name: "format",
        about: "rustfmt and prettier",
        long: false,
        needs: Needs::Node,
        after_build: false,
        side: None,
        checks: &[rustfmt, prettier],
    },
    Stage {
        name: "scenarios",
        about: "calls as data, flight records, and the table of transitions",
        long: false,
        needs: Needs::Nothing,
        after_build: false,
        side: None,
        checks: &[scenarios, transitions],
    },
    Stage {
        name: "build",
        about: "what the browser loads, and the workbench",
        long: false,
        needs: Needs::Build,
        after_build: false,
        side: None,
        checks: &[build],
    },
    Stage {
        name: "clippy",
        about: "pedantic, natively and for WebAssembly",
        long: false,
        needs: Needs::Lint,
        after_build: false,
        side: Some(Side::Rust),
        checks: &[clippy_native, clippy_wasm],
    },
    Stage {
        name: "lint",
        about: "eslint with the platform's rules, and types from JSDoc",
        long: false,
        needs: Needs::Build,
        after_build: true,
        side: Some(Side::Script),
        checks: &[eslint, types],
    },
    Stage {
        name: "jest",
        about: "the components, each with an accessibility check",
        long: false,
        needs: Needs::Build,
        after_build: true,
        side: Some(Side::Script),
        checks: &[jest],
    },
    Stage {
        name: "native",
        about: "unit, property and protocol tests in Rust",
        long: false,
        needs: Needs::Nothing,
        after_build: false,
        side: None,
        checks: &[native, documentation],
    },
    Stage {
        name: "models",
        about: "every order of events of small worlds, with the real core in them",
        long: false,
        needs: Needs::Nothing,
        after_build: false,
        side: None,
        checks: &[models],
    },
    Stage {
        name: "deep",
        about: "some of them with larger bounds",
        long: true,
        needs: Needs::Nothing,
        after_build: false,
        side: None,
        checks: &[deep_models],
    },
    Stage {
        name: "sim",
        about: "20,000 calls of many agents, a carrier that lies and an org that fails",
        long: false,
        needs: Needs::Nothing,
        after_build: false,
        side: None,
        checks: &[sim_calm, sim_few, sim_many],
    },
    Stage {
        name: "simlong",
        about: "the same with 200,000 calls",
        long: true,
        needs: Needs::Nothing,
        after_build: false,
        side: None,
        checks: &[sim_long_few, sim_long_many],
    },
    Stage {
        name: "fuzz",
        about: "the fuzz targets and the properties, many times",
        long: true,
        needs: Needs::Nothing,
        after_build: false,
        side: None,
        checks: &[fuzz, properties],
    },
    Stage {
        name: "wasm",
        about: "the same core as WebAssembly, in Node and in a browser",
        long: false,
        needs: Needs::Tests,
        after_build: false,
        side: None,
        checks: &[wasm_in_node, wasm_in_browser],
    },
    Stage {
        name: "page",
        about: "the workbench page: its build, its stand-ins for the platform, its sounds",
        long: false,
        needs: Needs::Tests,
        after_build: true,
        side: None,
        checks: &[page],
    },
    Stage {
        name: "browser",
        about: "the real softphone in a real browser against the workbench",
        long: false,
        needs: Needs::Tests,
        after_build: true,
        side: None,
        checks: &[browser],
    },
    Stage {
        name: "membrane",
        about: "the same inside near-membrane",
        long: false,
        needs: Needs::Tests,
        after_build: true,
        side: None,
        checks: &[membrane],
    },
];

/// The stage of this name.
pub fn find(name: &str) -> Result<&'static Stage, TaskError> {
    STAGES.iter().find(|stage| stage.name == name).ok_or_else(|| {
        let names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        TaskError::Usage(format!("There is no stage `{name}`; there are {}.", names.join(", ")))
    })
}

/// What prettier looks after.
const PRETTIER: [&str; 4] = [
    "lwc/**/*.{js,html,css}",
    "tests/**/*.{js,mjs,html,css}",
    "crates/workbench/page/**/*.{js,mjs,html,css}",
    ".config/**/*.{js,cjs,mjs}",
];

fn rustfmt(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.cargo("fmt");
    command.args(["--all", "--check"]);
    verdict(session, Job::new("cargo fmt --check", command))
}

fn prettier(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.npm_bin("prettier");
    command.args(["--check", "--no-error-on-unmatched-pattern"]).args(PRETTIER);
    verdict(session, Job::new("prettier --check", command))
}

fn clippy_native(session: &Session<'_>) -> Result<Tally, TaskError> {
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

fn clippy_wasm(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.installed.wasm_command(session.project, "cargo")?;
    command.args(["clippy", "-p", "call-wasm", "--all-targets"]);
    command.args(["--target", "wasm32-unknown-unknown", "--target-dir"]);
    command.arg(session.project.target.join("wasm")).args(["--", "-D", "warnings"]);
    verdict(session, Job::new("cargo clippy for WebAssembly", command))
}

fn eslint(session: &Session<'_>) -> Result<Tally, TaskError> {
    let config = session.project.existing(".config/eslint.config.mjs")?;
    let mut command = session.project.npm_bin("eslint");
    command.arg("--config").arg(config).args(["--max-warnings", "0", "lwc"]);
    verdict(session, Job::new("eslint", command))
}

fn types(session: &Session<'_>) -> Result<Tally, TaskError> {
    let config = session.project.existing(".config/tsconfig.lwc.json")?;
    let mut command = session.project.npm_bin("tsc");
    command.arg("-p").arg(config);
    verdict(session, Job::new("tsc", command))
}

fn native(session: &Session<'_>) -> Result<Tally, TaskError> {
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

fn documentation(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.cargo("test");
    command.args(["--doc", "-p", "call-core"]);
    counted(session, Job::new("the examples in call-core's documentation", command), count::libtest)
}

/// The runs of a usual test, a hundred times.
fn fuzz(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.cargo("test");
    command.args(["--profile", "proof", "-p", "call-sim", "--test", "bytes_do_no_harm"]);
    command.env("OFFHOOK_FUZZ_RUNS", "150000");
    counted(session, Job::new("the fuzz targets", command), count::libtest)
}

fn properties(session: &Session<'_>) -> Result<Tally, TaskError> {
    let mut command = session.project.cargo("test");
    command.args(["--profile", "proof", "-p", "call-core", "--tests"]);
    command.env("PROPTEST_CASES", "10000");
    counted(session, Job::new("the properties of call-core", command), count::libtest)
}

fn scenarios(session: &Session<'_>) -> Result<Tally, TaskError> {
    let paths = ["tests/scenarios", "tests/flights"].map(|folder| session.project.existing(folder));
    let paths = paths.into_iter().collect::<Result<_, _>>()?;
    replay::run(
        &replay::Options { paths, bless: false, quiet: true, strict: true },
        session.console,
    )
}

fn transitions(session: &Session<'_>) -> Result<Tally, TaskError> {
    table::run(session.project, true, session.console)
}

fn models(session: &Session<'_>) -> Result<Tally, TaskError> {
    model::run(session.project, session.console, &model::Options::default())
}

fn deep_models(session: &Session<'_>) -> Result<Tally, TaskError> {
    // Those that are searched to their end in a minute.
    let names = ["one crash", "presence"].map(String::from).into();
    let options = model::Options { deep: true, names };
    model::run(session.project, session.console, &options)
}

fn build(session: &Session<'_>) -> Result<Tally, TaskError> {
    session.build().map(|passed| Tally { passed, ..Tally::default() })
}

fn simulated(session: &Session<'_>, options: &str) -> Result<Tally, TaskError> {
    let args: Vec<&str> = options.split(' ').collect();
    let finished = sim::run(session.project, &args, session.console)?;
    tallied(finished, count::simulation)
}

fn sim_calm(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 1 --calls 4000 --faults none")
}

fn sim_few(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 2 --calls 8000 --faults few")
}

fn sim_many(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 3 --calls 8000 --faults many")
}

fn sim_long_few(session: &Session<'_>) -> Result<Tally, TaskError> {
    simulated(session, "--seed 4 --calls 100000 --faults few")
}

fn sim_long_many(session: &Session<'_>) -> Result<Tally, TaskError> {
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

fn wasm_in_node(session: &Session<'_>) -> Result<Tally, TaskError> {
    wasm_pack(session, &["--node"], "wasm-pack test in Node")
}

fn wasm_in_browser(session: &Session<'_>) -> Result<Tally, TaskError> {
    wasm_pack(session, &["--headless", "--chrome"], "wasm-pack test in a browser")
}

fn jest(session: &Session<'_>) -> Result<Tally, TaskError> {
    let config = session.project.existing(".config/jest.config.cjs")?;
    let mut command = session.project.npm_bin("jest");
    command.arg("--config").arg(config).arg("--ci");
    // One worker: clippy runs beside it.
    command.arg("--maxWorkers=1");
    counted(session, Job::new("jest", command), count::jest)
}

fn page(session: &Session<'_>) -> Result<Tally, TaskError> {
    node_tests(session, "crates/workbench/page/tests")
}

fn browser(session: &Session<'_>) -> Result<Tally, TaskError> {
    node_tests(session, "tests/browser")
}

fn membrane(session: &Session<'_>) -> Result<Tally, TaskError> {
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

fn tallied(finished: Finished, count: fn(&[String]) -> Option<Tally>) -> Result<Tally, TaskError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_single_words_and_no_two_are_equal() {
        for (index, stage) in STAGES.iter().enumerate() {
            assert!(stage.name.chars().all(|letter| letter.is_ascii_lowercase()), "{}", stage.name);
            assert!(STAGES[..index].iter().all(|other| other.name != stage.name));
            assert!(!stage.checks.is_empty());
            assert_eq!(find(stage.name).unwrap().name, stage.name);
        }
        assert!(find("nonsense").unwrap_err().to_string().contains("browser"));
    }

    #[test]
    fn what_uses_the_build_comes_after_it_and_can_build() {
        let build = STAGES.iter().position(|stage| stage.name == "build").unwrap();
        for (index, stage) in STAGES.iter().enumerate().filter(|(_, stage)| stage.after_build) {
            assert!(index > build, "{}", stage.name);
            assert!(stage.needs >= Needs::Build, "{}", stage.name);
        }
    }
}
