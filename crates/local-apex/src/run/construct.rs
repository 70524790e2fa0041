//! How classes get ready and objects are made: what is done first, and in which order.

use core::cell::RefCell;
use std::{collections::HashMap, rc::Rc};

use super::{
    Frame, Interpreter, Stop,
    classes::{ClassInfo, has_word},
    stop::Flow,
    value::{Exception, Kind, Object, Value},
};
use crate::syntax::{Constructor, Expression, Field, Place, Statement, TypeName};

impl Interpreter<'_> {
    /// Gives the static fields of a class their values, once, in their order, then runs its blocks.
    pub(super) fn initialise(&mut self, class: &Rc<ClassInfo>) -> Result<(), Stop> {
        if class.is_initialised.replace(true) {
            return Ok(());
        }
        if let Some(superclass) = self.classes.superclass(class) {
            self.initialise(&superclass)?;
        }
        let declaration = class.declaration.clone();
        let crate::syntax::TypeKind::Class(body) = &declaration.kind else { return Ok(()) };
        self.framed(class, None, |own| {
            let is_static = |field: &&Field| has_word(&field.modifiers, "static");
            for step in in_order(members(body).filter(is_static), &body.static_blocks) {
                match step {
                    First::Value(field) => {
                        let value = own.first_value(field)?;
                        class.statics.borrow_mut().insert(field.name.clone(), value);
                    }
                    First::Block(block) => {
                        own.block(block)?;
                    }
                }
            }
            Ok(())
        })
    }

    fn first_value(&mut self, field: &Field) -> Result<Value, Stop> {
        match &field.value {
            Some(value) => {
                let value = self.evaluate(value)?;
                self.convert(value, &field.type_name)
            }
            None => Ok(Value::Null),
        }
    }

    /// `new Type(…)`.
    pub(crate) fn construct(
        &mut self,
        type_name: &TypeName,
        arguments: &[Expression],
    ) -> Result<Value, Stop> {
        let place = self.frame().place;
        if let Some(object) = self.object_of(type_name) {
            return self.construct_record(object, arguments);
        }
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.evaluate(argument)?);
        }
        self.frame_mut().place = place;
        let Some(class) = self.find_class(type_name) else {
            return self.construct_platform(type_name, &values);
        };
        if class.has("abstract") || class.is_interface() {
            return Err(self.unknown(format!("{type_name} cannot be constructed")));
        }
        self.initialise(&class)?;
        let stack = if self.is_exception(&class) { self.stack() } else { String::new() };
        let exception = Exception { line: place.line, stack: stack.into(), ..Exception::default() };
        let object = Rc::new(Object {
            kind: Kind::Class(class.clone()),
            fields: RefCell::new(HashMap::new()),
            exception: RefCell::new(exception),
        });
        self.construct_as(&class, &object, values)?;
        Ok(Value::Object(object))
    }

    /// Runs a constructor of a class on an object that is of it or of one that extends it.
    fn construct_as(
        &mut self,
        class: &Rc<ClassInfo>,
        object: &Rc<Object>,
        values: Vec<Value>,
    ) -> Result<(), Stop> {
        let declaration = class.declaration.clone();
        let crate::syntax::TypeKind::Class(body) = &declaration.kind else { return Ok(()) };
        let parameters: Vec<_> =
            body.constructors.iter().map(|own| own.parameters.as_slice()).collect();
        let Some(index) = self.choose(&parameters, &values, Some(class)) else {
            // A class without constructors has one without parameters; an exception several more.
            if body.constructors.is_empty() && (values.is_empty() || self.is_exception(class)) {
                self.set_message(object, &values)?;
                return self.begin(class, object, None);
            }
            return Err(self.unknown(format!("{class:?} has no constructor for these")));
        };
        let constructor = &body.constructors[index];
        self.framed(class, Some(object.clone()), |own| {
            own.frame_mut().method = Some(crate::syntax::Name::new("<init>"));
            own.bind(&constructor.parameters, values)?;
            own.run_constructor(class, object, constructor)
        })
    }

    fn run_constructor(
        &mut self,
        class: &Rc<ClassInfo>,
        object: &Rc<Object>,
        constructor: &Constructor,
    ) -> Result<(), Stop> {
        match &constructor.first {
            Some((is_super, arguments)) => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    values.push(self.evaluate(argument)?);
                }
                if *is_super {
                    self.begin(class, object, Some(values))?;
                } else {
                    self.construct_as(class, object, values)?;
                }
            }
            None => self.begin(class, object, None)?,
        }
        match self.block(&constructor.body)? {
            Flow::Next | Flow::Return(_) => Ok(()),
            Flow::Break | Flow::Continue => Err(self.unknown("there is no loop to leave")),
        }
    }

    /// What comes before the constructor's own body: that of the class it extends, then its fields
    /// and blocks.
    fn begin(
        &mut self,
        class: &Rc<ClassInfo>,
        object: &Rc<Object>,
        values: Option<Vec<Value>>,
    ) -> Result<(), Stop> {
        match self.classes.superclass(class) {
            Some(superclass) => {
                self.initialise(&superclass)?;
                self.construct_as(&superclass, object, values.unwrap_or_default())?;
            }
            None => {
                if let Some(values) = values {
                    self.set_message(object, &values)?;
                }
            }
        }
        self.begin_own(class, object)
    }

    /// The fields and blocks of one class.
    pub(super) fn begin_own(
        &mut self,
        class: &Rc<ClassInfo>,
        object: &Rc<Object>,
    ) -> Result<(), Stop> {
        let declaration = class.declaration.clone();
        let crate::syntax::TypeKind::Class(body) = &declaration.kind else { return Ok(()) };
        self.framed(class, Some(object.clone()), |own| {
            let is_own = |field: &&Field| !has_word(&field.modifiers, "static");
            for field in members(body).filter(is_own) {
                object.fields.borrow_mut().insert(field.name.clone(), Value::Null);
            }
            for step in in_order(members(body).filter(is_own), &body.blocks) {
                match step {
                    First::Value(field) if field.value.is_some() => {
                        let value = own.first_value(field)?;
                        object.fields.borrow_mut().insert(field.name.clone(), value);
                    }
                    First::Value(_) => {}
                    First::Block(block) => {
                        own.block(block)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// Runs with a frame in which nothing is in sight but what is declared in it.
    pub(crate) fn apart<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let (depth, file) = (self.frames.len(), self.frame().file.clone());
        self.frames.push(Frame::new(file, None, None));
        let answer = run(self);
        self.frames.truncate(depth);
        answer
    }

    /// A variable in sight.
    pub(crate) fn declare_local(&mut self, name: &str, value: Value) {
        let name = crate::syntax::Name::new(name);
        self.frame_mut().declare(name, TypeName::plain("Object"), value);
    }

    /// Runs with a frame of its own.
    pub(super) fn framed<T>(
        &mut self,
        class: &Rc<ClassInfo>,
        this: Option<Rc<Object>>,
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        if self.frames.len() >= super::MOST_CALLS {
            return Err(self.thrown("LimitException", "Maximum stack depth reached: 1001"));
        }
        let depth = self.frames.len();
        self.frames.push(Frame::new(class.file.clone(), Some(class.clone()), this));
        let answer = run(self);
        self.frames.truncate(depth);
        answer
    }
}

/// What is done first, of a class or of an object.
enum First<'a> {
    Value(&'a Field),
    Block(&'a [Statement]),
}

/// Fields and blocks, in the order in which they stand.
fn in_order<'a>(
    fields: impl Iterator<Item = &'a Field>,
    blocks: &'a [(Place, Vec<Statement>)],
) -> Vec<First<'a>> {
    let fields = fields.map(|field| (field.place, First::Value(field)));
    let blocks = blocks.iter().map(|(place, block)| (*place, First::Block(block)));
    let mut steps: Vec<_> = fields.chain(blocks).collect();
    steps.sort_by_key(|(place, _)| (place.line, place.column));
    steps.into_iter().map(|(_, step)| step).collect()
}

/// Fields and properties.
fn members(class: &crate::syntax::Class) -> impl Iterator<Item = &Field> {
    class
        .fields
        .iter()
        .map(AsRef::as_ref)
        .chain(class.properties.iter().map(|property| &property.field))
}
