//! A call that is offered here again before the org has everything of how it was here before: a
//! carrier that rings one agent twice, or work that comes back.
//!
//! It is one call with one record. What the agent wrote goes on; what the part before has to say is
//! said where this one has nothing to say, or less.

use super::{Call, Work};
use crate::ids::WorkId;

impl Call {
    /// Takes the place of the same call, which is filed.
    pub(crate) fn follow(&mut self, mut former: Self) {
        self.record = core::mem::take(&mut former.record);
        self.record.begin_again();
        self.notes = core::mem::take(&mut former.notes);
        self.disposition = former.disposition.take();
        former.leg = former.leg.keepsake();
        // Of two the one that tells more: nobody comes a third time with the org away all along.
        let before = former.former.take();
        let talked = |call: &Self| call.connected_at.is_some();
        let tells_more = |before: &Self| {
            before.is_recorded_here()
                && (!former.is_recorded_here() || (talked(before) && !talked(&former)))
        };
        let before = before.filter(|before| tells_more(before));
        self.former = Some(before.unwrap_or_else(|| Box::new(former)));
    }

    /// Whether how it went is this agent's to record.
    pub const fn is_recorded_here(&self) -> bool {
        !self.is_work_not_taken() && !self.retrieving
    }

    /// What was here of it before, as far as that is this agent's to record.
    pub fn told_before(&self) -> Option<&Self> {
        self.former.as_deref().filter(|former| former.is_recorded_here())
    }

    /// What was here of it before, and it.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Self> {
        self.former.as_deref().into_iter().chain([self])
    }

    /// A work item by which it was offered, now or before.
    pub(crate) fn work_mut(&mut self, id: &WorkId) -> Option<&mut Work> {
        let former = self.former.as_deref_mut().and_then(|former| former.work.as_mut());
        [former, self.work.as_mut()].into_iter().flatten().find(|work| work.id == *id)
    }
}
