//! Queries.

use super::{Expression, Literal, Name, Place};

/// `[SELECT … ]` or `[FIND … ]`.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// SOQL.
    Soql(Box<Soql>),
    /// SOSL.
    Sosl(Box<Sosl>),
}

/// A query of one object's records.
#[derive(Clone, Debug, PartialEq)]
pub struct Soql {
    /// Where it begins.
    pub place: Place,
    /// What is asked for. Nothing where it is `COUNT()`.
    pub select: Vec<Selected>,
    /// The object, or in a subquery the name of the relationship.
    pub from: Name,
    /// The name by which the object's fields may be called.
    pub alias: Option<Name>,
    /// Which records.
    pub condition: Option<Condition>,
    /// Whose permissions count; none where it is not said.
    pub access: Option<Access>,
    /// By what records are put together.
    pub group_by: Vec<Term>,
    /// Which groups.
    pub having: Option<Condition>,
    /// In which order.
    pub order_by: Vec<Order>,
    /// How many at most.
    pub limit: Option<Operand>,
    /// How many are left out first.
    pub offset: Option<Operand>,
    /// `FOR UPDATE`.
    pub is_for_update: bool,
    /// `ALL ROWS`.
    pub is_all_rows: bool,
}

/// Whose permissions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// `WITH USER_MODE`.
    User,
    /// `WITH SYSTEM_MODE`.
    System,
    /// `WITH SECURITY_ENFORCED`: fields and objects that the user may not read are refused.
    SecurityEnforced,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Selected {
    /// A field or a function, with the name it is given.
    Term(Term, Option<Name>),
    /// Records that belong to it.
    Children(Box<Soql>),
}

/// A field, or a function of some.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// `Account.Owner.Name`.
    Field(Vec<Name>),
    /// `COUNT(Id)`.
    Function(Name, Vec<Term>),
}

/// Which records.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of these.
    All(Vec<Condition>),
    /// One of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// A comparison.
    Compare(Term, Comparison, Operand),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is what its name says
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    In,
    NotIn,
    Includes,
    Excludes,
}

/// What a term is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A value that is written out.
    Literal(Literal),
    /// `2026-02-18`.
    Date(String),
    /// `2026-02-18T06:40:41Z`.
    DateTime(String),
    /// `TODAY`, `LAST_N_DAYS:3`.
    DateLiteral(String, Option<i32>),
    /// `:expression`.
    Bind(Box<Expression>),
    /// `(…, …)`.
    List(Vec<Operand>),
    /// `(SELECT …)`.
    Subquery(Box<Soql>),
}

/// A part of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// By what.
    pub by: Term,
    /// `DESC`.
    pub is_descending: bool,
    /// `NULLS LAST`; first where it is not said.
    pub are_nulls_last: bool,
}

/// A search in several objects' texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Sosl {
    /// Where it begins.
    pub place: Place,
    /// What is looked for.
    pub find: Operand,
    /// `IN PHONE FIELDS`, in capitals; `ALL` where it is not said.
    pub fields: String,
    /// In which objects, and what is given of them.
    pub returning: Vec<Soql>,
    /// Whose permissions count; none where it is not said.
    pub access: Option<Access>,
    /// How many at most.
    pub limit: Option<Operand>,
}
