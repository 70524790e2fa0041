//! Whether a step's inputs are those of last time.
//!
//! Contents count, not times: a checkout that touches files rebuilds nothing. The hash guards
//! against forgetting, not against malice.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::Hasher,
    path::{Path, PathBuf},
};

use crate::error::TaskError;

/// The inputs of a step, and the file that remembers those of last time.
pub struct Stamp {
    file: PathBuf,
    hash: DefaultHasher,
}

impl Stamp {
    /// A stamp that is kept in `dir` under the step's name.
    pub fn new(dir: &Path, step: &str) -> Self {
        Self { file: dir.join("stamps").join(step), hash: DefaultHasher::new() }
    }

    /// Adds an argument or a version.
    pub fn text(&mut self, text: &str) {
        self.hash.write(text.as_bytes());
        self.hash.write_u8(0xff);
    }

    /// Adds a file, by name and content.
    pub fn file(&mut self, path: &Path) -> Result<(), TaskError> {
        self.text(&path.to_string_lossy());
        let content = fs::read(path).map_err(TaskError::file(path))?;
        self.hash.write(&content);
        Ok(())
    }

    /// Whether nothing has changed and all `outputs` are there.
    pub fn is_fresh(&self, outputs: &[&Path]) -> bool {
        outputs.iter().all(|output| output.exists())
            && fs::read_to_string(&self.file).is_ok_and(|last| last == self.digest())
    }

    /// Remembers the inputs, after the step has succeeded.
    pub fn set(&self) -> Result<(), TaskError> {
        let dir = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(dir)
            .and_then(|()| fs::write(&self.file, self.digest()))
            .map_err(TaskError::file(&self.file))
    }

    fn digest(&self) -> String {
        format!("{:016x}", self.hash.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_fresh_until_a_file_changes_or_an_output_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let (source, out) = (dir.path().join("source"), dir.path().join("out"));
        fs::write(&source, "1").unwrap();
        let stamp = |argument| {
            let mut stamp = Stamp::new(dir.path(), "step");
            stamp.text(argument);
            stamp.file(&source).unwrap();
            stamp
        };
        assert!(!stamp("-Oz").is_fresh(&[]), "never done");
        stamp("-Oz").set().unwrap();
        assert!(stamp("-Oz").is_fresh(&[]));
        assert!(!stamp("-Oz").is_fresh(&[&out]), "its output is missing");
        assert!(!stamp("-O3").is_fresh(&[]), "arguments count");
        fs::write(&source, "2").unwrap();
        assert!(!stamp("-Oz").is_fresh(&[]));
    }

    #[test]
    fn a_missing_input_is_named() {
        let mut stamp = Stamp::new(Path::new("."), "step");
        let error = stamp.file(Path::new("no/such/file")).unwrap_err().to_string();
        assert!(error.contains("no/such/file"), "{error}");
    }
}
