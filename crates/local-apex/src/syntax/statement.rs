//! Statements.

use std::sync::Arc;

use super::{Expression, Name, Place, TypeDeclaration, TypeName};

/// A statement, and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: StatementKind,
}

/// What a statement is.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// `;`.
    Nothing,
    /// `{ … }`.
    Block(Vec<Statement>),
    /// An expression, for what it does.
    Expression(Expression),
    /// `Type a = 1, b;`.
    Local {
        /// Of which type.
        type_name: TypeName,
        /// Which.
        declarators: Vec<Declarator>,
    },
    /// A class, an interface or an enum among statements: only in anonymous Apex.
    Type(Arc<TypeDeclaration>),
    /// `if`.
    If {
        /// What decides.
        condition: Expression,
        /// Where it is true.
        then: Box<Statement>,
        /// Where it is not.
        otherwise: Option<Box<Statement>>,
    },
    /// `while`.
    While {
        /// As long as it is true.
        condition: Expression,
        /// What is done.
        body: Box<Statement>,
    },
    /// `do … while`.
    Do {
        /// What is done.
        body: Box<Statement>,
        /// As long as it is true.
        condition: Expression,
    },
    /// `for (…; …; …)`.
    For {
        /// Once, before.
        first: Vec<Statement>,
        /// As long as it is true, or there is none.
        condition: Option<Expression>,
        /// After each time.
        next: Vec<Expression>,
        /// What is done.
        body: Box<Statement>,
    },
    /// `for (Type name : values)`.
    ForEach {
        /// The variable's type.
        type_name: TypeName,
        /// The variable.
        name: Name,
        /// What is gone through.
        values: Expression,
        /// What is done.
        body: Box<Statement>,
    },
    /// `switch on`.
    Switch {
        /// What is looked at.
        value: Expression,
        /// The cases, of which the first that fits is done.
        cases: Vec<Case>,
    },
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `return`.
    Return(Option<Expression>),
    /// `throw`.
    Throw(Expression),
    /// `try`.
    Try {
        /// What is tried.
        body: Vec<Statement>,
        /// What is done about exceptions.
        catches: Vec<Catch>,
        /// What is done in any case.
        finally: Option<Vec<Statement>>,
    },
    /// `System.runAs(user) { … }`.
    RunAs {
        /// As whom.
        user: Expression,
        /// What.
        body: Vec<Statement>,
    },
}

/// A variable that is declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Declarator {
    /// Its name.
    pub name: Name,
    /// What it is at first.
    pub value: Option<Expression>,
}

/// A case of a `switch`.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// When.
    pub label: Label,
    /// What is done.
    pub body: Vec<Statement>,
}

/// When a case fits.
#[derive(Clone, Debug, PartialEq)]
pub enum Label {
    /// One of these.
    Values(Vec<Expression>),
    /// A record of this object, or an object of this class, by this name.
    Type(TypeName, Name),
    /// Nothing else did.
    Else,
}

/// What is done about an exception.
#[derive(Clone, Debug, PartialEq)]
pub struct Catch {
    /// Of which type.
    pub type_name: TypeName,
    /// Its name.
    pub name: Name,
    /// What is done.
    pub body: Vec<Statement>,
}
