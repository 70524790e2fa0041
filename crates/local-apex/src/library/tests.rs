//! `Test`, as far as tests are run here, and what is put off until a transaction is over.

use super::Arguments;
use crate::run::{Interpreter, Stop, Value};

impl Interpreter<'_> {
    pub(super) fn test_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let word = call.word();
        if word == "isrunningtest" {
            return Ok(Value::Boolean(self.is_test));
        }
        // The programs that pin the language are no tests, and have callouts.
        if word == "setmock" {
            return self.set_mock(call);
        }
        if !self.is_test {
            return Err(self.unknown(format!("Test.{} outside of a test", call.name)));
        }
        match word.as_str() {
            "starttest" => self.start_test().map(|()| Value::Null),
            "stoptest" => self.stop_test().map(|()| Value::Null),
            _ => Err(self.no_method(call)),
        }
    }

    /// `System.enqueueJob(job)`.
    pub(super) fn enqueue(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let job = call.next();
        if job.is_null() {
            return Err(self.null_pointer());
        }
        self.spend(crate::data::Limit::QueueableJobs, 1)?;
        self.jobs.push_back(job);
        let number = local_data::store::count_up(self.org.connection, "AsyncApexJob")
            .map_err(|error| self.unknown(format!("the database refused a number: {error}")))?;
        let id = local_data::ids::RecordId::mint("707", number);
        Ok(Value::Id(id.as_str().into()))
    }
}
