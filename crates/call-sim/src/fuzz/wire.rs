//! What crosses the wire: lines of JSON, each an input or not.

use call_core::Input;

use super::Page;

/// The most lines of one run.
const MOST_LINES: usize = 200;

/// Takes each line that is an input, in a phone that is idle and in one in the middle of calls.
///
/// # Panics
/// Where anything but a command is refused, or a refused command changes something.
pub fn wire(data: &[u8]) {
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').take(MOST_LINES).collect();
    for mut page in [Page::online(), Page::busy()] {
        for line in &lines {
            if let Ok(input) = serde_json::from_slice::<Input>(line) {
                let _ = page.take(input);
            }
        }
    }
}
