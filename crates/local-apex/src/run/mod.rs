//! Runs a program.

mod actions;
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
mod outside;
mod places;
mod reflect;
mod statements;
mod stop;
mod tests;
mod types;
mod value;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    rc::Rc,
};

use local_data::ids::RecordId;

use crate::{
    data::{Limits, Org, TriggerRun},
    parse::{self, ParseError},
    syntax::{Name, Place, Statement, StatementKind, Trigger, TypeName},
};
pub use actions::{ActionError, action};
use classes::Classes;
pub(crate) use classes::{ClassInfo, Declared};
pub(crate) use key::Key;
pub use outside::{Callout, CalloutRequest, CalloutResponse};
use stop::Flow;
pub(crate) use stop::Stop;
pub use stop::Unknown;
pub use value::FailedRow;
pub(crate) use value::{
    EnumInfo, Exception, Iteration, Kind, List, Map, Matcher, Object, Pattern, Record, Set, Span,
    Value,
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
    run_anonymous(name, source, org, outside::Outside::default())
}

/// The same, with a way for its callouts.
///
/// # Errors
/// As of [`anonymous`].
pub fn anonymous_with(
    name: &str,
    source: &str,
    org: Org<'_>,
    callout: Box<dyn Callout>,
) -> Result<Outcome, RunError> {
    let outside = outside::Outside { callout: Some(callout), ..Default::default() };
    run_anonymous(name, source, org, outside)
}

fn run_anonymous(
    name: &str,
    source: &str,
    org: Org<'_>,
    outside: outside::Outside,
) -> Result<Outcome, RunError> {
    let statements = parse::anonymous(name, source)?;
    let mut interpreter = Interpreter::new(name, org)?;
    interpreter.outside = outside;
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
    /// A test runs.
    pub(crate) is_test: bool,
    /// What was used before `Test.startTest`, while that lasts.
    pub(crate) limits_before_test: Option<Limits>,
    /// Jobs that are run when the transaction is over.
    pub(crate) jobs: VecDeque<Value>,
    /// What runs, where that is noted.
    pub(crate) trace: Option<Vec<String>>,
    /// Lines that have run, by file.
    pub(crate) covered: HashMap<Rc<str>, HashSet<u32>>,
    /// Triggers that run, the innermost last.
    pub(crate) trigger_runs: Vec<TriggerRun>,
    /// What searches find, where a test said so.
    pub(crate) fixed_search: Option<Vec<RecordId>>,
    /// How many steps of the database were begun.
    pub(crate) steps: u32,
    classes: Classes,
    printed: Vec<String>,
    /// Objects that have been keys, by type and hash code.
    keyed: HashMap<(String, i32), Vec<Rc<Object>>>,
    frames: Vec<Frame>,
    pub(crate) outside: outside::Outside,
}

/// One method that runs.
#[derive(Debug)]
struct Frame {
    file: Rc<str>,
    /// Its name.
    method: Option<Name>,
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
    pub(crate) fn new(file: &str, org: Org<'o>) -> Result<Self, Unknown> {
        let mut interpreter = Self {
            org,
            limits: Limits::default(),
            has_uncommitted_work: false,
            is_test: false,
            limits_before_test: None,
            jobs: VecDeque::new(),
            trace: None,
            covered: HashMap::new(),
            trigger_runs: Vec::new(),
            fixed_search: None,
            steps: 0,
            classes: Classes::default(),
            printed: Vec::new(),
            keyed: HashMap::new(),
            frames: Vec::new(),
            outside: outside::Outside::default(),
        };
        interpreter.frames.push(Frame::new(file.into(), None, None));
        for (file, declaration) in interpreter.org.program.types() {
            interpreter
                .classes
                .add(&Rc::from(&**file), declaration, None)
                .map_err(|taken| Unknown::taken(file, &taken))?;
        }
        Ok(interpreter)
    }

    /// Makes the types known that stand among the statements.
    fn declare(&mut self, statements: &[Statement]) -> Result<(), Unknown> {
        let file = self.frame().file.clone();
        for statement in statements {
            if let StatementKind::Type(declaration) = &statement.kind {
                self.classes
                    .add(&file, declaration, None)
                    .map_err(|taken| Unknown::taken(&file, &taken))?;
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

    /// Runs a trigger.
    pub(crate) fn run_trigger(&mut self, file: &str, trigger: &Trigger) -> Result<(), Stop> {
        let depth = self.frames.len();
        self.frames.push(Frame::new(file.into(), None, None));
        let done = self.run(&trigger.body);
        self.frames.truncate(depth);
        done.map(|_| ())
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

    /// Notes what runs, as deep as it is called.
    pub(crate) fn note(&mut self, what: impl FnOnce() -> String) {
        let depth = self.frames.len();
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{}{}", "  ".repeat(depth.saturating_sub(2)), what()));
        }
    }

    /// Where each method that runs is, the innermost first.
    pub(crate) fn stack(&self) -> String {
        let lines = self.frames.iter().rev().filter_map(|frame| {
            let Place { line, .. } = frame.place;
            Some(match (&frame.class, &frame.method) {
                (Some(class), Some(method)) => {
                    format!("Class.{}.{method}: line {line}, column 1", class.name)
                }
                (Some(class), None) => format!("Class.{}: line {line}, column 1", class.name),
                (None, _) => match frame.file.strip_suffix(".trigger") {
                    Some(trigger) => format!("Trigger.{trigger}: line {line}, column 1"),
                    // What calls a test or an action is none of the program's.
                    None if self.frames.len() > 1 => return None,
                    None => format!("AnonymousBlock: line {line}, column 1"),
                },
            })
        });
        lines.collect::<Vec<_>>().join("\n")
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
        let fields = self.instance_fields(&class);
        let mut parts = Vec::with_capacity(fields.len());
        for field in fields {
            let name = field.name;
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
        Self {
            file,
            method: None,
            class,
            this,
            scopes: vec![HashMap::new()],
            accessor: None,
            place,
        }
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
