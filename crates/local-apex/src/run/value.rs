//! Values.

use core::cell::{Cell, RefCell};
use std::{collections::HashMap, rc::Rc};

use bigdecimal::BigDecimal;
use indexmap::IndexMap;

use super::{classes::ClassInfo, key::Key};
use crate::syntax::{Name, TypeName};

/// A value. Text, collections and objects are shared, as references are in Apex.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing.
    Null,
    /// `Boolean`.
    Boolean(bool),
    /// `Integer`.
    Integer(i32),
    /// `Long`.
    Long(i64),
    /// `Double`.
    Double(f64),
    /// `Decimal`, with its scale.
    Decimal(BigDecimal),
    /// `String`.
    Text(Rc<str>),
    /// `Id`, in its 18 characters.
    Id(Rc<str>),
    /// `Blob`.
    Blob(Rc<[u8]>),
    /// A record.
    Record(Rc<Record>),
    /// `Schema.SObjectType`: an object of the org, by its API name.
    ObjectToken(Rc<str>),
    /// `Schema.SObjectField`: an object's field, by the API names of both.
    FieldToken(Rc<str>, Rc<str>),
    /// `List`.
    List(Rc<List>),
    /// `Set`.
    Set(Rc<Set>),
    /// `Map`.
    Map(Rc<Map>),
    /// An object of a class, or an exception.
    Object(Rc<Object>),
    /// A value of an enum, by its place.
    Enum(Rc<EnumInfo>, usize),
    /// `System.Type`.
    Type(TypeName),
    /// `Pattern`.
    Pattern(Rc<Pattern>),
    /// `Matcher`.
    Matcher(Rc<Matcher>),
    /// `Date`.
    Date(jiff::civil::Date),
    /// `Datetime`.
    Datetime(jiff::Timestamp),
    /// `Time`.
    Time(jiff::civil::Time),
    /// `TimeZone`.
    Zone(jiff::tz::TimeZone),
    /// `Iterator` of a list or a set.
    Iterator(Rc<Iteration>),
    /// `JSONGenerator`.
    JsonGenerator(Rc<RefCell<crate::library::json::Writer>>),
    /// `JSONParser`.
    JsonParser(Rc<crate::library::json::Reading>),
}

/// A list.
#[derive(Debug)]
pub struct List {
    /// Of what.
    pub element: TypeName,
    /// What is in it.
    pub items: RefCell<Vec<Value>>,
}

/// A walk through a list.
#[derive(Debug)]
pub struct Iteration {
    /// Through what.
    pub list: Rc<List>,
    /// Where the next one is.
    pub next: Cell<usize>,
}

/// A set, in the order in which its members came.
#[derive(Debug)]
pub struct Set {
    /// Of what.
    pub element: TypeName,
    /// What is in it.
    pub items: RefCell<IndexMap<Key, Value>>,
}

/// A map, in the order in which its keys came.
#[derive(Debug)]
pub struct Map {
    /// From what.
    pub key: TypeName,
    /// To what.
    pub value: TypeName,
    /// Its keys are names, which are found whatever their case.
    pub ignores_case: bool,
    /// Keys and values.
    pub entries: RefCell<IndexMap<Key, (Value, Value)>>,
}

/// A record of an object of the org.
#[derive(Debug)]
pub struct Record {
    /// Of which object, by its API name.
    pub object: Rc<str>,
    /// Fields that were set or asked for, records that it belongs to and that belong to it, in the
    /// spelling of the schema.
    pub fields: RefCell<IndexMap<Name, Value>>,
    /// It came from a query: what was not asked for cannot be read.
    pub is_queried: Cell<bool>,
    /// Of a clone: the id of the record that it was made from, or null where that had none.
    pub source: Option<Value>,
    /// Why it is not to be written, as triggers said.
    pub errors: RefCell<Vec<FailedRow>>,
}

/// From where to where, in bytes; none for a group that took no part in a match.
pub type Span = Option<(usize, usize)>;

/// A regular expression.
#[derive(Debug)]
pub struct Pattern {
    /// As it was written.
    pub source: Rc<str>,
    /// Finds it anywhere.
    pub found: fancy_regex::Regex,
    /// Fits the whole text.
    pub whole: fancy_regex::Regex,
    /// Fits its start.
    pub start: fancy_regex::Regex,
}

/// A search in a text.
#[derive(Debug)]
pub struct Matcher {
    /// For what.
    pub pattern: Rc<Pattern>,
    /// In what.
    pub text: RefCell<Rc<str>>,
    /// Where the next one is looked for, in bytes.
    pub next: RefCell<usize>,
    /// The last match: where its groups stand.
    pub groups: RefCell<Option<Vec<Span>>>,
}

/// An enum.
#[derive(Debug)]
pub struct EnumInfo {
    /// Its name, with that of the class it is in.
    pub name: String,
    /// Its values.
    pub values: Vec<Name>,
}

/// What an object is of.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A class of the source.
    Class(Rc<ClassInfo>),
    /// An exception of the platform, by the name without `System.`.
    Exception(Name),
    /// Another object of the platform, by the same name. What it has are its fields.
    Platform(Name),
}

/// An object.
#[derive(Debug)]
pub struct Object {
    /// Of what.
    pub kind: Kind,
    /// Its fields, by name: those of all classes it is of.
    pub fields: RefCell<HashMap<Name, Value>>,
    /// What an exception has.
    pub exception: RefCell<Exception>,
}

/// What an exception has.
#[derive(Clone, Debug)]
pub struct Exception {
    /// What it says; nothing where nobody said anything.
    pub message: Option<Rc<str>>,
    /// What led to it.
    pub cause: Option<Rc<Object>>,
    /// Where it was made.
    pub line: u32,
    /// The methods that ran when it was made, the innermost first.
    pub stack: Rc<str>,
    /// The rows that were not written, of a statement that failed.
    pub failed: Vec<FailedRow>,
}

impl Default for Exception {
    fn default() -> Self {
        Self { message: None, cause: None, line: 0, stack: "".into(), failed: Vec::new() }
    }
}

/// A row that was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedRow {
    /// Its place among the statement's rows, from 0.
    pub index: usize,
    /// The platform's status code.
    pub code: &'static str,
    /// The platform's sentence.
    pub message: String,
    /// The fields that it is about.
    pub fields: Vec<String>,
}

impl Record {
    /// What it has, as it is now.
    pub fn entries(&self) -> Vec<(Name, Value)> {
        self.fields.borrow().iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

impl Value {
    /// Text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().into())
    }

    /// Bytes.
    pub fn blob(bytes: &[u8]) -> Self {
        Self::Blob(bytes.into())
    }

    /// A list.
    pub fn list(element: TypeName, items: Vec<Self>) -> Self {
        Self::List(Rc::new(List { element, items: RefCell::new(items) }))
    }

    /// Whether it is nothing.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}
