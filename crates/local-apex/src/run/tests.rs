//! What a test does that other programs do not: `Test`, `System.runAs`, and the end of a test.

use std::{collections::BTreeSet, rc::Rc};

use local_data::{directory, ids::RecordId};

use super::{Interpreter, Stop, stop::Flow, value::Value};
use crate::{
    data::Limits,
    syntax::{Expression, Name, Statement, TypeName},
};

impl Interpreter<'_> {
    /// Runs a static method without parameters: a test, or what sets one up.
    pub(crate) fn call_test(&mut self, class: &Name, method: &Name) -> Result<(), Stop> {
        let type_name = TypeName::plain(class.as_str());
        self.call_class(&type_name, method, Vec::new()).map(|_| ())
    }

    /// `Test.startTest()`: from here on with limits of its own.
    pub(crate) fn start_test(&mut self) -> Result<(), Stop> {
        if self.limits_before_test.is_some() {
            return Err(self.thrown("FinalException", "Testing already started"));
        }
        self.limits_before_test = Some(core::mem::take(&mut self.limits));
        self.has_uncommitted_work = false;
        Ok(())
    }

    /// `Test.stopTest()`: what was put off is done now.
    pub(crate) fn stop_test(&mut self) -> Result<(), Stop> {
        let Some(before) = self.limits_before_test.take() else {
            return Err(self.thrown("FinalException", "Testing was not started"));
        };
        let done = self.run_jobs();
        self.limits = before;
        done
    }

    /// Runs what was enqueued, each job with limits of its own but in the transaction that there is.
    pub(crate) fn run_jobs(&mut self) -> Result<(), Stop> {
        while let Some(job) = self.jobs.pop_front() {
            let (limits, work) = (self.limits.clone(), self.has_uncommitted_work);
            self.limits = Limits::asynchronous();
            self.has_uncommitted_work = false;
            let context = Self::platform_object("QueueableContext", &[]);
            let done = self.invoke(&job, &Name::new("execute"), vec![context]);
            (self.limits, self.has_uncommitted_work) = (limits, work);
            done?;
        }
        Ok(())
    }

    /// `System.runAs(user) { … }`.
    pub(super) fn run_as(&mut self, user: &Expression, body: &[Statement]) -> Result<Flow, Stop> {
        if !self.is_test {
            return Err(self.unknown("System.runAs is for tests"));
        }
        let user = match self.evaluate(user)? {
            Value::Record(record) if *record.object == *"User" => Self::id_of_record(&record),
            Value::Null => return Err(self.null_pointer()),
            _ => return Err(self.unknown("System.runAs takes a user")),
        };
        let Some(user) = user else { return Err(self.null_pointer()) };
        let permissions = self.permissions_of(&user)?;
        let before = (self.org.user.clone(), self.org.permissions.clone());
        self.org.user = Rc::new(user);
        self.org.permissions = permissions;
        let flow = self.block(body);
        (self.org.user, self.org.permissions) = before;
        flow
    }

    /// What a user may do.
    fn permissions_of(
        &self,
        user: &RecordId,
    ) -> Result<Rc<local_data::permissions::Permissions>, Stop> {
        directory::permissions_of(self.org.connection, self.org.permission_sets, user)
            .map(Rc::new)
            .map_err(|error| self.unknown(format!("the database refused permissions: {error}")))
    }

    /// The lines that have run, by file.
    pub(crate) fn covered(&self) -> impl Iterator<Item = (&str, BTreeSet<u32>)> {
        self.covered.iter().map(|(file, lines)| (&**file, lines.iter().copied().collect()))
    }

    /// What `System.debug` printed.
    pub(crate) fn printed(&self) -> &[String] {
        &self.printed
    }
}
