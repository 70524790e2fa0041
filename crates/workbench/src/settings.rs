//! What the environment says about how to run.

use std::path::{Path, PathBuf};
use std::time::Duration;

use local_carrier::Ice;

/// A day: Twilio refuses tokens that live longer.
const LONGEST_TOKEN_TTL: u64 = 86_400;

/// How a workbench runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The project's root folder, which holds `force-app`.
    pub root: PathBuf,
    /// Port of the page on the loopback addresses; 0 picks a free one. `OFFHOOK_PORT`, 8484.
    pub port: u16,
    /// Port on which the carrier answers as `*.twilio.com`; 0 picks a free one.
    /// `OFFHOOK_TLS_PORT`, none.
    pub tls_port: Option<u16>,
    /// The built page. `OFFHOOK_PAGE`, `target/workbench/page` under the root.
    pub page: PathBuf,
    /// What survives restarts. `OFFHOOK_STATE`, `.offhook` under the root.
    pub state: PathBuf,
    /// Addresses that audio may use. `OFFHOOK_ICE`, `interfaces`.
    pub ice: Ice,
    /// How long access tokens are valid. `OFFHOOK_TOKEN_TTL` in seconds, 3600.
    pub token_ttl: Duration,
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}={value} cannot be used: give {wanted}.")]
pub struct SettingsError {
    name: &'static str,
    value: String,
    wanted: &'static str,
}

impl Settings {
    /// Reads the settings; `variable` gives the value of an environment variable.
    pub fn read(
        root: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        // An empty variable is how shells and CI files say "not set".
        let given = |name: &str| variable(name).filter(|value| !value.is_empty());
        let port = |name: &'static str| match given(name) {
            None => Ok(None),
            Some(value) => match value.parse::<u16>() {
                Ok(port) => Ok(Some(port)),
                Err(_) => Err(SettingsError { name, value, wanted: "a port from 0 to 65535" }),
            },
        };
        // Relative folders are meant from the root, wherever the program was started.
        let folder = |name: &str, usual: &str| root.join(given(name).as_deref().unwrap_or(usual));
        let ice = match given("OFFHOOK_ICE") {
            None => Ice::Interfaces,
            Some(value) => value.parse().map_err(|_| SettingsError {
                name: "OFFHOOK_ICE",
                value,
                wanted: "\"loopback\" or \"interfaces\"",
            })?,
        };
        let token_ttl = match given("OFFHOOK_TOKEN_TTL") {
            None => 3600,
            Some(value) => value
                .parse()
                .ok()
                .filter(|seconds| (1..=LONGEST_TOKEN_TTL).contains(seconds))
                .ok_or(SettingsError {
                    name: "OFFHOOK_TOKEN_TTL",
                    value,
                    wanted: "whole seconds from 1 to 86400",
                })?,
        };
        Ok(Self {
            root: root.to_owned(),
            port: port("OFFHOOK_PORT")?.unwrap_or(8484),
            tls_port: port("OFFHOOK_TLS_PORT")?,
            page: folder("OFFHOOK_PAGE", "target/workbench/page"),
            state: folder("OFFHOOK_STATE", ".offhook"),
            ice,
            token_ttl: Duration::from_secs(token_ttl),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        Settings::read(Path::new("/project"), |name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn nothing_set_gives_the_documented_defaults() {
        let settings = read(&[("OFFHOOK_PORT", "")]).unwrap();
        assert_eq!((settings.port, settings.tls_port), (8484, None));
        assert_eq!(settings.page, Path::new("/project/target/workbench/page"));
        assert_eq!(settings.state, Path::new("/project/.offhook"));
        assert_eq!(settings.ice, Ice::Interfaces);
        assert_eq!(settings.token_ttl, Duration::from_secs(3600));
    }

    #[test]
    fn what_is_set_counts() {
        let settings = read(&[
            ("OFFHOOK_PORT", "0"),
            ("OFFHOOK_TLS_PORT", "8443"),
            ("OFFHOOK_PAGE", "/elsewhere"),
            ("OFFHOOK_STATE", "state"),
            ("OFFHOOK_ICE", "loopback"),
            ("OFFHOOK_TOKEN_TTL", "20"),
        ])
        .unwrap();
        assert_eq!((settings.port, settings.tls_port), (0, Some(8443)));
        assert_eq!(settings.page, Path::new("/elsewhere"));
        assert_eq!(settings.state, Path::new("/project/state"));
        assert_eq!(settings.ice, Ice::Loopback);
        assert_eq!(settings.token_ttl, Duration::from_secs(20));
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (name, value) in [
            ("OFFHOOK_PORT", "http"),
            ("OFFHOOK_TLS_PORT", "70000"),
            ("OFFHOOK_ICE", "lan"),
            ("OFFHOOK_TOKEN_TTL", "0"),
            ("OFFHOOK_TOKEN_TTL", "86401"),
        ] {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.contains(&format!("{name}={value}")), "{error}");
        }
    }
}
