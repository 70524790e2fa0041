//! Every scenario is recorded while it is replayed, and every record replays as it was, and names
//! nobody.

mod every_record_replays;
mod nobody_is_named;
mod support;
mod told_in_sentences;
mod what_a_record_says;
