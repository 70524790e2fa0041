//! The classes and triggers of a project.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use local_data::{metadata, schema::SchemaError};

use crate::{
    parse::{self, ParseError},
    syntax::{Source, Trigger, TypeDeclaration},
};

/// The classes and triggers of a project, read once and shared by all transactions.
#[derive(Clone, Debug, Default)]
pub struct Program {
    types: Vec<(Arc<str>, Arc<TypeDeclaration>)>,
    triggers: Vec<(Arc<str>, Arc<Trigger>)>,
}

/// Why a project's Apex was not read.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// A file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder cannot be read.
    #[error(transparent)]
    Folder(#[from] SchemaError),
    /// A file holds what is not Apex, or not known.
    #[error(transparent)]
    Parse(#[from] ParseError),
}

impl Program {
    /// Reads the classes and triggers of all packages under `force_app`.
    pub fn load(force_app: &Path) -> Result<Self, ProgramError> {
        let mut program = Self::default();
        for (kind, ending) in [("classes", ".cls"), ("triggers", ".trigger")] {
            for path in metadata::files(force_app, kind, ending)? {
                let source = fs::read_to_string(&path)
                    .map_err(|source| ProgramError::Read { path: path.clone(), source })?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                program.add(&name, &source)?;
            }
        }
        Ok(program)
    }

    /// Adds a file.
    pub fn add(&mut self, name: &str, source: &str) -> Result<(), ParseError> {
        match parse::file(name, source)? {
            Source::Type(declaration) => self.types.push((name.into(), declaration)),
            Source::Trigger(trigger) => self.triggers.push((name.into(), Arc::new(trigger))),
        }
        Ok(())
    }

    /// Classes, interfaces and enums, with their files.
    pub fn types(&self) -> impl Iterator<Item = &(Arc<str>, Arc<TypeDeclaration>)> {
        self.types.iter()
    }

    /// Triggers, with their files, in the order of their names.
    pub fn triggers(&self) -> impl Iterator<Item = &(Arc<str>, Arc<Trigger>)> {
        self.triggers.iter()
    }
}
