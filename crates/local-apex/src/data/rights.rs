//! What the running user may do, where her permissions count.

use local_data::schema::{Field, Object};

use crate::run::Interpreter;

impl<'o> Interpreter<'o> {
    /// Whether the user may read the field.
    pub(crate) fn may_read_field(&self, object: &'o Object, field: &'o Field) -> bool {
        self.org.permissions.may_read(object, field)
    }
}
