//! What an object has, for those who do not name it: fields by their order, objects that no
//! constructor made.

use core::cell::RefCell;
use std::{collections::HashMap, rc::Rc};

use super::{
    Interpreter, Stop,
    classes::{ClassInfo, has_word},
    value::{Exception, Kind, Object, Value},
};
use crate::syntax::{Name, Place, TypeName};

/// A field or a property of an object.
pub struct InstanceField {
    /// The class that it stands in.
    pub class: Rc<ClassInfo>,
    /// Its name.
    pub name: Name,
    /// Its type, as it is named there.
    pub type_name: TypeName,
    /// Whether it is left out of what is written.
    pub is_transient: bool,
    /// Whether components see it.
    pub is_aura_enabled: bool,
    place: Place,
}

impl Interpreter<'_> {
    /// The fields and properties of a class's objects, in the order in which they stand; those of
    /// what it extends come first.
    pub(crate) fn instance_fields(&self, class: &Rc<ClassInfo>) -> Vec<InstanceField> {
        let mut found = Vec::new();
        let mut next = Some(class.clone());
        while let Some(one) = next {
            if let Some(body) = one.body() {
                let fields = body
                    .fields
                    .iter()
                    .map(AsRef::as_ref)
                    .chain(body.properties.iter().map(|p| &p.field));
                let own = fields.filter(|field| !has_word(&field.modifiers, "static"));
                let mut own: Vec<InstanceField> = own
                    .map(|field| InstanceField {
                        class: one.clone(),
                        name: field.name.clone(),
                        type_name: field.type_name.clone(),
                        is_transient: has_word(&field.modifiers, "transient"),
                        is_aura_enabled: super::actions::is_aura_enabled(&field.modifiers),
                        place: field.place,
                    })
                    .collect();
                own.sort_by_key(|field| (field.place.line, field.place.column));
                found.splice(0..0, own);
            }
            next = self.classes.superclass(&one);
        }
        found
    }

    /// What a field or a property of an object is; a property is asked.
    pub(crate) fn field_value(&mut self, object: &Rc<Object>, name: &Name) -> Result<Value, Stop> {
        self.read_field(&Value::Object(object.clone()), name)
    }

    /// Gives a field or a property of an object its value; a property is told.
    pub(crate) fn set_field(
        &mut self,
        object: &Rc<Object>,
        name: &Name,
        value: Value,
    ) -> Result<(), Stop> {
        self.write_field(&Value::Object(object.clone()), name, value).map(|_| ())
    }

    /// Runs where names mean what they mean in a class.
    pub(crate) fn in_class<T>(
        &mut self,
        class: &Rc<ClassInfo>,
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let place = self.frame().place;
        self.framed(class, None, |own| {
            own.frame_mut().place = place;
            run(own)
        })
    }

    /// An object with the first values of its fields, made without a constructor.
    pub(crate) fn without_constructor(
        &mut self,
        class: &Rc<ClassInfo>,
    ) -> Result<Rc<Object>, Stop> {
        self.initialise(class)?;
        let object = Rc::new(Object {
            kind: Kind::Class(class.clone()),
            fields: RefCell::new(HashMap::new()),
            exception: RefCell::new(Exception { line: self.line(), ..Exception::default() }),
        });
        let mut classes = vec![class.clone()];
        while let Some(next) = classes.last().and_then(|last| self.classes.superclass(last)) {
            classes.push(next);
        }
        for class in classes.iter().rev() {
            self.begin_own(class, &object)?;
        }
        Ok(object)
    }
}
