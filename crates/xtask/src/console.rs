//! Where lines go: straight out, or kept until a whole stage is printed at once.

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

/// Takes lines.
#[derive(Debug, Default)]
pub struct Console {
    kept: Option<Mutex<String>>,
}

impl Console {
    /// Prints at once.
    pub const LIVE: Self = Self { kept: None };

    /// Keeps everything until [`Console::flush`].
    pub fn keeping() -> Self {
        Self { kept: Some(Mutex::default()) }
    }

    /// Whether lines appear at once.
    pub fn is_live(&self) -> bool {
        self.kept.is_none()
    }

    /// One line, or several.
    pub fn say(&self, text: impl AsRef<str>) {
        match &self.kept {
            None => out(&format!("{}\n", text.as_ref())),
            Some(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.push_str(text.as_ref());
                kept.push('\n');
            }
        }
    }

    /// Prints what was kept, in one piece.
    pub fn flush(&self) {
        out(&self.taken());
    }

    /// Takes what was kept.
    pub fn taken(&self) -> String {
        let kept =
            self.kept.as_ref().map(|kept| kept.lock().unwrap_or_else(PoisonError::into_inner));
        kept.map(|mut kept| std::mem::take(&mut *kept)).unwrap_or_default()
    }
}

/// A reader that has gone away must not end the task half-way.
fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes());
    let _ = stdout.flush();
}
