//! Steps that can be undone: those of statements, and those that programs set.

use crate::run::{Interpreter, Stop};

impl Interpreter<'_> {
    /// Begins a step; gives its number.
    pub(crate) fn begin_step(&mut self) -> Result<u32, Stop> {
        self.steps += 1;
        self.execute(&format!("SAVEPOINT step_{}", self.steps))?;
        Ok(self.steps)
    }

    /// Ends a step: what it did stays, as long as what is around it stays.
    pub(crate) fn end_step(&mut self, step: u32) -> Result<(), Stop> {
        self.execute(&format!("RELEASE step_{step}"))
    }

    /// Undoes what was done since the step began, and ends it.
    pub(crate) fn undo_step(&mut self, step: u32) -> Result<(), Stop> {
        self.return_to(step)?;
        self.end_step(step)
    }

    /// Undoes what was done since the step began, which stays begun.
    pub(crate) fn return_to(&mut self, step: u32) -> Result<(), Stop> {
        self.execute(&format!("ROLLBACK TO step_{step}"))
    }

    fn execute(&self, sql: &str) -> Result<(), Stop> {
        let done = self.org.connection.execute_batch(sql);
        done.map_err(|error| self.database_failed(sql, &error))
    }
}
