//! What a transaction may use, counted and enforced.

use crate::run::{Interpreter, Stop};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Queries.
    Queries,
    /// Rows that queries gave.
    QueryRows,
    /// Searches.
    SoslQueries,
    /// DML statements.
    DmlStatements,
    /// Rows that DML statements had.
    DmlRows,
    /// Callouts.
    Callouts,
    /// Jobs that were enqueued.
    QueueableJobs,
    /// Platform events that were published at once.
    PublishImmediate,
}

/// All of it, in the order of [`Limits`]' numbers.
const ALL: [(Limit, u32, u32, &str); 8] = [
    (Limit::Queries, 100, 200, "SOQL queries"),
    (Limit::QueryRows, 50_000, 50_000, "query rows"),
    (Limit::SoslQueries, 20, 20, "SOSL queries"),
    (Limit::DmlStatements, 150, 150, "DML statements"),
    (Limit::DmlRows, 10_000, 10_000, "DML rows"),
    (Limit::Callouts, 100, 100, "callouts"),
    (Limit::QueueableJobs, 50, 1, "queueable jobs added to the queue"),
    (Limit::PublishImmediate, 150, 150, "publish immediate DML"),
];

/// What a transaction has used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    used: [u32; ALL.len()],
    /// In a queueable, a batch, a scheduled job: there some limits are others.
    pub is_asynchronous: bool,
    /// Expressions that were evaluated: of the processor's time nothing else is known.
    pub evaluated: u64,
}

impl Limits {
    /// Those of a job.
    pub(crate) fn asynchronous() -> Self {
        Self { is_asynchronous: true, ..Self::default() }
    }

    /// How much was used.
    pub(crate) fn used(&self, limit: Limit) -> u32 {
        self.used[place(limit)]
    }

    /// What was used: what it is called, how much, and how much may be.
    pub(crate) fn told(&self) -> Vec<(&'static str, u32, u32)> {
        ALL.iter()
            .filter(|(limit, ..)| self.used(*limit) > 0)
            .map(|(limit, _, _, name)| (*name, self.used(*limit), self.allowed(*limit)))
            .collect()
    }

    /// How much may be used.
    pub(crate) fn allowed(&self, limit: Limit) -> u32 {
        let (_, synchronous, asynchronous, _) = ALL[place(limit)];
        if self.is_asynchronous { asynchronous } else { synchronous }
    }
}

fn place(limit: Limit) -> usize {
    ALL.iter().position(|(one, ..)| *one == limit).unwrap_or_default()
}

impl Interpreter<'_> {
    /// Counts what is used, and ends the transaction where that is too much.
    pub(crate) fn spend(&mut self, limit: Limit, amount: usize) -> Result<(), Stop> {
        let place = place(limit);
        let amount = u32::try_from(amount).unwrap_or(u32::MAX);
        self.limits.used[place] = self.limits.used[place].saturating_add(amount);
        let (used, allowed) = (self.limits.used[place], self.limits.allowed(limit));
        if used > allowed {
            let name = ALL[place].3;
            return Err(self.thrown("LimitException", format!("Too many {name}: {used}")));
        }
        Ok(())
    }
}
