//! Runs the project's Apex tests: `local-apex test --force-app FOLDER [--class NAME] [--trace]`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
    rc::Rc,
    time::Instant,
};

use lexopt::prelude::*;
use local_apex::{
    data::Org,
    program::Program,
    testing::{self, Coverage, Report, TestResult, Verdict},
};
use local_data::{
    directory,
    permissions::{self, Permissions},
    schema::Schema,
    store::{self, Database},
};

const USAGE: &str = "\
Usage: local-apex test --force-app FOLDER [--class NAME] [--trace]";

#[derive(Default)]
struct Options {
    force_app: PathBuf,
    class: Option<String>,
    is_traced: bool,
}

fn main() -> ExitCode {
    let done = options()
        .map_err(|error| format!("{error}\n\n{USAGE}"))
        .and_then(|options| test(&options).map_err(|error| error.to_string()));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("local-apex: {error}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Result<Options, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    let mut options = Options::default();
    match parser.next()? {
        Some(Value(word)) if word == "test" => {}
        _ => return Err("What is to be done?".into()),
    }
    while let Some(arg) = parser.next()? {
        match arg {
            Long("force-app") => options.force_app = parser.value()?.into(),
            Long("class") => options.class = Some(parser.value()?.string()?),
            Long("trace") => options.is_traced = true,
            arg => return Err(arg.unexpected()),
        }
    }
    if options.force_app.as_os_str().is_empty() {
        return Err("Name the folder with --force-app.".into());
    }
    Ok(options)
}

/// Runs the tests and tells of them; whether all passed.
fn test(options: &Options) -> Result<bool, Box<dyn std::error::Error>> {
    let begun = Instant::now();
    let program = Program::load(&options.force_app)?;
    let report = in_new_org(&options.force_app, &program, |org| {
        testing::run(org, options.class.as_deref(), options.is_traced, tell)
    })??;
    summary(&report, options, begun);
    let all_well = report.results.iter().all(|result| result.verdict == Verdict::Passed);
    if report.results.is_empty() {
        eprintln!("No test was found.");
    }
    Ok(all_well && !(report.results.is_empty() && options.class.is_some()))
}

/// An org without records but its administrator, its profiles and its permission sets.
fn in_new_org<T>(
    force_app: &Path,
    program: &Program,
    run: impl FnOnce(&Org<'_>) -> T,
) -> Result<T, Box<dyn std::error::Error>> {
    let mut schema = Schema::load(force_app)?;
    let connection = store::open(&Database::Memory, &mut schema)?;
    let permission_sets: BTreeMap<_, _> = permissions::permission_sets(force_app)?;
    directory::ensure(&connection, &schema, &permission_sets)?;
    let user = directory::ensure_administrator(&connection, &schema)?;
    Ok(run(&Org {
        connection: &connection,
        schema: &schema,
        program,
        permission_sets: &permission_sets,
        user: Rc::new(user),
        permissions: Rc::new(Permissions::all()),
    }))
}

fn tell(result: &TestResult) {
    let name = format!("{}.{}", result.class, result.method);
    let used: Vec<String> = result
        .limits
        .iter()
        .map(|(limit, used, allowed)| format!("{used}/{allowed} {limit}"))
        .collect();
    let used = if used.is_empty() { String::new() } else { format!("  ({})", used.join(", ")) };
    match &result.verdict {
        Verdict::Passed => println!("  ✔ {name}{used}"),
        Verdict::Failed(why) => println!("  ✖ {name}{used}\n{}", indented(why)),
        Verdict::Unknown(unknown) => {
            println!("  ✖ {name}{used}\n{}", indented(&unknown.to_string()));
        }
    }
    if result.verdict != Verdict::Passed {
        result.printed.iter().for_each(|line| println!("      debug: {line}"));
    }
    result.trace.iter().for_each(|line| println!("      {line}"));
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("      {line}")).collect::<Vec<_>>().join("\n")
}

fn summary(report: &Report, options: &Options, begun: Instant) {
    if options.class.is_none() {
        println!("\n  lines that ran");
        report.coverage.iter().for_each(tell_coverage);
    }
    let failed = report.results.iter().filter(|one| one.verdict != Verdict::Passed).count();
    let (lines, missed) = report
        .coverage
        .iter()
        .fold((0, 0), |(lines, missed), own| (lines + own.lines, missed + own.missed.len()));
    let percent = ((lines - missed) * 100).checked_div(lines).unwrap_or(100);
    let passed = report.results.len() - failed;
    let milliseconds = begun.elapsed().as_millis();
    println!(
        "\napex: {passed} passed, {failed} failed, {percent} % of {lines} lines ran, {milliseconds} ms"
    );
}

fn tell_coverage(own: &Coverage) {
    let percent = (own.lines - own.missed.len()) * 100 / own.lines;
    let missed: Vec<String> = own.missed.iter().map(ToString::to_string).collect();
    let missed = if missed.is_empty() {
        String::new()
    } else {
        format!("  not on line {}", missed.join(", "))
    };
    println!("  {percent:>3} %  {}{missed}", own.file);
}
