//! Statements that failed.

use crate::{
    run::{Exception, FailedRow, Interpreter, Stop},
    syntax::DmlKind,
};

impl Interpreter<'_> {
    /// The exception of a statement some of whose rows were not written.
    pub(super) fn dml_failed(&self, kind: DmlKind, failed: Vec<FailedRow>) -> Stop {
        let verb = match kind {
            DmlKind::Insert => "Insert",
            DmlKind::Update => "Update",
            DmlKind::Upsert => "Upsert",
            DmlKind::Delete => "Delete",
            DmlKind::Undelete => "Undelete",
        };
        let message = match failed.first() {
            Some(first) => format!(
                "{verb} failed. First exception on row {}; first error: {}, {}: [{}]",
                first.index,
                first.code,
                first.message,
                first.fields.join(", ")
            ),
            None => format!("{verb} failed."),
        };
        let Stop::Thrown(exception) = self.thrown("DmlException", message) else {
            return self.unknown("an exception that is none");
        };
        let own = Exception { failed, ..exception.exception.borrow().clone() };
        *exception.exception.borrow_mut() = own;
        Stop::Thrown(exception)
    }
}
