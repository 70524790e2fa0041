//! Where the files of the project's metadata are: in every package, `main/default/<kind>`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::schema::SchemaError;

/// The files of a kind in all packages under `force_app`, in the order of their names.
pub fn files(force_app: &Path, kind: &str, ending: &str) -> Result<Vec<PathBuf>, SchemaError> {
    let mut found = Vec::new();
    for package in entries(force_app)? {
        let folder = package.join("main/default").join(kind);
        if folder.is_dir() {
            let is_one = |path: &PathBuf| path.to_string_lossy().ends_with(ending);
            found.extend(entries(&folder)?.into_iter().filter(is_one));
        }
    }
    found.sort_by(|one, other| one.file_name().cmp(&other.file_name()));
    Ok(found)
}

/// A file's name up to its first point, which is the API name of what it holds.
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// What is in a folder, in the order of the names: the file system's is its whim.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, SchemaError> {
    let wrap = |source| SchemaError::Read { path: folder.to_owned(), source };
    let mut paths = fs::read_dir(folder)
        .map_err(wrap)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(wrap))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
