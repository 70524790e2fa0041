//! A Salesforce-shaped org for one machine.
//!
//! Answers, over `SQLite`, what the project's components ask of an org: the UI API's object infos,
//! picklist values and records (`/services/data/v66.0/ui-api/…`), the Apex actions they call
//! (`/apex/{Class}/{method}`), and doors for scripts (`/org/…`). Records obey the platform's rules
//! on types, rights, required and unique values, and refusals have the platform's shapes. Custom
//! fields come from the metadata that is deployed to real orgs.
//!
//! Actions and triggers are the project's own Apex, executed by `local-apex`. It does not emulate
//! sign-in, sharing, sessions, validation rules or flows.
//!
//! ```no_run
//! # fn open() -> Result<(), Box<dyn std::error::Error>> {
//! use local_org::{Config, Database, Org, Twilio};
//!
//! let org = Org::open(Config {
//!     database: Database::Memory,
//!     force_app: "force-app".into(),
//!     twilio: Twilio {
//!         account_sid: "AC…".into(),
//!         api_key_sid: "SK…".into(),
//!         api_key_secret: "…".into(),
//!         application_sid: "AP…".into(),
//!     },
//!     token_ttl: std::time::Duration::from_secs(3600),
//!     company_number: "+15005550006".into(),
//! })?;
//! let router: axum::Router = org.router();
//! # Ok(()) }
//! ```

mod apex;
mod body;
mod console;
mod errors;
mod faults;
mod object_info;
mod record_view;
mod seeds;
mod set_up;
mod ui_api;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use rusqlite::{Connection, TransactionBehavior};
use serde_json::{Map, Value};

use errors::ApiError;

pub use faults::{AbortConnection, Fault, FaultError, Faults, Mode};
pub use local_data::ids::RecordId;
pub use local_data::licence::Licence;
pub use local_data::schema::SchemaError;
pub use local_data::store::{Database, OpenError};

use local_apex::data::{Write, WriteFailed, write_with_triggers};
use local_apex::program::Program;
pub use local_apex::program::ProgramError;
use local_data::dml::Writer;
use local_data::permissions::{self, PermissionSet};
use local_data::problem::Problem;
use local_data::schema::{Object, Schema};
use local_data::{directory, store};

/// What the org is made of.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the records are.
    pub database: Database,
    /// The project's `force-app` folder, whose custom fields and objects the org has.
    pub force_app: PathBuf,
    /// Credentials with which access tokens are signed.
    pub twilio: Twilio,
    /// How long an access token is valid. The carrier refuses more than 24 hours.
    pub token_ttl: Duration,
    /// The company's own number, in E.164: what the other party of an outgoing call sees.
    pub company_number: String,
}

/// The Twilio credentials that an org keeps.
#[derive(Clone)]
pub struct Twilio {
    /// `AC…`
    pub account_sid: String,
    /// `SK…`
    pub api_key_sid: String,
    /// Signs the tokens.
    pub api_key_secret: String,
    /// `AP…`, the application that takes outgoing calls.
    pub application_sid: String,
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio")
            .field("account_sid", &self.account_sid)
            .field("api_key_sid", &self.api_key_sid)
            .field("api_key_secret", &"…")
            .field("application_sid", &self.application_sid)
            .finish()
    }
}

/// Why the org cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OrgError {
    /// The metadata is not usable.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The classes and triggers are not usable.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The first records cannot be written.
    #[error("cannot write the org's first records: {0}")]
    Seed(String),
}

/// The org. Clones share one database.
#[derive(Debug, Clone)]
pub struct Org(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    connection: Mutex<Connection>,
    schema: Schema,
    /// The same without Voice Calls, as in an org that has no licence for them.
    schema_without_calls: Schema,
    program: Program,
    permission_sets: BTreeMap<String, PermissionSet>,
    company_number: String,
    user: RecordId,
    faults: Faults,
}

impl Org {
    /// Opens the org; makes its database, with a user and a few records, if there is none.
    pub fn open(config: Config) -> Result<Self, OrgError> {
        let mut schema = Schema::load(&config.force_app)?;
        schema.require_call_keys(&config.force_app)?;
        let program = Program::load(&config.force_app)?;
        let permission_sets = permissions::permission_sets(&config.force_app)?;
        let mut connection = store::open(&config.database, &mut schema)?;
        let user = seeds::ensure(&mut connection, &schema, &permission_sets)?;
        set_up::apply(&connection, &schema, &config, &user)
            .map_err(|error| OrgError::Seed(error.to_string()))?;
        let schema_without_calls = schema.without("VoiceCall");
        Ok(Self(Arc::new(Inner {
            connection: Mutex::new(connection),
            schema,
            schema_without_calls,
            program,
            permission_sets,
            company_number: config.company_number,
            user,
            faults: Faults::default(),
        })))
    }

    /// Everything the org answers.
    pub fn router(&self) -> Router {
        let faults = axum::middleware::from_fn_with_state(self.0.faults.clone(), faults::apply);
        ui_api::routes()
            .merge(apex::routes())
            .layer(faults)
            .merge(console::routes())
            .with_state(self.clone())
    }

    /// The faults that scripts can set.
    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// The identity under which the signed-in user's phone registers with the carrier.
    pub fn identity(&self) -> &str {
        self.0.user.as_str()
    }

    /// Runs `work` in one transaction on a thread that may block; it is undone if `work` fails.
    async fn transact<T, E>(
        &self,
        work: impl FnOnce(&Session<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        let task = tokio::task::spawn_blocking(move || {
            // A panic inside a transaction has rolled it back, so the connection stays good.
            let mut connection = inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let licence = licence(&transaction)?;
            let answer = work(&Session { connection: &transaction, org: &inner, licence })?;
            transaction.commit()?;
            Ok(answer)
        });
        match task.await {
            Ok(answer) => answer,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

fn licence(connection: &Connection) -> rusqlite::Result<Licence> {
    let name = store::setting(connection, "licence")?;
    Ok(name.and_then(|name| Licence::from_name(&name)).unwrap_or_default())
}

/// One transaction of the signed-in user.
struct Session<'a> {
    connection: &'a Connection,
    org: &'a Inner,
    licence: Licence,
}

impl Session<'_> {
    /// What runs Apex in this transaction.
    fn apex(&self) -> rusqlite::Result<local_apex::data::Org<'_>> {
        let org = self.org;
        let permissions =
            directory::permissions_of(self.connection, &org.permission_sets, &org.user)?;
        Ok(local_apex::data::Org {
            connection: self.connection,
            schema: match self.licence {
                Licence::Voice | Licence::Open => &org.schema,
                Licence::None => &org.schema_without_calls,
            },
            program: &org.program,
            permission_sets: &org.permission_sets,
            user: Rc::new(org.user.clone()),
            permissions: Rc::new(permissions),
        })
    }

    /// Makes or changes a record for the user, with the triggers of the project; gives its id.
    fn write(
        &self,
        object: &Object,
        id: Option<&RecordId>,
        fields: &Map<String, Value>,
    ) -> Result<RecordId, ApiError> {
        let write = Write { object, id, fields };
        let written = write_with_triggers(self.apex()?, write, |own, by_triggers| {
            let id = match id {
                Some(id) => self.writer(false).update(object, id, own).map(|()| id.clone())?,
                None => self.writer(false).insert(object, own)?,
            };
            if !by_triggers.is_empty() {
                self.writer(true).update(object, &id, by_triggers)?;
            }
            Ok(id)
        });
        written.map_err(|failed| match failed {
            WriteFailed::Refused(error) => error.into(),
            WriteFailed::ByTrigger(failed) => {
                ApiError::Refused(vec![Problem::general(failed.code, failed.message)])
            }
            WriteFailed::Unknown(unknown) => ApiError::internal(&unknown),
        })
    }

    fn writer(&self, system: bool) -> Writer<'_> {
        Writer {
            connection: self.connection,
            schema: &self.org.schema,
            user: &self.org.user,
            licence: self.licence,
            system,
        }
    }
}
