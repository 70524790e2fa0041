//! Runs the fuzz targets of `call-sim`: with cargo-fuzz where that and a nightly compiler are
//! there, else the same targets over the kept corpus and random bytes of a fixed seed.
//!
//! Nothing is installed here. What libFuzzer finds on the way stays in `crates/call-sim/fuzz`, in
//! folders that git passes over.

use std::process::Command;

use call_sim::fuzz::{TARGETS, Target};

use crate::{
    console::Console,
    error::TaskError,
    project::{Project, on_path},
    run::{Job, Show},
    test::{Tally, count},
};

/// The version of cargo-fuzz that `docs/proof.md` names.
const VERSION: &str = "0.13.1";

const FOLDER: &str = "crates/call-sim/fuzz";

/// A hundred times those of a usual test.
const RUNS: &str = "150000";

/// What to run, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// For how long libFuzzer searches, for each target.
    pub seconds: u64,
    /// Names of targets; all, if there is none.
    pub names: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { seconds: 60, names: Vec::new() }
    }
}

/// Runs them; counts the targets.
pub fn run(project: &Project, options: &Options, console: &Console) -> Result<Tally, TaskError> {
    let targets = selected(&options.names)?;
    if has_cargo_fuzz(project, console) {
        return search(project, options.seconds, &targets, console);
    }
    console.say(format!(
        "No nightly compiler with cargo-fuzz is there, so what a fixed seed makes of the corpus \
         is tried instead. `cargo install --locked cargo-fuzz --version {VERSION}` and `rustup \
         toolchain install nightly` bring both."
    ));
    let mut command = project.cargo("test");
    command.args(["--profile", "proof", "-p", "call-sim", "--test", "bytes_do_no_harm"]);
    // Without the models, which are no part of it and take minutes to optimise.
    command.args(["--no-default-features", "--", "--exact"]);
    command.args(targets.iter().map(|target| target.test));
    command.env("OFFHOOK_FUZZ_RUNS", RUNS);
    let finished = Job::new("the fuzz targets", command).run(console)?;
    match count::libtest(&finished.lines) {
        Some(tally) if tally.passed + tally.failed > 0 => Ok(tally),
        _ => {
            finished.checked()?;
            Err(TaskError::Broken("It ended well but ran no target.".into()))
        }
    }
}

fn selected(names: &[String]) -> Result<Vec<Target>, TaskError> {
    if names.is_empty() {
        return Ok(TARGETS.to_vec());
    }
    let find = |name: &String| {
        TARGETS.into_iter().find(|target| target.name == name).ok_or_else(|| {
            let known = TARGETS.map(|target| target.name).join(", ");
            TaskError::Usage(format!("There is no fuzz target `{name}`; there are {known}."))
        })
    };
    names.iter().map(find).collect()
}

/// Whether rustup has a nightly compiler, and cargo-fuzz is there too.
fn has_cargo_fuzz(project: &Project, console: &Console) -> bool {
    if on_path("cargo-fuzz").is_none() || on_path("rustup").is_none() {
        return false;
    }
    let mut command = project.command("rustup");
    command.args(["toolchain", "list"]);
    let asked = Job::new("rustup toolchain list", command).show(Show::Nothing).limit(60);
    // Asking for `nightly` itself would go and fetch it.
    asked
        .succeed(console)
        .is_ok_and(|finished| finished.stdout.iter().any(|line| line.starts_with("nightly-")))
}

/// Each target under libFuzzer. One that fails does not stop the others.
fn search(
    project: &Project,
    seconds: u64,
    targets: &[Target],
    console: &Console,
) -> Result<Tally, TaskError> {
    Job::new("cargo fuzz build", cargo_fuzz(project, "build")).succeed(console)?;
    let mut tally = Tally::default();
    for target in targets {
        let label = format!("cargo fuzz run {}", target.name);
        let found = format!("{FOLDER}/corpus/{}", target.name);
        let folder = project.root.join(&found);
        std::fs::create_dir_all(&folder).map_err(TaskError::file(folder))?;
        let mut command = cargo_fuzz(project, "run");
        command.args([target.name, &found, target.corpus, "--", "-print_final_stats=1"]);
        command.arg(format!("-max_total_time={seconds}"));
        let job = Job::new(&label, command).show(Show::Heartbeat).limit(seconds + 600);
        match job.succeed(console) {
            Ok(finished) => {
                let done = finished.lines.iter().rev().find(|line| line.starts_with("Done "));
                console.say(format!("{label}: {}", done.map_or("done", String::as_str)));
                tally = tally + Tally::PASSED;
            }
            Err(error) => {
                console.say(error.to_string());
                tally = tally + Tally::FAILED;
            }
        }
    }
    Ok(tally)
}

/// Without a sanitizer: there is no unsafe code for it to watch, and it halves the speed.
fn cargo_fuzz(project: &Project, subcommand: &str) -> Command {
    let mut command = project.command("rustup");
    command.args(["run", "nightly", "cargo", "fuzz", subcommand]);
    command.args(["--sanitizer", "none", "--fuzz-dir", FOLDER]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_selected_by_name() {
        let names = |asked: &[&str]| -> Result<Vec<&str>, TaskError> {
            let asked: Vec<String> = asked.iter().map(ToString::to_string).collect();
            Ok(selected(&asked)?.iter().map(|target| target.name).collect())
        };
        assert_eq!(names(&["journal", "wire"]).unwrap(), ["journal", "wire"]);
        assert_eq!(names(&[]).unwrap().len(), TARGETS.len());
        assert!(names(&["wires"]).unwrap_err().to_string().contains("wire, sequence"));
    }

    #[test]
    fn every_target_has_its_corpus_its_program_and_its_test() {
        let project = Project::find().unwrap();
        let test = project.existing("crates/call-sim/tests/bytes_do_no_harm.rs").unwrap();
        let test = std::fs::read_to_string(test).unwrap();
        let manifest = project.existing(&format!("{FOLDER}/Cargo.toml")).unwrap();
        let manifest = std::fs::read_to_string(manifest).unwrap();
        for target in TARGETS {
            assert!(project.existing(target.corpus).unwrap().is_dir());
            assert!(test.contains(&format!("fn {}() {{", target.test)), "{target:?}");
            let program = format!("path = \"fuzz_targets/{}.rs\"", target.name);
            assert!(manifest.contains(&program), "{target:?}");
        }
    }
}
