//! What type a value is of.

use std::rc::Rc;

use super::{
    Interpreter,
    classes::{ClassInfo, Declared},
    exceptions::PLATFORM,
    value::{Kind, Value},
};
use crate::{
    library::ids::is_id,
    syntax::{Name, TypeName},
};

impl Interpreter<'_> {
    /// `instanceof`: whether a value is of a type. Nothing is of none.
    pub(crate) fn is_of(&self, value: &Value, type_name: &TypeName) -> bool {
        let name = Self::last(type_name);
        if name.is("Object") && !value.is_null() {
            return true;
        }
        match value {
            Value::Null => false,
            Value::Object(object) => match &object.kind {
                Kind::Exception(own) => *own == name || name.is("Exception"),
                Kind::Platform(own) => is_named(own.as_str(), &name),
                Kind::Class(class) => self.class_is(&class.clone(), type_name),
            },
            Value::Enum(of, _) => {
                match self.classes.find(&type_name.path, self.frame().class.as_ref()) {
                    Some(Declared::Enum(other)) => other.name == of.name,
                    Some(Declared::Class(_)) => false,
                    None => is_named(&of.name, &name),
                }
            }
            Value::Boolean(_) => name.is("Boolean"),
            Value::Integer(_) => {
                name.is("Integer") || name.is("Long") || name.is("Double") || name.is("Decimal")
            }
            Value::Long(_) => name.is("Long") || name.is("Double") || name.is("Decimal"),
            Value::Double(_) => name.is("Double") || name.is("Decimal"),
            Value::Decimal(_) => name.is("Decimal") || name.is("Double"),
            Value::Text(text) => name.is("String") || (name.is("Id") && is_id(text)),
            Value::Id(_) => name.is("Id") || name.is("String"),
            Value::Blob(_) => name.is("Blob"),
            Value::ObjectToken(_) => name.is("SObjectType") || name.is("Schema.SObjectType"),
            Value::FieldToken(..) => name.is("SObjectField") || name.is("Schema.SObjectField"),
            Value::Record(record) => {
                name.is("SObject")
                    || name.is(&record.object)
                    || self
                        .object_of(type_name)
                        .is_some_and(|object| *object.api_name == *record.object)
            }
            Value::List(list) => {
                name.is("Iterable") || (name.is("List") && self.fits(&list.element, type_name, 0))
            }
            Value::Set(set) => {
                name.is("Iterable") || (name.is("Set") && self.fits(&set.element, type_name, 0))
            }
            Value::Map(map) => {
                name.is("Map")
                    && self.fits(&map.key, type_name, 0)
                    && self.fits(&map.value, type_name, 1)
            }
            Value::Type(_) => name.is("Type"),
            Value::Pattern(_) => name.is("Pattern"),
            Value::Matcher(_) => name.is("Matcher"),
            // A day is an instant too: it becomes its midnight.
            Value::Date(_) => name.is("Date") || name.is("Datetime"),
            Value::Datetime(_) => name.is("Datetime"),
            Value::Time(_) => name.is("Time"),
            Value::Zone(_) => name.is("TimeZone"),
            Value::Iterator(_) => name.is("Iterator"),
            Value::JsonGenerator(_) => name.is("JSONGenerator"),
            Value::JsonParser(_) => name.is("JSONParser"),
        }
    }

    /// Whether an argument of a type is that.
    fn fits(&self, own: &TypeName, type_name: &TypeName, index: usize) -> bool {
        let Some(wanted) = type_name.arguments.get(index) else { return true };
        let canonical = |of: &TypeName| of.to_string().to_ascii_lowercase();
        wanted.is("Object") || canonical(own) == canonical(wanted) || {
            let from = self.frame().class.as_ref();
            match (self.classes.find(&own.path, from), self.classes.find(&wanted.path, from)) {
                (Some(Declared::Class(own)), Some(_)) => self.class_is(&own, wanted),
                _ => false,
            }
        }
    }

    /// Whether a class is, extends or implements that.
    pub(crate) fn class_is(&self, class: &Rc<ClassInfo>, type_name: &TypeName) -> bool {
        let wanted = match self.classes.find(&type_name.path, self.frame().class.as_ref()) {
            Some(Declared::Class(wanted)) => Some(wanted),
            _ => None,
        };
        let name = Self::last(type_name);
        let mut next = Some(class.clone());
        while let Some(one) = next {
            if wanted.as_ref().is_some_and(|wanted| Rc::ptr_eq(wanted, &one)) {
                return true;
            }
            // An exception of the platform, or another class that is not in the source.
            if let Some(extends) = one.body().and_then(|body| body.extends.as_ref())
                && self.classes.superclass(&one).is_none()
                && (Self::last(extends) == name || name.is("Exception"))
            {
                return true;
            }
            next = self.classes.superclass(&one);
        }
        self.classes.interfaces(class).iter().any(|(name, place)| {
            match (self.classes.find(&name.path, Some(place)), &wanted) {
                (Some(Declared::Class(found)), Some(wanted)) => Rc::ptr_eq(&found, wanted),
                (None, None) => Self::last(name) == Self::last(type_name),
                _ => false,
            }
        })
    }

    /// The name without `System.` before it.
    pub(crate) fn last(type_name: &TypeName) -> Name {
        match type_name.path.as_slice() {
            [system, name] if system.is("System") => name.clone(),
            [name] => name.clone(),
            path => {
                let parts: Vec<&str> = path.iter().map(Name::as_str).collect();
                Name::new(&parts.join("."))
            }
        }
    }

    /// Whether a name is that of an exception of the platform.
    pub(crate) fn is_platform_exception(name: &Name) -> bool {
        PLATFORM.iter().any(|known| name.is(known))
    }

    /// Whether a class is an exception.
    pub(crate) fn is_exception(&self, class: &Rc<ClassInfo>) -> bool {
        let mut next = Some(class.clone());
        while let Some(one) = next {
            if let Some(extends) = one.body().and_then(|body| body.extends.as_ref())
                && self.classes.superclass(&one).is_none()
                && Self::is_platform_exception(&Self::last(extends))
            {
                return true;
            }
            next = self.classes.superclass(&one);
        }
        false
    }

    /// The type of a value, as messages name it.
    pub(crate) fn type_name_of(value: &Value) -> String {
        match value {
            Value::Null => "null".to_owned(),
            Value::Boolean(_) => "Boolean".to_owned(),
            Value::Integer(_) => "Integer".to_owned(),
            Value::Long(_) => "Long".to_owned(),
            Value::Double(_) => "Double".to_owned(),
            Value::Decimal(_) => "Decimal".to_owned(),
            Value::Text(_) => "String".to_owned(),
            Value::Id(_) => "Id".to_owned(),
            Value::Blob(_) => "Blob".to_owned(),
            Value::Record(record) => record.object.to_string(),
            Value::ObjectToken(_) => "Schema.SObjectType".to_owned(),
            Value::FieldToken(..) => "Schema.SObjectField".to_owned(),
            Value::List(list) => format!("List<{}>", list.element),
            Value::Set(set) => format!("Set<{}>", set.element),
            Value::Map(map) => format!("Map<{},{}>", map.key, map.value),
            Value::Object(object) => Self::type_of(object),
            Value::Enum(of, _) => of.name.clone(),
            Value::Type(_) => "System.Type".to_owned(),
            Value::Pattern(_) => "Pattern".to_owned(),
            Value::Matcher(_) => "Matcher".to_owned(),
            Value::Date(_) => "Date".to_owned(),
            Value::Datetime(_) => "Datetime".to_owned(),
            Value::Time(_) => "Time".to_owned(),
            Value::Zone(_) => "TimeZone".to_owned(),
            Value::Iterator(walk) => format!("Iterator<{}>", walk.list.element),
            Value::JsonGenerator(_) => "JSONGenerator".to_owned(),
            Value::JsonParser(_) => "JSONParser".to_owned(),
        }
    }
}

/// Whether a type of the platform has that name, with or without its namespace.
fn is_named(own: &str, name: &Name) -> bool {
    let plain = |name: &str| -> String {
        let name = name.to_ascii_lowercase();
        let known = ["system.", "schema."].iter().find_map(|before| name.strip_prefix(before));
        known.map_or_else(|| name.clone(), str::to_owned)
    };
    plain(own) == plain(name.as_str())
}
