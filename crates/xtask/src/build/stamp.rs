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

    /// Adds a file, or all files of a folder by name and content, but for those that `skip`
    /// names: what the build itself puts there.
    pub fn path(&mut self, path: &Path, skip: &dyn Fn(&Path) -> bool) -> Result<(), TaskError> {
        if skip(path) {
            return Ok(());
        }
        self.text(&path.to_string_lossy());
        if !path.is_dir() {
            let content = fs::read(path).map_err(TaskError::file(path))?;
            self.hash.write(&content);
            return Ok(());
        }
        let entries = fs::read_dir(path).map_err(TaskError::file(path))?;
        let mut entries = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(TaskError::file(path))?;
        entries.sort();
        entries.iter().try_for_each(|entry| self.path(entry, skip))
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
        let source = dir.path().join("source");
        fs::create_dir(&source).unwrap();
        fs::write(source.join("a"), "1").unwrap();
        let stamp = || {
            let mut stamp = Stamp::new(dir.path(), "step");
            stamp.path(&source, &|path| path.ends_with("generated")).unwrap();
            stamp
        };
        let out = dir.path().join("out");
        assert!(!stamp().is_fresh(&[]), "never done");
        stamp().set().unwrap();
        assert!(stamp().is_fresh(&[]));
        assert!(!stamp().is_fresh(&[&out]), "its output is missing");
        fs::write(source.join("generated"), "x").unwrap();
        assert!(stamp().is_fresh(&[]), "what the build makes is no input");
        fs::write(source.join("a"), "2").unwrap();
        assert!(!stamp().is_fresh(&[]));
        fs::write(source.join("a"), "1").unwrap();
        fs::rename(source.join("a"), source.join("b")).unwrap();
        assert!(!stamp().is_fresh(&[]), "names count");
    }
}
