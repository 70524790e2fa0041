//! Searches the models and runs the simulation; `cargo xtask model` and `cargo xtask sim` build it
//! with optimisation and call it.

#![cfg(not(target_arch = "wasm32"))]

use std::{collections::BTreeMap, fs, path::Path, process::ExitCode};

use call_sim::{
    Scenario,
    model::{self, Found, Searched as _},
    sim,
};

const SIM_USAGE: &str = "[--seed S] [--calls N] [--agents N] [--faults none|few|many] \
                         [--no-shrink] [--shift N] [--planted]";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("model") => models(&args[1..]),
        Some("corpus") => corpus(),
        Some("sim") => simulation(&args[1..]),
        _ => {
            eprintln!("usage: call-sim model [--deep] [--canon] [name]");
            eprintln!("       call-sim sim {SIM_USAGE}");
            eprintln!("       call-sim corpus");
            ExitCode::from(2)
        }
    }
}

/// Writes the corpus of the fuzz targets anew, from the scenarios.
fn corpus() -> ExitCode {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let mut scenarios = BTreeMap::new();
    for entry in fs::read_dir(tests.join("scenarios")).expect("tests/scenarios is there") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let text = fs::read_to_string(&path).expect("a readable file");
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            scenarios.insert(name, Scenario::parse(&text).expect("a scenario"));
        }
    }
    let files = call_sim::corpus::corpus(&scenarios);
    for folder in ["wire", "journal"] {
        let folder = tests.join("corpus").join(folder);
        fs::create_dir_all(&folder).expect("a new folder");
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let entry = entry.expect("a readable folder");
            // Bytes that showed a bug once are kept.
            if !entry.file_name().to_string_lossy().starts_with("found_") {
                fs::remove_file(entry.path()).expect("an old file that can be removed");
            }
        }
    }
    for (name, text) in &files {
        fs::write(tests.join("corpus").join(name), text).expect("a file that can be written");
    }
    println!("corpus: {} files", files.len());
    ExitCode::SUCCESS
}

fn models(args: &[String]) -> ExitCode {
    let twice = args.iter().any(|arg| arg == "--canon");
    let deep = args.iter().any(|arg| arg == "--deep");
    let wanted: Vec<&String> = args.iter().filter(|arg| !arg.starts_with("--")).collect();
    let is_wanted =
        |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut failed = 0;
    let mut passed = 0;
    for plan in model::plans(deep) {
        if !is_wanted(plan.name) {
            continue;
        }
        if twice {
            match model::check_canon(&plan) {
                Ok(compared) => {
                    println!("{:<30} {compared:>9} states behave as they look", plan.name);
                }
                Err(way) => println!("{}\n{way}", plan.name),
            }
            continue;
        }
        report(&model::check(&plan, threads), &mut passed, &mut failed);
    }
    for plan in model::TabsPlan::all(deep) {
        if is_wanted(plan.name()) && !twice {
            report(&model::check(&plan, threads), &mut passed, &mut failed);
        }
    }
    println!("models: {passed} passed, {failed} failed");
    if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// What was found in a model, in a line; and the ways that show what does not hold.
fn report(found: &Found, passed: &mut u32, failed: &mut u32) {
    println!(
        "{:<30} {:>9} states, {:>10} generated, depth {:>3}, {:>3} seen, {:>6.1} s",
        found.name, found.unique, found.generated, found.depth, found.seen, found.seconds
    );
    for failure in &found.failures {
        println!("  FAILED {failure}");
    }
    *(if found.failures.is_empty() { passed } else { failed }) += 1;
}

fn simulation(args: &[String]) -> ExitCode {
    let (options, shrinks, shift) = match sim_options(args) {
        Ok(options) => options,
        Err(sentence) => {
            eprintln!("{sentence}\nusage: call-sim sim {SIM_USAGE}");
            return ExitCode::from(2);
        }
    };
    if let Some(shift) = shift {
        print_shrunk(&options, shift);
        return ExitCode::SUCCESS;
    }
    let begun = std::time::Instant::now();
    let report = sim::run(&options);
    let seconds = begun.elapsed().as_secs_f64();
    print_report(&options, &report, seconds);
    for (shift, finding) in report.findings.iter().take(20) {
        println!("  shift {shift}: {}: {}", finding.rule, finding.what);
    }
    if let Some((shift, _)) = report.findings.first().filter(|_| shrinks) {
        print_shrunk(&options, *shift);
    }
    let (kept, broken) = report.tally();
    println!("sim: {kept} passed, {broken} failed");
    if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn sim_options(args: &[String]) -> Result<(sim::Options, bool, Option<u64>), String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut options = sim::Options { threads, ..sim::Options::default() };
    let (mut shrinks, mut shift) = (true, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("`{arg}` wants a value"));
        match arg.as_str() {
            "--seed" => options.seed = number(value()?)?,
            "--calls" => options.calls = number(value()?)?,
            "--threads" => options.threads = number(value()?)?,
            "--agents" => options.agents = number::<usize>(value()?)?.max(1),
            "--faults" => {
                options.faults = match value()?.as_str() {
                    "none" => sim::Faults::None,
                    "few" => sim::Faults::Few,
                    "many" => sim::Faults::Many,
                    other => return Err(format!("`{other}` is neither none, few nor many")),
                }
            }
            "--shift" => shift = Some(number(value()?)?),
            "--shrink" => shrinks = true,
            "--no-shrink" => shrinks = false,
            "--planted" => options.planted = true,
            other => return Err(format!("there is no option `{other}`")),
        }
    }
    Ok((options, shrinks, shift))
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number"))
}

fn print_report(options: &sim::Options, report: &sim::Report, seconds: f64) {
    let counts = &report.counts;
    println!(
        "seed {}, {} shifts of {} agents: {} calls, {} of them talked, {} in plain sight",
        options.seed, report.shifts, options.agents, counts.calls, counts.talked, counts.clear
    );
    println!(
        "{} records, {} refused by the org and shown; lost {}, duplicated {}, wrong {}",
        counts.records, counts.refused, report.lost, report.duplicated, report.wrong
    );
    println!(
        "{} times a tab began to lead; {} presses in tabs that did not, {} of them answered by a phone",
        counts.leaders, counts.forwarded, counts.answered
    );
    let injected: u64 = report.faults.iter().map(|(_, count)| count).sum();
    println!("{} deeds, {injected} faults injected:", report.deeds);
    for line in report.faults.chunks(4) {
        let line: Vec<String> =
            line.iter().map(|(word, count)| format!("{word:<22}{count:>7}")).collect();
        println!("  {}", line.join("   "));
    }
    #[allow(clippy::cast_precision_loss)] // to be read
    let (inputs, calls) = (report.inputs as f64 / seconds, counts.calls as f64 / seconds);
    println!(
        "{} events handled in {seconds:.1} s: {inputs:.0} events/s, {calls:.0} calls/s; digest {:016x}",
        report.inputs, report.digest
    );
}

fn print_shrunk(options: &sim::Options, shift: u64) {
    let Some(shrunk) = sim::shrink(options, shift) else {
        return println!("the shift {shift} does not fail when played alone");
    };
    println!(
        "\nshrunk in {} runs from {} to {} deeds and faults: {}: {}",
        shrunk.runs, shrunk.items.0, shrunk.items.1, shrunk.finding.rule, shrunk.finding.what
    );
    println!("what is left of the shift:");
    for line in &shrunk.story {
        println!("  {line}");
    }
    let Some(scenario) = &shrunk.scenario else {
        return println!("no scenario says it: it takes several tabs");
    };
    let name = format!("sim_seed_{}_shift_{shift}.json", options.seed);
    let path = std::env::temp_dir().join(name);
    let text = serde_json::to_string_pretty(scenario).unwrap_or_default();
    match std::fs::write(&path, text + "\n") {
        Ok(()) => println!("the scenario is in {}", path.display()),
        Err(error) => println!("the scenario cannot be written to {}: {error}", path.display()),
    }
    if shrunk.departs.is_empty() {
        println!(
            "on one phone it replays without a departure: the fault needs the world around it"
        );
    }
    // What follows from the first is rarely of use.
    for what in shrunk.departs.iter().take(2) {
        println!("  a replay departs at {what}");
    }
}
