//! The project's tasks, run as `cargo xtask …` and, for the usual ones, through npm.
//!
//! Sets up what is missing, builds, starts the workbench, runs the tests, replays scenarios. It
//! knows how the parts are put together and nothing of how they work.

mod apex;
mod apex_test;
mod build;
mod console;
mod error;
mod flight;
mod fuzz;
mod group;
mod model;
mod mutants;
mod project;
mod replay;
mod run;
mod setup;
mod sim;
mod table;
mod test;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use build::{Build, build};
use console::Console;
use error::TaskError;
use lexopt::prelude::*;
use project::Project;
use setup::{Needs, set_up};
use test::{STAGES, Stage};

const USAGE: &str = "\
Usage: cargo xtask TASK

  start                        set up, build and start the workbench       (npm start)
  test [--all] [--only STAGE]… run the tests; --all: the long stages too   (npm test)
  test --list                  name the stages
  build [--release]            build what the browser loads, and the workbench
  lint                         the stages format, clippy and lint
  replay FILE|FOLDER…          replay scenarios and flight records against the call core
         [--bless]             and keep their traces instead of comparing them; make
                               flight records anew that were made of a scenario
         [--quiet]             and print only what fails
  table [--check]              write docs/transitions.md from what the core does
                               --check: only compare it
  model [--deep] [NAME]…       search the models; --deep: with larger bounds
  fuzz [--seconds N] [TARGET]… the fuzz targets: with cargo-fuzz, or without
  mutants [--shard K/N] [-- ARGS…]
                               change call-core in every small way; a test must notice
  apex-test [--class X] [--trace]
                               run the Apex tests; --trace: say what ran
  explain FILE                 tell a scenario or a flight record in sentences
  record SCENARIO FILE|FOLDER  make the flight record of a scenario's call
  sim [--seed S] [--calls N]   simulate agents, carrier and org; docs/simulation.md
  setup                        install what is missing, for building and testing";

/// A task with its options.
#[derive(Debug, PartialEq, Eq)]
enum Task {
    Help,
    Setup,
    Build { release: bool },
    Start,
    Lint,
    List,
    Test { all: bool, only: Vec<String> },
    Replay(replay::Options),
    Table { check: bool },
    Model(model::Options),
    Fuzz(fuzz::Options),
    Mutants(mutants::Options),
    Explain(Vec<PathBuf>),
    Record(Vec<PathBuf>),
    Sim(Vec<OsString>),
    ApexTest(Vec<OsString>),
}

fn main() -> ExitCode {
    group::end_all_on_interrupt();
    let done = parse(std::env::args_os().skip(1)).and_then(perform);
    match done {
        Ok(code) => code,
        Err(error @ TaskError::Usage(_)) => {
            eprintln!("{error}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<ExitCode, TaskError> {
    let all_well = match task {
        Task::Help => {
            Console::LIVE.say(USAGE);
            true
        }
        Task::Setup => set_up(&Project::find()?, Needs::Tests, true).map(|_| true)?,
        Task::Build { release } => {
            let project = Project::find()?;
            let installed = set_up(&project, Needs::Build, false)?;
            build(&Build {
                project: &project,
                installed: &installed,
                console: &Console::LIVE,
                release,
                membrane: false,
            })?;
            true
        }
        Task::Start => return start(),
        Task::Lint => {
            test::run(&Project::find()?, &selected(false, &["format", "clippy", "lint"])?)?
        }
        Task::List => {
            for stage in &STAGES {
                let when = if stage.long { " (with --all only)" } else { "" };
                Console::LIVE.say(format!("{:<10} {}{when}", stage.name, stage.about));
            }
            true
        }
        Task::Test { all, only } => test::run(&Project::find()?, &selected(all, &only)?)?,
        Task::Table { check } => table::run(&Project::find()?, check, &Console::LIVE)?.failed == 0,
        Task::Model(options) => {
            model::run(&Project::find()?, &Console::LIVE, &options)?.failed == 0
        }
        Task::Fuzz(options) => {
            let tally = fuzz::run(&Project::find()?, &options, &Console::LIVE)?;
            Console::LIVE.say(format!("fuzz: {tally}"));
            tally.failed == 0
        }
        Task::Mutants(options) => mutants::run(&Project::find()?, &options, &Console::LIVE)?,
        Task::ApexTest(args) => apex_test::run(&Project::find()?, &args, &Console::LIVE)?.success(),
        Task::Sim(args) => sim::run(&Project::find()?, &args, &Console::LIVE)?.success(),
        Task::Replay(options) => {
            let tally = replay::run(&options, &Console::LIVE)?;
            Console::LIVE.say(format!("scenarios: {tally}"));
            tally.failed == 0
        }
        Task::Explain(files) => flight::tell(&files[0], &Console::LIVE)?,
        Task::Record(files) => flight::record(&files[0], &files[1], &Console::LIVE)?,
    };
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sets up, builds, and becomes the workbench.
fn start() -> Result<ExitCode, TaskError> {
    let project = Project::find()?;
    let installed = set_up(&project, Needs::Build, false)?;
    let console = &Console::LIVE;
    let built = build(&Build {
        project: &project,
        installed: &installed,
        console,
        release: false,
        membrane: false,
    })?;
    let mut workbench = std::process::Command::new(&built.workbench);
    workbench.current_dir(&project.root);
    let ended = group::become_program(&mut workbench).map_err(|source| TaskError::Start {
        program: built.workbench.display().to_string(),
        source,
    })?;
    Ok(ExitCode::from(u8::try_from(ended).unwrap_or(1)))
}

/// The stages that are asked for, with the build where one of them uses it.
fn selected(all: bool, only: &[impl AsRef<str>]) -> Result<Vec<&'static Stage>, TaskError> {
    let asked: Vec<&Stage> =
        only.iter().map(|name| test::find(name.as_ref())).collect::<Result<_, _>>()?;
    let wanted = |stage: &Stage| {
        if asked.is_empty() {
            return all || !stage.long;
        }
        let named = asked.iter().any(|it| it.name == stage.name);
        named || (stage.name == "build" && asked.iter().any(|it| it.after_build))
    };
    Ok(STAGES.iter().filter(|stage| wanted(stage)).collect())
}

fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Task, TaskError> {
    let mut parser = lexopt::Parser::from_args(args);
    read(&mut parser).map_err(|error| TaskError::Usage(error.to_string()))
}

fn read(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut task = match parser.next()? {
        Some(Value(word)) => match word.string()?.as_str() {
            "setup" => Task::Setup,
            "build" => Task::Build { release: false },
            "start" => Task::Start,
            "lint" => Task::Lint,
            "test" => Task::Test { all: false, only: Vec::new() },
            // These read their own options.
            "apex-test" => return Ok(Task::ApexTest(parser.raw_args()?.collect())),
            "sim" => return Ok(Task::Sim(parser.raw_args()?.collect())),
            "replay" => Task::Replay(replay::Options::default()),
            "table" => Task::Table { check: false },
            "model" => Task::Model(model::Options::default()),
            "fuzz" => Task::Fuzz(fuzz::Options::default()),
            "mutants" => Task::Mutants(mutants::Options::default()),
            "explain" => Task::Explain(Vec::new()),
            "record" => Task::Record(Vec::new()),
            "help" => Task::Help,
            other => return Err(format!("There is no task `{other}`.").into()),
        },
        Some(Long("help") | Short('h')) => Task::Help,
        Some(other) => return Err(other.unexpected()),
        None => return Err("Which task?".into()),
    };
    while let Some(arg) = parser.next()? {
        match (&mut task, arg) {
            (_, Long("help") | Short('h')) => return Ok(Task::Help),
            (Task::Build { release }, Long("release")) => *release = true,
            (Task::Test { .. }, Long("list")) => task = Task::List,
            (Task::Test { all, .. }, Long("all")) => *all = true,
            (Task::Test { only, .. }, Long("only")) => only.push(parser.value()?.string()?),
            (Task::Table { check }, Long("check")) => *check = true,
            (Task::Fuzz(options), Long("seconds")) => options.seconds = parser.value()?.parse()?,
            (Task::Fuzz(options), Value(name)) => options.names.push(name.string()?),
            (Task::Mutants(options), Long("shard")) => {
                options.shard = Some(parser.value()?.string()?);
            }
            // What comes after `--`.
            (Task::Mutants(options), Value(arg)) => options.args.push(arg),
            (Task::Replay(options), Long("bless")) => options.bless = true,
            (Task::Replay(options), Long("quiet")) => options.quiet = true,
            (Task::Model(options), Long("deep")) => options.deep = true,
            (Task::Model(options), Value(name)) => options.names.push(name.string()?),
            (Task::Replay(options), Value(path)) => options.paths.push(path.into()),
            (Task::Explain(files) | Task::Record(files), Value(path)) => files.push(path.into()),
            (_, arg) => return Err(arg.unexpected()),
        }
    }
    match &task {
        Task::Replay(options) if options.paths.is_empty() => {
            Err("Which scenario is to be replayed? Name a file or a folder.".into())
        }
        Task::Explain(files) if files.len() != 1 => {
            Err("Which call is to be told? Name one file: a scenario or a flight record.".into())
        }
        Task::Record(files) if files.len() != 2 => {
            Err("Name the scenario, and the file for the record of its call.".into())
        }
        _ => Ok(task),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    fn names(all: bool, only: &[&str]) -> Vec<&'static str> {
        selected(all, only).unwrap().iter().map(|stage| stage.name).collect()
    }

    #[test]
    fn options_belong_to_their_task() {
        assert_eq!(parsed("build --release"), Ok(Task::Build { release: true }));
        assert_eq!(
            parsed("test --only wasm --only=jest"),
            Ok(Task::Test { all: false, only: vec!["wasm".into(), "jest".into()] })
        );
        assert_eq!(parsed("test --list"), Ok(Task::List));
        assert_eq!(parsed("table --check"), Ok(Task::Table { check: true }));
        let options = model::Options { deep: true, names: vec!["tabs".into()] };
        assert_eq!(parsed("model --deep tabs"), Ok(Task::Model(options)));
        let options = fuzz::Options { seconds: 5, names: vec!["wire".into()] };
        assert_eq!(parsed("fuzz --seconds 5 wire"), Ok(Task::Fuzz(options)));
        assert_eq!(
            parsed("mutants --shard 1/8 -- --list"),
            Ok(Task::Mutants(mutants::Options {
                shard: Some("1/8".into()),
                args: vec!["--list".into()]
            }))
        );
        assert_eq!(
            parsed("sim --seed 7 --calls 100"),
            Ok(Task::Sim(["--seed", "7", "--calls", "100"].map(OsString::from).into()))
        );
        assert_eq!(
            parsed("apex-test --class PhoneLeaseTest"),
            Ok(Task::ApexTest(["--class", "PhoneLeaseTest"].map(OsString::from).into()))
        );
        assert!(parsed("build --all").unwrap_err().contains("--all"));
        assert!(parsed("tset").unwrap_err().contains("tset"));
        assert!(parsed("replay --bless").unwrap_err().contains("Name a file"));
        assert_eq!(parsed("explain x.json"), Ok(Task::Explain(vec!["x.json".into()])));
        assert!(parsed("explain").unwrap_err().contains("one file"));
        assert!(parsed("record x.json").unwrap_err().contains("Name the scenario"));
        assert!(parsed("").is_err());
    }

    #[test]
    fn a_stage_that_uses_the_build_brings_it_along() {
        assert_eq!(names(false, &["browser"]), ["build", "browser"]);
        assert_eq!(names(false, &["native", "format"]), ["format", "native"]);
        assert_eq!(names(true, &[] as &[&str]).len(), STAGES.len());
    }
}
