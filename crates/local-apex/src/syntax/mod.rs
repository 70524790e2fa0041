//! Apex as a tree: what a source file says, without how it was written.
//!
//! Names are kept as they stand and compared without regard to case ([`Name`]). Queries are kept as
//! trees of their own in the parser's form; see `parse::query`. Nothing here knows what a name
//! means.

mod declaration;
mod expression;
mod name;
mod statement;

pub use declaration::{
    Annotation, Class, Constructor, Enum, Field, Method, Modifier, Parameter, Property, Sharing,
    Source, Trigger, TriggerEvent, TypeDeclaration, TypeKind,
};
pub use expression::{
    AssignOperator, BinaryOperator, DmlKind, Expression, Literal, Query, UnaryOperator, What,
};
pub use name::{Name, Place, TypeName};
pub use statement::{Case, Catch, Declarator, Label, Statement, StatementKind};
