//! The workbench as a program: `npm start` builds and runs it.

use std::path::Path;
use std::process::ExitCode;

use tracing_subscriber::filter::LevelFilter;
use workbench::{Settings, Workbench};

#[tokio::main]
async fn main() -> ExitCode {
    let settings = match Settings::read(&root(), |name| std::env::var(name).ok()) {
        Ok(settings) => settings,
        Err(error) => return fail(&error),
    };
    let level = std::env::var("OFFHOOK_LOG").ok().and_then(|level| level.parse().ok());
    tracing_subscriber::fmt()
        .with_max_level(level.unwrap_or(LevelFilter::WARN))
        .with_writer(std::io::stderr)
        .init();
    let state = settings.state.clone();
    let workbench = match Workbench::start(settings).await {
        Ok(workbench) => workbench,
        Err(error) => return fail(&error),
    };

    println!("Offhook workbench: http://localhost:{}", workbench.port());
    println!(
        "Emulated here: a Salesforce org (UI API, Apex actions) and Twilio (signalling, real WebRTC \
         audio). Nothing leaves this machine. State: {}",
        state.display()
    );
    if let Some(port) = workbench.tls_port() {
        println!("The carrier also answers as *.twilio.com on https://127.0.0.1:{port}");
    }
    for warning in workbench.warnings() {
        println!("Warning: {warning}");
    }

    if let Err(error) = until_told_to_stop().await {
        return fail(&error);
    }
    workbench.stop().await;
    ExitCode::SUCCESS
}

/// The project's root: two folders above this crate.
fn root() -> std::path::PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().unwrap_or(root)
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}

#[cfg(unix)]
async fn until_told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn until_told_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
