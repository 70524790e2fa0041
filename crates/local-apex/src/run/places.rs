//! What can be assigned to: variables, fields, elements.

use super::{Interpreter, Stop, expressions::Before, value::Value};
use crate::syntax::{AssignOperator, BinaryOperator, Expression, Name, What};

/// A place that holds a value, with what stands before it evaluated once.
enum Target {
    Name(Name),
    Field(Value, Name),
    Static(crate::syntax::TypeName, Name),
    Element(Value, Value),
}

impl Interpreter<'_> {
    pub(super) fn assign(
        &mut self,
        operator: AssignOperator,
        target: &Expression,
        value: &Expression,
    ) -> Result<Value, Stop> {
        let target = self.target(target)?;
        let value = match operator {
            AssignOperator::Plain => self.evaluate(value)?,
            AssignOperator::With(operator) => {
                let (before, value) = (self.read(&target)?, self.evaluate(value)?);
                self.operate(operator, &before, &value)?
            }
        };
        self.write(&target, value)
    }

    pub(super) fn step(
        &mut self,
        target: &Expression,
        by: i8,
        is_after: bool,
    ) -> Result<Value, Stop> {
        let target = self.target(target)?;
        let before = self.read(&target)?;
        let by = Value::Integer(i32::from(by));
        let after = self.operate(BinaryOperator::Add, &before, &by)?;
        let after = self.write(&target, after)?;
        Ok(if is_after { before } else { after })
    }

    fn target(&mut self, expression: &Expression) -> Result<Target, Stop> {
        match &expression.what {
            What::Name(name) => Ok(Target::Name(name.clone())),
            What::Member { object, name, .. } => match self.before(object)? {
                Before::Type(type_name) => Ok(Target::Static(type_name, name.clone())),
                Before::Value(Value::Null) => Err(self.null_pointer()),
                Before::Value(value) => Ok(Target::Field(value, name.clone())),
            },
            What::Element { list, index } => {
                Ok(Target::Element(self.evaluate(list)?, self.evaluate(index)?))
            }
            _ => Err(self.unknown("this cannot be assigned to")),
        }
    }

    fn read(&mut self, target: &Target) -> Result<Value, Stop> {
        match target {
            Target::Name(name) => match self.read_name(name)? {
                Some(value) => Ok(value),
                None => Err(self.unknown(format!("there is no variable {name}"))),
            },
            Target::Field(object, name) => self.read_field(object, name),
            Target::Static(type_name, name) => match self.find_class(type_name) {
                Some(class) => match self.read_class_static(&class, name)? {
                    Some(value) => Ok(value),
                    None => Err(self.unknown(format!("{type_name} has no static field {name}"))),
                },
                None => Err(self.unknown(format!("there is no class {type_name}"))),
            },
            Target::Element(list, index) => self.element(list, index),
        }
    }

    fn write(&mut self, target: &Target, value: Value) -> Result<Value, Stop> {
        match target {
            Target::Name(name) => {
                if let Some(local) = self.frame().local(name) {
                    let type_name = local.type_name.clone();
                    let value = self.convert(value, &type_name)?;
                    if let Some(local) = self.frame_mut().local_mut(name) {
                        local.value = value.clone();
                    }
                    return Ok(value);
                }
                self.write_name(name, value)
            }
            Target::Field(object, name) => self.write_field(object, name, value),
            Target::Static(type_name, name) => match self.find_class(type_name) {
                Some(class) => self.write_class_static(&class, name, value),
                None => self.write_platform_static(type_name, name, value),
            },
            Target::Element(list, index) => match (list, index) {
                (Value::List(list), Value::Integer(index)) => {
                    let value = self.convert(value, &list.element.clone())?;
                    let place = usize::try_from(*index).ok();
                    let mut items = list.items.borrow_mut();
                    match place.and_then(|place| items.get_mut(place)) {
                        Some(item) => {
                            *item = value.clone();
                            Ok(value)
                        }
                        None => Err(self.out_of_bounds(*index)),
                    }
                }
                (Value::Null, _) | (_, Value::Null) => Err(self.null_pointer()),
                _ => Err(self.unknown("an element is one of a list, by an Integer")),
            },
        }
    }
}
