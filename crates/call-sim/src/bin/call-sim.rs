//! Searches the models and runs the simulation; `cargo xtask model` and `cargo xtask sim` build it
//! with optimisation and call it.

#![cfg(not(target_arch = "wasm32"))]

use std::process::ExitCode;

use call_sim::model::{self, Found, Searched as _};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().map(String::as_str) == Some("model") {
        return models(&args[1..]);
    }
    eprintln!("usage: call-sim model [--deep] [--canon] [name]");
    ExitCode::from(2)
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
