//! Node, npm and the packages of `package-lock.json`.

use std::{fs, path::Path};

use serde_json::Value;

use super::Steps;
use crate::{error::TaskError, project::on_path};

/// The oldest Node that runs everything: `import.meta.dirname` came with it.
const OLDEST: (u32, u32) = (20, 11);
const HOW: &str = "install Node 20.11 or newer from https://nodejs.org (Debian: the `nodejs` package \
                   of https://deb.nodesource.com), then run this again";

pub(super) fn ensure(steps: &Steps<'_>) -> Result<(), TaskError> {
    let missing = |thing: String, reason: &str| TaskError::Missing {
        thing,
        reason: reason.into(),
        command: HOW.into(),
    };
    let version = steps
        .ask(steps.command("node", &["--version"]))
        .ok_or_else(|| missing("Node".into(), "it is not on the PATH"))?;
    if parse_version(&version).is_none_or(|version| version < OLDEST) {
        let thing = format!("Node {}.{} or newer", OLDEST.0, OLDEST.1);
        return Err(missing(thing, &format!("Node {} is on the PATH", version.trim())));
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if !cfg!(windows) && on_path(npm).is_none() {
        return Err(missing("npm".into(), "it is not on the PATH"));
    }
    match out_of_date(&steps.project.root)? {
        None => Ok(()),
        Some(why) => {
            let what = format!("npm ci ({why})");
            let args = ["ci", "--no-audit", "--no-fund", "--loglevel=http"];
            steps.long(&what, steps.command(npm, &args), 15 * 60)
        }
    }
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Why the packages have to be installed, if they have to.
///
/// npm keeps a lock file of what it has really installed, and writes it last; so an interrupted
/// or partial installation differs from `package-lock.json`.
fn out_of_date(root: &Path) -> Result<Option<String>, TaskError> {
    let wanted = root.join("package-lock.json");
    let wanted = fs::read_to_string(&wanted).map_err(TaskError::file(wanted))?;
    let Ok(installed) = fs::read_to_string(root.join("node_modules/.package-lock.json")) else {
        return Ok(Some("node_modules is missing or incomplete".into()));
    };
    let wanted: Value = serde_json::from_str(&wanted)
        .map_err(|error| TaskError::Broken(format!("package-lock.json: {error}")))?;
    // An unreadable record of what is installed is as good as none.
    let installed: Value = serde_json::from_str(&installed).unwrap_or_default();
    Ok(first_difference(&wanted, &installed))
}

fn first_difference(wanted: &Value, installed: &Value) -> Option<String> {
    let installed = &installed["packages"];
    wanted["packages"].as_object()?.iter().filter(|(path, _)| !path.is_empty()).find_map(
        |(path, package)| {
            match installed.get(path) {
                // What is for other systems is never installed.
                None if package["optional"] == true || package["devOptional"] == true => None,
                None => Some(format!("{path} is not installed")),
                Some(it) if it["version"] != package["version"] => {
                    Some(format!("{path} is {}, not {}", it["version"], package["version"]))
                }
                Some(_) => None,
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(parse_version("v20.20.2\n"), Some((20, 20)));
        assert!(parse_version("v20.9.0").unwrap() < OLDEST);
        assert!(parse_version("v8.17.0").unwrap() < OLDEST);
        assert!(parse_version("v22.1.0").unwrap() > OLDEST);
        assert_eq!(parse_version("nonsense"), None);
    }

    #[test]
    fn packages_are_installed_again_only_when_they_differ() {
        let wanted = json!({ "packages": {
            "": { "name": "offhook" },
            "node_modules/a": { "version": "1.0.0" },
            "node_modules/other-system": { "version": "1.0.0", "optional": true },
        }});
        let same = json!({ "packages": { "node_modules/a": { "version": "1.0.0" } } });
        assert_eq!(first_difference(&wanted, &same), None);
        let older = json!({ "packages": { "node_modules/a": { "version": "0.9.0" } } });
        assert!(first_difference(&wanted, &older).unwrap().contains("0.9.0"));
        assert!(first_difference(&wanted, &Value::Null).unwrap().contains("not installed"));
    }

    #[test]
    fn a_clone_without_packages_is_out_of_date() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("package-lock.json"), r#"{"packages":{}}"#).unwrap();
        assert!(out_of_date(root.path()).unwrap().unwrap().contains("missing"));
        fs::write(root.path().join("package-lock.json"), "{").unwrap();
        fs::create_dir(root.path().join("node_modules")).unwrap();
        fs::write(root.path().join("node_modules/.package-lock.json"), "{}").unwrap();
        assert!(out_of_date(root.path()).unwrap_err().to_string().contains("package-lock.json"));
    }
}
