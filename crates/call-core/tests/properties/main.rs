//! What holds whatever happens: properties of the softphone over arbitrary inputs at arbitrary
//! times.
//!
//! `desk` makes the inputs; every other module is one behaviour. A failure prints the shortest
//! sequence of moves that shows it, and its seed is kept beside this file.

mod desk;

mod a_closed_leg_gets_no_commands;
mod a_wake_up_too_early_changes_nothing;
mod commands_agree_with_the_buttons;
mod every_call_gets_one_record_in_the_end;
mod nothing_stops_the_phone;
mod one_call_occupies_the_agent;
mod the_desk_reaches_every_state;
mod the_same_inputs_give_the_same_call;
