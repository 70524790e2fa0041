//! Names and places.

use core::{
    fmt,
    hash::{Hash, Hasher},
};
use std::sync::Arc;

/// A name as it stands in the source. Two names are equal where only their case differs.
#[derive(Clone)]
pub struct Name(Arc<str>);

impl Name {
    /// A name of this spelling.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// As it stands.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this one, whatever the case.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.0.bytes() {
            state.write_u8(byte.to_ascii_lowercase());
        }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where something stands, both counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column, in bytes.
    pub column: u32,
}

/// The name of a type as it is written: `Map<Id, List<Contact>>`, `Outer.Inner`, `Integer[]`, which
/// is `List<Integer>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypeName {
    /// Its parts, outermost first.
    pub path: Vec<Name>,
    /// What it is of.
    pub arguments: Vec<TypeName>,
}

impl TypeName {
    /// A plain name.
    #[must_use]
    pub fn plain(name: &str) -> Self {
        Self { path: vec![Name::new(name)], arguments: Vec::new() }
    }

    /// A list of these.
    #[must_use]
    pub fn list_of(self) -> Self {
        Self { path: vec![Name::new("List")], arguments: vec![self] }
    }

    /// Whether it is the plain name `name`.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        matches!(self.path.as_slice(), [only] if only.is(name))
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.path.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            write!(f, "{part}")?;
        }
        if let Some((first, rest)) = self.arguments.split_first() {
            write!(f, "<{first}")?;
            for argument in rest {
                write!(f, ",{argument}")?;
            }
            f.write_str(">")?;
        }
        Ok(())
    }
}
