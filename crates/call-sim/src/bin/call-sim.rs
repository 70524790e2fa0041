//! Searches the models and runs the simulation; `cargo xtask model` and `cargo xtask sim` build it
//! with optimisation and call it.

#![cfg(not(target_arch = "wasm32"))]

use std::{collections::BTreeMap, fs, path::Path, process::ExitCode};

use call_sim::{Scenario, model};

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
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut failed = false;
    let mut passed = 0;
    for plan in model::plans(deep) {
        if !wanted.is_empty() && !wanted.iter().any(|name| plan.name.contains(name.as_str())) {
            continue;
        }
        let found = model::check(&plan, threads);
        println!(
            "{:<26} {:>9} states, {:>10} generated, depth {:>3}, {:>6.1} s",
            found.name, found.unique, found.generated, found.depth, found.seconds
        );
        for failure in &found.failures {
            println!("  FAILED {failure}");
            failed = true;
        }
        passed += usize::from(found.failures.is_empty());
    }
    println!("models: {passed} passed, {} failed", usize::from(failed));
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
