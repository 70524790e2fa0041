//! Expressions.

use super::{
    Interpreter, Stop,
    classes::Declared,
    number::{self, Outcome},
    value::Value,
};
use crate::syntax::{BinaryOperator, Expression, Literal, Name, TypeName, UnaryOperator, What};

/// What stands before a point: a value, or a type.
pub(super) enum Before {
    Value(Value),
    Type(TypeName),
}

impl Interpreter<'_> {
    pub(crate) fn evaluate(&mut self, expression: &Expression) -> Result<Value, Stop> {
        match self.evaluate_link(expression) {
            Err(Stop::Skipped) => Ok(Value::Null),
            answer => answer,
        }
    }

    /// The same, of what stands before a point: what is skipped there is skipped in all the chain.
    fn evaluate_link(&mut self, expression: &Expression) -> Result<Value, Stop> {
        self.frame_mut().place = expression.place;
        self.limits.evaluated += 1;
        match &expression.what {
            What::Literal(literal) => self.literal(literal),
            What::Name(name) => match self.read_name(name)? {
                Some(value) => Ok(value),
                None => Err(self.unknown(format!("there is no variable {name}"))),
            },
            What::This => match &self.frame().this {
                Some(this) => Ok(Value::Object(this.clone())),
                None => Err(self.unknown("there is no `this` here")),
            },
            What::Super => Err(self.unknown("`super` stands before a point")),
            What::Member { object, name, safe } => self.member(object, name, *safe),
            What::Element { list, index } => {
                let (list, index) = (self.evaluate_link(list)?, self.evaluate(index)?);
                self.element(&list, &index)
            }
            What::Call { object, name, arguments, safe } => {
                self.call(object.as_deref(), name, arguments, *safe)
            }
            What::New { type_name, arguments } => self.construct(type_name, arguments),
            What::NewArray { element, length } => match self.evaluate(length)? {
                Value::Integer(length) => {
                    let length = usize::try_from(length).unwrap_or_default();
                    Ok(Value::list(element.clone(), vec![Value::Null; length]))
                }
                _ => Err(self.unknown("a length is an Integer")),
            },
            What::NewOf { type_name, elements } => {
                let mut values = Vec::with_capacity(elements.len());
                for element in elements {
                    values.push(self.evaluate(element)?);
                }
                self.collection_of(type_name, values)
            }
            What::NewMap { type_name, entries } => {
                let map = self.new_collection(type_name)?;
                for (key, value) in entries {
                    let (key, value) = (self.evaluate(key)?, self.evaluate(value)?);
                    self.put(&map, key, value)?;
                }
                Ok(map)
            }
            What::Cast { type_name, value } => {
                let value = self.evaluate(value)?;
                self.cast(value, type_name)
            }
            What::InstanceOf { value, type_name } => {
                let value = self.evaluate(value)?;
                Ok(Value::Boolean(self.is_of(&value, type_name)))
            }
            What::TypeOf(type_name) => self.type_value(type_name),
            What::Unary { operator, operand } => self.unary(*operator, operand),
            What::Step { target, by, is_after } => self.step(target, *by, *is_after),
            What::Binary { operator, left, right } => self.binary(*operator, left, right),
            What::Choice { condition, yes, no } => {
                let chosen = if self.condition(condition)? { yes } else { no };
                self.evaluate(chosen)
            }
            What::Assign { operator, target, value } => self.assign(*operator, target, value),
            What::Query(query) => self.query(query),
            What::Dml { kind, target, as_user, key } => {
                let place = self.place();
                let target = self.evaluate(target)?;
                self.at(place);
                self.dml_statement(*kind, &target, *as_user, key.as_ref())
            }
        }
    }

    pub(crate) fn literal(&self, literal: &Literal) -> Result<Value, Stop> {
        Ok(match literal {
            Literal::Null => Value::Null,
            Literal::Boolean(flag) => Value::Boolean(*flag),
            Literal::Integer(number) => Value::Integer(*number),
            Literal::Long(number) => Value::Long(*number),
            Literal::Decimal(text) => match text.parse() {
                Ok(number) => Value::Decimal(number),
                Err(_) => return Err(self.unknown(format!("not a Decimal: {text}"))),
            },
            Literal::Double(number) => Value::Double(*number),
            Literal::Text(text) => Value::text(text),
        })
    }

    /// What stands before a point: a variable where there is one of the name, else a type.
    pub(super) fn before(&mut self, expression: &Expression) -> Result<Before, Stop> {
        if let Some(path) = path_of(expression)
            && self.read_name(&path[0])?.is_none()
        {
            // As long a type as there is; what follows are its members.
            let is_type = self.classes.find(&path, self.frame().class.as_ref()).is_some()
                || Self::is_platform_type(&path)
                || self.object_at(&path).is_some();
            if is_type {
                return Ok(Before::Type(TypeName { path, arguments: Vec::new() }));
            }
        }
        self.evaluate_link(expression).map(Before::Value)
    }

    fn member(&mut self, object: &Expression, name: &Name, safe: bool) -> Result<Value, Stop> {
        if matches!(object.what, What::Super) {
            return match self.frame().this.clone() {
                Some(this) => self.read_field(&Value::Object(this), name),
                None => Err(self.unknown("there is no `super` here")),
            };
        }
        match self.before(object)? {
            Before::Type(type_name) => self.read_static(&type_name, name),
            // The field of the one record that a query gives.
            Before::Value(Value::List(rows)) if matches!(object.what, What::Query(_)) => {
                if safe && rows.items.borrow().is_empty() {
                    return Err(Stop::Skipped);
                }
                let row = self.only_row(&rows)?;
                self.read_field(&row, name)
            }
            Before::Value(Value::Null) if safe => Err(Stop::Skipped),
            Before::Value(Value::Null) => Err(self.null_pointer()),
            Before::Value(value) => self.read_field(&value, name),
        }
    }

    /// An element of a list.
    pub(crate) fn element(&mut self, list: &Value, index: &Value) -> Result<Value, Stop> {
        match (list, index) {
            (Value::List(list), Value::Integer(index)) => {
                let found = usize::try_from(*index)
                    .ok()
                    .and_then(|index| list.items.borrow().get(index).cloned());
                found.ok_or_else(|| self.out_of_bounds(*index))
            }
            (Value::Null, _) | (_, Value::Null) => Err(self.null_pointer()),
            _ => Err(self.unknown("an element is one of a list, by an Integer")),
        }
    }

    pub(crate) fn out_of_bounds(&self, index: i32) -> Stop {
        self.thrown("ListException", format!("List index out of bounds: {index}"))
    }

    fn unary(&mut self, operator: UnaryOperator, operand: &Expression) -> Result<Value, Stop> {
        let value = self.evaluate(operand)?;
        Ok(match (operator, value) {
            (_, Value::Null) => return Err(self.null_pointer()),
            (UnaryOperator::Not, Value::Boolean(flag)) => Value::Boolean(!flag),
            (UnaryOperator::Minus, Value::Integer(number)) => Value::Integer(number.wrapping_neg()),
            (UnaryOperator::Minus, Value::Long(number)) => Value::Long(number.wrapping_neg()),
            (UnaryOperator::Minus, Value::Double(number)) => Value::Double(-number),
            (UnaryOperator::Minus, Value::Decimal(number)) => Value::Decimal(-number),
            (UnaryOperator::Complement, Value::Integer(number)) => Value::Integer(!number),
            (UnaryOperator::Complement, Value::Long(number)) => Value::Long(!number),
            (
                UnaryOperator::Plus,
                number
                @ (Value::Integer(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_)),
            ) => number,
            (_, value) => {
                let of = Self::type_name_of(&value);
                return Err(self.unknown(format!("this operator is not one of {of}")));
            }
        })
    }

    fn binary(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
    ) -> Result<Value, Stop> {
        match operator {
            BinaryOperator::And => {
                Ok(Value::Boolean(self.condition(left)? && self.condition(right)?))
            }
            BinaryOperator::Or => {
                Ok(Value::Boolean(self.condition(left)? || self.condition(right)?))
            }
            BinaryOperator::Coalesce => match self.evaluate(left)? {
                Value::Null => self.evaluate(right),
                value => Ok(value),
            },
            _ => {
                let (left, right) = (self.evaluate(left)?, self.evaluate(right)?);
                self.operate(operator, &left, &right)
            }
        }
    }

    /// Does what an operator does between two values.
    pub(crate) fn operate(
        &mut self,
        operator: BinaryOperator,
        left: &Value,
        right: &Value,
    ) -> Result<Value, Stop> {
        match operator {
            BinaryOperator::Equal => return Ok(Value::Boolean(self.equals(left, right)?)),
            BinaryOperator::NotEqual => return Ok(Value::Boolean(!self.equals(left, right)?)),
            BinaryOperator::Same => return Ok(Value::Boolean(self.is_same(left, right)?)),
            BinaryOperator::NotSame => return Ok(Value::Boolean(!self.is_same(left, right)?)),
            BinaryOperator::Add
                if matches!((left, right), (Value::Text(_), _) | (_, Value::Text(_))) =>
            {
                let (left, right) = (self.print(left)?, self.print(right)?);
                return Ok(Value::text(left + &right));
            }
            BinaryOperator::BitAnd | BinaryOperator::BitOr | BinaryOperator::BitXor => {
                if let (Value::Boolean(left), Value::Boolean(right)) = (left, right) {
                    return Ok(Value::Boolean(match operator {
                        BinaryOperator::BitAnd => left & right,
                        BinaryOperator::BitOr => left | right,
                        _ => left ^ right,
                    }));
                }
            }
            BinaryOperator::Less
            | BinaryOperator::LessOrEqual
            | BinaryOperator::Greater
            | BinaryOperator::GreaterOrEqual => {
                // Nothing comes before any text, and is neither more nor less than anything else.
                match (left, right) {
                    (Value::Text(_), Value::Null) => {
                        let is_after = matches!(
                            operator,
                            BinaryOperator::Greater | BinaryOperator::GreaterOrEqual
                        );
                        return Ok(Value::Boolean(is_after));
                    }
                    (Value::Null, Value::Text(_)) => {
                        let is_before =
                            matches!(operator, BinaryOperator::Less | BinaryOperator::LessOrEqual);
                        return Ok(Value::Boolean(is_before));
                    }
                    (Value::Null, _) | (_, Value::Null) => return Ok(Value::Boolean(false)),
                    _ => {}
                }
                if let (Value::Text(left), Value::Text(right)) = (left, right) {
                    let order = left.to_lowercase().cmp(&right.to_lowercase());
                    return Ok(Value::Boolean(match operator {
                        BinaryOperator::Less => order.is_lt(),
                        BinaryOperator::LessOrEqual => order.is_le(),
                        BinaryOperator::Greater => order.is_gt(),
                        _ => order.is_ge(),
                    }));
                }
            }
            _ => {}
        }
        if left.is_null() || right.is_null() {
            return Err(self.null_pointer());
        }
        match number::operate(operator, left, right) {
            Outcome::Is(value) => Ok(value),
            Outcome::DivideByZero => Err(self.thrown("MathException", "Divide by 0")),
            Outcome::NoOperator => {
                let (left, right) = (Self::type_name_of(left), Self::type_name_of(right));
                Err(self.unknown(format!("no operator {operator:?} between {left} and {right}")))
            }
        }
    }

    /// The value of an enum, or of a static field.
    fn read_static(&mut self, type_name: &TypeName, name: &Name) -> Result<Value, Stop> {
        match self.classes.find(&type_name.path, self.frame().class.as_ref()) {
            Some(Declared::Enum(of)) => match of.values.iter().position(|value| value == name) {
                Some(index) => Ok(Value::Enum(of, index)),
                None => Err(self.unknown(format!("{type_name} has no value {name}"))),
            },
            Some(Declared::Class(class)) => match self.read_class_static(&class, name)? {
                Some(value) => Ok(value),
                None => Err(self.unknown(format!("{type_name} has no static field {name}"))),
            },
            None => self.platform_constant(type_name, name),
        }
    }
}

/// The names of `a.b.c`, where it is nothing but names.
pub(super) fn path_of(expression: &Expression) -> Option<Vec<Name>> {
    match &expression.what {
        What::Name(name) => Some(vec![name.clone()]),
        What::Member { object, name, safe: false } => {
            let mut path = path_of(object)?;
            path.push(name.clone());
            Some(path)
        }
        _ => None,
    }
}
