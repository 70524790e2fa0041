//! The table of stages. What each of them runs is in [`checks`](super::checks).

use super::{Session, Tally, checks};
use crate::{apex, apex_test, error::TaskError, setup::Needs};

/// A part of the test run that can be asked for by name.
#[derive(Debug)]
pub struct Stage {
    /// One word, as in `--only NAME` and in the closing line.
    pub name: &'static str,
    /// What it checks.
    pub about: &'static str,
    /// Whether it is left out of the everyday run.
    pub long: bool,
    /// What has to be installed.
    pub needs: Needs,
    /// Whether it needs a Java runtime too; few do, so it is no rung of `needs`.
    pub java: bool,
    /// Whether it uses what the stage `build` makes.
    pub after_build: bool,
    /// Beside which kind of stage it may run; none where time is measured or every core is used.
    pub side: Option<Side>,
    /// Its parts; one that cannot be run counts as one that failed.
    pub checks: &'static [Check],
}

/// A part of a stage.
pub type Check = fn(&Session<'_>) -> Result<Tally, TaskError>;

/// Stages of one kind wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Uses cargo, which lets one at a time into its target folder.
    Rust,
    /// Uses Node.
    Script,
}

/// All stages, in the order in which they run.
pub static STAGES: [Stage; 18] = [
    Stage {
        name: "format",
        about: "rustfmt and prettier",
        long: false,
        needs: Needs::Node,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::rustfmt, checks::prettier],
    },
    Stage {
        name: "scenarios",
        about: "calls as data, flight records, and the table of transitions",
        long: false,
        needs: Needs::Nothing,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::scenarios, checks::transitions],
    },
    Stage {
        name: "build",
        about: "what the browser loads, and the workbench",
        long: false,
        needs: Needs::Build,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::build],
    },
    Stage {
        name: "clippy",
        about: "pedantic, natively and for WebAssembly",
        long: false,
        needs: Needs::Lint,
        java: false,
        after_build: false,
        side: Some(Side::Rust),
        checks: &[checks::clippy_native, checks::clippy_wasm],
    },
    Stage {
        name: "lint",
        about: "eslint with the platform's rules, and types from JSDoc",
        long: false,
        needs: Needs::Build,
        java: false,
        after_build: true,
        side: Some(Side::Script),
        checks: &[checks::eslint, checks::types],
    },
    Stage {
        name: "jest",
        about: "the components, each with an accessibility check",
        long: false,
        needs: Needs::Build,
        java: false,
        after_build: true,
        side: Some(Side::Script),
        checks: &[checks::jest],
    },
    Stage {
        name: "apex",
        about: "types by apex-ls, rules by PMD, and that both report what is bad",
        long: false,
        needs: Needs::Node,
        java: true,
        after_build: false,
        side: Some(Side::Script),
        checks: &[apex::self_test, apex::types, apex::rules],
    },
    Stage {
        name: "apextest",
        about: "the Apex tests, executed on one machine",
        long: false,
        needs: Needs::Nothing,
        java: false,
        after_build: false,
        side: Some(Side::Rust),
        checks: &[apex_test::check],
    },
    Stage {
        name: "native",
        about: "unit, property and protocol tests in Rust",
        long: false,
        needs: Needs::Nothing,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::native, checks::documentation],
    },
    Stage {
        name: "models",
        about: "every order of events of small worlds, with the real core in them",
        long: false,
        needs: Needs::Nothing,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::models],
    },
    Stage {
        name: "deep",
        about: "some of them with larger bounds",
        long: true,
        needs: Needs::Nothing,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::deep_models],
    },
    Stage {
        name: "sim",
        about: "20,000 calls of many agents, a carrier that lies and an org that fails",
        long: false,
        needs: Needs::Nothing,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::sim_calm, checks::sim_few, checks::sim_many],
    },
    Stage {
        name: "simlong",
        about: "the same with 200,000 calls",
        long: true,
        needs: Needs::Nothing,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::sim_long_few, checks::sim_long_many],
    },
    Stage {
        name: "fuzz",
        about: "the fuzz targets and the properties, many times",
        long: true,
        needs: Needs::Nothing,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::fuzz, checks::properties],
    },
    Stage {
        name: "wasm",
        about: "the same core as WebAssembly, in Node and in a browser",
        long: false,
        needs: Needs::Tests,
        java: false,
        after_build: false,
        side: None,
        checks: &[checks::wasm_in_node, checks::wasm_in_browser],
    },
    Stage {
        name: "page",
        about: "the workbench page: its build, its stand-ins for the platform, its sounds",
        long: false,
        needs: Needs::Tests,
        java: false,
        after_build: true,
        side: None,
        checks: &[checks::page],
    },
    Stage {
        name: "browser",
        about: "the real softphone in a real browser against the workbench",
        long: false,
        needs: Needs::Tests,
        java: false,
        after_build: true,
        side: None,
        checks: &[checks::browser],
    },
    Stage {
        name: "membrane",
        about: "the same inside near-membrane",
        long: false,
        needs: Needs::Tests,
        java: false,
        after_build: true,
        side: None,
        checks: &[checks::membrane],
    },
];

/// The stage of this name.
pub fn find(name: &str) -> Result<&'static Stage, TaskError> {
    STAGES.iter().find(|stage| stage.name == name).ok_or_else(|| {
        let names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        TaskError::Usage(format!("There is no stage `{name}`; there are {}.", names.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_single_words_and_no_two_are_equal() {
        for (index, stage) in STAGES.iter().enumerate() {
            assert!(stage.name.chars().all(|letter| letter.is_ascii_lowercase()), "{}", stage.name);
            assert!(STAGES[..index].iter().all(|other| other.name != stage.name));
            assert!(!stage.checks.is_empty());
            assert_eq!(find(stage.name).unwrap().name, stage.name);
        }
        assert!(find("nonsense").unwrap_err().to_string().contains("browser"));
    }

    #[test]
    fn what_uses_the_build_comes_after_it_and_can_build() {
        let build = STAGES.iter().position(|stage| stage.name == "build").unwrap();
        for (index, stage) in STAGES.iter().enumerate().filter(|(_, stage)| stage.after_build) {
            assert!(index > build, "{}", stage.name);
            assert!(stage.needs >= Needs::Build, "{}", stage.name);
        }
    }
}
