//! Replays scenario files and flight records against the call core, and compares the scenarios'
//! traces with those kept.
//!
//! A scenario `tests/scenarios/x.json` has its whole trace in `tests/scenarios/traces/x.txt`. A
//! file that lies beside no `traces` folder is replayed without that comparison, so that a
//! recorded call can be replayed from anywhere.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use call_sim::{CoreMachine, FlightRecord, Report, Scenario, flight, replay};
use similar::TextDiff;

use crate::{console::Console, error::TaskError, test::Tally};

/// What to replay, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Files, and folders of files.
    pub paths: Vec<PathBuf>,
    /// Rewrites the kept traces instead of comparing with them.
    pub bless: bool,
    /// Prints only what fails.
    pub quiet: bool,
    /// Every trace has to be kept, also where there is no `traces` folder yet.
    pub strict: bool,
}

/// Replays all of them.
pub fn run(options: &Options, console: &Console) -> Result<Tally, TaskError> {
    let mut files = Vec::new();
    let mut tally = Tally::default();
    for path in &options.paths {
        if path.is_dir() {
            let found = json_files(path)?;
            if found.is_empty() {
                return Err(TaskError::Broken(format!("{} holds no scenario.", path.display())));
            }
            tally = tally + orphans(path, &found, options.bless, console)?;
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    let whole = files.len() == 1 && !options.quiet;
    for file in &files {
        let problems = one(file, options, whole, console);
        let about = problems.1.map(|about| format!(": {about}")).unwrap_or_default();
        if problems.0.is_empty() {
            if !options.quiet {
                console.say(format!("ok     {}{about}", name(file)));
            }
            tally = tally + Tally::PASSED;
        } else {
            console.say(format!("FAILED {}{about} ({})", name(file), file.display()));
            for problem in problems.0 {
                console.say(format!("  {}", problem.replace('\n', "\n  ")));
            }
            tally = tally + Tally::FAILED;
        }
    }
    Ok(tally)
}

/// What is wrong with a scenario, and what it is about.
fn one(
    file: &Path,
    options: &Options,
    print: bool,
    console: &Console,
) -> (Vec<String>, Option<String>) {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return (vec![format!("it cannot be read: {error}")], None),
    };
    if FlightRecord::is_meant(&text) {
        let (problems, about) = recorded(&text, print, console);
        // Also where it replays: the scenario may have changed, and the samples are compared with
        // what WebAssembly makes of it.
        if let Some(scenario) = made_of(file).filter(|_| options.bless) {
            let made = crate::flight::record(&scenario, file, console);
            return (made.err().iter().map(ToString::to_string).collect(), about);
        }
        return (problems, about);
    }
    let scenario = match Scenario::parse(&text) {
        Ok(scenario) => scenario,
        Err(error) => return (vec![format!("it is not a scenario: {error}")], None),
    };
    let about = Some(scenario.about.clone());
    let replayed = guarded(|| replay(&scenario, &mut CoreMachine::default()));
    let report = match replayed {
        Ok(report) => report,
        Err(problem) => return (vec![problem], about),
    };
    if print {
        console.say(report.trace.join("\n"));
    }
    let mut problems: Vec<String> = report.departures.iter().map(ToString::to_string).collect();
    let trace = report.trace.join("\n") + "\n";
    let departs = !problems.is_empty();
    problems.extend(compare(file, &trace, options, departs).err());
    (problems, about)
}

/// A core that panics is a finding about this file; the others are replayed all the same.
fn guarded(replay: impl FnOnce() -> Report) -> Result<Report, String> {
    catch_unwind(AssertUnwindSafe(replay))
        .map_err(|_| "the core panicked; the message stands above".into())
}

/// The scenario a flight record was made of: `tests/flights/x.json` of `tests/scenarios/x.json`.
fn made_of(flight: &Path) -> Option<PathBuf> {
    let scenarios = flight.parent()?.parent()?.join("scenarios");
    Some(scenarios.join(flight.file_name()?)).filter(|scenario| scenario.is_file())
}

/// Where a flight record departs from what was noted when it was made, and what it is about.
fn recorded(text: &str, print: bool, console: &Console) -> (Vec<String>, Option<String>) {
    let record = match FlightRecord::parse(text) {
        Ok(record) => record,
        Err(error) => return (vec![error.to_string()], None),
    };
    let mut about = format!("the flight record of {}", record.call);
    about.extend(record.remarks().iter().flat_map(|remark| [" ", remark]));
    match guarded(|| flight::replay(&record)) {
        Ok(report) => {
            if print {
                console.say(report.trace.join("\n"));
            }
            (report.departures.iter().map(ToString::to_string).collect(), Some(about))
        }
        Err(problem) => (vec![problem], Some(about)),
    }
}

/// Compares a trace with the one that is kept, or keeps it.
fn compare(file: &Path, trace: &str, options: &Options, departs: bool) -> Result<(), String> {
    let kept = kept(file);
    let Some(dir) = kept.parent() else { return Ok(()) };
    let before = fs::read_to_string(&kept);
    if before.as_deref().is_ok_and(|before| before == trace) {
        return Ok(());
    }
    if options.bless && departs {
        return Err("its trace was not kept, because it departs from its file".into());
    }
    if options.bless {
        return fs::create_dir_all(dir)
            .and_then(|()| fs::write(&kept, trace))
            .map_err(|error| format!("{}: {error}", kept.display()));
    }
    match before {
        Ok(before) => {
            let diff = TextDiff::from_lines(before.as_str(), trace);
            let mut diff = diff.unified_diff();
            diff.context_radius(1).header("kept", "now");
            Err(format!(
                "its trace differs from {} (`cargo xtask replay --bless` keeps the new one)\n{}",
                kept.display(),
                diff.to_string().trim_end()
            ))
        }
        Err(_) if !options.strict && !dir.is_dir() => Ok(()),
        Err(error) => Err(format!(
            "its trace is not kept in {} ({error}); `cargo xtask replay --bless` does that",
            kept.display()
        )),
    }
}

/// Traces without a scenario: their scenario was renamed or removed.
fn orphans(
    dir: &Path,
    scenarios: &[PathBuf],
    bless: bool,
    console: &Console,
) -> Result<Tally, TaskError> {
    let traces = dir.join("traces");
    if !traces.is_dir() {
        return Ok(Tally::default());
    }
    let mut tally = Tally::default();
    for trace in files(&traces, "txt")? {
        if scenarios.iter().any(|scenario| kept(scenario) == trace) {
            continue;
        }
        if bless {
            fs::remove_file(&trace).map_err(TaskError::file(&trace))?;
        } else {
            console.say(format!("FAILED {}: a trace without a scenario", trace.display()));
            tally = tally + Tally::FAILED;
        }
    }
    Ok(tally)
}

fn kept(scenario: &Path) -> PathBuf {
    let dir = scenario.parent().unwrap_or(Path::new(""));
    dir.join("traces").join(format!("{}.txt", name(scenario)))
}

fn name(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn json_files(dir: &Path) -> Result<Vec<PathBuf>, TaskError> {
    files(dir, "json")
}

/// The files of a folder with this extension, in order.
pub fn files(dir: &Path, extension: &str) -> Result<Vec<PathBuf>, TaskError> {
    let entries = fs::read_dir(dir).map_err(TaskError::file(dir))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && path.extension().is_some_and(|it| it == extension))
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str = r#"{ "about": "Nothing happens.", "given": "nothing", "steps": [] }"#;

    fn replayed(dir: &Path, bless: bool) -> (Tally, String) {
        let console = Console::keeping();
        let options = Options { paths: vec![dir.into()], bless, quiet: true, strict: false };
        let tally = run(&options, &console).unwrap();
        (tally, console.taken())
    }

    #[test]
    fn a_trace_is_kept_and_then_compared() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("quiet.json"), SCENARIO).unwrap();
        assert_eq!(replayed(dir.path(), false).0, Tally::PASSED, "no traces are kept here");
        let strict = Options { paths: vec![dir.path().into()], strict: true, ..Options::default() };
        assert_eq!(run(&strict, &Console::keeping()).unwrap(), Tally::FAILED);
        assert_eq!(replayed(dir.path(), true).0, Tally::PASSED);
        let trace = dir.path().join("traces/quiet.txt");
        let kept = fs::read_to_string(&trace).unwrap();
        assert!(kept.contains(" = "), "the first view is in it: {kept}");
        assert_eq!(replayed(dir.path(), false).0, Tally::PASSED);

        fs::write(&trace, format!("{kept}      1 < something\n")).unwrap();
        let (tally, said) = replayed(dir.path(), false);
        assert_eq!(tally, Tally::FAILED);
        assert!(said.contains("-      1 < something"), "{said}");
        assert_eq!(replayed(dir.path(), true).0, Tally::PASSED);
        assert_eq!(fs::read_to_string(&trace).unwrap(), kept);
    }

    #[test]
    fn a_trace_without_its_scenario_is_found_and_cleared_away() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("quiet.json"), SCENARIO).unwrap();
        replayed(dir.path(), true);
        fs::rename(dir.path().join("quiet.json"), dir.path().join("silent.json")).unwrap();
        let (tally, said) = replayed(dir.path(), false);
        assert_eq!((tally.passed, tally.failed), (0, 2), "{said}");
        assert_eq!(replayed(dir.path(), true).0, Tally::PASSED);
        assert!(!dir.path().join("traces/quiet.txt").exists());
    }

    #[test]
    fn a_file_that_is_no_scenario_is_named_with_the_reason() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("odd.json"), r#"{ "about": "x", "steps": [ { "at": 1 } ] }"#)
            .unwrap();
        fs::write(dir.path().join("torn.json"), "{").unwrap();
        let (tally, said) = replayed(dir.path(), false);
        assert_eq!(tally.failed, 2);
        assert!(said.contains("odd") && said.contains("step 1") && said.contains("EOF"), "{said}");
    }

    #[test]
    fn a_departure_fails_and_its_trace_is_not_kept() {
        let dir = tempfile::tempdir().unwrap();
        let wrong = r#"{ "about": "Expects too much.", "given": "nothing", "steps": [
            { "at": 5, "input": { "from": "clock" }, "view": { "noSuchKey": 1 } } ] }"#;
        fs::write(dir.path().join("wrong.json"), wrong).unwrap();
        let (tally, said) = replayed(dir.path(), true);
        assert_eq!(tally, Tally::FAILED);
        assert!(said.contains("step 1 at 5 ms") && said.contains("noSuchKey"), "{said}");
        assert!(!dir.path().join("traces/wrong.txt").exists());
    }
}
