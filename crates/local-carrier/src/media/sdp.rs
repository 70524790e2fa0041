//! The two lines of a session description that tell one browser peer connection from another.
//!
//! Everything else about session descriptions is str0m's.

/// Who sent a session description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The DTLS certificate: one per peer connection.
    fingerprint: String,
    /// The ICE user name: changes with every ICE restart.
    ufrag: String,
}

impl Identity {
    /// Reads the lines; `None` where either is missing.
    pub(crate) fn of(sdp: &str) -> Option<Self> {
        let line = |prefix| sdp.lines().find_map(|line| line.strip_prefix(prefix)).map(str::trim);
        let fingerprint = line("a=fingerprint:")?.to_owned();
        let ufrag = line("a=ice-ufrag:")?.to_owned();
        Some(Self { fingerprint, ufrag })
    }

    /// Whether both came from one peer connection.
    pub(crate) fn is_same_connection(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ice_restart_keeps_the_connection_and_changes_the_identity() {
        let before = Identity::of("a=ice-ufrag:one\r\na=fingerprint:sha-256 AA\r\n").unwrap();
        let after = Identity::of("a=ice-ufrag:two\r\na=fingerprint:sha-256 AA\r\n").unwrap();
        let other = Identity::of("a=ice-ufrag:one\r\na=fingerprint:sha-256 BB\r\n").unwrap();
        assert!(before.is_same_connection(&after));
        assert_ne!(before, after);
        assert!(!before.is_same_connection(&other));
    }

    #[test]
    fn a_description_without_the_lines_has_no_identity() {
        assert_eq!(Identity::of("v=0\r\n"), None);
    }
}
