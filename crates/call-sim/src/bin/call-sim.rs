//! Searches the models and runs the simulation; `cargo xtask model` and `cargo xtask sim` build it
//! with optimisation and call it.

#![cfg(not(target_arch = "wasm32"))]

use std::process::ExitCode;

use call_sim::model;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("model") => models(&args[1..]),
        _ => {
            eprintln!("usage: call-sim model [--deep] [name]");
            ExitCode::from(2)
        }
    }
}

fn models(args: &[String]) -> ExitCode {
    let deep = args.iter().any(|arg| arg == "--deep");
    let wanted: Vec<&String> = args.iter().filter(|arg| !arg.starts_with("--")).collect();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut failed = 0;
    let mut passed = 0;
    for plan in model::plans(deep) {
        if !wanted.is_empty() && !wanted.iter().any(|name| plan.name.contains(name.as_str())) {
            continue;
        }
        if args.iter().any(|arg| arg == "--canon") {
            match model::check_canon(&plan) {
                Ok(compared) => println!("{:<26} {compared:>9} states behave as they look", plan.name),
                Err(way) => println!("{}\n{way}", plan.name),
            }
            continue;
        }
        let found = model::check(&plan, threads);
        println!(
            "{:<26} {:>9} states, {:>10} generated, depth {:>3}, {:>3} seen, {:>6.1} s",
            found.name, found.unique, found.generated, found.depth, found.seen, found.seconds
        );
        for failure in &found.failures {
            println!("  FAILED {failure}");
        }
        if found.failures.is_empty() {
            passed += 1;
        } else {
            failed += 1;
        }
    }
    println!("models: {passed} passed, {failed} failed");
    if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
