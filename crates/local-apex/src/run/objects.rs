//! Objects: their fields and properties, static ones, and how they are made.

use core::cell::RefCell;
use std::{collections::HashMap, rc::Rc};

use super::{
    Frame, Interpreter, Stop,
    classes::{ClassInfo, Declared, has_word},
    stop::Flow,
    value::{Exception, Kind, Object, Value},
};
use crate::syntax::{Constructor, Expression, Field, Name, Place, Property, Statement, TypeName};

impl Interpreter {
    pub(super) fn find_class(&self, type_name: &TypeName) -> Option<Rc<ClassInfo>> {
        match self.classes.find(&type_name.path, self.frame().class.as_ref()) {
            Some(Declared::Class(class)) => Some(class),
            Some(Declared::Enum(_)) | None => None,
        }
    }

    /// What a name means: a local variable, a field of the object whose method runs, a static field
    /// of its class or of one around it.
    pub(super) fn read_name(&mut self, name: &Name) -> Result<Option<Value>, Stop> {
        if let Some(local) = self.frame().local(name) {
            return Ok(Some(local.value.clone()));
        }
        let (this, class) = (self.frame().this.clone(), self.frame().class.clone());
        if let Some(this) = this
            && let Some(value) = self.field_of(&this, name)?
        {
            return Ok(Some(value));
        }
        let mut around = class;
        while let Some(class) = around {
            if let Some(value) = self.read_class_static(&class, name)? {
                return Ok(Some(value));
            }
            around = class.outer.clone();
        }
        Ok(None)
    }

    pub(super) fn write_name(&mut self, name: &Name, value: Value) -> Result<Value, Stop> {
        let (this, class) = (self.frame().this.clone(), self.frame().class.clone());
        if let Some(this) = this
            && let Kind::Class(of) = &this.kind
            && self.instance_member(of, name).is_some()
        {
            return self.write_field(&Value::Object(this.clone()), name, value);
        }
        let mut around = class;
        while let Some(class) = around {
            if self.static_member(&class, name).is_some() {
                return self.write_class_static(&class, name, value);
            }
            around = class.outer.clone();
        }
        Err(self.unknown(format!("there is no variable {name}")))
    }

    pub(super) fn read_field(&mut self, object: &Value, name: &Name) -> Result<Value, Stop> {
        match object {
            Value::Object(own) => match self.field_of(own, name)? {
                Some(value) => Ok(value),
                None => {
                    let of = Self::type_of(own);
                    Err(self.unknown(format!("{of} has no field {name}")))
                }
            },
            Value::Null => Err(self.null_pointer()),
            _ => {
                let of = Self::type_name_of(object);
                Err(self.unknown(format!("{of} has no field {name}")))
            }
        }
    }

    fn field_of(&mut self, object: &Rc<Object>, name: &Name) -> Result<Option<Value>, Stop> {
        let Kind::Class(class) = &object.kind else { return Ok(None) };
        if let Some((of, Member::Property(property))) = self.instance_member(class, name) {
            // Inside its own accessors the name is the value behind it.
            if !self.is_inside(&of, name) {
                return match &property.get {
                    Some(Some(body)) => {
                        let this = Some(object.clone());
                        self.run_accessor(&of, this, name, body, None).map(Some)
                    }
                    Some(None) => Ok(object.fields.borrow().get(name).cloned()),
                    None => Err(self.unknown(format!("the property {name} cannot be read"))),
                };
            }
        }
        Ok(object.fields.borrow().get(name).cloned())
    }

    pub(super) fn write_field(
        &mut self,
        object: &Value,
        name: &Name,
        value: Value,
    ) -> Result<Value, Stop> {
        let Value::Object(own) = object else {
            return match object {
                Value::Null => Err(self.null_pointer()),
                _ => {
                    let of = Self::type_name_of(object);
                    Err(self.unknown(format!("{of} has no field {name}")))
                }
            };
        };
        let member = match &own.kind {
            Kind::Class(class) => self.instance_member(class, name),
            Kind::Exception(_) => None,
        };
        let Some((of, member)) = member else {
            let of = Self::type_of(own);
            return Err(self.unknown(format!("{of} has no field {name}")));
        };
        let value = self.convert(value, &member.field().type_name)?;
        if let Member::Property(property) = &member
            && !self.is_inside(&of, name)
        {
            match &property.set {
                Some(Some(body)) => {
                    let this = Some(own.clone());
                    self.run_accessor(&of, this, name, body, Some(value.clone()))?;
                    return Ok(value);
                }
                Some(None) => {}
                None => return Err(self.unknown(format!("the property {name} cannot be written"))),
            }
        }
        own.fields.borrow_mut().insert(name.clone(), value.clone());
        Ok(value)
    }

    pub(super) fn read_class_static(
        &mut self,
        class: &Rc<ClassInfo>,
        name: &Name,
    ) -> Result<Option<Value>, Stop> {
        let Some((of, member)) = self.static_member(class, name) else { return Ok(None) };
        self.initialise(&of)?;
        if let Member::Property(property) = &member
            && !self.is_inside(&of, name)
            && let Some(Some(body)) = &property.get
        {
            return self.run_accessor(&of, None, name, body, None).map(Some);
        }
        Ok(Some(of.statics.borrow().get(name).cloned().unwrap_or(Value::Null)))
    }

    pub(super) fn write_class_static(
        &mut self,
        class: &Rc<ClassInfo>,
        name: &Name,
        value: Value,
    ) -> Result<Value, Stop> {
        let Some((of, member)) = self.static_member(class, name) else {
            return Err(self.unknown(format!("{class:?} has no static field {name}")));
        };
        self.initialise(&of)?;
        let value = self.convert(value, &member.field().type_name)?;
        if let Member::Property(property) = &member
            && !self.is_inside(&of, name)
            && let Some(Some(body)) = &property.set
        {
            self.run_accessor(&of, None, name, body, Some(value.clone()))?;
            return Ok(value);
        }
        of.statics.borrow_mut().insert(name.clone(), value.clone());
        Ok(value)
    }

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
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.evaluate(argument)?);
        }
        self.frame_mut().place = place;
        let Some(class) = self.find_class(type_name) else {
            return self.construct_platform(type_name, values);
        };
        if class.has("abstract") || class.is_interface() {
            return Err(self.unknown(format!("{type_name} cannot be constructed")));
        }
        self.initialise(&class)?;
        let exception = Exception { line: place.line, ..Exception::default() };
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
        let Some(index) = self.choose(&parameters, &values, Some(class))? else {
            // A class without constructors has one without parameters; an exception several more.
            if body.constructors.is_empty() && (values.is_empty() || self.is_exception(class)) {
                self.set_message(object, &values)?;
                return self.begin(class, object, None);
            }
            return Err(self.unknown(format!("{class:?} has no constructor for these")));
        };
        let constructor = &body.constructors[index];
        self.framed(class, Some(object.clone()), |own| {
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

    fn run_accessor(
        &mut self,
        class: &Rc<ClassInfo>,
        this: Option<Rc<Object>>,
        name: &Name,
        body: &[Statement],
        value: Option<Value>,
    ) -> Result<Value, Stop> {
        self.framed(class, this, |own| {
            own.frame_mut().accessor = Some(name.clone());
            if let Some(value) = value {
                own.frame_mut().declare(Name::new("value"), TypeName::plain("Object"), value);
            }
            match own.block(body)? {
                Flow::Return(value) => Ok(value),
                _ => Ok(Value::Null),
            }
        })
    }

    /// Whether an accessor of the property runs.
    fn is_inside(&self, class: &Rc<ClassInfo>, name: &Name) -> bool {
        let frame = self.frame();
        frame.accessor.as_ref() == Some(name)
            && frame.class.as_ref().is_some_and(|own| Rc::ptr_eq(own, class))
    }

    fn instance_member(
        &self,
        class: &Rc<ClassInfo>,
        name: &Name,
    ) -> Option<(Rc<ClassInfo>, Member)> {
        self.find_member(class, name, false)
    }

    fn static_member(&self, class: &Rc<ClassInfo>, name: &Name) -> Option<(Rc<ClassInfo>, Member)> {
        self.find_member(class, name, true)
    }

    fn find_member(
        &self,
        class: &Rc<ClassInfo>,
        name: &Name,
        is_static: bool,
    ) -> Option<(Rc<ClassInfo>, Member)> {
        let mut next = Some(class.clone());
        while let Some(one) = next {
            let fits = |field: &Field| {
                field.name == *name && has_word(&field.modifiers, "static") == is_static
            };
            if let Some(body) = one.body() {
                if let Some(field) = body.fields.iter().find(|field| fits(field)) {
                    return Some((one.clone(), Member::Field(field.clone())));
                }
                if let Some(own) = body.properties.iter().find(|own| fits(&own.field)) {
                    return Some((one.clone(), Member::Property(own.clone())));
                }
            }
            next = self.classes.superclass(&one);
        }
        None
    }
}

/// A field or a property.
enum Member {
    Field(Field),
    Property(Property),
}

impl Member {
    const fn field(&self) -> &Field {
        match self {
            Self::Field(field) => field,
            Self::Property(property) => &property.field,
        }
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
    class.fields.iter().chain(class.properties.iter().map(|property| &property.field))
}
