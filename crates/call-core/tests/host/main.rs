//! What a host can rely on, beyond what a scenario shows: what it asks the phone between two inputs,
//! what the journal and the recorder keep for the page after this one.

mod page;

mod instants_of_the_page_before_are_over;
mod the_phone_says_what_waits;
mod the_recorder_hands_over_its_tape;
