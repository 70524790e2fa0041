//! Debian's package manager, as root or through a sudo that asks nothing.

use std::{path::Path, process::Command};

use super::Steps;
use crate::{error::TaskError, project::on_path};

/// How a command gets the rights of root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    /// It has them.
    Is,
    /// `sudo -n` works.
    Sudo,
}

impl Root {
    /// How this user gets them, if without a question.
    pub(super) fn find(steps: &Steps<'_>) -> Option<Self> {
        if steps.ask(steps.command("id", &["-u"]))?.trim() == "0" {
            return Some(Self::Is);
        }
        steps.ask(steps.command("sudo", &["-n", "true"])).map(|_| Self::Sudo)
    }

    /// `program args…` with these rights.
    pub(super) fn command(self, steps: &Steps<'_>, program: &str, args: &[&str]) -> Command {
        match self {
            Self::Is => steps.command(program, args),
            Self::Sudo => {
                let mut command = steps.command("sudo", &["-n", program]);
                command.args(args);
                command
            }
        }
    }
}

/// Whether this is Debian or a descendant of it.
pub(super) fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && on_path("apt-get").is_some()
}

/// Whether a package is installed, whole.
pub(super) fn has(steps: &Steps<'_>, package: &str) -> bool {
    let args = ["-W", "-f=${Status}", package];
    steps
        .ask(steps.command("dpkg-query", &args))
        .is_some_and(|status| status == "install ok installed")
}

/// Installs those of `packages` that are missing. `thing` is what they are needed for.
pub(super) fn install(steps: &Steps<'_>, thing: &str, packages: &[&str]) -> Result<(), TaskError> {
    let missing: Vec<&str> =
        packages.iter().copied().filter(|package| !has(steps, package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    let by_hand = |reason: &str| TaskError::Missing {
        thing: format!("{thing} ({names})"),
        reason: reason.into(),
        command: format!(
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"
        ),
    };
    let root = Root::find(steps)
        .ok_or_else(|| by_hand("no root rights and no sudo without a password"))?;
    // Old lists name packages that are gone; with no network at all the old lists may still do.
    let update = root.command(steps, "apt-get", &["update"]);
    if let Err(error) = steps.long("apt-get update", update, 5 * 60) {
        steps.say(format_args!("{error}\n  going on with the lists that are there"));
    }
    let mut args = vec![
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
        "-y",
        "--no-install-recommends",
    ];
    args.extend(&missing);
    let install = root.command(steps, "env", &args);
    steps
        .long(&format!("apt-get install {names}"), install, 15 * 60)
        .map_err(|error| by_hand(&error.to_string()))
}
