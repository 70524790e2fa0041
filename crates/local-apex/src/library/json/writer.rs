//! Writes JSON: with no space at all, or a field a line as the platform's pretty print does.
//!
//! Arrays stay on one line (`[ 1, 2 ]`), objects are indented by two spaces and their colons have
//! one on both sides.

use core::fmt::Write as _;

/// Writes a text piece by piece. What cannot come next is an error, with the platform's words.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    out: String,
    is_pretty: bool,
    open: Vec<Open>,
    /// Whether a value stands at the top already.
    has_value: bool,
    /// Whether no more is taken.
    pub is_closed: bool,
}

/// An object or an array that is not closed yet.
#[derive(Clone, Debug)]
struct Open {
    is_object: bool,
    is_empty: bool,
    /// Whether a field's name was written, and not its value.
    is_named: bool,
}

impl Writer {
    /// A writer of nothing yet.
    pub fn new(is_pretty: bool) -> Self {
        Self { is_pretty, ..Self::default() }
    }

    /// What is written.
    pub fn text(&self) -> &str {
        &self.out
    }

    /// How deep it is in objects and arrays.
    pub const fn depth(&self) -> usize {
        self.open.len()
    }

    /// `{` or `[`.
    pub fn start(&mut self, is_object: bool) -> Result<(), String> {
        self.before_value(if is_object { "start an object" } else { "start an array" })?;
        self.out.push(if is_object { '{' } else { '[' });
        self.open.push(Open { is_object, is_empty: true, is_named: false });
        Ok(())
    }

    /// `}` or `]`.
    pub fn end(&mut self, is_object: bool) -> Result<(), String> {
        let of = |is_object: bool| if is_object { "OBJECT" } else { "ARRAY" };
        let context = self.open.last().map(|open| open.is_object);
        if context != Some(is_object) {
            let context = context.map_or("ROOT", of);
            return Err(format!("Current context not an {} but {context}", of(is_object)));
        }
        if let Some(open) = self.open.pop()
            && self.is_pretty
        {
            if is_object && !open.is_empty { self.line() } else { self.out.push(' ') }
        }
        self.out.push(if is_object { '}' } else { ']' });
        Ok(())
    }

    /// The name of a field.
    pub fn name(&mut self, name: &str) -> Result<(), String> {
        let is_next = |open: &&mut Open| open.is_object && !open.is_named;
        let Some(open) = self.open.last_mut().filter(is_next) else {
            return Err("Can not write a field name, expecting a value".to_owned());
        };
        let is_first = core::mem::replace(&mut open.is_empty, false);
        open.is_named = true;
        if !is_first {
            self.out.push(',');
        }
        if self.is_pretty {
            self.line();
        }
        self.quoted(name);
        self.out.push_str(if self.is_pretty { " : " } else { ":" });
        Ok(())
    }

    /// A text, in quotes.
    pub fn string(&mut self, text: &str) -> Result<(), String> {
        self.before_value("write text value")?;
        self.quoted(text);
        Ok(())
    }

    /// A number, a Boolean or null, as it is.
    pub fn plain(&mut self, text: &str) -> Result<(), String> {
        self.before_value("write number")?;
        self.out.push_str(text);
        Ok(())
    }

    /// Closes what is open, and takes no more.
    pub fn close(&mut self) -> Result<(), String> {
        while let Some(open) = self.open.last() {
            self.end(open.is_object)?;
        }
        self.is_closed = true;
        Ok(())
    }

    fn before_value(&mut self, what: &str) -> Result<(), String> {
        match self.open.last_mut() {
            Some(open) if open.is_object => {
                if !core::mem::take(&mut open.is_named) {
                    return Err(format!("Can not {what}, expecting field name"));
                }
            }
            Some(open) => {
                let is_first = core::mem::replace(&mut open.is_empty, false);
                self.out.push_str(match (is_first, self.is_pretty) {
                    (true, true) => " ",
                    (true, false) => "",
                    (false, true) => ", ",
                    (false, false) => ",",
                });
            }
            None => {
                if core::mem::replace(&mut self.has_value, true) {
                    self.out.push(' ');
                }
            }
        }
        Ok(())
    }

    /// A new line, as far in as objects are open.
    fn line(&mut self) {
        self.out.push('\n');
        let depth = self.open.iter().filter(|open| open.is_object).count();
        self.out.extend(core::iter::repeat_n("  ", depth));
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                control if control < ' ' => {
                    let _ = write!(self.out, "\\u{:04X}", u32::from(control));
                }
                plain => self.out.push(plain),
            }
        }
        self.out.push('"');
    }
}
