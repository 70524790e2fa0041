//! What a host can rely on, beyond what a scenario shows: what it asks the phone between two inputs,
//! what the journal and the recorder keep for the page after this one.

mod page;

mod a_command_is_felt_twice_or_not;
mod instants_of_the_page_before_are_over;
mod the_phone_says_what_waits;
mod the_recorder_hands_over_its_tape;
