//! Chromium and its driver, for the tests that need a real browser.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use super::{Steps, debian};
use crate::{
    error::TaskError,
    project::{Project, is_program, on_path},
};

const PROGRAMS: [&str; 4] =
    ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
const APPS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// A browser and the program that drives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    chrome: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// The driver.
    pub fn driver(&self) -> &Path {
        &self.driver
    }

    /// Tells a program which browser to use.
    pub fn apply(&self, command: &mut Command) {
        command.env("CHROME", &self.chrome).env("CHROMEDRIVER", &self.driver);
    }

    /// Writes the capabilities with which the WebAssembly tests start this browser: those of the
    /// crate, and where it is.
    pub fn write_capabilities(&self, project: &Project) -> Result<PathBuf, TaskError> {
        let from = project.existing("crates/call-wasm/webdriver.json")?;
        let text = fs::read_to_string(&from).map_err(TaskError::file(&from))?;
        let mut capabilities: Value = serde_json::from_str(&text)
            .map_err(|error| TaskError::Broken(format!("{}: {error}", from.display())))?;
        capabilities["goog:chromeOptions"]["binary"] = json!(self.chrome);
        let dir = project.target.join("wasm-test");
        let file = dir.join("webdriver.json");
        fs::create_dir_all(&dir)
            .and_then(|()| fs::write(&file, capabilities.to_string()))
            .map_err(TaskError::file(&file))?;
        Ok(file)
    }
}

pub(super) fn ensure(steps: &Steps<'_>) -> Result<Browser, TaskError> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    if debian::is_debian() {
        debian::install(steps, "A browser for the tests", &["chromium", "chromium-driver"])?;
        if let Some(browser) = find()? {
            return Ok(browser);
        }
    }
    let (chrome, driver) = (chrome()?.is_some(), driver()?.is_some());
    let thing = match (chrome, driver) {
        (false, _) => "Chromium or Chrome, for the tests,",
        _ => "chromedriver, for the tests,",
    };
    let command = if cfg!(target_os = "macos") {
        "brew install --cask google-chrome chromedriver"
    } else {
        "install Chromium with its driver from your system's packages, or set CHROME and CHROMEDRIVER \
         to the two programs"
    };
    Err(TaskError::Missing {
        thing: thing.into(),
        reason: "this is not a Debian system".into(),
        command: command.into(),
    })
}

fn find() -> Result<Option<Browser>, TaskError> {
    Ok(chrome()?.zip(driver()?).map(|(chrome, driver)| Browser { chrome, driver }))
}

fn chrome() -> Result<Option<PathBuf>, TaskError> {
    if let Some(chosen) = chosen("CHROME")? {
        return Ok(Some(chosen));
    }
    let apps = APPS.iter().map(PathBuf::from).filter(|app| is_program(app));
    Ok(PROGRAMS.iter().find_map(|name| on_path(name)).or_else(|| apps.into_iter().next()))
}

fn driver() -> Result<Option<PathBuf>, TaskError> {
    Ok(chosen("CHROMEDRIVER")?.or_else(|| on_path("chromedriver")))
}

/// The program that an environment variable names; naming one that is not there is a mistake.
fn chosen(variable: &str) -> Result<Option<PathBuf>, TaskError> {
    let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let file = PathBuf::from(&value);
    let found = if is_program(&file) { Some(file) } else { on_path(&value.to_string_lossy()) };
    found.map(Some).ok_or_else(|| {
        TaskError::Broken(format!(
            "{variable} is set to {}, which is not a program. Correct it or unset it.",
            value.to_string_lossy()
        ))
    })
}
