//! Writes the transition table, or compares it with what the core does now.

use std::fs;

use similar::TextDiff;

use crate::{console::Console, error::TaskError, project::Project, test::Tally};

const DOCUMENT: &str = "docs/transitions.md";

/// The most lines of a difference that are shown.
const SHOWN: usize = 40;

/// Writes the table, or only compares it.
pub fn run(project: &Project, check: bool, console: &Console) -> Result<Tally, TaskError> {
    let path = project.root.join(DOCUMENT);
    let now = call_sim::table::render();
    if !check {
        fs::write(&path, now).map_err(TaskError::file(&path))?;
        console.say(format!("{DOCUMENT} is as the core is."));
        return Ok(Tally::PASSED);
    }
    let kept = fs::read_to_string(&path).map_err(TaskError::file(&path))?;
    if kept == now {
        return Ok(Tally::PASSED);
    }
    console.say(format!("{DOCUMENT} is not what the core does; `cargo xtask table` writes it:"));
    let difference = TextDiff::from_lines(&kept, &now).unified_diff().context_radius(0).to_string();
    for line in difference.lines().take(SHOWN) {
        console.say(format!("  {line}"));
    }
    Ok(Tally::FAILED)
}
