//! The records of a Salesforce-shaped org.
//!
//! What objects and fields there are ([`schema`]: the standard ones, and the very metadata that is
//! deployed), where records are kept ([`store`]: `SQLite`), and the platform's rules of writing them
//! ([`dml`], [`values`]). It knows neither HTTP nor Apex; transactions are the caller's.

pub mod directory;
pub mod dml;
pub mod ids;
pub mod licence;
pub mod metadata;
pub mod permissions;
pub mod problem;
pub mod schema;
pub mod store;
pub mod time;
pub mod values;
