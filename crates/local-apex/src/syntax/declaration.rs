//! Classes, interfaces, enums and triggers.

use std::sync::Arc;

use super::{Expression, Name, Place, Statement, TypeName};

/// A file, or a type in another type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDeclaration {
    /// Where it begins.
    pub place: Place,
    /// Its name.
    pub name: Name,
    /// Annotations and modifiers.
    pub modifiers: Vec<Modifier>,
    /// What it is.
    pub kind: TypeKind,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A class.
    Class(Class),
    /// An interface: only methods without bodies.
    Interface {
        /// What it extends.
        extends: Vec<TypeName>,
        /// Its methods.
        methods: Vec<Method>,
    },
    /// An enum.
    Enum(Enum),
}

/// A class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Class {
    /// What it extends.
    pub extends: Option<TypeName>,
    /// What it implements.
    pub implements: Vec<TypeName>,
    /// Its fields, in the order in which they are initialised.
    pub fields: Vec<Arc<Field>>,
    /// Its properties.
    pub properties: Vec<Arc<Property>>,
    /// Its constructors.
    pub constructors: Vec<Constructor>,
    /// Its methods.
    pub methods: Vec<Arc<Method>>,
    /// Blocks that run when the class is first used.
    pub static_blocks: Vec<(Place, Vec<Statement>)>,
    /// Blocks that run with each construction.
    pub blocks: Vec<(Place, Vec<Statement>)>,
    /// Types in it.
    pub types: Vec<Arc<TypeDeclaration>>,
}

/// An enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Its values, in their order.
    pub values: Vec<Name>,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Where.
    pub place: Place,
    /// Annotations and modifiers.
    pub modifiers: Vec<Modifier>,
    /// Its type.
    pub type_name: TypeName,
    /// Its name.
    pub name: Name,
    /// What it is at first.
    pub value: Option<Expression>,
}

/// A property: a field with `get` and `set`.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Type, name, modifiers.
    pub field: Field,
    /// What is done to read it: none where it cannot be, an empty option where it is plain.
    pub get: Option<Option<Vec<Statement>>>,
    /// What is done to write it; the new value is `value`.
    pub set: Option<Option<Vec<Statement>>>,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its type.
    pub type_name: TypeName,
    /// Its name.
    pub name: Name,
}

/// A method.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// Where.
    pub place: Place,
    /// Annotations and modifiers.
    pub modifiers: Vec<Modifier>,
    /// What it returns; `void` where nothing.
    pub returns: TypeName,
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// What it does; nothing where it is abstract, or an interface's.
    pub body: Option<Vec<Statement>>,
}

/// A constructor.
#[derive(Clone, Debug, PartialEq)]
pub struct Constructor {
    /// Where.
    pub place: Place,
    /// Annotations and modifiers.
    pub modifiers: Vec<Modifier>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// `this(…)` or `super(…)`, which comes first: true where it is `super`.
    pub first: Option<(bool, Vec<Expression>)>,
    /// What it does then.
    pub body: Vec<Statement>,
}

/// A word or an annotation before a declaration.
#[derive(Clone, Debug, PartialEq)]
pub enum Modifier {
    /// `public`, `static`, `with sharing` and the like, in lower case.
    Word(String),
    /// `@AuraEnabled(cacheable=true)`.
    Annotation(Annotation),
}

/// An annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Its name.
    pub name: Name,
    /// What it says of itself, by name.
    pub arguments: Vec<(Name, Expression)>,
}

/// Whose records a class may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the language's own words
pub enum Sharing {
    With,
    Without,
    Inherited,
}

/// A trigger.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Its name.
    pub name: Name,
    /// Of which object's records.
    pub object: Name,
    /// When.
    pub events: Vec<TriggerEvent>,
    /// What it does.
    pub body: Vec<Statement>,
}

/// When a trigger runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the language's own words
pub enum TriggerEvent {
    BeforeInsert,
    BeforeUpdate,
    BeforeDelete,
    AfterInsert,
    AfterUpdate,
    AfterDelete,
    AfterUndelete,
}

/// What a source file is.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A class, an interface or an enum.
    Type(Arc<TypeDeclaration>),
    /// A trigger.
    Trigger(Trigger),
}

impl TypeDeclaration {
    /// Whose records it may see, where it says so.
    #[must_use]
    pub fn sharing(&self) -> Option<Sharing> {
        let is = |word: &str| has_word(&self.modifiers, word);
        if is("with sharing") {
            Some(Sharing::With)
        } else if is("without sharing") {
            Some(Sharing::Without)
        } else if is("inherited sharing") {
            Some(Sharing::Inherited)
        } else {
            None
        }
    }
}

/// Whether the word is among them.
fn has_word(modifiers: &[Modifier], word: &str) -> bool {
    modifiers.iter().any(|modifier| matches!(modifier, Modifier::Word(own) if own == word))
}
