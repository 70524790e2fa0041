//! Apex as a tree: what a source file says, without how it was written.
//!
//! Names are kept as they stand and compared without regard to case ([`Name`]). Nothing here knows what a
//! name means.

mod declaration;
mod expression;
mod lines;
mod name;
mod query;
mod statement;

pub use declaration::{
    Annotation, Class, Constructor, Enum, Field, Method, Modifier, Parameter, Property, Sharing,
    Source, Trigger, TriggerEvent, TypeDeclaration, TypeKind,
};
pub use expression::{
    AssignOperator, BinaryOperator, DmlKind, Expression, Literal, UnaryOperator, What,
};
pub use lines::{add_all, executable_lines};
pub use name::{Name, Place, TypeName};
pub use query::{Access, Comparison, Condition, Operand, Order, Query, Selected, Soql, Sosl, Term};
pub use statement::{Case, Catch, Declarator, Label, Statement, StatementKind};
