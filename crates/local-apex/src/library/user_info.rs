//! `UserInfo`: who runs the program, by her record in the org.
//!
//! Profiles, sessions, licences and currencies are not known.

use local_data::{ids::ORGANIZATION, store};

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

impl Interpreter<'_> {
    pub(super) fn user_info(&mut self, call: &Arguments<'_>) -> Result<Value, Stop> {
        let field = match call.word().as_str() {
            "getuserid" => return Ok(Value::Id(self.org.user.as_str().into())),
            "getorganizationid" => return Ok(Value::Id(ORGANIZATION.into())),
            "gettimezone" => {
                let Value::Text(name) = self.of_user("TimeZoneSidKey")? else {
                    return Err(self.unknown("the time zone of the running user is not known"));
                };
                return self.zone(&name).map(Value::Zone);
            }
            "getusername" => "Username",
            "getname" => "Name",
            "getfirstname" => "FirstName",
            "getlastname" => "LastName",
            "getuseremail" => "Email",
            "getlocale" => "LocaleSidKey",
            "getlanguage" => "LanguageLocaleKey",
            _ => return Err(self.no_method(call)),
        };
        self.of_user(field)
    }

    /// What a field of the running user's record says.
    fn of_user(&self, field: &str) -> Result<Value, Stop> {
        let missing = || self.unknown("the running user has no record in the org");
        let object = self.org.schema.object("User").ok_or_else(missing)?;
        let row = store::find(self.org.connection, object, &self.org.user)
            .map_err(|error| self.unknown(format!("the database refused the user: {error}")))?
            .ok_or_else(missing)?;
        let text = row.get(field).and_then(serde_json::Value::as_str);
        Ok(text.map_or(Value::Null, Value::text))
    }
}
