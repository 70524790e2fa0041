//! Runs a program.

mod calls;
mod classes;
mod construct;
mod convert;
mod equality;
mod exceptions;
mod expressions;
mod key;
pub(crate) mod moments;
pub(crate) mod number;
mod objects;
mod places;
mod statements;
mod stop;
mod types;
mod value;

use std::{collections::HashMap, rc::Rc};

use local_data::ids::RecordId;

use crate::{
    data::{Limits, Org},
    parse::{self, ParseError},
    syntax::{Name, Place, Statement, StatementKind, TypeName},
};
pub(crate) use classes::Declared;
use classes::{ClassInfo, Classes};
use stop::Flow;
pub(crate) use stop::Stop;
pub use stop::Unknown;
pub(crate) use value::{
    EnumInfo, Exception, FailedRow, Iteration, Kind, List, Map, Matcher, Object, Pattern, Record,
    Set, Span, Value,
};

/// Deeper than this no program calls: the platform stops at a thousand.
const MOST_CALLS: usize = 1_000;

/// What came of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What `System.debug` printed.
    pub printed: Vec<String>,
    /// The exception that nobody caught: type and message.
    pub uncaught: Option<String>,
}

/// Why a program was not run to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// It was not read.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// It holds something that this crate does not know.
    #[error(transparent)]
    Unknown(#[from] Unknown),
}

/// Runs anonymous Apex.
///
/// # Errors
/// Where it cannot be read, or holds something that this crate does not know.
pub fn anonymous(name: &str, source: &str, org: Org<'_>) -> Result<Outcome, RunError> {
    let statements = parse::anonymous(name, source)?;
    let mut interpreter = Interpreter::new(name, org);
    interpreter.declare(&statements)?;
    let uncaught = match interpreter.run(&statements) {
        Ok(_) | Err(Stop::Skipped) => None,
        Err(Stop::Thrown(exception)) => Some(Interpreter::describe(&exception)),
        Err(Stop::Unknown(unknown)) => return Err(unknown.into()),
    };
    Ok(Outcome { printed: interpreter.printed, uncaught })
}

/// What runs one transaction.
#[derive(Debug)]
pub(crate) struct Interpreter<'o> {
    pub(crate) org: Org<'o>,
    pub(crate) limits: Limits,
    /// Records were written that are not committed: no callout now.
    pub(crate) has_uncommitted_work: bool,
    /// A test runs: searches find only what it gave them.
    pub(crate) is_test: bool,
    /// What searches find, where a test said so.
    pub(crate) fixed_search: Option<Vec<RecordId>>,
    /// How many steps of the database were begun.
    pub(crate) steps: u32,
    classes: Classes,
    printed: Vec<String>,
    /// Objects that have been keys, by type and hash code.
    keyed: HashMap<(String, i32), Vec<Rc<Object>>>,
    frames: Vec<Frame>,
}

/// One method that runs.
#[derive(Debug)]
struct Frame {
    file: Rc<str>,
    /// Whose method.
    class: Option<Rc<ClassInfo>>,
    /// On which object; none in a static one.
    this: Option<Rc<Object>>,
    /// Local variables, the innermost block last.
    scopes: Vec<HashMap<Name, Local>>,
    /// The property whose accessor it is.
    accessor: Option<Name>,
    /// What runs now.
    place: Place,
}

/// A local variable.
#[derive(Clone, Debug)]
struct Local {
    type_name: TypeName,
    value: Value,
}

impl<'o> Interpreter<'o> {
    fn new(file: &str, org: Org<'o>) -> Self {
        let mut interpreter = Self {
            org,
            limits: Limits::default(),
            has_uncommitted_work: false,
            is_test: false,
            fixed_search: None,
            steps: 0,
            classes: Classes::default(),
            printed: Vec::new(),
            keyed: HashMap::new(),
            frames: Vec::new(),
        };
        interpreter.frames.push(Frame::new(file.into(), None, None));
        interpreter
    }

    /// Makes the types known that stand among the statements.
    fn declare(&mut self, statements: &[Statement]) -> Result<(), Unknown> {
        let file = self.frame().file.clone();
        for statement in statements {
            if let StatementKind::Type(declaration) = &statement.kind {
                self.classes.add(&file, declaration, None).map_err(|taken| Unknown {
                    file: file.to_string(),
                    place: taken.place,
                    what: format!("there is a type {} already", taken.name),
                })?;
            }
        }
        Ok(())
    }

    /// Runs statements one after the other.
    fn run(&mut self, statements: &[Statement]) -> Result<Flow, Stop> {
        for statement in statements {
            match self.statement(statement)? {
                Flow::Next => {}
                out @ (Flow::Break | Flow::Continue | Flow::Return(_)) => return Ok(out),
            }
        }
        Ok(Flow::Next)
    }

    fn frame(&self) -> &Frame {
        self.frames.last().expect("there is always the outermost")
    }

    fn frame_mut(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("there is always the outermost")
    }

    /// A line for the log.
    pub(crate) fn print_line(&mut self, line: String) {
        self.printed.push(line);
    }

    /// What runs now.
    pub(crate) fn place(&self) -> Place {
        self.frame().place
    }

    /// What runs from now on.
    pub(crate) fn at(&mut self, place: Place) {
        self.frame_mut().place = place;
    }

    /// The line that runs now.
    pub(crate) fn line(&self) -> u32 {
        self.frame().place.line
    }

    /// The type of the source that a name means where it stands.
    pub(crate) fn declared(&self, type_name: &TypeName) -> Option<Declared> {
        self.classes.find(&type_name.path, self.frame().class.as_ref())
    }

    /// An object by its fields, as the log shows it.
    pub(crate) fn print_object(&mut self, object: &Rc<Object>) -> Result<String, Stop> {
        let Kind::Class(class) = object.kind.clone() else { return Ok(Self::type_of(object)) };
        let mut names = Vec::new();
        let mut next = Some(class);
        while let Some(one) = next {
            if let Some(body) = one.body() {
                let fields = body.fields.iter().chain(body.properties.iter().map(|p| &p.field));
                let own = fields.filter(|field| !classes::has_word(&field.modifiers, "static"));
                let own: Vec<Name> = own.map(|field| field.name.clone()).collect();
                names.splice(0..0, own);
            }
            next = self.classes.superclass(&one);
        }
        let mut parts = Vec::with_capacity(names.len());
        for name in names {
            let value = object.fields.borrow().get(&name).cloned().unwrap_or(Value::Null);
            parts.push(format!("{name}={}", self.print(&value)?));
        }
        Ok(format!("{}:[{}]", Self::type_of(object), parts.join(", ")))
    }

    /// Something that this crate does not know, where it runs now.
    pub(crate) fn unknown(&self, what: impl Into<String>) -> Stop {
        let frame = self.frame();
        let file = frame.file.to_string();
        Stop::Unknown(Unknown { file, place: frame.place, what: what.into() })
    }
}

impl Frame {
    fn new(file: Rc<str>, class: Option<Rc<ClassInfo>>, this: Option<Rc<Object>>) -> Self {
        let place = Place { line: 1, column: 1 };
        Self { file, class, this, scopes: vec![HashMap::new()], accessor: None, place }
    }

    fn declare(&mut self, name: Name, type_name: TypeName, value: Value) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name, Local { type_name, value });
        }
    }

    fn local(&self, name: &Name) -> Option<&Local> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    fn local_mut(&mut self, name: &Name) -> Option<&mut Local> {
        self.scopes.iter_mut().rev().find_map(|scope| scope.get_mut(name))
    }
}
