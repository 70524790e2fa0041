//! `Limits`: what the transaction has used, and what it may use.
//!
//! The time of the processor is not measured, which would differ from run to run: a thousand
//! evaluated expressions count as a millisecond, and nothing stops where that is too much. The heap
//! that is used is not known.

use super::Arguments;
use crate::{
    data::Limit,
    run::{Interpreter, Stop, Value},
};

/// Evaluated expressions that count as a millisecond.
const PER_MILLISECOND: u64 = 1_000;

/// What is counted, by the end of its methods' names.
const COUNTED: &[(&str, Limit)] = &[
    ("callouts", Limit::Callouts),
    ("dmlrows", Limit::DmlRows),
    ("dmlstatements", Limit::DmlStatements),
    ("publishimmediatedml", Limit::PublishImmediate),
    ("queries", Limit::Queries),
    ("queryrows", Limit::QueryRows),
    ("queueablejobs", Limit::QueueableJobs),
    ("soslqueries", Limit::SoslQueries),
];

impl Interpreter<'_> {
    pub(super) fn limits_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        let word = call.word();
        let (name, is_limit) = match (word.strip_prefix("getlimit"), word.strip_prefix("get")) {
            (Some(name), _) => (name, true),
            (None, Some(name)) => (name, false),
            (None, None) => return Err(self.no_method(call)),
        };
        if let Some((_, limit)) = COUNTED.iter().find(|(known, _)| *known == name) {
            let many =
                if is_limit { self.limits.allowed(*limit) } else { self.limits.used(*limit) };
            return Ok(Value::Integer(i32::try_from(many).unwrap_or(i32::MAX)));
        }
        let is_asynchronous = self.limits.is_asynchronous;
        Ok(Value::Integer(match (name, is_limit) {
            ("cputime", true) => {
                if is_asynchronous {
                    60_000
                } else {
                    10_000
                }
            }
            ("cputime", false) => {
                i32::try_from(self.limits.evaluated / PER_MILLISECOND).unwrap_or(i32::MAX)
            }
            ("heapsize", true) => {
                if is_asynchronous {
                    12_000_000
                } else {
                    6_000_000
                }
            }
            // No program can do either: it stops where it would.
            ("futurecalls" | "emailinvocations", false) => 0,
            ("emailinvocations", true) => 10,
            ("futurecalls", true) if !is_asynchronous => 50,
            _ => return Err(self.no_method(call)),
        }))
    }
}
