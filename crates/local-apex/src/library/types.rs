//! `Type`: `Name.class`, and what can be asked of it.
//!
//! A type carries its full name, so that it means the same wherever it is used. `forName` stops
//! where there is no such type among those that are known here: the platform may have it.

use super::{Arguments, TYPES};
use crate::{
    run::{Declared, Interpreter, Stop, Value},
    syntax::{Name, TypeName},
};

/// Types that are named without a static method to call.
const NAMED: &[&str] = &["Id", "SObject"];

impl Interpreter<'_> {
    /// `Name.class`.
    pub(crate) fn type_value(&self, type_name: &TypeName) -> Result<Value, Stop> {
        match self.full_name(type_name) {
            Some(full) => Ok(Value::Type(full)),
            None => Err(self.unknown(format!("the type {type_name} is not known"))),
        }
    }

    /// The full name of a type as it is spelled where it is declared; none where it is not known.
    fn full_name(&self, type_name: &TypeName) -> Option<TypeName> {
        let path = match self.declared(type_name) {
            Some(Declared::Class(class)) => class.name.split('.').map(Name::new).collect(),
            Some(Declared::Enum(of)) => of.name.split('.').map(Name::new).collect(),
            None => {
                if let Some(object) = self.object_of(type_name) {
                    return Some(TypeName::plain(&object.api_name));
                }
                let name = Self::last(type_name);
                let spelled = TYPES
                    .iter()
                    .chain(NAMED)
                    .find(|known| name.is(known))
                    .map(|own| Name::new(own));
                vec![spelled.or_else(|| Self::is_platform_exception(&name).then_some(name))?]
            }
        };
        let arguments = type_name.arguments.iter().map(|own| self.full_name(own));
        Some(TypeName { path, arguments: arguments.collect::<Option<_>>()? })
    }

    pub(super) fn type_statics(&mut self, call: &mut Arguments<'_>) -> Result<Value, Stop> {
        if call.word() != "forname" {
            return Err(self.no_method(call));
        }
        if call.left() == 2 {
            // Its own namespace is the only one there is.
            match call.next() {
                Value::Null => {}
                Value::Text(namespace) if namespace.is_empty() => {}
                _ => return Err(self.unknown("other namespaces are not known")),
            }
        }
        let name = self.wanted_text(call)?;
        match read_type(&name).and_then(|type_name| self.full_name(&type_name)) {
            Some(full) => Ok(Value::Type(full)),
            None => Err(self.unknown(format!("whether there is a type {name} is not known"))),
        }
    }

    pub(super) fn on_type(
        &mut self,
        type_name: &TypeName,
        call: &mut Arguments<'_>,
    ) -> Result<Value, Stop> {
        let this = Value::Type(type_name.clone());
        match call.word().as_str() {
            "getname" | "tostring" => Ok(Value::text(type_name.to_string())),
            "newinstance" => self.construct(type_name, &[]),
            "equals" => {
                let other = call.next();
                Ok(Value::Boolean(self.equals(&this, &other)?))
            }
            "isassignablefrom" => match call.next() {
                Value::Type(other) => self.is_assignable(type_name, &other).map(Value::Boolean),
                Value::Null => Err(self.null_pointer()),
                _ => Err(self.no_method(call)),
            },
            _ => Err(self.no_method(call)),
        }
    }

    /// Whether what is of the one type is of the other as well.
    fn is_assignable(&self, to: &TypeName, from: &TypeName) -> Result<bool, Stop> {
        if to == from || to.is("Object") {
            return Ok(true);
        }
        if self.object_of(from).is_some() {
            return Ok(to.is("SObject"));
        }
        match (self.declared(to), self.declared(from)) {
            (_, Some(Declared::Class(from))) => Ok(self.class_is(&from, to)),
            (Some(_), _) | (_, Some(_)) => Ok(false),
            (None, None) if self.object_of(to).is_some() => Ok(false),
            (None, None) => {
                let what = format!("whether {to} is assignable from {from} is not known");
                Err(self.unknown(what))
            }
        }
    }
}

/// A type's name as it is written: `Outer.Inner`, `Map<String, List<Integer>>`.
fn read_type(text: &str) -> Option<TypeName> {
    let (type_name, rest) = read_next(text)?;
    rest.trim().is_empty().then_some(type_name)
}

/// The type that a text begins with, and what stands behind it.
fn read_next(text: &str) -> Option<(TypeName, &str)> {
    let text = text.trim_start();
    let is_part = |own: char| own.is_alphanumeric() || own == '_' || own == '.';
    let end = text.find(|own| !is_part(own)).unwrap_or(text.len());
    let (path, mut rest) = text.split_at(end);
    if path.split('.').any(str::is_empty) {
        return None;
    }
    let path = path.split('.').map(Name::new).collect();
    let mut arguments = Vec::new();
    if let Some(inner) = rest.trim_start().strip_prefix('<') {
        rest = inner;
        loop {
            let (argument, after) = read_next(rest)?;
            arguments.push(argument);
            let after = after.trim_start();
            rest = after.get(1..)?;
            match after.chars().next()? {
                ',' => {}
                '>' => break,
                _ => return None,
            }
        }
    }
    Some((TypeName { path, arguments }, rest))
}

#[cfg(test)]
mod tests {
    use super::read_type;

    #[test]
    fn names_of_types_are_read() {
        for text in ["Integer", "Outer.Inner", "Map<String,List<Integer>>"] {
            assert_eq!(read_type(text).map(|own| own.to_string()).as_deref(), Some(text));
        }
        let spaced = read_type(" Map < String , Integer > ").map(|own| own.to_string());
        assert_eq!(spaced.as_deref(), Some("Map<String,Integer>"));
        for text in ["", "List<", "List<>", "List<String>>", "a b", ".a", "a.", "List<String€"] {
            assert_eq!(read_type(text), None, "{text}");
        }
    }
}
