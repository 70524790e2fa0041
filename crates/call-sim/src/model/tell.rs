//! A world in a line, for a way that shows a failure.

use std::fmt::Write as _;

use super::world::World;

impl World {
    /// The world in a line.
    pub fn line(&self) -> String {
        let mut out = String::new();
        for page in &self.pages {
            for call in page.phone.calls() {
                let end = call.state.ended().map(|end| end.reason);
                let customer = &call.customer;
                let _ = write!(
                    out,
                    "{} {} leg {:?} customer {:?} {:?} others {} {end:?}; ",
                    call.key.0,
                    call.state.name(),
                    call.leg.state,
                    customer.state,
                    customer.hold,
                    call.others.len()
                );
            }
            for effect in &page.open {
                let _ = write!(out, "open {:?}; ", effect.body);
            }
        }
        format!("{out}carrier {:?} {}", self.sites, self.violation.clone().unwrap_or_default())
    }
}
