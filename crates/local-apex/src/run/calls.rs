//! Calls: which method a name and its arguments mean, and how it is run.

use std::{rc::Rc, sync::Arc};

use super::{
    Interpreter, Stop,
    classes::{ClassInfo, has_word},
    expressions::Before,
    stop::Flow,
    value::{Kind, Value},
};
use crate::syntax::{Expression, Method, Name, Parameter, TypeKind, What};

impl Interpreter<'_> {
    pub(super) fn call(
        &mut self,
        object: Option<&Expression>,
        name: &Name,
        arguments: &[Expression],
        safe: bool,
    ) -> Result<Value, Stop> {
        let place = self.frame().place;
        let Some(object) = object else {
            let values = self.values(arguments)?;
            self.frame_mut().place = place;
            return self.call_in_sight(name, values);
        };
        if matches!(object.what, What::Super) {
            let values = self.values(arguments)?;
            let (this, class) = (self.frame().this.clone(), self.frame().class.clone());
            let superclass = class.and_then(|class| self.classes.superclass(&class));
            return match (this, superclass) {
                (Some(this), Some(superclass)) => {
                    match self.find_method(&superclass, name, &values, false) {
                        Some((of, method)) => self.run_method(&of, Some(this), &method, values),
                        None => self.call_on(&Value::Object(this), name, values),
                    }
                }
                (Some(this), None) => self.call_on(&Value::Object(this), name, values),
                (None, _) => Err(self.unknown("there is no `super` here")),
            };
        }
        // `record.Field.addError(message)` is about the field, not about its value.
        if name.is("addError")
            && let What::Member { object: owner, name: field, .. } = &object.what
            && let Before::Value(Value::Record(record)) = self.before(owner)?
        {
            let mut values = self.values(arguments)?;
            values.insert(0, Value::text(field.as_str()));
            self.frame_mut().place = place;
            return self.call_on(&Value::Record(record), name, values);
        }
        match self.before(object)? {
            Before::Type(type_name) => {
                let values = self.values(arguments)?;
                self.frame_mut().place = place;
                if self.find_class(&type_name).is_some() {
                    return self.call_class(&type_name, name, values);
                }
                self.call_static(&type_name, name, values)
            }
            Before::Value(Value::Null) if safe => Err(Stop::Skipped),
            Before::Value(value) => {
                let values = self.values(arguments)?;
                self.frame_mut().place = place;
                if value.is_null() {
                    return Err(self.null_pointer());
                }
                self.invoke(&value, name, values)
            }
        }
    }

    fn values(&mut self, arguments: &[Expression]) -> Result<Vec<Value>, Stop> {
        arguments.iter().map(|argument| self.evaluate(argument)).collect()
    }

    /// A method without an object before it: of the object whose method runs, of its class, of one
    /// around it.
    fn call_in_sight(&mut self, name: &Name, values: Vec<Value>) -> Result<Value, Stop> {
        let this = self.frame().this.clone();
        if let Some(this) = this
            && let Kind::Class(class) = &this.kind
            && let Some((of, method)) = self.find_method(&class.clone(), name, &values, false)
        {
            return self.run_method(&of, Some(this.clone()), &method, values);
        }
        let mut around = self.frame().class.clone();
        while let Some(class) = around.take() {
            if let Some((of, method)) = self.find_method(&class, name, &values, true) {
                self.initialise(&of)?;
                return self.run_method(&of, None, &method, values);
            }
            around.clone_from(&class.outer);
        }
        match self.frame().this.clone() {
            // Of what the class extends, where that is the platform's.
            Some(this) => self.call_on(&Value::Object(this), name, values),
            None => Err(self.unknown(format!("there is no method {name} for these"))),
        }
    }

    /// Calls a method of a value: one of its class, or of the platform.
    pub(crate) fn invoke(
        &mut self,
        value: &Value,
        name: &Name,
        values: Vec<Value>,
    ) -> Result<Value, Stop> {
        if let Value::Object(object) = value
            && let Kind::Class(class) = &object.kind
            && let Some((of, method)) = self.find_method(&class.clone(), name, &values, false)
        {
            return self.run_method(&of, Some(object.clone()), &method, values);
        }
        self.call_on(value, name, values)
    }

    /// Calls a static method of a class of the source.
    pub(crate) fn call_class(
        &mut self,
        type_name: &crate::syntax::TypeName,
        name: &Name,
        values: Vec<Value>,
    ) -> Result<Value, Stop> {
        let Some(class) = self.find_class(type_name) else {
            return Err(self.unknown(format!("there is no class {type_name}")));
        };
        self.initialise(&class)?;
        match self.find_method(&class, name, &values, true) {
            Some((of, method)) => self.run_method(&of, None, &method, values),
            None => Err(self.unknown(format!("{type_name} has no static method {name} for these"))),
        }
    }

    /// Whether an object has such a method.
    pub(crate) fn has_method(&self, value: &Value, name: &Name, count: usize) -> bool {
        let Value::Object(object) = value else { return false };
        let Kind::Class(class) = &object.kind else { return false };
        let mut next = Some(class.clone());
        while let Some(one) = next {
            let fits = |method: &Arc<Method>| {
                method.name == *name && method.parameters.len() == count && method.body.is_some()
            };
            if one.body().is_some_and(|body| body.methods.iter().any(fits)) {
                return true;
            }
            next = self.classes.superclass(&one);
        }
        false
    }

    /// The method of a class, or of one that it extends, that fits the arguments best.
    fn find_method(
        &mut self,
        class: &Rc<ClassInfo>,
        name: &Name,
        values: &[Value],
        is_static: bool,
    ) -> Option<(Rc<ClassInfo>, Arc<Method>)> {
        let mut next = Some(class.clone());
        while let Some(one) = next {
            let declaration = one.declaration.clone();
            if let TypeKind::Class(body) = &declaration.kind {
                let candidates: Vec<&Arc<Method>> = body
                    .methods
                    .iter()
                    .filter(|method| {
                        method.name == *name
                            && method.body.is_some()
                            && has_word(&method.modifiers, "static") == is_static
                    })
                    .collect();
                let parameters: Vec<_> =
                    candidates.iter().map(|method| method.parameters.as_slice()).collect();
                if let Some(index) = self.choose(&parameters, values, Some(&one)) {
                    return Some((one.clone(), candidates[index].clone()));
                }
            }
            next = self.classes.superclass(&one);
        }
        None
    }

    /// Which parameters fit the values best: those that are of their very types before those that
    /// they would become.
    pub(super) fn choose(
        &mut self,
        candidates: &[&[Parameter]],
        values: &[Value],
        class: Option<&Rc<ClassInfo>>,
    ) -> Option<usize> {
        let mut best: Option<(usize, u32)> = None;
        for (index, parameters) in candidates.iter().enumerate() {
            if parameters.len() != values.len() {
                continue;
            }
            let mut distance = 0;
            let mut fits = true;
            for (parameter, value) in parameters.iter().zip(values) {
                if let Some(own) = self.distance(value, parameter, class) {
                    distance += own;
                } else {
                    fits = false;
                    break;
                }
            }
            if fits && best.is_none_or(|(_, least)| distance < least) {
                best = Some((index, distance));
            }
        }
        best.map(|(index, _)| index)
    }

    /// How far a value is from a parameter's type; none where it never becomes that.
    fn distance(
        &mut self,
        value: &Value,
        parameter: &Parameter,
        class: Option<&Rc<ClassInfo>>,
    ) -> Option<u32> {
        let name = Self::last(&parameter.type_name);
        if value.is_null() {
            return Some(u32::from(name.is("Object")));
        }
        if name.is(&Self::type_name_of(value)) {
            return Some(0);
        }
        if name.is("Object") {
            return Some(10);
        }
        // The name means what it means where the method stands.
        let depth = self.frames.len();
        if let Some(class) = class {
            self.frames.push(super::Frame::new(class.file.clone(), Some(class.clone()), None));
        }
        // A text that is no Id is found out where it becomes one.
        let is = self.is_of(value, &parameter.type_name)
            || (name.is("Id") && matches!(value, Value::Text(_)));
        self.frames.truncate(depth);
        is.then_some(match value {
            Value::Integer(_) if name.is("Long") => 1,
            Value::Integer(_) | Value::Long(_) if name.is("Double") => 2,
            Value::Integer(_) | Value::Long(_) | Value::Double(_) => 3,
            _ => 1,
        })
    }

    fn run_method(
        &mut self,
        class: &Rc<ClassInfo>,
        this: Option<Rc<super::Object>>,
        method: &Method,
        values: Vec<Value>,
    ) -> Result<Value, Stop> {
        let Some(body) = &method.body else {
            return Err(self.unknown(format!("{class:?}.{} has no body", method.name)));
        };
        self.framed(class, this, |own| {
            own.frame_mut().method = Some(method.name.clone());
            own.note(|| format!("{}.{} (line {})", class.name, method.name, method.place.line));
            own.bind(&method.parameters, values)?;
            match own.block(body)? {
                Flow::Return(value) => own.convert(value, &method.returns),
                Flow::Next => Ok(Value::Null),
                Flow::Break | Flow::Continue => Err(own.unknown("there is no loop to leave")),
            }
        })
    }

    /// Gives the parameters their values.
    pub(super) fn bind(
        &mut self,
        parameters: &[Parameter],
        values: Vec<Value>,
    ) -> Result<(), Stop> {
        for (parameter, value) in parameters.iter().zip(values) {
            let value = self.convert(value, &parameter.type_name)?;
            let (name, type_name) = (parameter.name.clone(), parameter.type_name.clone());
            self.frame_mut().declare(name, type_name, value);
        }
        Ok(())
    }
}
