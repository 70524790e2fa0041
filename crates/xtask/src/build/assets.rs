//! What JavaScript contributes: the carrier's SDK, the number library, the page, and their sizes.

use std::{fs, path::Path, process::Command};

use super::{Build, Outcome, stamp::Stamp, wasm};
use crate::{
    error::TaskError,
    run::{Job, Show},
};

const SDK: &str = "node_modules/@twilio/voice-sdk/dist/twilio.min.js";
const SDK_RESOURCE: &str = "force-app/core/main/default/staticresources/twilio_voice.js";
const NUMBERS: &str = "lwc/phoneNumbers/libphonenumber.js";
const PAGE: &str = "crates/workbench/page";

/// Copies the SDK, untouched, to where the platform takes it from.
pub(super) fn carrier_sdk(build: &Build<'_>) -> Result<Outcome, TaskError> {
    let from = build.project.existing(SDK)?;
    let to = build.project.root.join(SDK_RESOURCE);
    let sdk = fs::read(&from).map_err(TaskError::file(&from))?;
    if fs::read(&to).is_ok_and(|there| there == sdk) {
        return Ok(Outcome::Unchanged);
    }
    wasm::put(&from, &to)?;
    Ok(Outcome::Done(format!("{} B", sdk.len())))
}

/// Makes the module of the number library.
pub(super) fn phone_numbers(build: &Build<'_>) -> Result<Outcome, TaskError> {
    let project = build.project;
    let script = project.existing("crates/workbench/page/libphonenumber.mjs")?;
    let mut stamp = Stamp::new(&project.target, "phone-numbers");
    stamp.path(&script, &|_| false)?;
    stamp.path(&project.existing("node_modules/libphonenumber-js/package.json")?, &|_| false)?;
    if stamp.is_fresh(&[&project.root.join(NUMBERS)]) {
        return Ok(Outcome::Unchanged);
    }
    Job::new("making the number library", node(build, &script)).succeed(build.console)?;
    stamp.set()?;
    Ok(Outcome::Done("made".into()))
}

/// Bundles the page with the components.
pub(super) fn page(build: &Build<'_>) -> Result<Outcome, TaskError> {
    let project = build.project;
    let script = project.existing("crates/workbench/page/build.mjs")?;
    let mut stamp = Stamp::new(&project.target, "page");
    let tests = |path: &Path| path.ends_with("__tests__");
    for input in [PAGE, "lwc", "force-app", "package-lock.json"] {
        stamp.path(&project.existing(input)?, &tests)?;
    }
    let out = project.root.join("target/workbench/page");
    if stamp.is_fresh(&[&out]) {
        return Ok(Outcome::Unchanged);
    }
    Job::new("bundling the page", node(build, &script)).succeed(build.console)?;
    // The page's build may make some of its own inputs, so they are read again.
    let mut stamp = Stamp::new(&project.target, "page");
    for input in [PAGE, "lwc", "force-app", "package-lock.json"] {
        stamp.path(&project.existing(input)?, &tests)?;
    }
    stamp.set()?;
    Ok(Outcome::Done("bundled".into()))
}

/// Says how much a browser downloads.
pub(super) fn sizes(build: &Build<'_>) -> Result<Outcome, TaskError> {
    const SCRIPT: &str = "
        const { readFileSync } = require('fs');
        const { brotliCompressSync } = require('zlib');
        console.log(process.argv.slice(1).map((file) => {
            const bytes = readFileSync(file);
            const kB = (n) => (n / 1000).toFixed(1) + ' kB';
            return file.split('/').pop() + ' ' + kB(bytes.length) + ' (brotli '
                + kB(brotliCompressSync(bytes).length) + ')';
        }).join(', '));";
    let project = build.project;
    let mut stamp = Stamp::new(&project.target, "sizes");
    let mut node = project.command("node");
    node.args(["-e", SCRIPT]);
    for file in [wasm::MODULE, wasm::GLUE, SDK_RESOURCE, NUMBERS] {
        stamp.path(&project.existing(file)?, &|_| false)?;
        node.arg(file);
    }
    if stamp.is_fresh(&[]) {
        return Ok(Outcome::Unchanged);
    }
    let job = Job::new("measuring sizes", node).show(Show::Nothing);
    let line = job.succeed(build.console)?.stdout.join(" ");
    stamp.set()?;
    Ok(Outcome::Done(line))
}

fn node(build: &Build<'_>, script: &Path) -> Command {
    let mut node = build.project.command("node");
    node.arg(script);
    node
}
