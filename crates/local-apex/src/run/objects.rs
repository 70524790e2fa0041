//! Objects: their fields and properties, static ones, and how they are made.

use std::{rc::Rc, sync::Arc};

use super::{
    Interpreter, Stop,
    classes::{ClassInfo, Declared, has_word},
    stop::Flow,
    value::{Kind, Object, Value},
};
use crate::syntax::{Field, Name, Property, Statement, TypeName};

impl Interpreter<'_> {
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
        while let Some(class) = around.take() {
            if let Some(value) = self.read_class_static(&class, name)? {
                return Ok(Some(value));
            }
            around.clone_from(&class.outer);
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
        while let Some(class) = around.take() {
            if self.static_member(&class, name).is_some() {
                return self.write_class_static(&class, name, value);
            }
            around.clone_from(&class.outer);
        }
        Err(self.unknown(format!("there is no variable {name}")))
    }

    pub(super) fn read_field(&mut self, object: &Value, name: &Name) -> Result<Value, Stop> {
        match object {
            Value::Object(own) => {
                if let Some(value) = self.field_of(own, name)? {
                    Ok(value)
                } else {
                    let of = Self::type_of(own);
                    Err(self.unknown(format!("{of} has no field {name}")))
                }
            }
            Value::Record(record) => self.read_record(&record.clone(), name),
            Value::Null => Err(self.null_pointer()),
            _ => {
                let of = Self::type_name_of(object);
                Err(self.unknown(format!("{of} has no field {name}")))
            }
        }
    }

    fn field_of(&mut self, object: &Rc<Object>, name: &Name) -> Result<Option<Value>, Stop> {
        let class = match &object.kind {
            Kind::Class(class) => class,
            Kind::Platform(_) => return Ok(object.fields.borrow().get(name).cloned()),
            Kind::Exception(_) => return Ok(None),
        };
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
        if let Value::Record(record) = object {
            return self.write_record(&record.clone(), name, value);
        }
        let Value::Object(own) = object else {
            return if let Value::Null = object {
                Err(self.null_pointer())
            } else {
                let of = Self::type_name_of(object);
                Err(self.unknown(format!("{of} has no field {name}")))
            };
        };
        let member = match &own.kind {
            Kind::Class(class) => self.instance_member(class, name),
            Kind::Exception(_) => None,
            Kind::Platform(of) => return self.write_message_field(own, of, name, value),
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
    Field(Arc<Field>),
    Property(Arc<Property>),
}

impl Member {
    fn field(&self) -> &Field {
        match self {
            Self::Field(field) => field,
            Self::Property(property) => &property.field,
        }
    }
}
