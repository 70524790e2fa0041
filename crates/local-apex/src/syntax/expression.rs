//! Expressions.

use super::{Name, Place, Query, TypeName};

/// An expression, and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// Where.
    pub place: Place,
    /// What.
    pub what: What,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A value that is written out.
    Literal(Literal),
    /// A name: of a variable, a field, a type.
    Name(Name),
    /// The object whose method runs.
    This,
    /// The same, as what its class extends.
    Super,
    /// A member of something. `a?.b` is nothing where `a` is.
    Member {
        /// Of what.
        object: Box<Expression>,
        /// Which.
        name: Name,
        /// Written `?.`.
        safe: bool,
    },
    /// An element of a list.
    Element {
        /// The list.
        list: Box<Expression>,
        /// Counted from 0.
        index: Box<Expression>,
    },
    /// A call.
    Call {
        /// Of what; none where it is a method in sight.
        object: Option<Box<Expression>>,
        /// Which method.
        name: Name,
        /// With what.
        arguments: Vec<Expression>,
        /// Written `?.`.
        safe: bool,
    },
    /// `new Type(…)`.
    New {
        /// Of which type.
        type_name: TypeName,
        /// With what. Those of an `SObject` are assignments to its fields.
        arguments: Vec<Expression>,
    },
    /// `new Integer[3]`.
    NewArray {
        /// Of which elements.
        element: TypeName,
        /// How many, all null.
        length: Box<Expression>,
    },
    /// `new List<Integer>{ … }`, `new Set<Id>{ … }`, `new Integer[]{ … }`.
    NewOf {
        /// Of which type.
        type_name: TypeName,
        /// What is in it.
        elements: Vec<Expression>,
    },
    /// `new Map<K, V>{ k => v }`.
    NewMap {
        /// Of which type.
        type_name: TypeName,
        /// What is in it.
        entries: Vec<(Expression, Expression)>,
    },
    /// `(Type) value`.
    Cast {
        /// To which type.
        type_name: TypeName,
        /// What.
        value: Box<Expression>,
    },
    /// `value instanceof Type`.
    InstanceOf {
        /// What.
        value: Box<Expression>,
        /// Of which type.
        type_name: TypeName,
    },
    /// `Type.class`.
    TypeOf(TypeName),
    /// One operator before its operand.
    Unary {
        /// Which.
        operator: UnaryOperator,
        /// Of what.
        operand: Box<Expression>,
    },
    /// `++` and `--`.
    Step {
        /// What is changed.
        target: Box<Expression>,
        /// By 1 or -1.
        by: i8,
        /// Its value is that before the change.
        is_after: bool,
    },
    /// An operator between two.
    Binary {
        /// Which.
        operator: BinaryOperator,
        /// Left of it.
        left: Box<Expression>,
        /// Right of it.
        right: Box<Expression>,
    },
    /// `condition ? yes : no`.
    Choice {
        /// What decides.
        condition: Box<Expression>,
        /// Where it is true.
        yes: Box<Expression>,
        /// Where it is not.
        no: Box<Expression>,
    },
    /// An assignment, whose value is what was assigned.
    Assign {
        /// `=` or one with an operation.
        operator: AssignOperator,
        /// To what.
        target: Box<Expression>,
        /// What.
        value: Box<Expression>,
    },
    /// `[SELECT … ]` or `[FIND … ]`.
    Query(Query),
    /// `insert`, `update` and the like.
    Dml {
        /// Which.
        kind: DmlKind,
        /// Which records.
        target: Box<Expression>,
        /// `as user`: the user's permissions are checked. None where it is not said.
        as_user: Option<bool>,
        /// Of an upsert, by which field.
        key: Option<TypeName>,
    },
}

/// A value that is written out.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` and `false`.
    Boolean(bool),
    /// `42`.
    Integer(i32),
    /// `42L`.
    Long(i64),
    /// `4.20`, as it stands: its scale counts.
    Decimal(String),
    /// `4.2d`.
    Double(f64),
    /// `'text'`, without its escapes.
    Text(String),
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is what its name says
pub enum UnaryOperator {
    Plus,
    Minus,
    Not,
    Complement,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is what its name says
pub enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
    Equal,
    NotEqual,
    Same,
    NotSame,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Coalesce,
}

/// An assignment: plain, or with the operation that is done first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignOperator {
    /// `=`.
    Plain,
    /// `+=` and the like.
    With(BinaryOperator),
}

/// What is done to records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is what its name says
pub enum DmlKind {
    Insert,
    Update,
    Upsert,
    Delete,
    Undelete,
}
