//! What can go wrong in a task, each with a sentence that says what happened and what to do.

use std::{io, path::PathBuf};

/// A task that cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// The command line asks for something that does not exist.
    #[error("{0}")]
    Usage(String),
    /// A program is missing or may not be run.
    #[error("{program} cannot be started ({source}); is it installed and on the PATH?")]
    Start {
        /// The program as it was called.
        program: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// A program ended with an error.
    #[error("{label} failed ({status}){tail}")]
    Failed {
        /// What the program was to do.
        label: String,
        /// How it ended.
        status: String,
        /// Its last lines, where they have not been printed already.
        tail: String,
    },
    /// A program took too long and was ended.
    #[error("{label} did not end within {seconds} s and was stopped{tail}")]
    Limit {
        /// What the program was to do.
        label: String,
        /// The limit, in seconds.
        seconds: u64,
        /// Its last lines, where they have not been printed already.
        tail: String,
    },
    /// Something has to be installed that the set-up cannot install here.
    #[error("{thing} is missing and cannot be installed from here ({reason}).\n  Run: {command}")]
    Missing {
        /// What is missing.
        thing: String,
        /// Why it was not installed.
        reason: String,
        /// What installs it.
        command: String,
    },
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// Something is not as it has to be.
    #[error("{0}")]
    Broken(String),
}

impl TaskError {
    /// For `map_err` on file operations.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
