//! The classes, interfaces and enums of the source, and which type a name means where it stands.

use core::{
    cell::{Cell, RefCell},
    fmt,
};
use std::{collections::HashMap, rc::Rc, sync::Arc};

use super::value::{EnumInfo, Value};
use crate::syntax::{Class, Modifier, Name, Place, TypeDeclaration, TypeKind, TypeName};

/// A class or an interface.
pub struct ClassInfo {
    /// Its name, with that of the class it is in: `Outer.Inner`.
    pub name: String,
    /// The file it stands in.
    pub file: Rc<str>,
    /// The class it is in.
    pub outer: Option<Rc<ClassInfo>>,
    /// What it says.
    pub declaration: Arc<TypeDeclaration>,
    /// Its static fields.
    pub statics: RefCell<HashMap<Name, Value>>,
    /// Whether its static fields have their values, or are about to.
    pub is_initialised: Cell<bool>,
}

impl fmt::Debug for ClassInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl ClassInfo {
    /// What is in it; an interface has nothing.
    pub fn body(&self) -> Option<&Class> {
        match &self.declaration.kind {
            TypeKind::Class(class) => Some(class),
            TypeKind::Interface { .. } | TypeKind::Enum(_) => None,
        }
    }

    /// Whether it is an interface.
    pub fn is_interface(&self) -> bool {
        matches!(self.declaration.kind, TypeKind::Interface { .. })
    }

    /// Whether the word stands before it.
    pub fn has(&self, word: &str) -> bool {
        has_word(&self.declaration.modifiers, word)
    }
}

/// Whether the word is among them.
pub fn has_word(modifiers: &[Modifier], word: &str) -> bool {
    modifiers.iter().any(|modifier| matches!(modifier, Modifier::Word(own) if own == word))
}

/// A type of the source.
#[derive(Clone, Debug)]
pub enum Declared {
    /// A class or an interface.
    Class(Rc<ClassInfo>),
    /// An enum.
    Enum(Rc<EnumInfo>),
}

/// All types of the source, by their full names.
#[derive(Debug, Default)]
pub struct Classes {
    types: HashMap<Name, Declared>,
}

/// A name that is taken.
#[derive(Debug)]
pub struct Taken {
    /// Where it stands the second time.
    pub place: Place,
    /// The name.
    pub name: String,
}

impl Classes {
    /// Adds a type and those in it.
    ///
    /// # Errors
    /// Where one of this name is there.
    pub fn add(
        &mut self,
        file: &Rc<str>,
        declaration: &Arc<TypeDeclaration>,
        outer: Option<&Rc<ClassInfo>>,
    ) -> Result<(), Taken> {
        let name = match outer {
            Some(outer) => format!("{}.{}", outer.name, declaration.name),
            None => declaration.name.to_string(),
        };
        let declared = match &declaration.kind {
            TypeKind::Enum(of) => {
                let values = of.values.clone();
                Declared::Enum(Rc::new(EnumInfo { name: name.clone(), values }))
            }
            TypeKind::Class(_) | TypeKind::Interface { .. } => {
                Declared::Class(Rc::new(ClassInfo {
                    name: name.clone(),
                    file: file.clone(),
                    outer: outer.cloned(),
                    declaration: declaration.clone(),
                    statics: RefCell::default(),
                    is_initialised: Cell::new(false),
                }))
            }
        };
        if self.types.contains_key(&Name::new(&name)) {
            return Err(Taken { place: declaration.place, name });
        }
        self.types.insert(Name::new(&name), declared.clone());
        if let (TypeKind::Class(class), Declared::Class(info)) = (&declaration.kind, &declared) {
            for inner in &class.types {
                self.add(file, inner, Some(info))?;
            }
        }
        Ok(())
    }

    /// The type that a name means where it stands: in the class, in what it extends, in the class
    /// around it, or in a file of its own.
    pub fn find(&self, path: &[Name], from: Option<&Rc<ClassInfo>>) -> Option<Declared> {
        let joined: Vec<&str> = path.iter().map(Name::as_str).collect();
        let joined = joined.join(".");
        let mut around = from.cloned();
        while let Some(class) = around.take() {
            let mut seen = Some(class.clone());
            while let Some(one) = seen {
                let inner = format!("{}.{joined}", one.name);
                if let Some(found) = self.types.get(&Name::new(&inner)) {
                    return Some(found.clone());
                }
                seen = self.superclass(&one);
            }
            around.clone_from(&class.outer);
        }
        self.types.get(&Name::new(&joined)).cloned()
    }

    /// The class that a class extends, where it is one of the source.
    pub fn superclass(&self, class: &Rc<ClassInfo>) -> Option<Rc<ClassInfo>> {
        let extends = class.body()?.extends.as_ref()?;
        // Its own name must not be looked up in what it extends.
        let from = class.outer.clone();
        match self.find(&extends.path, from.as_ref()) {
            Some(Declared::Class(found)) if !Rc::ptr_eq(&found, class) => Some(found),
            _ => None,
        }
    }

    /// What a class and the classes it extends implement, and what that extends.
    pub fn interfaces(&self, class: &Rc<ClassInfo>) -> Vec<(TypeName, Rc<ClassInfo>)> {
        let mut found = Vec::new();
        let mut next = Some(class.clone());
        while let Some(class) = next {
            let names = match &class.declaration.kind {
                TypeKind::Class(body) => body.implements.clone(),
                TypeKind::Interface { extends, .. } => extends.clone(),
                TypeKind::Enum(_) => Vec::new(),
            };
            for name in names {
                if let Some(Declared::Class(interface)) = self.find(&name.path, Some(&class)) {
                    found.extend(self.interfaces(&interface));
                }
                found.push((name, class.clone()));
            }
            next = self.superclass(&class);
        }
        found
    }
}
