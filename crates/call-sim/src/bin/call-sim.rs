//! Searches the models and runs the simulation; `cargo xtask model` and `cargo xtask sim` build it
//! with optimisation and call it.

#![cfg(not(target_arch = "wasm32"))]

use std::{collections::BTreeMap, fs, path::Path, process::ExitCode};

use call_sim::{
    Scenario,
    model::{self, Found, Searched as _},
};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("model") => models(&args[1..]),
        Some("corpus") => corpus(),
        _ => {
            eprintln!("usage: call-sim model [--deep] [name]\n       call-sim corpus");
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
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an old corpus that can be removed");
        }
        fs::create_dir_all(&folder).expect("a new folder");
    }
    for (name, text) in &files {
        fs::write(tests.join("corpus").join(name), text).expect("a file that can be written");
    }
    println!("corpus: {} files", files.len());
    ExitCode::SUCCESS
}

fn models(args: &[String]) -> ExitCode {
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
        if args.iter().any(|arg| arg == "--canon") {
            match model::check_canon(&plan) {
                Ok(compared) => {
                    println!("{:<26} {compared:>9} states behave as they look", plan.name)
                }
                Err(way) => println!("{}\n{way}", plan.name),
            }
            continue;
        }
        report(&model::check(&plan, threads), &mut passed, &mut failed);
    }
    let tabs = model::TabsPlan::new(deep);
    if is_wanted(tabs.name()) {
        report(&model::check(&tabs, threads), &mut passed, &mut failed);
    }
    println!("models: {passed} passed, {failed} failed");
    if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// What was found in a model, in a line; and the ways that show what does not hold.
fn report(found: &Found, passed: &mut u32, failed: &mut u32) {
    println!(
        "{:<26} {:>9} states, {:>10} generated, depth {:>3}, {:>3} seen, {:>6.1} s",
        found.name, found.unique, found.generated, found.depth, found.seen, found.seconds
    );
    for failure in &found.failures {
        println!("  FAILED {failure}");
    }
    *(if found.failures.is_empty() { passed } else { failed }) += 1;
}
