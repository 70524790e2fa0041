//! The account of the local carrier: made at random when the workbench first starts, kept in the
//! state folder for its owner's eyes only. None of it is in the code, and none of it opens anything
//! at Twilio.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

const FILE: &str = "credentials.json";

/// What Twilio would hand out for an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// `AC…`
    pub account_sid: String,
    /// `SK…`
    pub api_key_sid: String,
    /// Signs access tokens.
    pub api_key_secret: String,
    /// `AP…`
    pub application_sid: String,
}

/// Why there are no credentials.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// The folder or the file cannot be read or written.
    #[error(
        "Cannot use {path}: {source}. Make it writable, or choose another folder with \
         OFFHOOK_STATE=<folder>."
    )]
    File {
        /// Folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("{path} does not hold the local carrier's credentials. Delete it: new ones are made.")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The system gives no random numbers.
    #[error("The system gives no random numbers for new credentials: {0}.")]
    Random(getrandom::Error),
}

/// Reads the credentials in the state folder; makes folder and credentials where there are none.
pub fn ensure(state: &Path) -> Result<Credentials, CredentialsError> {
    let path = state.join(FILE);
    let wrap = |path: &Path| {
        let path = path.to_owned();
        move |source| CredentialsError::File { path, source }
    };
    fs::create_dir_all(state).map_err(wrap(state))?;
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| CredentialsError::Damaged { path }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let credentials = random()?;
            write(state, &path, &credentials).map_err(wrap(&path))?;
            Ok(credentials)
        }
        Err(error) => Err(wrap(&path)(error)),
    }
}

/// Whole or not at all: a start that is cut short must not leave half a file.
fn write(state: &Path, path: &Path, credentials: &Credentials) -> io::Result<()> {
    let draft = state.join(format!("{FILE}.{}", std::process::id()));
    let mut file = private_file(&draft)?;
    serde_json::to_writer_pretty(&mut file, credentials)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(draft, path)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).open(path)
}

fn random() -> Result<Credentials, CredentialsError> {
    Ok(Credentials {
        account_sid: format!("AC{}", hex()?),
        api_key_sid: format!("SK{}", hex()?),
        api_key_secret: hex()?,
        application_sid: format!("AP{}", hex()?),
    })
}

/// 128 random bits as 32 digits, as long as Twilio's own.
fn hex() -> Result<String, CredentialsError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(CredentialsError::Random)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_made_once_and_for_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("new/state");
        let first = ensure(&state).unwrap_or_else(|error| panic!("{error}"));
        assert!(first == ensure(&state).unwrap_or_else(|error| panic!("{error}")));
        assert!(first.account_sid.starts_with("AC") && first.account_sid.len() == 34);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(state.join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let other = ensure(&folder.path().join("other")).unwrap_or_else(|error| panic!("{error}"));
        assert!(first.api_key_secret != other.api_key_secret);
        assert_eq!(fs::read_dir(state).unwrap().count(), 1, "no draft is left behind");
    }

    #[test]
    fn a_damaged_file_is_named_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "{").unwrap();
        let error = ensure(folder.path()).err().expect("a refusal").to_string();
        assert!(error.contains(FILE) && error.contains("Delete it"), "{error}");
        assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), b"{");
    }
}
