//! What JavaScript contributes: the page with the components, and how much a browser downloads.

use super::{Build, Outcome, stamp::Stamp, wasm};
use crate::{
    error::TaskError,
    run::{Job, Show},
};

/// What weighs: the resources, and the modules that are generated.
const WEIGHED: [&str; 4] = [
    wasm::MODULE,
    wasm::GLUE,
    "force-app/core/main/default/staticresources/twilio_voice.js",
    "lwc/phoneNumbers/libphonenumber.js",
];

/// Bundles the page with the components, and makes the static resources and the number library
/// that go into it. The script decides by itself whether anything has changed.
pub(super) fn page(build: &Build<'_>) -> Result<Outcome, TaskError> {
    let mut node = build.project.command("node");
    node.arg(build.project.existing("crates/workbench/page/build.mjs")?);
    node.args(["--target", if build.membrane { "membrane" } else { "page" }]);
    let job = Job::new("bundling the page", node).show(Show::Heartbeat);
    let lines = job.succeed(build.console)?.lines;
    let line = lines.last().map_or("", |line| line.trim_start_matches("page: "));
    if line.ends_with("is up to date") {
        return Ok(Outcome::Unchanged);
    }
    Ok(Outcome::Done(line.to_owned()))
}

/// Says how much a browser downloads.
pub(super) fn sizes(build: &Build<'_>) -> Result<Outcome, TaskError> {
    const SCRIPT: &str = "
        const { readFileSync } = require('fs');
        const { brotliCompressSync } = require('zlib');
        const { basename } = require('path');
        const kB = (bytes) => (bytes.length / 1000).toFixed(1) + ' kB';
        console.log(process.argv.slice(1).map((file) => {
            const bytes = readFileSync(file);
            return `${basename(file)} ${kB(bytes)} (brotli ${kB(brotliCompressSync(bytes))})`;
        }).join(', '));";
    let project = build.project;
    let mut stamp = Stamp::new(&project.target, "sizes");
    let mut node = project.command("node");
    node.args(["-e", SCRIPT]);
    for file in WEIGHED {
        let file = project.existing(file)?;
        stamp.file(&file)?;
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
