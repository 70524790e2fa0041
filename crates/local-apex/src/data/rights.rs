//! What the running user may do, where her permissions count.

use local_data::{
    permissions::Action,
    schema::{Field, Object},
};

use super::dml::Dml;
use crate::{
    run::{FailedRow, Interpreter},
    syntax::Access,
};

impl<'o> Interpreter<'o> {
    /// Whether the user may read the field.
    pub(crate) fn may_read_field(&self, object: &'o Object, field: &'o Field) -> bool {
        self.org.permissions.may_read(object, field)
    }

    /// Why the user may not write the field, where her permissions count.
    pub(crate) fn refused_to_user(
        &self,
        dml: Dml<'o>,
        object: &'o Object,
        field: &'o Field,
        is_new: bool,
    ) -> Option<FailedRow> {
        if dml.access != Some(Access::User) {
            return None;
        }
        let permissions = self.org.permissions;
        let action = if is_new { Action::Create } else { Action::Edit };
        if !permissions.may(object, action) {
            return Some(FailedRow::new(
                "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
                &format!("no access to {}", object.api_name),
            ));
        }
        let is_allowed = permissions.may_edit(object, field);
        (!is_allowed).then(|| FailedRow {
            fields: vec![field.api_name.clone()],
            ..FailedRow::new(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                &format!("no access to the field {}", field.api_name),
            )
        })
    }
}
